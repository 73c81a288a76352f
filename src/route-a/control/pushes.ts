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
import { PUSH_SETUP_SLOTS, PUSH_SLOT } from './slot-rows.js';

const DATA = 1;
const REGISTER = 3;
const CLOCK = 8;
const PUSH_SETUP = 40;
const TCP_UDP = 41;
const MAC_ADDRESS = 43;

const whole = (classId: number, name: LogicalName): CaptureObject => ({ classId, name, attribute: 2, dataIndex: 0 });
/** Unicast addresses of the IPv6 set-up. */
const addresses: CaptureObject = Object.freeze({ classId: 48, name: NAME.ipv6, attribute: 4, dataIndex: 0 });

/** In the order of their places in the flash of version 2. The first two have their values in the control flash, the others are there where there is that flash. */
const NAMES = Object.freeze(['alarm', 'interval', 'connectivity', 'installation'] as const);
export type PushName = (typeof NAMES)[number];
const IN_CONTROL = 2;

/** Of a companion; undefined: it has no such set-up. */
export type PushRows = Readonly<Record<'alarm' | 'interval', PushRow> & Record<'connectivity' | 'installation', PushRow | undefined>>;

/** What tells first the list itself, by which head-ends know the rest, and whose it is. */
function listed(name: LogicalName, ...objects: readonly CaptureObject[]): Pick<PushRow, 'name' | 'objects'> {
	return { name, objects: [whole(PUSH_SETUP, name), whole(DATA, NAME.logicalDevice), ...objects] };
}

export const intervalPush = (name: LogicalName): PushRow =>
	listed(name, whole(CLOCK, NAME.clock), whole(DATA, NAME.amrStatus), whole(REGISTER, NAME.importEnergy), whole(REGISTER, NAME.exportEnergy));

/**
 * Of IDIS. Where that tells the SIM card and the address that it got, a mesh has MAC address and IPv6 addresses:
 *
 * | set-up       | goes                                                              | tells behind list and logical device name        |
 * |--------------|-------------------------------------------------------------------|---------------------------------------------------|
 * | connectivity | each time that the communication unit comes to its network        | MAC address, IPv6 addresses, port                 |
 * | installation | likewise, until one has gone to where it goes                     | the same without the port, serial number, clock   |
 */
export const IDIS_PUSHES: PushRows = frozen({
	alarm: listed(NAME.alarmPush, whole(CLOCK, NAME.clock), whole(DATA, NAME.alarmDescriptor1), whole(DATA, NAME.alarmDescriptor2)),
	interval: intervalPush(NAME.intervalPush),
	connectivity: {
		...listed(NAME.connectivityPush, whole(MAC_ADDRESS, NAME.macAddress), addresses, whole(TCP_UDP, NAME.tcpUdp)),
		starts: 'each',
	},
	installation: {
		...listed(NAME.installationPush, whole(DATA, NAME.serial), whole(MAC_ADDRESS, NAME.macAddress), addresses, whole(CLOCK, NAME.clock)),
		starts: 'once',
	},
});

/** Tries a minute, of all set-ups of a meter. */
const MOST_TRIES = 60;
const LAST_ID = 0xffffff;
const VERSION_2 = 2;

export interface PushesHost extends PushHost {
	readonly pushRows: PushRows;
}

export class Pushes implements PushTurns {
	readonly alarm: PushSetup;
	readonly interval: PushSetup;
	/** Undefined: there is none. */
	readonly connectivity: PushSetup | undefined;
	readonly installation: PushSetup | undefined;
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
		const { alarm, interval, connectivity, installation } = host.pushRows;
		this.alarm = this.#made('alarm', alarm, new PushMemory(host, first + PUSH_SLOT.alarm));
		this.interval = this.#made('interval', interval, new PushMemory(host, first + PUSH_SLOT.interval));
		this.connectivity = this.#other('connectivity', connectivity);
		this.installation = this.#other('installation', installation);
		this.all = [this.alarm, this.interval, this.connectivity, this.installation].filter((setup) => setup !== undefined);
		host.sender.onConfirmed = (id) => this.confirm(id);
	}

	#other(name: PushName, row: PushRow | undefined): PushSetup | undefined {
		if (row === undefined || this.flash === undefined) return undefined;
		return this.#made(name, row, new PushMemory(this.flash.others, (NAMES.indexOf(name) - IN_CONTROL) * PUSH_SETUP_SLOTS));
	}

	#made(name: PushName, row: PushRow, memory: PushMemory): PushSetup {
		const { version } = this.#host.sender;
		return version === VERSION_2 && this.flash !== undefined
			? new PushSetup2(this.#host, this, row, memory, new PushMemory2(this.flash, NAMES.indexOf(name)))
			: new PushSetup(this.#host, this, row, memory);
	}

	/** The power has come: what had not ended goes on. */
	resume(): void {
		for (const setup of this.all) setup.resume();
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
