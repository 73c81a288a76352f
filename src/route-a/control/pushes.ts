/**
 * The push set-ups of a meter, and what they share: ids, and turns. No more than `MOST_TRIES` a minute go out of one meter, whatever starts them: the next
 * waits for the next minute.
 */
import { frozen } from '../../../modules/bytes/frozen.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { CaptureObject } from '../../../modules/dlms/apdu/selective-access.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import { MINUTE } from '../../../modules/time/durations.js';
import { type PushHost, type PushRow, PushSetup, type PushTurns } from './push.js';
import { PushSetup2 } from './push-2.js';
import { PushFlash } from './push-flash.js';
import { PushMemory } from './push-memory.js';
import { PushMemory2 } from './push-memory-2.js';
import { PUSH_SLOT } from './slot-rows.js';

const whole = (classId: number, name: LogicalName): CaptureObject => ({ classId, name, attribute: 2, dataIndex: 0 });

/** What is told unless something else is set: first the list itself, by which head-ends know the rest. */
export const ALARM_OBJECTS = frozen([
	whole(40, NAME.alarmPush),
	whole(1, NAME.logicalDevice),
	whole(8, NAME.clock),
	whole(1, NAME.alarmDescriptor1),
	whole(1, NAME.alarmDescriptor2),
]);
const INTERVAL_OBJECTS = frozen([
	whole(40, NAME.intervalPush),
	whole(1, NAME.logicalDevice),
	whole(8, NAME.clock),
	whole(1, NAME.amrStatus),
	whole(3, NAME.importEnergy),
	whole(3, NAME.exportEnergy),
]);

export type PushName = 'alarm' | 'interval';

/** In the order of their places in the flash of version 2. */
const NAMES = Object.freeze(['alarm', 'interval'] as const satisfies readonly PushName[]);

/** Tries a minute, of all set-ups of a meter. */
const MOST_TRIES = 60;
const LAST_ID = 0xffffff;
const VERSION_2 = 2;

export interface PushesHost extends PushHost {
	/** What the alarm push tells unless something else is set. */
	readonly alarmObjects: readonly CaptureObject[];
}

export class Pushes implements PushTurns {
	readonly alarm: PushSetup;
	readonly interval: PushSetup;
	readonly all: readonly PushSetup[];
	/** Undefined: there is none. */
	readonly flash: PushFlash | undefined;
	readonly #host: PushesHost;
	/** Minute of the uptime, and tries in it. */
	#minute = 0;
	#tries = 0;

	/**
	 * @param first slot of theirs
	 * @throws JournalError if the flash holds something else
	 */
	constructor(host: PushesHost, first: number) {
		this.#host = host;
		const { flash } = host.sender;
		this.flash = flash && new PushFlash(flash);
		this.alarm = this.#made('alarm', { name: NAME.alarmPush, objects: host.alarmObjects }, first);
		this.interval = this.#made('interval', { name: NAME.intervalPush, objects: INTERVAL_OBJECTS }, first);
		this.all = [this.alarm, this.interval];
		host.sender.onConfirmed = (id) => this.confirm(id);
	}

	#made(name: PushName, row: PushRow, first: number): PushSetup {
		const { version } = this.#host.sender;
		const memory = new PushMemory(this.#host.slots, first + PUSH_SLOT[name]);
		return version === VERSION_2 && this.flash !== undefined
			? new PushSetup2(this.#host, this, row, memory, new PushMemory2(this.flash, NAMES.indexOf(name)))
			: new PushSetup(this.#host, this, row, memory);
	}

	/** The power has come: what had not ended goes on. */
	resume(): void {
		for (const setup of this.all) setup.resume();
	}

	setup(name: LogicalName): PushSetup {
		return name === NAME.alarmPush ? this.alarm : this.interval;
	}

	/** Of a meter whose set-ups are of version 2. */
	second(name: PushName): PushSetup2 {
		return this[name] as PushSetup2;
	}

	/** Who takes pushes has confirmed one. False: none with this id is to be confirmed. */
	confirm(id: number): boolean {
		return this.all.some((setup) => setup.confirm(id));
	}

	/** Ids rise in the order in which pushes are first tried, whichever set-up's they are, and over power cuts. */
	nextId(): number {
		let last = 0;
		for (const { id } of this.all) last = Math.max(last, id);
		if (last < LAST_ID) return last + 1;
		for (const setup of this.all) setup.forgetId();
		return 1;
	}

	mayTryAt(): number {
		const minute = Math.floor(this.#host.uptime() / MINUTE);
		if (minute !== this.#minute) this.#tries = 0;
		this.#minute = minute;
		if (this.#tries >= MOST_TRIES) return (minute + 1) * MINUTE;
		this.#tries++;
		return 0;
	}
}
