import { parseFaults } from '../../../../boards/host/faults/fault-options.js';
import { FAULT_NAMES, faultRow } from '../../../../src/world/fault/fault-table.js';
import { equal, throws } from '../../../assert.js';
import { SerialProgram } from './serial-program-rig.js';

const REPLY = /0012 1081000102880105FF017201E704000001F4\r\n/g;

/** ERXUDP of port 3610, by their payloads. */
function payloads(heard: string): string[] {
	return [...heard.matchAll(/ERXUDP \S+ \S+ 0E1A 0E1A \S+ 1 [0-9A-F]{4} ([0-9A-F]+)\r\n/g)].map(([, payload]) => payload!);
}

function found(heard: string): number {
	return heard.split('EPANDESC').length - 1;
}

/** A program that has joined, with these faults. */
function joined(...faults: readonly string[]): SerialProgram {
	const program = new SerialProgram(faults);
	program.begin();
	return program;
}

function replies(heard: string): number {
	return heard.match(REPLY)?.length ?? 0;
}

describe('field failures, as a program at the serial port meets them', () => {
	it('none: a request is acknowledged and answered', () => {
		const heard = joined().ask();
		equal(/EVENT 21 \S+ 00\r\nOK\r\n/.test(heard), true);
		equal(replies(heard), 1);
	});

	for (const fault of ['refused-join=always', 'wrong-password']) {
		it(`1: EVENT 24 (${fault})`, () => {
			const program = new SerialProgram([fault]);
			program.logIn();
			equal(program.join(), 'EVENT 24');
		});
	}

	it('1: a share of joins meets silence, however often the dongle repeats PCI', () => {
		const program = new SerialProgram(['refused-join=1/2']);
		program.logIn();
		const ends = Array.from({ length: 16 }, () => {
			program.forget();
			return program.join();
		});
		const refused = ends.filter((end) => end === 'EVENT 24').length;
		equal(refused >= 4 && refused <= 12, true, ends.join());
	});

	it('1: out of reach, nothing is found and nobody answers', () => {
		const program = new SerialProgram(['distance=47']);
		program.logIn();
		equal(found(program.type('SKSCAN 2 FFFFFFFF 5', 'EVENT 22')), 0);
		equal(program.join(), 'EVENT 24');
	});

	it('2: a scan of duration 4 finds nothing, a longer one does', () => {
		const program = new SerialProgram(['slow-beacon=200ms']);
		program.logIn();
		equal(found(program.type('SKSCAN 2 FFFFFFFF 4', 'EVENT 22')), 0);
		equal(found(program.type('SKSCAN 2 FFFFFFFF 6', 'EVENT 22')), 1);
	});

	it('2: a scan finds nothing now and then', () => {
		const program = new SerialProgram(['missing-beacon=1/2']);
		program.logIn();
		const counts = Array.from({ length: 20 }, () => found(program.type('SKSCAN 2 FFFFFFFF 4', 'EVENT 22')));
		equal(counts.includes(0) && counts.includes(1), true, counts.join());
	});

	it('3: the scan of the other family is FAIL ER05', () => {
		equal(/FAIL ER05/.test(new SerialProgram(['other-grammar']).type('SKSCAN 2 FFFFFFFF 4', 'ER05\r\n')), true);
		equal(/FAIL ER05/.test(new SerialProgram(['other-grammar'], { model: 'bp35c2' }).type('SKSCAN 2 FFFFFFFF 4 0', 'ER05\r\n')), true);
	});

	it('4: payloads are raw bytes, until WOPT says otherwise', () => {
		const program = joined('binary-payload');
		equal(program.typeBytes('ROPT\r', 'OK 00\r', 1000), 'ROPT\r\nOK 00\r');
		const heard = program.ask();
		equal(replies(heard), 0);
		equal(heard.includes('0012 \x10\x81\x00\x01\x02\x88\x01\x05\xff\x01\x72\x01\xe7\x04\x00\x00\x01\xf4\r\n'), true);
		program.typeBytes('WOPT 1\r', 'OK\r', 1000);
		equal(replies(program.ask()), 1);
	});

	it('5: some requests get no reply', () => {
		const program = joined('request-timeout=1/3');
		const counts = Array.from({ length: 20 }, () => replies(program.ask(5000)));
		equal(counts.includes(0) && counts.includes(1), true, counts.join());
	});

	it('6: the meter forgets the session without a word; a new join helps', () => {
		const program = joined('lost-session=10s');
		program.wait(10_000);
		equal(replies(program.ask()), 0);
		program.forget();
		equal(program.join(), 'EVENT 25');
		program.wait(2000);
		equal(replies(program.ask(3000)), 1);
	});

	it('7: the meter ends the session (EVENT 26), or in one case of so many', () => {
		equal(joined('end-session=10s').hear('EVENT 26', 15_000).includes('EVENT 26'), true);
		const program = new SerialProgram(['end-session=10s:1/3']);
		program.logIn();
		const ends = Array.from({ length: 20 }, () => {
			program.forget();
			program.join();
			return program.hear('EVENT 26', 15_000).includes('EVENT 26');
		});
		equal(ends.includes(true) && ends.includes(false), true);
	});

	it('7: the session grows old (EVENT 29)', () => {
		const program = new SerialProgram(['short-lifetime=60s']);
		program.type('SKSREG S17 0');
		program.begin();
		equal(program.hear('EVENT 29', 70_000).includes('EVENT 29'), true);
	});

	it('7: the meter does not answer SKTERM (EVENT 28)', () => {
		equal(joined('ignored-termination').type('SKTERM', 'EVENT 28').includes('EVENT 28'), true);
	});

	for (const model of ['bp35a1', 'bp35c2'] as const) {
		it(`7: the session is not authenticated again, EVENT 29 and then EVENT 24 (${model})`, () => {
			const program = new SerialProgram(['failed-reauthentication', 'short-lifetime=300s'], { model });
			program.begin();
			const heard = program.hear('EVENT 24', 290_000);
			equal(/EVENT 29[\s\S]*EVENT 24/.test(heard), true, heard.slice(0, 80));
		});
	}

	it('7: in one case of so many it is, however often the dongle repeats itself', () => {
		const program = new SerialProgram(['failed-reauthentication=1/2', 'short-lifetime=300s']);
		program.begin();
		const ends = Array.from({ length: 12 }, () => {
			program.forget();
			program.wait(290_000);
			const heard = program.hear('nothing that ever comes', 0);
			if (heard.includes('EVENT 24')) program.join();
			return heard.includes('EVENT 24');
		});
		equal(ends.includes(true) && ends.includes(false), true, ends.join());
	});

	it('8: the transmit time is used up (EVENT 32), nothing is sent (EVENT 21 01)', () => {
		const program = joined('transmit-limit=200ms');
		let heard = '';
		for (let i = 0; i < 30 && !heard.includes('EVENT 32'); i++) heard = program.ask(3000);
		equal(/EVENT 32/.test(heard), true);
		equal(/EVENT 21 \S+ 01/.test(heard + program.ask(3000)), true);
	});

	it('9: FAIL ER10', () => {
		equal(new SerialProgram(['er10=always']).type('SKVER', 'ER10\r\n'), 'SKVER\r\nFAIL ER10\r\n');
	});

	it('10: the meter is silent and no EVENT tells, until the next join', () => {
		const program = joined('mute=10s');
		program.wait(10_000);
		const heard = program.ask(60_000);
		equal([replies(heard), /EVENT 2[4-9]/.test(heard)].join(), '0,false');
		program.forget();
		program.join();
		program.wait(2000);
		equal(replies(program.ask(3000)), 1);
	});

	it('11: an INF comes right before the reply', () => {
		equal(
			payloads(joined('interleaved-inf=always').ask())
				.map((payload) => payload.slice(20, 22))
				.join(),
			'73,72',
		);
	});

	it('11: a datagram comes between echo and answer', () => {
		const program = joined('interleaved-echo=always');
		program.ask(3000);
		equal(/^SKVER\r\nERXUDP [^\r]*\r\nEVER 1\.2\.10\r\nOK\r\n$/.test(program.type('SKVER')), true);
	});

	it('12: replies come again, twice, or when the asker has given up', () => {
		const stale = joined('stale-reply=always');
		stale.ask(3000);
		equal(
			payloads(stale.ask(3000, '1081000205FF010288016201E700'))
				.map((payload) => payload.slice(4, 8))
				.join(),
			'0001,0002',
		);
		equal(replies(joined('duplicate-reply=always').ask()), 2);
		const late = joined('late-reply=always');
		equal([replies(late.ask(60_000)), replies(late.hear('nothing', 20_000))].join(), '0,1');
	});

	it('13: an INF of what was got, which stands in no map', () => {
		equal(
			payloads(joined('undeclared-inf=always').ask())
				.map((payload) => payload.slice(20))
				.join(),
			'7201E704000001F4,7301E704000001F4',
		);
	});

	it('14: Get_SNA with all but one property', () => {
		const [payload] = payloads(joined('partial-sna=always').ask(5000, '1081000105FF010288016203E700E100D700'));
		equal(payload, '1081000102880105FF015203E704000001F4E100D70106');
	});

	it('15: OK does not come, or nothing does', () => {
		equal(new SerialProgram(['missing-ok=always']).type('SKVER', 'OK', 5000), 'SKVER\r\nEVER 1.2.10\r\n');
		equal(new SerialProgram(['silent-dongle=always']).type('SKVER', 'OK', 5000), 'SKVER\r\n');
	});

	it('16: EVENT 21 00, and yet no reply', () => {
		const heard = joined('no-reply').ask(60_000);
		equal([/EVENT 21 \S+ 00/.test(heard), replies(heard)].join(), 'true,0');
	});

	it('17: the meter has moved: what is remembered of a scan is wrong, a new scan right', () => {
		const program = joined('moved-pan=10s');
		const { channel, panId } = program.simulator.meters[0]!;
		program.wait(10_000);
		equal(/EVENT 21 \S+ 01/.test(program.ask(5000)), true);
		const scan = program.type('SKSCAN 2 FFFFFFFF 4', 'EVENT 22');
		equal(found(scan), 1);
		equal(scan.includes(`Channel:${channel.toString(16)}`) || scan.includes(panId.toString(16).toUpperCase()), false);
	});

	it('18: EVENT 25 and the line after it come in one piece', () => {
		const program = new SerialProgram(['event-burst']);
		program.logIn();
		program.join();
		program.wait(3000);
		equal(
			program.pieces.some((piece) => /^EVENT 25 [^\r]*\r\nERXUDP /.test(piece)),
			true,
		);
	});

	it('19: one dongle takes turns between two meters', () => {
		const program = new SerialProgram(['many-meters=2']);
		const ids: string[] = [];
		for (const { credentials, channel, panId } of [...program.simulator.meters, program.simulator.meters[0]!]) {
			program.logIn(credentials.id, { channel, panId });
			const scan = program.type('SKSCAN 2 FFFFFFFF 4', 'EVENT 22');
			equal(found(scan), 1);
			const meter = program
				.type(`SKLL64 ${/Addr:(\S+)/.exec(scan)![1]}`, 'nothing', 10)
				.trim()
				.split('\r\n')
				.pop()!;
			equal(program.join(meter), 'EVENT 25');
			program.wait(3000);
			program.forget();
			equal(replies(program.ask(5000, undefined, meter)), 1);
			equal(program.type('SKTERM', 'EVENT 27').includes('EVENT 27'), true);
			program.forget();
			ids.push(credentials.id.slice(-8));
		}
		equal(ids.join(), 'CCDDEEFF,CCDDEF00,CCDDEEFF');
	});

	it('20: a scan finds neighbours too', () => {
		const program = new SerialProgram(['neighbour-pans']);
		program.logIn();
		const scan = program.type('SKSCAN 2 FFFFFFFF 4', 'EVENT 22');
		equal(found(scan), 4);
		equal(scan.split('PairID:CCDDEEFF').length - 1, 1);
	});
});

describe('what a dongle in the field does beyond the twenty, as a program at the serial port meets it', () => {
	for (const model of ['bp35a1', 'bp35c2'] as const) {
		it(`starts anew: its registers are those of a new one, and nothing is sent without a session (${model})`, () => {
			const program = new SerialProgram(['dongle-reset=10s'], { model });
			program.begin();
			equal(program.type('SKSREG S3', 'OK').includes('ESREG FFFF'), false);
			program.wait(10_000);
			program.forget();
			equal(program.type('SKSREG S3', 'OK').includes('ESREG FFFF'), true);
			equal(/EVENT 21 \S+ (?:\d )?00\r/.test(program.ask(4_000)), false);
		});
	}

	it('writes in pieces, with pauses', () => {
		const program = joined('chunked-serial=30ms');
		const heard = program.ask(20_000);
		equal(replies(heard), 1);
		equal(
			program.pieces.every((piece) => piece.length <= 7),
			true,
		);
		equal(program.pieces.join(''), heard);
	});

	it('writes noise before a line', () => {
		const heard = joined('noise=always').ask();
		equal(replies(heard), 1);
		equal(heard.includes('\r\n\x00\xff\xfeERXUDP '), true);
		equal(heard.startsWith('\x00\xff\xfeSKSENDTO '), true);
	});
});

describe('what a meter in the field does beyond these, as a program at the serial port meets it', () => {
	/** The AIF specification of the smart meter lets a HEMS wait 20 s for one property, 60 s for several. */
	it('replies after the time that it is told', () => {
		for (const [fault, delay] of [
			['slow-reply=18s', 18_000],
			['late-reply=55s', 55_000],
		] as const) {
			const program = joined(fault);
			const heardIn = (ms: number) => {
				program.wait(ms);
				return replies(program.hear('nothing', 0));
			};
			program.ask(0);
			equal([heardIn(delay), heardIn(1_000)].join(), '0,1', fault);
		}
	});

	it('asks the HEMS, each question in its turn, and is deaf to nothing for it', () => {
		const program = joined('meter-asks=5s');
		const asked = payloads(program.hear('nothing', 46_000));
		equal(
			asked.join('\n'),
			[
				...['D6', '9F', '82', '83', '8A'].map((epc, i) => `1081800${i}0EF0010EF0016201${epc}00`),
				'108180050EF0010EF0016301D500',
				'108180060EF00105FF016101F00100',
				'1081800702880101300162018000',
				'108180080EF0010EF0016201D600',
			].join('\n'),
		);
		program.simulator.faults.clear('meter-asks');
		const answer = program.ask(3_000, '108180000EF0010EF0017201D6040105FF01');
		equal(payloads(answer).join(), '', 'answers to an answer');
		equal(replies(program.ask(4_000)), 1);
		equal(program.simulator.meters[0]!.routeB?.unanswered.notRequests, 0);
	});

	it('asks nothing of a HEMS that has left, and asks again the next', () => {
		const program = joined('meter-asks=5s');
		program.type('SKTERM', 'EVENT 27');
		program.forget();
		program.wait(20_000);
		equal(payloads(program.hear('nothing', 0)).length, 0);
		program.join();
		program.wait(6_000);
		equal(/62 01 |6201..00$/.test(payloads(program.hear('nothing', 0)).at(-1)!), true);
	});

	it('sends what is no frame right before each reply', () => {
		const program = joined('malformed=always');
		const reply = '1081000102880105FF017201E704000001F4';
		for (const [what, bytes] of [
			['PDC too long', '1081000102880105FF017201E705000001F4'],
			['OPC 0', '1081000102880105FF017200'],
			['EHD2 82', '1082000102880105FF017201E704000001F4'],
			['one byte', '10'],
			['255 bytes', reply.padEnd(2 * 255, 'F')],
			['PDC too long', '1081000102880105FF017201E705000001F4'],
		] as const) {
			const heard = program.ask(4_000);
			const shown = [...heard.matchAll(/ERXUDP \S+ \S+ 0E1A 0E1A \S+ 1 ([0-9A-F]{4}) ([0-9A-F]+)\r\n/g)].map(
				([, length, payload]) => `${length} ${payload}`,
			);
			const told = (payload: string) => `${(payload.length / 2).toString(16).toUpperCase().padStart(4, '0')} ${payload}`;
			equal(shown.join(), [told(bytes), told(reply)].join(), what);
		}
	});

	it('refuses the day and the time of the histories, and keeps those that it had', () => {
		const program = joined('set-refused');
		equal(payloads(program.ask(4_000, '1081000105FF010288016101E50103')).join(), '1081000102880105FF015101E50103');
		equal(payloads(program.ask(4_000, '1081000205FF010288016101ED0707EA0B160900060C')).join(), '');
		equal(
			payloads(program.ask(4_000, '1081000305FF010288016102810108ED0707EA0B16090006'))[0],
			'1081000302880105FF0151028100ED0707EA0B16090006',
			'what is beside it is done',
		);
		equal(payloads(program.ask(4_000, '1081000405FF010288016202E500ED00')).join(), '1081000402880105FF017202E501FFED07FFFFFFFFFFFF01');
		program.simulator.faults.clear('set-refused');
		equal(payloads(program.ask(4_000, '1081000505FF010288016101E50103')).join(), '1081000502880105FF017101E500');
		equal(payloads(program.ask(4_000, '1081000605FF010288016101E50164')).join(), '1081000602880105FF015101E50164', 'by its own rules');
	});

	it('loses long replies alone', () => {
		const program = joined('long-reply-lost');
		const heard = program.ask(10_000, '1081000105FF010288016201E200');
		equal(/EVENT 21 \S+ 00/.test(heard), true);
		equal(payloads(heard).length, 0);
		equal(replies(program.ask(4_000)), 1);
	});

	it('authenticates in 5 to 10 s, without repeating anything', () => {
		const join = (...faults: readonly string[]) => {
			const program = new SerialProgram(faults);
			program.logIn();
			program.forget();
			const { scheduler } = program.simulator;
			const begun = scheduler.now();
			const heard = program.type(`SKJOIN ${program.meter}`, 'EVENT 25');
			return { took: scheduler.now() - begun, received: heard.split(' 02CC 02CC ').length - 1, sent: heard.split('EVENT 21 ').length - 1 };
		};
		const usual = join();
		equal(usual.took < 2_000, true, `${usual.took} ms`);
		for (const [fault, min, max] of [
			['slow-join', 5_000, 12_000],
			['slow-join=8s', 8_000, 10_000],
		] as const) {
			const { took, received, sent } = join(fault);
			equal(took >= min && took < max, true, `${fault}: ${took} ms`);
			equal(`${received} ${sent}`, `${usual.received} ${usual.sent}`, fault);
		}
	});

	it('leaves out of a Get_SNA what it refuses', () => {
		const [payload] = payloads(joined('short-sna').ask(5000, '1081000105FF010288016203E700C000D700'));
		equal(payload, '1081000102880105FF015202E704000001F4D70106');
	});

	it('loses a request that meets the half-hourly notification', () => {
		const program = joined('notification-collision');
		program.wait(30 * 60_000 - program.simulator.scheduler.now());
		let open = 0;
		let answered = 0;
		for (let at = 0; at < 125_000; at += 1_000) {
			program.ask(0);
			program.wait(1_000);
			open++;
			answered += replies(program.hear('nothing', 0));
		}
		const lost = open - answered;
		equal(lost >= 2 && lost <= 4, true, `${lost} of ${open}`);
	});
});

describe('--fault', () => {
	for (const name of FAULT_NAMES) {
		const { usual, form } = faultRow(name);
		it(`takes ${name}=${usual}, and ${name} alone`, () => {
			equal(JSON.stringify(parseFaults([`${name}=${usual}`])), JSON.stringify(parseFaults([name])));
			throws(() => parseFaults([`${name}=perhaps`]), new RegExp(`--fault ${name}=perhaps: expected .*; for example ${name}=`));
			if (form === 'share') for (const value of ['always', '1/20', '2.5%']) parseFaults([`${name}=${value}`]);
			if (form === 'share') for (const value of ['0%', '101%', '1/0', '']) throws(() => parseFaults([`${name}=${value}`]), /expected/);
		});
	}

	const values = (...texts: readonly string[]) => JSON.stringify(parseFaults(texts).map(({ value }) => value));

	it('reads how often', () => equal(values('drop=10%', 'stale-reply=1/4', 'er10'), '[{"share":0.1},{"share":0.25},{"share":0.05}]'));

	it('reads how long a reply takes, how often, or both', () => {
		equal(
			values('slow-reply=1/4', 'slow-reply=18s', 'late-reply=55s:1/4'),
			'[{"share":0.25},{"share":1,"delay":{"min":18000,"max":18000}},{"share":0.25,"delay":{"min":55000,"max":55000}}]',
		);
	});

	it('reads times', () => {
		equal(
			values('short-lifetime=1.5min', 'delay=50-200ms'),
			'[{"share":1,"delay":{"min":90000,"max":90000}},{"share":1,"delay":{"min":50,"max":200}}]',
		);
	});
});

describe('the same seed', () => {
	const session = (seed: number) => {
		const capture: string[] = [];
		const program = new SerialProgram(['drop=10%', 'corrupt=5%', 'delay=0-20ms', 'stale-reply=1/2', 'missing-ok=1/5'], {
			seed,
			capture: (bytes) => capture.push(bytes.join()),
		});
		program.begin();
		for (let i = 0; i < 5; i++) program.ask(5000);
		return capture.join() + JSON.stringify(program.events);
	};

	it('and the same program give the same capture and the same events, byte for byte', () => {
		const [first, again, other] = [session(5), session(5), session(6)];
		equal(first === again, true);
		equal(first === other, false);
	});
});
