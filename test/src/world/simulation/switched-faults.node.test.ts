/** Each fault switched on, and off again, while a program is at the serial port: what it sees before, meanwhile and after. */
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { fromText, toText } from '../../../../modules/wi-sun-module/skstack/language/digits.js';
import { DongleMemory } from '../../../../src/world/dongle/dongle-memory.js';
import { FaultSwitches } from '../../../../src/world/fault/fault-switches.js';
import { FAULT_NAMES, type FaultName, faultRow } from '../../../../src/world/fault/fault-table.js';
import { ROUTE_A_FAULTS, type RouteAFault } from '../../../../src/world/fault/route-a-fault-rows.js';
import { notificationRules } from '../../../../src/world/meter/notification-rules.js';
import { refusalWords } from '../../../../src/world/scenario/answer-words.js';
import type { Refusal } from '../../../../src/world/schema/answer-rows.js';
import { equal } from '../../../assert.js';
import { faultsOf } from '../fault/fault-rig.js';
import { CREDENTIALS, HemsRig } from './hems-rig.js';
import { SerialProgram } from './serial-program-rig.js';

const said = (refusal: Refusal | undefined) => refusal && refusalWords(refusal);

const HALF_HOUR = 30 * 60_000;
const NOTIFICATION_DELAY = 10_000;
const GET_THREE = '1081000105FF010288016203E700E100D700';
const GET_UNKNOWN = '1081000105FF010288016202E700FE00';
const GET_DAY = '1081000105FF010288016201E200';
const SET_DAY = '1081000105FF010288016101E50101';
const NOTHING = 'nothing that ever comes';

/** Only a J11 dongle has it: it is tried in j11.node.test.ts. */
const OF_J11 = 'failed-start';
/** Those that no HEMS meets are tried in test/src/world/fault. */
type TriedFault = Exclude<FaultName, typeof OF_J11 | RouteAFault>;

function isTried(name: FaultName): name is TriedFault {
	return name !== OF_J11 && !(name in ROUTE_A_FAULTS);
}

interface Trial {
	readonly value: string;
	/** Once is enough to see it: it has one chance in each look, and all of it passes with the look. */
	readonly once?: true;
	/** What is wrong all the time, for it to be seen at all. */
	readonly beside?: readonly string[];
	readonly look: (program: SerialProgram) => unknown;
	readonly whole: unknown;
	readonly spoilt: unknown;
}

/** ERXUDP of port 3610, by their payloads. */
function payloads(heard: string): string[] {
	return [...heard.matchAll(/ERXUDP \S+ \S+ 0E1A 0E1A \S+ 1 [0-9A-F]{4} ([0-9A-F]+)\r\n/g)].map(([, payload]) => payload!);
}

/** EDT of E7. */
const power = (program: SerialProgram) =>
	payloads(program.ask(4_000))
		.map((payload) => payload.slice(28))
		.join();

/** Of payloads: service and number of properties. */
const services = (heard: string, end = 22) =>
	payloads(heard)
		.map((payload) => payload.slice(20, end))
		.join();

function answers(program: SerialProgram): number {
	program.forget();
	return payloads(program.ask(4_000)).length;
}

function found(program: SerialProgram, mode = 2): number {
	program.forget();
	return program.type(`SKSCAN ${mode} FFFFFFFF 4`, 'EVENT 22').split('EPANDESC').length - 1;
}

/** Frames on the air for one request. */
function frames(program: SerialProgram): number {
	let count = 0;
	const end = program.simulator.air.tap(() => count++);
	answers(program);
	end();
	return count;
}

/** What a join takes, ms. */
function joinTime(program: SerialProgram): number {
	const { scheduler } = program.simulator;
	const begun = scheduler.now();
	program.forget();
	program.join();
	return scheduler.now() - begun;
}

function joins(program: SerialProgram): string {
	program.forget();
	program.logIn();
	return program.join();
}

/** Of one command that needs nobody else. */
function version(program: SerialProgram): string {
	program.forget();
	return program.type('SKVER', NOTHING, 100);
}

function terminates(program: SerialProgram): string | undefined {
	program.begin();
	return /EVENT 2[78]/.exec(program.type('SKTERM', NOTHING, 60_000))?.[0];
}

/** Where a scan finds the meter, and there a session of 10 s and more. */
function answersWhereFound(program: SerialProgram): number {
	program.forget();
	const scan = program.type('SKSCAN 2 FFFFFFFF 4', 'EVENT 22');
	const number = (field: string) => Number.parseInt(new RegExp(`${field}:([0-9A-F]+)`).exec(scan)![1]!, 16);
	program.logIn(CREDENTIALS.id, { channel: number('Channel'), panId: number('Pan ID') });
	program.join();
	program.wait(12_000);
	return answers(program);
}

function answersAfter(time: number): (program: SerialProgram) => number {
	return (program) => {
		program.begin();
		program.wait(time);
		return answers(program);
	};
}

function hears(event: string, within: number): (program: SerialProgram) => boolean {
	return (program) => {
		program.begin();
		return program.hear(event, within).includes(event);
	};
}

/** Notifications between two times after the next half-hour. */
function notifications(from: number, to: number): (program: SerialProgram) => number {
	return (program) => {
		program.wait(HALF_HOUR - (program.simulator.scheduler.now() % HALF_HOUR) + from);
		program.forget();
		program.wait(to - from);
		const count = payloads(program.hear(NOTHING, 0)).filter((payload) => /^73..EA/.test(payload.slice(20))).length;
		program.wait(120_000);
		return count;
	};
}

/** A request right behind the notification. */
function answersToCollision(program: SerialProgram): number {
	program.wait(HALF_HOUR - (program.simulator.scheduler.now() % HALF_HOUR) + NOTIFICATION_DELAY + 1_000);
	return answers(program);
}

/** A late one comes before the next look. */
const inTime = (program: SerialProgram) => {
	const count = answers(program);
	program.wait(20_000);
	return count;
};

const TRIALS: Readonly<Record<TriedFault, Trial>> = {
	drop: { value: 'always', look: answers, whole: 1, spoilt: 0 },
	corrupt: { value: 'always', look: answers, whole: 1, spoilt: 0 },
	duplicate: { value: 'always', look: (program) => frames(program) > 4, whole: false, spoilt: true },
	reorder: { value: 'always', look: (program) => frames(program) > 4, whole: false, spoilt: true },
	delay: { value: '2s', look: inTime, whole: 1, spoilt: 0 },
	'refused-join': { value: 'always', once: true, look: joins, whole: 'EVENT 25', spoilt: 'EVENT 24' },
	'wrong-password': { value: 'on', look: joins, whole: 'EVENT 25', spoilt: 'EVENT 24' },
	distance: { value: '47', look: answers, whole: 1, spoilt: 0 },
	'slow-beacon': { value: '200ms', once: true, look: found, whole: 1, spoilt: 0 },
	'missing-beacon': { value: 'always', once: true, look: found, whole: 1, spoilt: 0 },
	'other-grammar': {
		value: 'on',
		look: (program) => program.type('SKSCAN 2 FFFFFFFF 3', NOTHING, 9_000).includes('ER05'),
		whole: false,
		spoilt: true,
	},
	'binary-payload': { value: 'on', look: answersAfter(5_000), whole: 1, spoilt: 0 },
	'request-timeout': { value: 'always', once: true, look: answers, whole: 1, spoilt: 0 },
	'lost-session': { value: '10s', once: true, look: answersAfter(10_000), whole: 1, spoilt: 0 },
	'end-session': { value: '10s', once: true, look: hears('EVENT 26', 15_000), whole: false, spoilt: true },
	'short-lifetime': {
		value: '60s',
		once: true,
		look: (program) => {
			program.type('SKSREG S17 0');
			return hears('EVENT 29', 70_000)(program);
		},
		whole: false,
		spoilt: true,
	},
	'ignored-termination': { value: 'always', once: true, look: terminates, whole: 'EVENT 27', spoilt: 'EVENT 28' },
	'failed-reauthentication': {
		value: 'always',
		once: true,
		beside: ['short-lifetime=300s'],
		look: hears('EVENT 24', 290_000),
		whole: false,
		spoilt: true,
	},
	'transmit-limit': { value: '10ms', look: answers, whole: 1, spoilt: 0 },
	er10: { value: 'always', once: true, look: version, whole: 'SKVER\r\nEVER 1.2.10\r\nOK\r\n', spoilt: 'SKVER\r\nFAIL ER10\r\n' },
	mute: { value: '10s', once: true, look: answersAfter(10_000), whole: 1, spoilt: 0 },
	'interleaved-inf': { value: 'always', once: true, look: (program) => services(program.ask(4_000)), whole: '72', spoilt: '73,72' },
	'interleaved-echo': {
		value: 'always',
		once: true,
		look: (program) => {
			answers(program);
			return version(program).startsWith('SKVER\r\nERXUDP ');
		},
		whole: false,
		spoilt: true,
	},
	'stale-reply': {
		value: 'always',
		once: true,
		look: (program) => {
			answers(program);
			return answers(program);
		},
		whole: 1,
		spoilt: 2,
	},
	'duplicate-reply': { value: 'always', once: true, look: answers, whole: 1, spoilt: 2 },
	'late-reply': { value: '10s', once: true, look: inTime, whole: 1, spoilt: 0 },
	'undeclared-inf': { value: 'always', once: true, look: (program) => services(program.ask(4_000)), whole: '72', spoilt: '72,73' },
	'partial-sna': { value: 'always', once: true, look: (program) => services(program.ask(4_000, GET_THREE)), whole: '72', spoilt: '52' },
	'missing-ok': { value: 'always', once: true, look: version, whole: 'SKVER\r\nEVER 1.2.10\r\nOK\r\n', spoilt: 'SKVER\r\nEVER 1.2.10\r\n' },
	'silent-dongle': { value: 'always', once: true, look: version, whole: 'SKVER\r\nEVER 1.2.10\r\nOK\r\n', spoilt: 'SKVER\r\n' },
	'no-reply': { value: 'always', once: true, look: answers, whole: 1, spoilt: 0 },
	'moved-pan': { value: '10s', once: true, look: answersWhereFound, whole: 1, spoilt: 0 },
	'event-burst': {
		value: 'always',
		once: true,
		look: (program) => {
			program.forget();
			program.logIn();
			program.join();
			program.wait(3_000);
			return program.pieces.some((piece) => /^EVENT 25 [^\r]*\r\nERXUDP /.test(piece));
		},
		whole: false,
		spoilt: true,
	},
	'dongle-reset': {
		value: '10s',
		once: true,
		look: (program) => {
			program.begin();
			program.wait(12_000);
			return answers(program);
		},
		whole: 1,
		spoilt: 0,
	},
	'chunked-serial': {
		value: '20ms',
		once: true,
		look: (program) => {
			version(program);
			return program.pieces.join('|');
		},
		whole: 'SKVER\r\nEVER 1.2.10\r\nOK\r\n',
		spoilt: 'SKVER\r\n|EVER 1.|2.10\r\nO|K\r\n',
	},
	noise: {
		value: 'always',
		once: true,
		look: version,
		whole: 'SKVER\r\nEVER 1.2.10\r\nOK\r\n',
		spoilt: '\x00\xff\xfeSKVER\r\nEVER 1.2.10\r\nOK\r\n',
	},
	'many-meters': { value: '2', look: (program) => found(program, 3), whole: 1, spoilt: 2 },
	'neighbour-pans': { value: 'on', look: found, whole: 1, spoilt: 4 },
	'slow-reply': { value: '10s', once: true, look: inTime, whole: 1, spoilt: 0 },
	'meter-asks': {
		value: '5s',
		once: true,
		look: (program) => {
			program.begin();
			return services(program.hear(NOTHING, 4_000));
		},
		whole: '',
		spoilt: '62',
	},
	malformed: { value: 'always', once: true, look: answers, whole: 1, spoilt: 2 },
	'set-refused': { value: 'always', once: true, look: (program) => services(program.ask(4_000, SET_DAY)), whole: '71', spoilt: '51' },
	'long-reply-lost': { value: 'always', once: true, look: (program) => services(program.ask(4_000, GET_DAY)), whole: '72', spoilt: '' },
	'beyond-scale': { value: 'always', once: true, look: power, whole: '000001F4', spoilt: '7FFFFFFF' },
	'slow-join': { value: '5s', once: true, look: (program) => joinTime(program) > 4_000, whole: false, spoilt: true },
	'short-sna': { value: 'always', once: true, look: (program) => services(program.ask(4_000, GET_UNKNOWN), 24), whole: '5202', spoilt: '5201' },
	'notification-collision': { value: 'always', once: true, look: answersToCollision, whole: 1, spoilt: 0 },
	'missing-notification': { value: 'always', once: true, look: notifications(0, 60_000), whole: 1, spoilt: 0 },
	'late-notification': { value: 'always', once: true, look: notifications(0, 60_000), whole: 1, spoilt: 0 },
	'duplicate-notification': { value: 'always', once: true, look: notifications(0, 60_000), whole: 1, spoilt: 2 },
};

/** A program that has joined, at a meter that notifies 10 s after each half-hour. */
function joined({ beside = [] }: Trial): SerialProgram {
	const delay = { min: NOTIFICATION_DELAY, max: NOTIFICATION_DELAY };
	const program = new SerialProgram(beside, { notifications: notificationRules({ service: 'INF', ...delay }, 1) });
	program.begin();
	// The notification of the half-hour at which it started is out.
	program.wait(2 * NOTIFICATION_DELAY);
	program.forget();
	return program;
}

describe('a fault', () => {
	for (const name of FAULT_NAMES.filter(isTried)) {
		const trial = TRIALS[name];
		const { look, whole, spoilt, value } = trial;

		it(`${name} begins and ends while the program runs`, () => {
			const program = joined(trial);
			const { faults } = program.simulator;
			equal(look(program), whole, 'before');
			equal(faults.set(faultsOf(`${name}=${value}`)[0]!), undefined);
			equal(look(program), spoilt, 'while it is on');
			equal(faults.clear(name), undefined);
			equal(look(program), whole, 'after');
		});

		if (trial.once === true) {
			it(`${name} strikes once, and is off then`, () => {
				const program = joined(trial);
				const { faults } = program.simulator;
				equal(faults.set({ ...faultsOf(`${name}=${value}`)[0]!, once: true }), undefined);
				equal(look(program), spoilt, 'the first time');
				equal(look(program), whole, 'the second time');
				equal(faults.running.length, trial.beside?.length ?? 0);
			});
		}

		if (faultRow(name).lasts === true) {
			it(`${name} lasts, and cannot strike once`, () => {
				const { faults } = joined(trial).simulator;
				equal(said(faults.set({ ...faultsOf(`${name}=${value}`)[0]!, once: true })), `${name} lasts as long as it is on: it has no single strike`);
				equal(faults.running.length, 0);
			});
		}
	}
});

describe('faults of a world', () => {
	const faulty = (options: ConstructorParameters<typeof SerialProgram>[1] = {}) => new SerialProgram([], options).simulator;
	const [limit, binary, mute, er10, neighbours, failed] = faultsOf(
		'transmit-limit',
		'binary-payload',
		'mute=10s',
		'er10=always',
		'neighbour-pans',
		'failed-start',
	);

	it('are refused where they could never strike, with the reason', () => {
		equal(said(faulty({ units: 'plc-bplc,1p3w-60-2way,normal' }).faults.set(limit!)), 'a meter on the power line has no transmit limit');
		equal(said(faulty({ units: 'plc-bplc,1p3w-60-2way,normal' }).faults.set(neighbours!)), 'on the power line there are no neighbours');
		equal(said(faulty().faults.set(failed!)), 'a bp35a1 has no 0053: it is a command of J11');
		equal(said(faulty({ model: 'rl7023-ips' }).faults.set(binary!)), 'a rl7023-ips shows payloads in digits always: it has no WOPT');
		const { meters, faults } = faulty();
		meters[0]!.pull('communication');
		equal(said(faults.set(mute!)), 'the meter has no communication unit with Route B, on which a HEMS would meet it');
		equal(faults.running.length, 0);
	});

	it('are refused at a place that is none, or that they do not strike', () => {
		const { faults } = faulty();
		equal(said(faults.set(er10!, 'dongle-2')), 'there is no dongle-2; there is meter, air, dongle');
		equal(said(faults.set(er10!, 'meter')), 'er10 does not strike meter, but dongle');
		equal(said(faults.clear('er10')), 'er10 is not on');
		equal(said(faults.clear(undefined, 'kettle')), 'there is no kettle; there is meter, air, dongle');
	});

	it('name the first and the last of many places where one is none', () => {
		const { faults } = faulty();
		for (let number = 2; number <= 10_000; number++)
			faults.add({ name: `meter-${number}`, places: ['meter'], switches: new FaultSwitches(new SeededRandom(number)) });
		const refusal = faults.set(er10!, 'attic');
		const last = ['meter-9995', 'meter-9996', 'meter-9997', 'meter-9998', 'meter-9999', 'meter-10000'];
		const all = ['meter', 'air', 'dongle', 'meter-2', 'meter-3', 'meter-4', ...last];
		equal(JSON.stringify(refusal), JSON.stringify({ kind: 'unknownNode', node: 'attic', nodes: all, count: 10_002 }));
		equal(said(refusal), `there is no attic; there is meter, air, dongle, meter-2, meter-3, meter-4, …, ${last.join(', ')}`);
		const elsewhere = faults.set(mute!, 'dongle');
		const meters = ['meter', 'meter-2', 'meter-3', 'meter-4', 'meter-5', 'meter-6', ...last];
		equal(JSON.stringify(elsewhere), JSON.stringify({ kind: 'faultElsewhere', name: 'mute', node: 'dongle', places: meters, count: 10_000 }));
		equal(said(elsewhere), `mute does not strike dongle, but ${meters.slice(0, 6).join(' or ')} or … or ${last.join(' or ')}`);
	});

	it('are told with all the places where they are on, however many', () => {
		const { faults } = faulty();
		for (let number = 2; number <= 10_000; number++)
			faults.add({ name: `meter-${number}`, places: ['meter'], switches: new FaultSwitches(new SeededRandom(number)) });
		faults.set(mute!);
		const [running, ...others] = faults.running;
		equal(others.length, 0);
		equal([running!.at.length, running!.at[0], running!.at.at(-1)].join(), '10000,meter,meter-10000');
	});

	it('strike one dongle of two, or all, those to come as well', () => {
		const simulator = faulty();
		const serial = { onReceive() {}, write() {} };
		const at = () => simulator.faults.running.map(({ at }) => at.join('+')).join();
		simulator.addDongle({ model: 'bp35a1', serial });
		simulator.faults.set(er10!, 'dongle-2');
		equal(at(), 'dongle-2');
		simulator.faults.set(er10!);
		simulator.addDongle({ model: 'bp35a1', serial });
		equal(at(), 'dongle+dongle-2+dongle-3');
		simulator.faults.clear('er10', 'dongle');
		equal(at(), 'dongle-2+dongle-3');
		equal(simulator.faults.clear(undefined), undefined);
		equal(at(), '');
	});

	it('are off for nodes to come as well, once all are off', () => {
		const { simulator } = new HemsRig({ faults: [er10!] });
		equal(simulator.faults.clear(undefined), undefined);
		simulator.addDongle({ model: 'bp35a1', serial: { onReceive() {}, write() {} } });
		equal(simulator.faults.running.length, 0);
	});

	it('are off where all are off, also what was to strike once and goes on', () => {
		const program = new SerialProgram();
		program.begin();
		program.simulator.faults.set({ ...mute!, once: true });
		program.wait(10_000);
		equal(answers(program), 0);
		program.simulator.faults.clear(undefined);
		equal(answers(program), 1);
	});

	it('once are spent by the first dongle that they strike', () => {
		const program = new SerialProgram();
		program.simulator.addDongle({ model: 'bp35a1', serial: { onReceive() {}, write() {} } });
		program.simulator.faults.set({ ...er10!, once: true });
		equal(version(program).includes('ER10'), true);
		equal(program.simulator.faults.running.length, 0);
	});

	it('once, leave a dongle as it was: it tells no further authentication after the one that failed', () => {
		const program = new SerialProgram(['short-lifetime=300s']);
		program.simulator.faults.set({ ...faultsOf('failed-reauthentication')[0]!, once: true });
		program.begin();
		const heard = program.hear('EVENT 24', 290_000);
		equal(/EVENT 29[\s\S]*EVENT 24/.test(heard), true, 'it fails');
		program.forget();
		program.join();
		program.forget();
		program.wait(290_000);
		equal(/EVENT 29/.test(program.hear(NOTHING, 0)), false, 'it succeeds');
		equal(answers(program), 1);
	});

	it('tell how often they struck', () => {
		const program = new SerialProgram(['er10=always']);
		for (let i = 0; i < 3; i++) version(program);
		equal(JSON.stringify(program.simulator.faults.running), '[{"name":"er10","value":"always","once":false,"struck":3,"at":["dongle"]}]');
	});

	it('strike a session that stood when they were switched on, and not the next one for what the last was to meet', () => {
		const program = new SerialProgram();
		program.begin();
		program.simulator.faults.set(faultsOf('end-session=10s')[0]!);
		equal(program.hear('EVENT 26', 11_000).includes('EVENT 26'), true);
		program.begin();
		program.wait(4_000);
		program.begin();
		equal(program.hear('EVENT 26', 6_500).includes('EVENT 26'), false, '10 s of the session before are over');
	});

	it('make a dongle show raw bytes that has kept another setting, until it is told the same again', () => {
		const simulator = faulty();
		const nonvolatile = new DongleMemory();
		let heard = '';
		const serial = {
			onReceive() {},
			write(bytes: Uint8Array) {
				heard += toText(bytes);
			},
		};
		const dongle = simulator.addDongle({ model: 'bp35a1', serial, nonvolatile });
		const ask = (line: string) => {
			heard = '';
			dongle.module.receive(fromText(`${line}\r`));
			return heard.slice(line.length + 2);
		};
		equal(ask('WOPT 1'), 'OK\r');
		simulator.faults.set(binary!, 'dongle-2');
		equal(ask('ROPT'), 'OK 00\r');
		equal(ask('WOPT 1') + ask('ROPT'), 'OK\rOK 01\r');
		simulator.faults.set(binary!, 'dongle-2');
		equal(ask('ROPT'), 'OK 00\r');
		simulator.faults.clear('binary-payload');
		equal(ask('ROPT'), 'OK 01\r');
	});

	it('leave a meter without power alone, and strike it when it has power again', () => {
		const program = new SerialProgram();
		const [meter] = program.simulator.meters;
		program.begin();
		meter!.powerOff(true);
		program.simulator.faults.set(faultsOf('wrong-password')[0]!);
		equal(found(program), 0);
		meter!.powerOn();
		program.wait(5_000);
		equal(joins(program), 'EVENT 24');
	});

	it('switched at the same times give the same capture for the same seed, byte for byte', () => {
		const session = (seed: number) => {
			const capture: string[] = [];
			const program = new SerialProgram([], { seed, capture: (bytes) => capture.push(bytes.join()) });
			program.begin();
			for (const fault of ['drop=20%', 'stale-reply=1/2', 'delay=0-50ms']) {
				program.simulator.faults.set(faultsOf(fault)[0]!);
				for (let i = 0; i < 4; i++) program.ask(3_000);
			}
			program.simulator.faults.clear(undefined);
			program.ask(3_000);
			return capture.join();
		};
		const [first, again, other] = [session(5), session(5), session(6)];
		equal(first === again, true);
		equal(first === other, false);
	});
});
