import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CONTROL } from '../../../../modules/dlms/security/ciphering.js';
import { HOUSEHOLD_SECTORS, HouseholdMemory, RELAY_SLOT } from '../../../../src/route-a/household/household-memory.js';
import { LoadRelay } from '../../../../src/route-a/household/load-relay.js';
import { IDIS_PROFILE } from '../../../../src/route-a/route-a-profile.js';
import { equal, hex, toHex } from '../../../assert.js';
import { answerTo, type Line, MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { cutEach } from '../../../power-cut.js';
import { associated, get, Heater, keysOf, type Meter, meter, NOON, numberIn, PRE_ESTABLISHED, securityOf } from '../route-a-rig.js';

const AE = CONTROL.authentication | CONTROL.encryption;
const MINUTE = 60_000;
const NOTHING = new DataWriter().integer(0).copy();

/** A meter that switches a heater, and its head-end. */
class RelayRig {
	readonly scheduler = new VirtualScheduler();
	readonly clock = new SchedulerClock(this.scheduler, NOON);
	readonly flash: RamFlash;
	readonly heater: Heater;
	readonly meter: Meter;
	readonly line: Line;

	constructor(flash = new RamFlash(HOUSEHOLD_SECTORS), heater = new Heater(), policy?: number) {
		this.flash = flash;
		this.heater = heater;
		const routeAProfile = { ...IDIS_PROFILE, ...(policy !== undefined && { policy }) };
		const { scheduler, clock } = this;
		this.meter = meter({ household: { flash, output: heater }, routeAProfile, scheduler, clock });
		this.meter.routeA.start();
		scheduler.runFor(6000);
		this.line = associated(this.meter, MANAGEMENT);
	}

	act(classId: number, name: number, index: number, parameter = NOTHING): number {
		let result = -1;
		this.line.act({ classId, name, index }, parameter, (_, outcome) => {
			result = outcome?.result ?? -1;
		});
		return result;
	}

	set(classId: number, name: number, index: number, value: DataWriter): number {
		let result = -1;
		this.line.set({ classId, name, index, selection: undefined }, value.copy(), (_, answer) => {
			result = answer ?? -1;
		});
		return result;
	}

	disconnect(): number {
		return this.act(70, NAME.loadRelay, 1);
	}

	reconnect(): number {
		return this.act(70, NAME.loadRelay, 2);
	}

	setMode(mode: number): number {
		return this.set(70, NAME.loadRelay, 4, new DataWriter().enum(mode));
	}

	/** `output control mode`, as the object tells them. */
	get state(): string {
		return [2, 3, 4].map((index) => numberIn(get(this.line, 70, NAME.loadRelay, index))).join(' ');
	}

	get said(): readonly string[] {
		return this.meter.lines.filter((line) => line.startsWith('load relay'));
	}
}

/** Transitions of class 70 that each control mode has. */
const MODES: readonly string[] = ['', 'bcdefg', 'abcefg', 'bcdeg', 'abceg', 'bcdefgh', 'bcdegh'];
const STATES = [0, 1, 2] as const;
/** Whose order leads from which state to which: 0 disconnected, 1 connected, 2 ready for reconnection. */
const TRANSITIONS: readonly (readonly [string, string, number, number])[] = [
	['a', 'remote reconnect', 0, 1],
	['b', 'remote disconnect', 1, 0],
	['c', 'remote disconnect', 2, 0],
	['d', 'remote reconnect', 0, 2],
	['e', 'hand reconnect', 2, 1],
	['f', 'hand disconnect', 1, 2],
	['g', 'local disconnect', 1, 2],
	['h', 'local reconnect', 2, 1],
];

/** A relay in a mode and a state, as its slot has them. */
function relayIn(mode: number, state: number, heater: Heater): LoadRelay {
	const { relay: slots } = new HouseholdMemory(new RamFlash(HOUSEHOLD_SECTORS));
	slots.bytes.set([1 + mode, [1, 0, 2][state]!], RELAY_SLOT.relay * slots.length);
	const relay = new LoadRelay({ log: { write() {} }, parametersChanged() {} }, slots, heater);
	relay.start();
	equal(relay.controlState, state);
	return relay;
}

const script = (selector: number, table: number = NAME.outputScripts): DataWriter =>
	new DataWriter().structure(2).logicalName(table).longUnsigned(selector);

describe('Route A: load relay', () => {
	it('switches the load off and on, and says so in the log', () => {
		const rig = new RelayRig();
		equal([rig.state, rig.heater.on].join(), '1 1 4,true');
		equal(rig.disconnect(), 0);
		equal([rig.state, rig.heater.on].join(), '0 0 4,false');
		equal(rig.disconnect(), 0, 'it holds already');
		equal(rig.heater.moves, 1);
		equal(rig.reconnect(), 0);
		equal([rig.state, rig.heater.on].join(), '1 1 4,true');
		equal(rig.said.join('; '), 'load relay off, client 1 over Route A; load relay on, client 1 over Route A');
	});

	for (const [mode, allowed] of MODES.entries())
		it(`has of control mode ${mode} ${allowed === '' ? 'no transition' : `the transitions ${allowed}`}, in each state, by each order`, () => {
			const seen = new Set<string>();
			for (const from of STATES)
				for (const order of ['disconnect', 'reconnect'] as const)
					for (const origin of ['remote', 'local', 'hand'] as const) {
						if (mode === 0 && from !== 1) continue;
						const heater = new Heater();
						const relay = relayIn(mode, from, heater);
						const [letter, , , to] =
							TRANSITIONS.find(([each, wish, state]) => allowed.includes(each) && wish === `${origin} ${order}` && state === from) ?? [];
						const isThere = order === 'disconnect' ? from !== 1 : from === 1 || (origin === 'remote' && from === 2);
						const isHeld = letter === undefined && isThere && mode !== 0 && !(origin === 'remote' && order === 'disconnect' && from === 2);
						const what = `${origin} ${order} in ${from}`;
						equal(relay.command(order, origin, 'a test'), letter !== undefined || isHeld ? 0 : 3, what);
						equal(relay.controlState, to ?? from, what);
						equal(heater.on, (to ?? from) === 1, what);
						if (letter !== undefined) seen.add(letter);
					}
			equal([...seen].sort().join(''), allowed);
		});

	it('is ready for a hand after a remote reconnection, and stays so without power, where the mode says so', () => {
		const rig = new RelayRig();
		equal(rig.setMode(3), 0);
		equal([rig.disconnect(), rig.reconnect()].join(), '0,0');
		equal([rig.state, rig.heater.on].join(), '0 2 3,false');
		const again = new RelayRig(rig.flash, new Heater());
		equal([again.state, again.reconnect()].join(), '0 2 3,0');
		const { relay } = again.meter.routeA.control.household!;
		equal(relay!.command('reconnect', 'hand', 'by hand'), 0);
		equal([again.state, again.heater.on].join(), '1 1 3,true');
		equal(relay!.command('disconnect', 'hand', 'by hand'), 3, 'no f in mode 3');
		equal(rig.said.join('; '), 'load relay off, client 1 over Route A; load relay ready for a hand, client 1 over Route A');
	});

	it('opens by itself, where a monitor or the limiter says so, until the meter itself or a hand closes it', () => {
		const rig = new RelayRig();
		const { control } = rig.meter.routeA;
		let ended = 0;
		const locally = (id: number) => control.runLocally(NAME.outputScripts, id, () => ended++);
		rig.setMode(5);
		locally(1);
		equal(rig.state, '0 2 5');
		locally(2);
		equal([rig.state, ended].join(), '1 1 5,2');
		rig.setMode(4);
		locally(1);
		locally(2);
		equal([rig.state, ended].join(), '0 2 4,4');
	});

	it('is always on in mode 0, and has no mode beyond 6', () => {
		const rig = new RelayRig();
		rig.disconnect();
		equal(rig.setMode(7), 13);
		equal(rig.state, '0 0 4');
		equal(rig.setMode(0), 0);
		equal([rig.state, rig.heater.on].join(), '1 1 0,true');
		equal([rig.disconnect(), rig.reconnect()].join(), '3,3');
		equal(rig.heater.on, true);
		equal(rig.setMode(4), 0);
		equal(rig.disconnect(), 0);
		equal(rig.state, '0 0 4');
	});

	it('ends each script of a schedule once, also one that it refuses', () => {
		const rig = new RelayRig();
		let ended = 0;
		const off = () => rig.meter.routeA.control.runScript(NAME.outputScripts, 1, () => ended++);
		off();
		equal([ended, rig.heater.on].join(), '1,false');
		rig.setMode(0);
		off();
		equal([ended, rig.heater.on].join(), '2,true');
	});

	it('shows where the contact is, not where it was ordered', () => {
		const rig = new RelayRig();
		rig.heater.on = false;
		equal(rig.state, '0 1 4');
	});

	it('is switched by its scripts', () => {
		const open = new RelayRig(undefined, undefined, 0);
		const action = (id: string, method: string): string => `0202 12${id} 0101 0205 1602 120046 0906000160030aff 0f${method} 0f00`;
		equal(
			toHex(answerTo(open.line.association, hex('C0 01 C1 0009 00000A0067FF 02 00'))!),
			`c401c100 0102 ${action('0001', '01')} ${action('0002', '02')}`.replaceAll(' ', ''),
		);
		const rig = new RelayRig();
		const execute = (id: number): number => rig.act(9, NAME.outputScripts, 1, new DataWriter().longUnsigned(id).copy());
		equal([execute(1), rig.heater.on, execute(2), rig.heater.on, execute(3)].join(), '0,false,0,true,13');
	});

	it('is switched by its schedule, once', () => {
		const rig = new RelayRig();
		const times = new DataWriter()
			.array(1)
			.structure(2)
			.octetString(Uint8Array.of(13, 0, 0, 0))
			.octetString(hex('07EA0B16FF'));
		equal([rig.set(22, NAME.outputSchedule, 2, script(3)), rig.set(22, NAME.outputSchedule, 2, script(1))].join(), '13,0');
		equal([rig.set(22, NAME.outputSchedule, 3, new DataWriter().enum(1)), rig.set(22, NAME.outputSchedule, 4, times)].join(), '0,0');
		const { scheduler, clock } = rig;
		scheduler.runFor(NOON + 25 * MINUTE - clock.now());
		equal(rig.heater.on, true);
		scheduler.runFor(2 * MINUTE);
		equal(rig.heater.on, false);
		equal(rig.reconnect(), 0);
		scheduler.runFor(60 * MINUTE);
		equal(rig.heater.on, true);
	});

	it('is switched by the pre-established client, as many meters are told it at once', () => {
		const rig = new RelayRig();
		const { routeA, keys } = rig.meter;
		const sender = securityOf(keysOf(keys, PRE_ESTABLISHED)).session(keys.systemTitle)!;
		const broadcast = (method: string): void => {
			const w = new DataWriter();
			equal(sender.seal(w, hex(`C3 01 81 0046 00016003 0AFF ${method} 01 0F00`), 'general-glo', AE | CONTROL.broadcastKey), true);
			equal(answerTo(routeA.server.connect(PRE_ESTABLISHED)!, w.copy()), undefined);
		};
		broadcast('01');
		equal(rig.heater.on, false);
		broadcast('02');
		equal(rig.heater.on, true);
		equal(rig.said.at(-1), 'load relay on, client 102 over Route A');
	});

	it('has no scripts for the disconnect schedule where there is no relay, and no objects', () => {
		const { routeA } = meter({ household: { flash: new RamFlash(HOUSEHOLD_SECTORS) } });
		equal(routeA.control.isScript(NAME.outputScripts, 1), false);
		const { objects } = routeA.server.options.device;
		equal(
			objects.some(({ name }) => [NAME.loadRelay, NAME.outputScripts, NAME.outputSchedule].includes(name as never)),
			false,
		);
		equal(new RelayRig().meter.routeA.control.isScript(NAME.outputScripts, 1), true);
	});

	it('is where it was ordered after a power cut at any moment', () => {
		const host = { log: { write() {} }, parametersChanged() {} };
		const relayOf = (flash: RamFlash, heater: Heater): LoadRelay => new LoadRelay(host, new HouseholdMemory(flash).relay, heater);
		cutEach({
			seed: 7,
			least: 2,
			started: () => {
				const flash = new RamFlash(HOUSEHOLD_SECTORS);
				return { flash, relay: relayOf(flash, new Heater()) };
			},
			flash: ({ flash }) => flash,
			steps: ({ relay }) => {
				relay.remoteDisconnect(MANAGEMENT);
				relay.remoteReconnect(MANAGEMENT);
				relay.remoteDisconnect(MANAGEMENT);
			},
			check: ({ flash }, cut) => {
				const heater = new Heater();
				const relay = relayOf(flash, heater);
				relay.start();
				equal(heater.on, relay.controlState === 1, `cut ${cut}`);
			},
		});
	});

	it('stays off through a restart', () => {
		const rig = new RelayRig();
		rig.disconnect();
		const heater = new Heater();
		equal([new RelayRig(rig.flash, heater).state, heater.on].join(), '0 0 4,false');
	});
});
