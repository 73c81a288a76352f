/** Route A over a real switching unit, whose supply a test commands, cuts and breaks. */
import type { Cipher } from '../../../../hal/ports/cipher.js';
import type { Sample } from '../../../../hal/ports/metrology.js';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualRelay } from '../../../../hal/virtual/relay.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import type { Companion } from '../../../../modules/cosem/companion.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import type { Message } from '../../../../src/meter/backplane/messages.js';
import type { Contacts } from '../../../../src/meter/backplane/unit.js';
import { SWITCHING_SECTORS } from '../../../../src/meter/switching/memory.js';
import { SwitchOrders } from '../../../../src/meter/switching/switch-orders.js';
import { SwitchingPlugIn } from '../../../../src/meter/switching/switching-plug-in.js';
import type { SwitchingUnit } from '../../../../src/meter/switching/switching-unit.js';
import { UTILITY_PROFILES, type UtilityProfile } from '../../../../src/meter/switching/utility.js';
import { COMPANION_PROFILES } from '../../../../src/route-a/companion.js';
import { PUSH_SECTORS } from '../../../../src/route-a/control/push-flash.js';
import { CONTROL_SECTORS, controlRange, type LogName } from '../../../../src/route-a/control/slot-rows.js';
import { UNIT_KIND } from '../../../../src/route-a/facts.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import type { PushAssurance } from '../../../../src/route-a/push-carrier.js';
import type { RouteAOptions } from '../../../../src/route-a/route-a-options.js';
import { IDIS_PROFILE, type RouteAProfile } from '../../../../src/route-a/route-a-profile.js';
import { type Line, MANAGEMENT, MemoryCounters } from '../../../modules/dlms/device-rig.js';
import { associated, get, itemsIn, keysOf, MemoryStore, type Meter, meter, NOON, numberIn, securityOf, UNITS } from '../route-a-rig.js';

const LOGS: Readonly<Partial<Record<LogName, number>>> = {
	disconnector: NAME.disconnectorLog,
	powerQuality: NAME.powerQualityLog,
	fraud: NAME.fraudLog,
};

/** Bytes as the visible-string that they may not be. */
export function visible(w: DataWriter, bytes: Uint8Array): DataWriter {
	return w.uint(1, DataTag.visibleString).size(bytes.length).put(bytes);
}

export interface Pushed {
	readonly by: 'tcp' | 'udp' | 'hdlc';
	/** 16 bytes; none by HDLC. */
	readonly to: Uint8Array;
	/** By HDLC, the client. */
	readonly port: number;
	/** By HDLC, an APDU. */
	readonly frame: Uint8Array;
	/** By the rig's clock, ms since its start. */
	readonly at: number;
	/** What it waits for. */
	readonly assurance?: PushAssurance | undefined;
}

export interface SupplyRigOptions {
	/** Default: that of `IDIS_PROFILE`. */
	readonly policy?: number;
	readonly utility?: UtilityProfile;
	readonly companion?: Companion;
	/** Of what is logged; default: one of its own. */
	readonly controlFlash?: RamFlash;
	readonly switchingFlash?: RamFlash;
	/** Version of push set-ups; default: 0. */
	readonly pushVersion?: 0 | 2;
	/** Default: one of its own, blank. */
	readonly pushFlash?: RamFlash;
	readonly keys?: RouteAKeys;
	readonly cipher?: Cipher;
}

/** When nobody has confirmed a push, ms. */
const CONFIRM_TIME = 10_000;

export class SupplyRig {
	readonly controlFlash: RamFlash;
	readonly switchingFlash: RamFlash;
	readonly pushFlash: RamFlash;
	serial = 'S0000001';
	scheduler = new VirtualScheduler();
	relay = new VirtualRelay({ scheduler: this.scheduler, closed: true });
	meter!: Meter;
	line!: Line;
	/** What was pushed. */
	readonly pushed: Pushed[] = [];
	/** What comes of a push. */
	pushFailure: string | undefined;
	/** What the meter is besides. */
	readonly #more: Partial<RouteAOptions>;
	readonly #utility: UtilityProfile;
	readonly #profile: RouteAProfile;
	/** Counters that are used are used, whoever restarts. */
	readonly #store = new MemoryStore();
	readonly #clientCounters = new MemoryCounters();
	#plugIn: SwitchingPlugIn | undefined;
	#started = NOON;

	constructor({
		utility = UTILITY_PROFILES.general,
		controlFlash,
		switchingFlash,
		policy = IDIS_PROFILE.policy,
		companion = 'japan',
		pushVersion,
		pushFlash = new RamFlash(PUSH_SECTORS),
		...more
	}: SupplyRigOptions = {}) {
		this.pushFlash = pushFlash;
		this.#more = { ...more, ...(pushVersion !== undefined && { pushVersion, pushFlash }) };
		this.#utility = utility;
		this.#profile = { ...COMPANION_PROFILES[companion], policy };
		this.controlFlash = controlFlash ?? new RamFlash(CONTROL_SECTORS);
		this.switchingFlash = switchingFlash ?? new RamFlash(SWITCHING_SECTORS);
	}

	get unit(): SwitchingUnit {
		return this.#plugIn!.unit!;
	}

	/** All begin to work, and the units have said who they are. */
	start(): this {
		const { scheduler, serial } = this;
		const clock = new SchedulerClock(scheduler, this.#started);
		const orders = new SwitchOrders(this.#contacts((message) => this.#plugIn?.receive(message)));
		this.meter = meter({
			clock,
			scheduler,
			units: [...UNITS, { kind: UNIT_KIND.switching, type: 'S-1', serial, firmware: '2.0' }],
			...this.#more,
			controlFlash: controlRange(this.controlFlash),
			store: this.#store,
			routeAProfile: this.#profile,
			push: {
				send: (by, to, port, frame, done, assurance) => {
					this.pushed.push({ by, to, port, frame, at: scheduler.now(), assurance });
					if (assurance?.kind === 'confirmed') scheduler.after(CONFIRM_TIME, () => done('not confirmed'));
					else scheduler.after(10, () => done(this.pushFailure));
				},
				sendByLine: (port, frame, done) => {
					this.pushed.push({ by: 'hdlc', to: new Uint8Array(0), port, frame, at: scheduler.now() });
					scheduler.after(10, () => done(this.pushFailure));
				},
			},
			order: (order, done) => {
				orders.send(order, done);
				return true;
			},
			isToldOfSwitch: false,
		});
		const { supply } = this.meter.routeA.control;
		this.#plugIn = new SwitchingPlugIn({
			identity: { kind: 'switching', code: 'switch-1p3w-60', serial, firmware: '2.0' },
			flash: this.switchingFlash,
			relay: this.relay,
			rating: { wiring: '1p3w', amperes: 60 },
			utility: this.#utility,
		});
		this.#plugIn.plugged(
			this.#contacts((message) => {
				if (message.kind === 'answer') orders.answered(message.number, message);
				else if (message.kind === 'contact') supply.onReport(message.switchEntry, message.state);
			}, clock),
		);
		this.#plugIn.receive({
			kind: 'neighbour',
			place: 'communication',
			identity: { kind: 'communication', code: 'rf-b', serial: 'C1', firmware: '1' },
		});
		this.meter.routeA.start();
		const { keys } = this.meter;
		this.line = associated(this.meter, MANAGEMENT, { security: securityOf(keysOf(keys, MANAGEMENT), this.#clientCounters) });
		this.run(0);
		return this;
	}

	/** Nothing of what was in memory is left; the contact stays where it is. */
	restart(after = 60_000): this {
		this.#started += this.scheduler.now() + after;
		this.scheduler = new VirtualScheduler();
		const { fault } = this.relay;
		this.relay = new VirtualRelay({ scheduler: this.scheduler, closed: this.relay.closed });
		this.relay.fault = fault;
		return this.start();
	}

	run(ms: number): void {
		this.scheduler.runFor(ms);
	}

	/** What the house draws, A in all at 100 V. */
	draw(amperes: number): void {
		const sample: Sample = { power: 100 * amperes, currentR: amperes, currentT: 0, voltageR: 100, voltageT: 100 };
		this.#plugIn!.receive({ kind: 'sample', sample });
	}

	/** Action-Result of a method of disconnect control. */
	act(method: number, parameter = new DataWriter().integer(0).copy(), line = this.line): number {
		let result = -1;
		line.act({ classId: 70, name: NAME.disconnectControl, index: method }, parameter, (_, outcome) => {
			result = outcome?.result ?? -1;
		});
		return result;
	}

	/** Data-Access-Result. */
	set(classId: number, name: number, index: number, value: DataWriter): number {
		let result = -1;
		this.line.set({ classId, name, index, selection: undefined }, value.copy(), (_, answer) => {
			result = answer ?? -1;
		});
		return result;
	}

	setMode(mode: number): number {
		return this.set(70, NAME.disconnectControl, 4, new DataWriter().enum(mode));
	}

	/** `output control mode`, as the object tells them. */
	get state(): string {
		return [2, 3, 4].map((index) => numberIn(get(this.line, 70, NAME.disconnectControl, index))).join(' ');
	}

	/** Codes of a log. */
	codes(log: LogName = 'disconnector'): string {
		return itemsIn(get(this.line, 7, LOGS[log]!, 2))
			.map((row) => numberIn(itemsIn(row)[1]))
			.join();
	}

	#contacts(send: (message: Message) => void, clock = new SchedulerClock(this.scheduler, this.#started)): Contacts {
		const { scheduler } = this;
		return {
			clock,
			get readings(): never {
				throw new Error('nobody asks for readings');
			},
			now: () => scheduler.now(),
			after: (delay, task) => scheduler.after(delay, task),
			send: (message) => void scheduler.after(0, () => send(message)),
		};
	}
}
