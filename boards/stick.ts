/** A Wi-SUN dongle and the meter's own radio in one virtual air: a meter that a HEMS finds behind a serial port, on whatever device runs both. */
import type { Cipher } from '../hal/ports/cipher.js';
import type { Log } from '../hal/ports/log.js';
import type { Random } from '../hal/ports/random.js';
import type { Scheduler } from '../hal/ports/scheduler.js';
import type { Serial } from '../hal/ports/serial.js';
import type { Store } from '../hal/ports/store.js';
import { equalBytes } from '../modules/bytes/equal.js';
import type { Datagrams } from '../modules/datagram/datagram.js';
import { ECHONET_LITE_PORT } from '../modules/datagram/ports.js';
import { Air } from '../modules/medium/air.js';
import { LimitedRadio } from '../modules/medium/transmit-limit.js';
import { MODULES, type ModuleModel, type ModuleName } from '../modules/wi-sun-module/models.js';
import type { NonvolatileItem } from '../modules/wi-sun-module/skstack/module/state.js';
import { NativeStack } from '../src/wi-sun/native-stack.js';
import { Dongle } from '../src/world/dongle/dongle.js';
import { type DongleItems, DongleMemory } from '../src/world/dongle/dongle-memory.js';

export interface StickOptions {
	/** A HEMS writes to it as to the dongle's UART. */
	readonly serial: Serial;
	readonly model: ModuleModel;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	readonly log: Log;
	/** Keeps what SKSAVE and WOPT save; a dongle that speaks J11 keeps nothing. */
	readonly store: Store;
}

/** Where the meter is found: there is no other in this air. */
export const STICK_CHANNEL = 33;
export const STICK_PAN_ID = 0x8888;
const METER_EUI64 = Uint8Array.of(0x00, 0x1c, 0x64, 0x00, 0x4b, 0x45, 0x00, 0x01);
const DONGLE_EUI64 = Uint8Array.of(0x00, 0x1d, 0x12, 0x91, 0x4b, 0x45, 0x00, 0x01);
/** Names in the store of what the dongle keeps. */
const KEPT: Readonly<Record<NonvolatileItem, string>> = Object.freeze({ registers: 'sk.registers', options: 'sk.options' });
const ITEMS = Object.freeze(['registers', 'options'] as const satisfies readonly NonvolatileItem[]);

/** The dongle is at the serial line from now on; what is returned is the meter's side of the air. */
export function createStick({ serial, model, scheduler, random, cipher, log, store }: StickOptions): Datagrams {
	const air = new Air({ scheduler });
	const nonvolatile = new DongleMemory(keptItems(store), (items) => keepItems(store, items), log);
	new Dongle({ name: 'dongle', model, serial, air, scheduler, random, cipher, log, macAddress: DONGLE_EUI64, nonvolatile });
	return new NativeStack({
		radio: new LimitedRadio(air.createRadio('meter'), scheduler),
		scheduler,
		random,
		cipher,
		log,
		eui64: METER_EUI64,
		panId: STICK_PAN_ID,
		channel: STICK_CHANNEL,
		ports: [ECHONET_LITE_PORT],
	});
}

/** The dongle of this name. Throws RangeError if there is none. */
export function modelNamed(name: string): ModuleModel {
	if (!Object.hasOwn(MODULES, name)) throw new RangeError(`model: expected one of ${Object.keys(MODULES).join(', ')}, got ${name}`);
	return MODULES[name as ModuleName];
}

function keptItems(store: Store): DongleItems {
	const items: DongleItems = {};
	for (const item of ITEMS) {
		const bytes = store.get(KEPT[item]);
		if (bytes !== undefined) items[item] = bytes;
	}
	return items;
}

/** What is there already is not written again: flash wears. */
function keepItems(store: Store, items: DongleItems): void {
	for (const item of ITEMS) {
		const [before, bytes] = [store.get(KEPT[item]), items[item]];
		if (bytes === undefined) {
			if (before !== undefined) store.delete(KEPT[item]);
		} else if (before === undefined || !equalBytes(before, bytes)) store.set(KEPT[item], bytes);
	}
}
