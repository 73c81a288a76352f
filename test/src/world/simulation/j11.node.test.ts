import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { HOUR, MINUTE } from '../../../../modules/time/durations.js';
import { refusalWords } from '../../../../src/world/scenario/answer-words.js';
import { equal } from '../../../assert.js';
import { J11Program } from './j11-rig.js';

/** ms from now until `start` is heard. */
function timeTo(program: J11Program, start: string, limit?: number): number {
	const before = program.now;
	equal(program.hear(start, limit) !== undefined, true, start);
	return program.now - before;
}

function near(actual: number, expected: number, tolerance: number, what: string): void {
	equal(Math.abs(actual - expected) <= tolerance, true, `${what}: ${actual} for ${expected}`);
}

describe('A J11 dongle in the world', () => {
	for (const model of ['bp35c0-j11', 'bp35c2-j11', 'rs-wsuha-j11'] as const) {
		it(`finds its meter, joins it and reads it: ${model}`, () => {
			const program = new J11Program({ model });
			program.setUp();
			equal(program.scan(6), '01');
			const mac = toUpperHex(program.simulator.meters[0]!.macAddress);
			const pan = toUpperHex(Uint8Array.of(program.simulator.meters[0]!.panId >> 8, program.simulator.meters[0]!.panId));
			const started = program.ask('startRouteB');
			equal(started?.slice(0, 24), `01${toUpperHex(Uint8Array.of(program.channel))}${pan}${mac}`);
			program.ask('openPort', '0E1A');
			equal(program.join(), '01');
			equal(program.ask('status'), '01030301');
			const announced = program.hear('6018');
			equal(announced?.slice(-36), '108100000EF0010EF0017301D50401028801');
			equal(announced?.slice(5, 37), toUpperHex(program.meter));
			equal(announced?.slice(45, 53), `${pan}0102`);
			equal(program.get(), '1081000102880105FF017201E704000001F4');
			equal(program.ask('key')?.length, 34);
			equal(program.ask('endPana'), '01');
			equal(program.ask('endRouteB'), '01');
			equal(program.ask('status'), '01030101');
			program.wait(HOUR);
			equal(program.heard.map(({ what }) => what.slice(0, 4)).join(), '', 'nothing of its own');
		});
	}

	it('finds a meter by its pairing id, or any', () => {
		const program = new J11Program();
		program.setUp();
		program.forget();
		program.scan(6, 0x3fff0, '00000000000000000000000000000000');
		equal(program.heard.length, 0);
		for (const [id, found] of [
			[undefined, '01'],
			['FFFFFFFF', '00'],
		] as const) {
			program.write('scan', id === undefined ? '060003FFF000' : `060003FFF001${toUpperHex(Uint8Array.from(id, (c) => c.charCodeAt(0)))}`);
			program.wait(20_000);
			equal(program.heard.filter(({ what }) => what.startsWith('4051 00')).length, Number(found));
			program.forget();
		}
	});

	it('joins again after a new start of the module, and within its session', () => {
		const program = new J11Program();
		program.begin();
		program.write('reset');
		equal(program.hear('6019'), '6019');
		equal(program.ask('status'), '01020101');
		program.begin();
		equal(program.get()?.slice(-8), '000001F4');
		equal(program.ask('reauthenticate'), '01');
		equal(program.hear('6028')?.slice(5, 7), '01');
		equal(program.get()?.slice(-8), '000001F4');
	});

	it('solicits its meter only with 0101', () => {
		for (const discovery of ['00', '01']) {
			const program = new J11Program();
			program.ask('setDiscovery', discovery);
			program.begin();
			equal(program.get()?.slice(-8), '000001F4');
			const steps = program.events.flatMap((event) => (event.kind === 'join' ? [event] : []));
			equal(steps.length > 0, true);
		}
	});

	it('pings its meter', () => {
		const program = new J11Program();
		program.begin();
		equal(program.ask('ping', `${toUpperHex(program.meter)} 0003 00 A1B2C3`), '01');
		equal(program.hear('60D1')?.slice(5, 39), `01${toUpperHex(program.meter)}`);
	});

	it('knows nobody else than its meter', () => {
		const program = new J11Program();
		program.begin();
		equal(program.ask('send', 'FE80000000000000021D12914B45FFFF 0E1A 0E1A 0001 00'), '06');
	});
});

describe('The times of J11', () => {
	it('of a scan', () => {
		for (const [duration, seconds] of [
			[4, 3.4],
			[6, 9.9],
			[7, 18.5],
			[8, 35.8],
			[9, 70.3],
		] as const) {
			const program = new J11Program();
			program.setUp();
			const before = program.now;
			program.scan(duration);
			near(program.now - before, 1000 * seconds, 100, `D=${duration}`);
		}
		const one = new J11Program();
		one.setUp();
		const before = one.now;
		one.scan(8, 0x1000);
		near(one.now - before, 2560, 50, 'one channel');
	});

	it('of 0053 without a beacon', () => {
		const program = new J11Program();
		program.setUp(program.channel === 4 ? 5 : 4);
		const before = program.now;
		equal(program.ask('startRouteB'), '0E');
		near(program.now - before, 2600, 20, '0053');
	});

	it('of 00DB', () => {
		const program = new J11Program();
		program.setUp();
		for (const [mask, time, channels] of [
			['0003FFF0', 4500, 14],
			['00001000', 400, 1],
		] as const) {
			const before = program.now;
			equal(program.ask('detectEnergy', mask)?.length, 2 * (2 + 2 * channels));
			near(program.now - before, time, 20, mask);
		}
	});

	it('of PANA without answer: 8 to 12 minutes', () => {
		const times: number[] = [];
		for (let seed = 1; seed <= 12; seed++) {
			const program = new J11Program({ faults: ['refused-join=always'], seed });
			program.start();
			program.ask('startPana');
			times.push(timeTo(program, '6028 03', 20 * MINUTE));
		}
		for (const time of times) equal(time >= 491_900 && time <= 706_100, true, `${time}`);
		equal(Math.max(...times) - Math.min(...times) > 10_000, true, 'drawn');
	});

	it('of an authentication again without answer: 180 to 237 s', () => {
		for (let seed = 1; seed <= 8; seed++) {
			const program = new J11Program({ seed });
			program.begin();
			equal(program.simulator.faults.set({ name: 'failed-reauthentication', value: { share: 1 }, text: 'always' }), undefined);
			program.ask('reauthenticate');
			const time = timeTo(program, '6028 03', 20 * MINUTE);
			equal(time >= 180_100 && time <= 236_800, true, `${time}`);
			equal(program.ask('status'), '01030201');
		}
	});
});

describe('A session of J11', () => {
	it('is refused with a wrong password, or meets silence', () => {
		const program = new J11Program({ password: 'WRONGPASSWD1' });
		program.start();
		const outcome = program.join();
		equal(outcome === '02' || outcome === '03', true, outcome);
		equal(program.ask('status'), '01030201');
	});

	it('takes small letters of the password for capitals', () => {
		const program = new J11Program({ password: '0123456789ab' });
		program.start();
		equal(program.join(), '01');
	});

	it('goes on by itself, without a word, beyond its lifetime', () => {
		const program = new J11Program();
		program.begin();
		program.forget();
		program.wait(26 * HOUR);
		equal(
			program.heard.every(({ what }) => what.startsWith('6018')),
			true,
		);
		program.forget();
		equal(program.get()?.slice(-8), '000001F4');
	});

	it('that cannot go on ends with 6028 03, then 601A 04; or without a word', () => {
		for (const [tellsLostSession, said] of [
			[true, '6028 03,601A 04'],
			[false, ''],
		] as const) {
			const program = new J11Program({ faults: ['short-lifetime=10min', 'failed-reauthentication'], changes: { tellsLostSession } });
			program.begin();
			program.forget();
			program.wait(20 * MINUTE);
			const heard = program.heard.map(({ what }) => what.slice(0, 7)).filter((what) => !what.startsWith('6018'));
			equal(heard.join(), said);
			equal(program.ask('status'), '01030201');
		}
	});

	it('that the meter ends is told: 601A 04', () => {
		const program = new J11Program({ faults: ['end-session=5min'] });
		program.begin();
		equal(program.hear('601A', HOUR)?.slice(5, 23), `04${toUpperHex(program.simulator.meters[0]!.macAddress)}`);
		equal(program.ask('status'), '01030201');
	});
});

describe('Faults of a J11 dongle', () => {
	it('make it busy, silent, or lose what it answers', () => {
		equal(new J11Program({ faults: ['er10=always'] }).ask('ownMac'), '3D');
		equal(new J11Program({ faults: ['silent-dongle=always'] }).ask('ownMac', '', 60_000), undefined);
		const lost = new J11Program({ faults: ['missing-ok=always'] });
		equal(lost.ask('setUp', '05000C00', 60_000), undefined);
		lost.simulator.faults.clear('missing-ok');
		equal(lost.ask('status'), '01030101');
	});

	it('let the first 0053 fail, and not the next', () => {
		const program = new J11Program({ faults: ['failed-start'] });
		program.setUp();
		equal(program.ask('startRouteB'), '0E');
		equal(program.ask('startRouteB')?.slice(0, 2), '01');
	});

	it('let it start anew some time after a join', () => {
		const program = new J11Program({ faults: ['dongle-reset=3min'] });
		program.begin();
		program.forget();
		const time = timeTo(program, '6019', 10 * MINUTE);
		near(time, 3 * MINUTE, 2_000, '6019');
		equal(program.ask('status'), '01020101');
	});

	it('let its frames come in pieces', () => {
		const took = (...faults: readonly string[]) => {
			const program = new J11Program({ faults });
			program.setUp();
			const begun = program.now;
			equal(program.ask('ownMac'), '01001D12914B450001');
			return program.now - begun;
		};
		equal(took('chunked-serial=20ms') - took(), 2 * 20, '21 bytes in three pieces');
	});

	it('are none where it is pulled out and plugged in again: it is silent meanwhile, and begins with 6019', () => {
		const program = new J11Program();
		program.begin();
		program.forget();
		program.dongle.unplug();
		equal(program.ask('status', '', 30_000), undefined);
		equal(program.heard.length, 0);
		program.dongle.plug();
		equal(program.hear('6019'), '6019');
		equal(program.ask('status'), '01020101');
	});

	it('put it out of reach', () => {
		const program = new J11Program({ faults: ['distance=60'] });
		program.setUp();
		equal(program.ask('startRouteB'), '0E');
	});

	it('let its transmit time end: Z is 2, and no notification tells', () => {
		const program = new J11Program({ faults: ['transmit-limit=500ms'] });
		program.begin();
		let sent: string | undefined;
		for (let i = 0; i < 200 && sent?.slice(0, 4) !== '0102'; i++) {
			sent = program.ask('send', `${toUpperHex(program.meter)} 0E1A 0E1A 000E 1081000105FF010288016201E700`);
			program.wait(500);
		}
		equal(sent, '01021081000105');
		equal(
			program.heard.every(({ what }) => what.startsWith('6018')),
			true,
		);
	});

	it('without a J11 form are refused', () => {
		const { faults } = new J11Program().simulator;
		for (const name of ['other-grammar', 'binary-payload', 'interleaved-echo', 'event-burst'] as const) {
			const refusal = faults.set({ name, value: { share: 1 }, text: 'always' });
			equal(refusal && refusalWords(refusal), `a bp35c0-j11 speaks J11, of which ${name} has no form`);
		}
	});
});
