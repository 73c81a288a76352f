import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { LogProfile } from '../../../../src/route-a/control/control-logs.js';
import { IDIS_PROFILE } from '../../../../src/route-a/route-a-profile.js';
import { equal, hex, toHex } from '../../../assert.js';
import { answerTo, MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { cutEach } from '../../../power-cut.js';
import { associated, CLOSED, get, meter, NOON, numberIn, READING } from '../route-a-rig.js';
import { SupplyRig } from './supply-rig.js';

const DENIED = 3;
/** Of class 70, beside its states and modes: control_state 0 disconnected, 1 connected, 2 ready for reconnection. */
const DISCONNECTED = 0;
const CONNECTED = 1;
const READY = 2;

/** Transitions of each mode (Blue Book, "Disconnect control"). */
const MODES = ['', 'bcfgde', 'bcfgae', 'bcgde', 'bcgae', 'bcfgdeh', 'bcgdeh'] as const;

/** What each trigger may do in each state: the transition, where it leads, the code in the log (IDIS). */
const TRIGGERS = {
	remote_disconnect: { [CONNECTED]: ['b', DISCONNECTED, 62], [READY]: ['c', DISCONNECTED, 62] },
	remote_reconnect: { [DISCONNECTED]: ['a d', CONNECTED, 63] },
	manual_reconnect: { [READY]: ['e', CONNECTED, 61] },
	manual_disconnect: { [CONNECTED]: ['f', READY, 60] },
	local_disconnect: { [CONNECTED]: ['g', READY, 64] },
	local_reconnect: { [READY]: ['h', CONNECTED, 69] },
} as const satisfies Readonly<Record<string, Readonly<Record<number, readonly [string, number, number]>>>>;

type Trigger = keyof typeof TRIGGERS;

/** Where a trigger leads, and the code that it leaves; the same state and none where the mode has no such transition. */
function expected(mode: number, state: number, trigger: Trigger): readonly [number, number | undefined] {
	const row = (TRIGGERS[trigger] as Readonly<Record<number, readonly [string, number, number]>>)[state];
	if (row === undefined) return [state, undefined];
	const [letters, to, code] = row;
	const allowed = letters.split(' ').find((letter) => MODES[mode]!.includes(letter));
	if (allowed === undefined) return [state, undefined];
	return allowed === 'd' ? [READY, 59] : [to, code];
}

/** A rig in this mode and state, whose house draws so little that nothing happens by itself. */
function inState(mode: number, state: number): SupplyRig {
	const rig = new SupplyRig().start();
	// By hand or by itself, from the mode that lets it.
	if (state === READY) {
		equal(rig.setMode(1), 0);
		rig.run(0);
		rig.unit.open('hand', 'test');
		rig.run(1000);
	} else if (state === DISCONNECTED) {
		equal(rig.act(1), 0);
		rig.run(1000);
	}
	rig.setMode(mode);
	rig.run(0);
	return rig;
}

const PULL: Readonly<Record<Trigger, (rig: SupplyRig) => void>> = {
	remote_disconnect: (rig) => void rig.act(1),
	remote_reconnect: (rig) => void rig.act(2),
	manual_reconnect: (rig) => rig.unit.close('hand', 'test'),
	manual_disconnect: (rig) => rig.unit.open('hand', 'test'),
	local_disconnect: (rig) => {
		rig.unit.setCapacity(30, 'remote');
		rig.draw(300);
	},
	// What opened by itself closes by itself; what a hand opened does not, so this one opens first.
	local_reconnect: () => {},
};

describe('Route A: disconnect control', () => {
	for (let mode = 1; mode <= 6; mode++) {
		for (const state of [DISCONNECTED, CONNECTED, READY]) {
			for (const trigger of Object.keys(TRIGGERS) as Trigger[]) {
				if (trigger === 'local_reconnect') continue;
				it(`mode ${mode}, state ${state}: ${trigger}`, () => {
					const rig = inState(mode, state);
					const before = rig.codes();
					PULL[trigger](rig);
					// Less than it takes to close by itself.
					rig.run(6000);
					const [to, code] = expected(mode, state, trigger);
					equal(rig.state, `${to === CONNECTED ? 1 : 0} ${to} ${mode}`);
					equal(rig.relay.closed, to === CONNECTED);
					const codes = rig
						.codes()
						.slice(before === '' ? 0 : before.length + 1)
						.split(',')
						.filter((each) => each !== '' && each !== '67');
					equal(codes.join(), code === undefined ? '' : String(code));
				});
			}
		}
		it(`mode ${mode}: local_reconnect`, () => {
			const rig = inState(mode, CONNECTED);
			PULL.local_disconnect(rig);
			rig.run(6000);
			equal(rig.state, `0 2 ${mode}`);
			rig.draw(0);
			rig.run(60_000);
			const [to, code] = expected(mode, READY, 'local_reconnect');
			equal(rig.state, `${to === CONNECTED ? 1 : 0} ${to} ${mode}`);
			equal(rig.codes(), code === undefined ? '67,64' : `67,64,${code}`);
		});
	}

	it('mode 0: always connected; the methods answer 3', () => {
		for (const state of [DISCONNECTED, CONNECTED, READY]) {
			const rig = inState(0, state);
			rig.run(1000);
			equal(rig.state, '1 1 0', `from ${state}`);
			const codes = rig.codes();
			equal([rig.act(1), rig.act(2)].join(), '3,3');
			rig.unit.open('hand', 'test');
			rig.unit.close('hand', 'test');
			rig.unit.setCapacity(30, 'remote');
			rig.draw(300);
			rig.run(60_000);
			equal(rig.state, '1 1 0');
			equal(rig.codes(), `${codes}${codes === '' ? '' : ','}67`);
		}
	});

	it('shows a meter without switching unit as connected, and refuses to switch it', () => {
		const all = meter({ isToldOfSwitch: false });
		const line = associated(all, MANAGEMENT);
		equal([2, 3, 4].map((index) => numberIn(get(line, 70, NAME.disconnectControl, index))).join(), '1,1,0');
		const rig = new SupplyRig().start();
		rig.meter.routeA.control.supply.onGone();
		equal(rig.state, '1 1 0');
		equal([rig.act(1), rig.act(2), rig.setMode(0), rig.setMode(4), rig.setMode(7)].join(), '3,3,0,3,13');
		equal(all.orders.length, 0);
	});

	it('answers a command that holds already, and does nothing', () => {
		const rig = new SupplyRig().start();
		equal(rig.act(2), 0);
		rig.run(1000);
		rig.act(1);
		rig.run(1000);
		equal(rig.act(1), 0);
		rig.run(1000);
		equal(rig.codes(), '62');
		equal(rig.relay.operations, 1);
	});

	it('takes integer 0, null-data or nothing as the parameter, and an enum of 0 to 6 as the mode', () => {
		for (const parameter of [new DataWriter().integer(0).copy(), new DataWriter().nullData().copy()])
			equal(new SupplyRig().start().act(1, parameter), 0);
		const rig = new SupplyRig().start();
		for (const parameter of [new DataWriter().unsigned(0).copy(), new DataWriter().structure(0).copy()]) equal(rig.act(1, parameter), 12);
		equal(rig.setMode(7), 13);
		equal(rig.setMode(255), 13);
		let result = -1;
		const target = { classId: 70, name: NAME.disconnectControl, index: 4, selection: undefined };
		rig.line.set(target, new DataWriter().unsigned(4).copy(), (_, answer) => {
			result = answer ?? -1;
		});
		equal(result, 12);
		equal(rig.state, '1 1 6');
	});

	it('takes and answers the bytes that clients send', () => {
		const open = meter({ routeAProfile: { ...IDIS_PROFILE, policy: 0 } });
		const { association } = associated(open, MANAGEMENT);
		const object = '0046 000060030AFF';
		for (const [request, answer] of [
			[`C0 01 C1 ${object} 02 00`, 'c401c1000301'],
			[`C0 01 C1 ${object} 03 00`, 'c401c1001601'],
			[`C0 01 C1 ${object} 04 00`, 'c401c1001604'],
			[`C3 01 C1 ${object} 01 01 0F00`, 'c701c10000'],
			[`C3 01 C1 ${object} 01 00`, 'c701c10000'],
			[`C3 01 C1 ${object} 02 01 0F00`, 'c701c10000'],
			[`C3 01 C1 ${object} 01 01 1100`, 'c701c10c00'],
			[`C1 01 C1 ${object} 04 00 1605`, 'c501c100'],
			[`C1 01 C1 ${object} 02 00 0300`, 'c501c103'],
		] as const)
			equal(toHex(answerTo(association, hex(request))!), answer, request);
		equal(open.orders.map(({ action }) => action).join(), 'open,open,control mode');
		equal('reason' in open.orders[0]! && open.orders[0].reason, 'client 1 over Route A');
	});

	it('lets the reading client look, and do nothing', () => {
		const rig = new SupplyRig().start();
		const line = associated(rig.meter, READING);
		equal(numberIn(get(line, 70, NAME.disconnectControl, 3)), CONNECTED);
		equal(rig.act(1, undefined, line), DENIED);
		rig.run(1000);
		equal(rig.state, '1 1 6');
	});

	it('says that nobody brings the order of a script, and that there is no such script, and ends', () => {
		const all = meter({ order: () => false });
		const { control } = all.routeA;
		let ends = 0;
		const done = (): void => {
			ends++;
		};
		control.runLocally(NAME.disconnectScripts, 1, done);
		equal(all.lines.at(-1), 'limiter or monitor: script 1 of 0.0.10.0.106.255: Action-Result 2');
		control.runScript(NAME.disconnectScripts, 1, done);
		equal(all.lines.at(-1), 'schedule: script 1 of 0.0.10.0.106.255: Action-Result 2');
		control.runLocally(NAME.disconnectScripts, 3, done);
		equal(all.lines.at(-1), 'limiter or monitor: script 3 of 0.0.10.0.106.255: Action-Result 13');
		control.runScript(NAME.clock, 1, done);
		equal(all.lines.at(-1), 'schedule: script 1 of 0.0.1.0.0.255: Action-Result 13');
		equal([all.lines.length, ends].join(), '4,4');
	});

	it('says that nobody brings the order, where it is so', () => {
		const all = meter({ order: () => false });
		let result = -1;
		associated(all, MANAGEMENT).act({ classId: 70, name: NAME.disconnectControl, index: 1 }, undefined, (_, outcome) => {
			result = outcome?.result ?? -1;
		});
		equal(result, 2);
	});
});

describe('Route A: control without flash', () => {
	it('is there from the first time that it is of use, and knows what was told before', () => {
		const { routeA } = meter({ isToldOfSwitch: false });
		routeA.start();
		routeA.onPlace('metering', true);
		routeA.onContact(undefined, CLOSED);
		const entry = { time: NOON, origin: 'remote', result: 'done', reason: '', closed: false, control: DISCONNECTED, locked: false } as const;
		routeA.onContact({ ...entry, action: 'open' }, { ...CLOSED, closed: false, control: DISCONNECTED });
		equal(routeA.control.supply.outputState, false);
		routeA.onPlace('cover', false);
		equal(routeA.control.logs.newest('fraud'), 40);
		routeA.onPlace('option', false);
		equal(routeA.control.supply.outputState, true);
		equal(routeA.control.alarms.word('register2').value, 3);
	});

	it('keeps fewer entries of its logs', () => {
		const { control } = meter({ isToldOfSwitch: false }).routeA;
		for (let i = 0; i < 20; i++) control.incidents.onPlace('cover', i % 2 === 1);
		equal([control.logs.end('fraud'), control.logs.capacity('fraud')].join(), '20,4');
		equal(new LogProfile(control.logs, 'fraud', -540).first, 16);
	});
});

describe('Route A: orders in a power cut', () => {
	/** Disconnect, reconnect, another contract; each alone, as a head-end does it. */
	const steps = (rig: SupplyRig): void => {
		rig.act(1);
		rig.run(1000);
		rig.act(2);
		rig.run(1000);
		rig.unit.setCapacity(30, 'remote');
		rig.run(1000);
	};
	const EXPECTED = '62,63,67';

	it('loses none, repeats none, and shows states that can be, whichever flash operation it comes in', () => {
		// In mode 4 a reconnect closes.
		const general = (): SupplyRig => {
			const rig = new SupplyRig().start();
			rig.setMode(4);
			rig.run(0);
			return rig;
		};
		const whole = general();
		steps(whole);
		equal(whole.codes(), EXPECTED);
		let cuts = 0;
		for (const which of ['controlFlash', 'switchingFlash'] as const)
			cutEach({
				...{ seed: 13, started: general, steps, least: 1 },
				flash: (rig) => rig[which],
				check(rig, cut) {
					cuts++;
					rig.restart();
					rig.run(1000);
					const codes = rig.codes();
					equal(EXPECTED.startsWith(codes), true, `${which} ${cut}: ${codes}`);
					const [output, control, mode] = rig.state.split(' ').map(Number);
					equal([DISCONNECTED, CONNECTED].includes(control!) && mode === 4, true, `${which} ${cut}: ${rig.state}`);
					equal(output, control, `${which} ${cut}: the contact is where the state says`);
					// The log and the state say the same.
					const last = codes
						.split(',')
						.filter((code) => code === '62' || code === '63')
						.at(-1);
					equal(control, last === '62' ? DISCONNECTED : CONNECTED, `${which} ${cut}: ${codes} and ${rig.state}`);
					equal(rig.unit.capacity === 30, codes.includes('67'), `${which} ${cut}: ${codes}`);
					equal(rig.restart().codes(), codes, `${which} ${cut}: nothing is repeated`);
				},
			});
		equal(cuts > 5, true);
	});
});
