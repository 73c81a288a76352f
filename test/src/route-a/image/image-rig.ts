/** Route A of a meter that images can be loaded into, over a flash that stays, and images for it. */

import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { asciiBytes } from '../../../../modules/bytes/ascii.js';
import { NAME, type ObjectName } from '../../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import type { CosemClientOptions } from '../../../../modules/dlms/client/client-options.js';
import { type InstalledUnit, UNIT_KIND } from '../../../../src/route-a/facts.js';
import { encodeImage, type ImageContent } from '../../../../src/route-a/image/image-format.js';
import { IMAGE_SECTORS } from '../../../../src/route-a/image/image-memory.js';
import type { RouteAOptions, RouteAPlace } from '../../../../src/route-a/route-a-options.js';
import { TARIFF_SECTORS } from '../../../../src/route-a/tariff/tariff-slots.js';
import { type Line, MANAGEMENT, MemoryCounters } from '../../../modules/dlms/device-rig.js';
import {
	associated,
	bytesIn,
	get,
	itemsIn,
	keysOf,
	MemoryStore,
	type Meter,
	meter,
	NOON,
	newKeys,
	numberIn,
	securityOf,
	UNITS,
} from '../route-a-rig.js';

export const IMAGE = 18;
export const FIRMWARE_KEY = new Uint8Array(16).fill(0xc0);
export const MINUTE = 60_000;

/** An image for the metering unit of the rig, whose firmware is 1.2.3. */
export function imageOf(changes: Partial<ImageContent> = {}, size = 0, key = FIRMWARE_KEY): Uint8Array {
	const content = { unit: UNIT_KIND.metering, maker: 'JPM', version: '1.3.0', settings: [], ...changes };
	return encodeImage(content, { firmwareKey: key }, new PortableCipher(), size);
}

export class ImageRig {
	readonly flash: RamFlash;
	readonly store = new MemoryStore();
	readonly tariffFlash = new RamFlash(TARIFF_SECTORS);
	scheduler = new VirtualScheduler();
	/** A test changes them in place. */
	readonly units: InstalledUnit[] = [...UNITS];
	meter!: Meter;
	line!: Line;
	readonly #eventFlash = { flash: new RamFlash(2), firstSector: 0, sectors: 2 };
	/** How often Route A was restarted. */
	restarts = 0;
	readonly #changes: Partial<RouteAOptions & RouteAPlace>;
	/** The client's. */
	readonly #counters = new MemoryCounters();
	#started = NOON;

	constructor(changes: Partial<RouteAOptions & RouteAPlace> = {}, flash = new RamFlash(IMAGE_SECTORS)) {
		this.flash = flash;
		this.#changes = changes;
	}

	start(): this {
		this.meter = meter({
			clock: new SchedulerClock(this.scheduler, this.#started),
			scheduler: this.scheduler,
			store: this.store,
			keys: newKeys({ firmwareKey: FIRMWARE_KEY }),
			imageFlash: this.flash,
			eventFlash: this.#eventFlash,
			tariffFlash: this.tariffFlash,
			units: this.units,
			restart: (done) => {
				this.restarts++;
				done();
			},
			...this.#changes,
		});
		this.meter.routeA.start();
		return this.associate();
	}

	associate(options: Partial<CosemClientOptions> = {}): this {
		this.line = associated(this.meter, MANAGEMENT, {
			security: securityOf(keysOf(this.meter.keys, MANAGEMENT), this.#counters),
			...options,
		});
		return this;
	}

	/** Nothing of what was in memory is left. */
	restart(): this {
		this.flash.powerUp();
		this.#started = this.meter.clock.now() + 10_000;
		this.scheduler = new VirtualScheduler();
		return this.start();
	}

	/** The client leaves, and Route A has restarted. */
	leave(): this {
		this.line.release(() => {});
		this.scheduler.runFor(1);
		return this;
	}

	/** Action-Result. */
	act(method: number, parameter = new DataWriter().integer(0), name: ObjectName = 'imageTransfer', classId = IMAGE): number {
		let result = -1;
		this.line.act({ classId, name: NAME[name], index: method }, parameter.copy(), (_, outcome) => {
			result = outcome?.result ?? -1;
		});
		return result;
	}

	/** Data-Access-Result. */
	set(classId: number, name: ObjectName, index: number, value: DataWriter): number {
		let result = -1;
		this.line.set({ classId, name: NAME[name], index, selection: undefined }, value.copy(), (_, told) => {
			result = told ?? -1;
		});
		return result;
	}

	initiate(image: Uint8Array, identifier = 'image'): number {
		return this.act(1, new DataWriter().structure(2).octetString(asciiBytes(identifier)).doubleLongUnsigned(image.length));
	}

	transfer(number: number, block: Uint8Array): number {
		return this.act(2, new DataWriter().structure(2).doubleLongUnsigned(number).octetString(block));
	}

	get blockSize(): number {
		return this.number(2);
	}

	blockOf(image: Uint8Array, number: number): Uint8Array {
		const { blockSize } = this;
		return image.subarray(number * blockSize, (number + 1) * blockSize);
	}

	/** Sends the blocks that the meter says are missing, one by one. Action-Result of the last. */
	send(image: Uint8Array): number {
		let result = 0;
		for (let number = this.number(4), last = -1; number * this.blockSize < image.length && number !== last; number = this.number(4)) {
			result = this.transfer(number, this.blockOf(image, number));
			last = number;
		}
		return result;
	}

	/** Results of all steps up to the verification. */
	load(image: Uint8Array): string {
		return [this.initiate(image), this.send(image), this.act(3)].join();
	}

	number(attribute: number): number {
		return numberIn(get(this.line, IMAGE, NAME.imageTransfer, attribute));
	}

	get status(): number {
		return this.number(6);
	}

	/** Of the metering unit. */
	get version(): string {
		return String.fromCharCode(...bytesIn(get(this.line, 1, NAME.meteringFirmware, 2)));
	}

	/** Codes of the standard log, oldest first, without power up. */
	get codes(): string {
		const { events } = this.meter.routeA;
		return Array.from({ length: events.end - events.first }, (_, i) => events.code(events.first + i))
			.filter((code) => code !== 2)
			.join();
	}

	/** Size, identification and signature; empty: no image. */
	get info(): string {
		const [row] = itemsIn(get(this.line, IMAGE, NAME.imageTransfer, 7));
		if (row === undefined) return '';
		const [size, identification, signature] = itemsIn(row);
		const hex = [...bytesIn(signature)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
		return `${numberIn(size)} ${String.fromCharCode(...bytesIn(identification))} ${hex}`;
	}
}
