import { VirtualScheduler } from '../../../../../hal/virtual/scheduler.js';
import { SkCoordinator } from '../../../../../modules/wi-sun-module/skstack/host/coordinator.js';
import { fromText, toText } from '../../../../../modules/wi-sun-module/skstack/language/digits.js';
import { MODELS, type ModelName } from '../../../../../modules/wi-sun-module/skstack/language/model.js';
import { equal, hex, throws, toHex } from '../../../../assert.js';
import {
	GET_POWER,
	METER as HEMS,
	METER_MAC as HEMS_MAC,
	INSTANCE_LIST,
	OWN,
	OWN_MAC,
	PASSWORD,
	POWER,
	ROUTE_B_ID,
} from '../../../../vectors/skstack.js';
import { address } from '../../network-rig.js';

/** Lines that a module answers with: those of `answers` by the whole command or its first word, else OK; none where the answer is undefined. */
class Desk {
	readonly scheduler = new VirtualScheduler();
	readonly typed: string[] = [];
	readonly told: string[] = [];
	readonly logged: string[] = [];
	readonly answers: Record<string, string | undefined>;
	readonly coordinator: SkCoordinator;
	readonly #serial = { onReceive: (_bytes: Uint8Array) => {}, write: (bytes: Uint8Array) => this.#onWrite(bytes) };
	#line = '';

	constructor(model: ModelName = 'bp35a1', knows = false) {
		const side = MODELS[model].side;
		this.answers = {
			SKINFO: `EINFO ${OWN} ${OWN_MAC} 21 FFFF ${side ? '0' : 'FFFE'}\r\nOK\r\n`,
			ROPT: MODELS[model].wopt === undefined ? 'FAIL ER04\r\n' : `OK 0${MODELS[model].wopt}\r`,
			'SKSREG S2': 'ESREG 31\r\nOK\r\n',
			'SKSREG S3': 'ESREG B5FB\r\nOK\r\n',
			'SKSREG S15': 'ESREG 1\r\nOK\r\n',
			'SKSREG SFB': 'ESREG 0\r\nOK\r\n',
			SKSENDTO: `EVENT 21 ${HEMS}${side ? ' 0' : ''} 00\r\nOK\r\n`,
			SKTERM: `OK\r\nEVENT 27 ${HEMS}${side ? ' 0' : ''}\r\n`,
		};
		this.coordinator = new SkCoordinator({
			serial: this.#serial,
			scheduler: this.scheduler,
			log: { write: (layer, text) => this.logged.push(`${layer}: ${text}`) },
			channel: 0x31,
			panId: 0xb5fb,
			...(knows && { model: MODELS[model] }),
			onState: (state) => this.told.push(state),
		});
		this.coordinator.listener = {
			onDatagram: (from, _to, port, bytes, secured) => {
				this.told.push(`${from[15]} ${port} ${secured ? 'secured' : 'plain'} ${toHex(bytes).toUpperCase()}`);
			},
			onPeer: (event, peer) => this.told.push(`${event} ${toHex(peer.subarray(8))}`),
		};
	}

	/** Running, with nothing typed and told so far. */
	start(time = 5_000): this {
		this.coordinator.configure(ROUTE_B_ID, PASSWORD);
		this.scheduler.runFor(time);
		this.typed.length = 0;
		this.told.length = 0;
		return this;
	}

	/** The module prints this. */
	print(text: string): void {
		this.#serial.onReceive(fromText(text));
	}

	/** What was told since the last call. */
	heard(): string {
		return this.told.splice(0).join();
	}

	send(bytes = hex(POWER)): string {
		let result = '';
		this.coordinator.send(address(HEMS), 3610, bytes, (delivery) => {
			result = delivery;
		});
		equal(result, '', 'before send returned');
		this.scheduler.runFor(100_000);
		return result;
	}

	#onWrite(bytes: Uint8Array): void {
		const text = this.#line + toText(bytes);
		if (/^\r*$/.test(text)) return;
		this.typed.push(text);
		const command = text.trim().split('\r')[0]!;
		const name = command.split(' ')[0]!;
		const answer = command in this.answers ? this.answers[command] : name in this.answers ? this.answers[name] : 'OK\r\n';
		if (answer !== undefined) this.scheduler.after(1, () => this.print(answer));
	}
}

/** As ERXUDP; the HEMS sends PANA to port 716 in the clear. */
function erxudp(port: string, secured: number, payload: string, side = ''): string {
	const length = (payload.length / 2).toString(16).padStart(4, '0');
	return `ERXUDP ${HEMS} ${OWN} ${port} ${port} ${HEMS_MAC} ${secured}${side} ${length} ${payload}\r\n`;
}

/** The PaC's last message of an authentication, PAN[C] (RFC 5191 §7.3), of this session; its AVPs do not matter here. */
function panComplete(session: string): string {
	return erxudp('02CC', 0, `0000001020000002${session}11223347`);
}

const HEMS_ID = '0211223344556677';
const JOINED = `EVENT 25 ${HEMS}\r\n`;

/** The BP35A1's commands from power on, as the manual has them. */
const SET_UP = [
	'SKRESET',
	'SKSREG SFE 0',
	'SKINFO',
	'ROPT',
	'SKSREG S2 31',
	'SKSREG S3 B5FB',
	'SKSREG S16 00015180',
	'SKSREG S17 1',
	`SKSETPWD C ${PASSWORD}`,
	`SKSETRBID ${ROUTE_B_ID}`,
	'SKSTART',
	'SKSREG S2',
	'SKSREG S3',
	'SKSREG S15',
	'SKSREG SFB',
];

describe('A module as coordinator', () => {
	it('is reset, set up and started, and what was written is read back', () => {
		const desk = new Desk();
		desk.coordinator.configure(ROUTE_B_ID, PASSWORD);
		desk.scheduler.runFor(5_000);
		equal(desk.typed.map((line) => line.trim()).join(), SET_UP.join());
		equal(desk.heard(), 'starting,running');
	});

	it('of the dual stack speaks the side grammar, and is told which side', () => {
		const desk = new Desk('bp35c2');
		desk.coordinator.configure(ROUTE_B_ID, PASSWORD);
		desk.scheduler.runFor(5_000);
		const own = ['SKSREG SA2 1', 'ROPT', 'SKSREG SF0 0'];
		equal(desk.typed.map((line) => line.trim()).join(), [...SET_UP.slice(0, 3), ...own, ...SET_UP.slice(4)].join());
		equal(desk.send(), 'sent');
		equal(desk.typed.filter((line) => line.startsWith('SKSENDTO'))[0], `SKSENDTO 1 ${HEMS} 0E1A 1 0 0012 ${toText(hex(POWER))}`);
	});

	it('whose model is known is not asked for its grammar', () => {
		const desk = new Desk('rl7023-dss', true);
		desk.answers.SKINFO = `EINFO ${OWN} ${OWN_MAC} 21 FFFF FFFE\r\nOK\r\n`;
		desk.start();
		equal(desk.send(), 'sent');
		equal(desk.typed[0]!.startsWith(`SKSENDTO 1 ${HEMS} 0E1A 1 0 0012 `), true);
	});

	it('hears what is for the meter, and not PANA', () => {
		const desk = new Desk().start();
		desk.print(erxudp('0E1A', 0, GET_POWER) + panComplete('0BADCAFE'));
		equal(desk.heard(), `119 3610 plain ${GET_POWER}`);
	});

	it('tells who joined, and who authenticated again within the session', () => {
		const desk = new Desk().start();
		desk.print(panComplete('0BADCAFE') + JOINED);
		equal(desk.heard(), `joined ${HEMS_ID}`);
		desk.print(panComplete('0BADCAFE') + JOINED);
		equal(desk.heard(), `rejoined ${HEMS_ID}`);
		desk.print(panComplete('0BADCAFF') + JOINED);
		equal(desk.heard(), `joined ${HEMS_ID}`);
		desk.print(JOINED);
		equal(desk.heard(), `joined ${HEMS_ID}`, 'where the message was not seen');
	});

	for (const [event, told] of [
		['26', 'left'],
		['27', 'left'],
		['28', 'left'],
		['29', 'expired'],
	] as const) {
		it(`tells EVENT ${event} as ${told}, once`, () => {
			const desk = new Desk().start();
			desk.print(JOINED);
			desk.heard();
			desk.print(`EVENT ${event} ${HEMS}\r\nEVENT 27 ${HEMS}\r\n`);
			equal(desk.heard(), `${told} ${HEMS_ID}`);
			equal(desk.coordinator.peer, undefined);
		});
	}

	it('tells a failed authentication, and the end of the session where it was one of the session', () => {
		const desk = new Desk().start();
		desk.print(`EVENT 24 ${HEMS}\r\n`);
		equal(desk.heard(), `failed ${HEMS_ID}`);
		desk.print(panComplete('0BADCAFE') + JOINED);
		desk.heard();
		desk.print(`${panComplete('00000001')}EVENT 24 ${HEMS}\r\n`);
		equal(desk.heard(), `failed ${HEMS_ID}`, 'beside the session');
		desk.print(`${panComplete('0BADCAFE')}EVENT 24 ${HEMS}\r\n`);
		equal(desk.heard(), `failed ${HEMS_ID},left ${HEMS_ID}`);
	});

	it('takes a secured datagram as a sign that EVENT 25 was lost', () => {
		const desk = new Desk().start();
		desk.print(erxudp('0E1A', 1, GET_POWER));
		equal(desk.heard(), `joined ${HEMS_ID},119 3610 secured ${GET_POWER}`);
	});

	it('lets go of one HEMS when another one has joined', () => {
		const desk = new Desk().start();
		desk.print(JOINED);
		desk.heard();
		desk.print(JOINED.replace('6677', '6678'));
		equal(desk.heard(), `left ${HEMS_ID},joined 0211223344556678`);
	});

	it('ends the session by SKTERM, and knows it ended whatever the module says', () => {
		const desk = new Desk().start();
		desk.print(JOINED);
		desk.heard();
		desk.coordinator.terminate(address(OWN));
		desk.scheduler.runFor(100);
		equal(desk.typed.length, 0, 'not with this one');
		desk.answers.SKTERM = 'FAIL ER10\r\n';
		desk.coordinator.terminate(address(HEMS));
		desk.scheduler.runFor(100);
		equal(desk.typed.join(), 'SKTERM\r\n');
		equal(desk.heard(), `left ${HEMS_ID}`);
	});

	it('sends encrypted from port 3610, and says what became of it', () => {
		const desk = new Desk().start();
		equal(desk.send(), 'sent');
		equal(desk.typed[0], `SKSENDTO 1 ${HEMS} 0E1A 1 0012 ${toText(hex(POWER))}`);
		desk.answers.SKSENDTO = `EVENT 21 ${HEMS} 01\r\nOK\r\n`;
		equal(desk.send(), 'failed');
		desk.answers.SKSENDTO = 'FAIL ER06\r\n';
		equal(desk.send(), 'failed');
	});

	it('says "limited" between EVENT 32 and EVENT 33, and where SFB says so', () => {
		const desk = new Desk().start();
		desk.answers.SKSENDTO = `EVENT 21 ${HEMS} 01\r\nOK\r\n`;
		desk.print(`EVENT 32 ${OWN}\r\n`);
		equal(desk.coordinator.limited, true);
		let result = '';
		desk.coordinator.send(address(HEMS), 3610, hex(POWER), (delivery) => {
			result = delivery;
		});
		desk.scheduler.runFor(100);
		equal(result, 'limited');
		desk.print(`EVENT 33 ${OWN}\r\n`);
		equal(desk.send(), 'failed');
		desk.answers['SKSREG SFB'] = 'ESREG 1\r\nOK\r\n';
		desk.scheduler.runFor(60_000);
		equal(desk.send(), 'limited');
	});

	it('takes eight datagrams at a time, and none before it is set up', () => {
		const desk = new Desk();
		equal(desk.send(), 'failed');
		desk.start();
		const results: string[] = [];
		for (let i = 0; i < 10; i++) desk.coordinator.send(address(HEMS), 3610, hex(POWER), (delivery) => results.push(delivery));
		desk.scheduler.runFor(1_000);
		equal(results.join(), 'failed,failed,sent,sent,sent,sent,sent,sent,sent,sent');
	});

	it('refuses what no datagram can be', () => {
		const desk = new Desk().start();
		throws(() => desk.send(new Uint8Array(1_233)), /expected 1 to 1232 bytes, got 1233/);
		throws(() => desk.send(new Uint8Array(0)), /got 0/);
	});

	it('is started again when its S15 is 0', () => {
		const desk = new Desk().start();
		desk.print(JOINED);
		desk.heard();
		desk.answers['SKSREG S15'] = 'SKSREG S15\r\nESREG 0\r\nOK\r\n';
		desk.scheduler.runFor(55_500);
		equal(desk.heard(), `left ${HEMS_ID},waiting`);
		desk.answers['SKSREG S15'] = 'ESREG 1\r\nOK\r\n';
		desk.scheduler.runFor(1_500);
		equal(desk.heard(), 'starting,running');
		equal(desk.logged.join(), 'SKSTACK: the module has restarted; it is started again');
	});

	it('is started again when it writes what cannot be read, and only that', () => {
		const desk = new Desk().start();
		const bad = 'ERXUDP in another form\r\n';
		desk.print(bad.repeat(4) + erxudp('0E1A', 0, GET_POWER) + bad.repeat(4));
		desk.scheduler.runFor(70_000);
		equal(desk.heard(), `119 3610 plain ${GET_POWER}`);
		desk.print(bad.repeat(5));
		desk.scheduler.runFor(60_000);
		equal(desk.heard(), 'waiting,starting,running');
	});

	it('is tried again after 1 s, 2 s and so on, up to a minute (each try rests for 0.3 s first)', () => {
		const desk = new Desk();
		desk.answers.SKSTART = 'FAIL ER10\r\n';
		desk.answers['SKSREG S15'] = 'ESREG 0\r\nOK\r\n';
		desk.coordinator.configure(ROUTE_B_ID, PASSWORD);
		desk.scheduler.runFor(0);
		const starts: number[] = [];
		for (let second = 0; second < 400; second++) {
			const before = desk.typed.length;
			desk.scheduler.runFor(1_000);
			if (desk.typed.slice(before).some((line) => line.startsWith('SKRESET'))) starts.push(second);
		}
		equal(starts.join(), '0,1,3,8,16,32,65,125,185,246,306,366');
		equal(desk.logged.join(), 'SKSTACK: SKSTART: refused; it is started again');
		desk.answers['SKSREG S15'] = 'ESREG 1\r\nOK\r\n';
		desk.scheduler.runFor(60_000);
		equal(desk.coordinator.state, 'running', 'SKSTART may have been taken, and only its OK lost');
	});

	it('is set up anew when it has taken another number than was written', () => {
		const desk = new Desk();
		desk.answers['SKSREG S3'] = 'ESREG B5FA\r\nOK\r\n';
		desk.start(400);
		equal(desk.coordinator.state, 'waiting');
		equal(desk.logged.join(), 'SKSTACK: S3: expected B5FB, read B5FA; it is started again');
	});

	it('has a command repeated that noise has changed', () => {
		const desk = new Desk();
		desk.answers['SKSREG S2 31'] = 'FAIL ER04\r\n';
		desk.coordinator.configure(ROUTE_B_ID, PASSWORD);
		desk.scheduler.runFor(400);
		equal(desk.typed.filter((line) => line === 'SKSREG S2 31\r\n').length, 3);
		equal(desk.coordinator.state, 'waiting');
	});

	it('that does not answer is asked again and again', () => {
		const desk = new Desk();
		desk.answers.SKRESET = undefined;
		desk.coordinator.configure(ROUTE_B_ID, PASSWORD);
		desk.scheduler.runFor(300_000);
		equal(desk.coordinator.state, 'waiting');
		desk.answers.SKRESET = 'OK\r\n';
		desk.scheduler.runFor(70_000);
		equal(desk.coordinator.state, 'running');
	});

	it('gets new credentials after the session under the old ones has ended', () => {
		const desk = new Desk().start();
		desk.print(JOINED);
		desk.heard();
		desk.coordinator.configure(ROUTE_B_ID, 'ZZZZZZZZZZZZ');
		desk.scheduler.runFor(1_000);
		equal(desk.heard(), `left ${HEMS_ID},starting,running`);
		equal(desk.typed[0], 'SKTERM\r\n');
		equal(desk.typed.includes('SKSETPWD C ZZZZZZZZZZZZ\r\n'), true);
	});

	it('says nothing of a session while it is not running', () => {
		const desk = new Desk();
		desk.print(JOINED + erxudp('0E1A', 1, INSTANCE_LIST));
		equal(desk.heard(), '');
	});

	it('never writes to its flash, and the password is in no log', () => {
		const desk = new Desk();
		desk.answers.SKSETPWD = 'FAIL ER06\r\n';
		desk.coordinator.configure(ROUTE_B_ID, PASSWORD);
		desk.scheduler.runFor(600_000);
		equal(desk.logged.length > 0 && desk.logged.every((line) => !line.includes(PASSWORD)), true);
		equal(
			desk.typed.some((line) => /SKSAVE|WOPT|WUART|SKERASE/.test(line)),
			false,
		);
	});

	it('is left as after power on when it is stopped', () => {
		const desk = new Desk().start();
		desk.print(JOINED);
		desk.heard();
		desk.coordinator.stop();
		desk.scheduler.runFor(200_000);
		equal(desk.heard(), `left ${HEMS_ID},off`);
		equal(desk.typed.join(), '\rSKRESET\r\n');
	});
});
