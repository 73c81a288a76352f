/** The meter, as its images find it. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Flash } from '../../../hal/ports/flash.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { publicKeyOf } from '../../../modules/crypto/key-halves.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import type { Target } from '../../../modules/dlms/apdu/descriptor.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import { type Caller, modeOf } from '../../../modules/dlms/server/logical-device.js';
import type { CosemServer } from '../../../modules/dlms/server/server.js';
import type { InstalledUnit } from '../facts.js';
import { callerOf } from '../push-message.js';
import type { RouteAOptions, RouteAPlace } from '../route-a-options.js';
import type { RouteAProfile } from '../route-a-profile.js';
import type { EventLog } from '../standard-log.js';
import type { ImageKeys } from './image-format.js';
import type { ImageEvent, ImageHost } from './image-host.js';
import type { Images } from './images.js';

/** Classes of which an image may set what the management client may: special days, calendars, register monitors, schedules, push set-ups. */
const CLASSES: readonly number[] = Object.freeze([11, 20, 21, 22, 40]);
/** And objects of others. */
const ALSO: readonly LogicalName[] = Object.freeze([NAME.alarmFilter1, NAME.alarmFilter2]);
const WRITE = 2;

/** What that is made of. */
export interface ImageMeter {
	readonly server: CosemServer;
	readonly routeAProfile: RouteAProfile;
	readonly events: EventLog;
	/** Three letters, then the serial number. */
	readonly logicalDeviceName: string;
	record(code: number): void;
}

/** Whether images can be loaded into a meter that is made so. */
export function hasImages({ imageFlash, keys }: Pick<RouteAOptions, 'imageFlash' | 'keys'>): boolean {
	return imageFlash !== undefined && keys.firmwareKey !== undefined;
}

/** Who hears of associations: images besides, of clients that leave, where there are any. */
export function leavingHeard(
	images: (() => Images | undefined) | undefined,
	listener: RouteAOptions['onAssociation'],
): RouteAOptions['onAssociation'] {
	if (images === undefined) return listener;
	return (caller, isOn) => {
		listener?.(caller, isOn);
		if (!isOn) images()?.onLeave(caller.client);
	};
}

export class ImagePlace implements ImageHost {
	readonly flash: Flash;
	readonly cipher: Cipher;
	readonly keys: ImageKeys;
	readonly #meter: ImageMeter;
	readonly #options: RouteAOptions;
	readonly #place: RouteAPlace;

	/** @param options of a meter that `hasImages` */
	constructor(meter: ImageMeter, options: RouteAOptions, place: RouteAPlace) {
		const { imageFlash, cipher, keys } = options;
		this.flash = imageFlash!;
		this.cipher = cipher;
		// Without a public half, where the platform has no curves, no signature is right.
		const signatureKey = keys.firmwareSignatureKey && (publicKeyOf(keys.firmwareSignatureKey, cipher) ?? new Uint8Array(0));
		this.keys = { firmwareKey: keys.firmwareKey!, signatureKey };
		this.#meter = meter;
		this.#options = options;
		this.#place = place;
	}

	get scheduler(): Scheduler | undefined {
		return this.#place.scheduler;
	}

	get bytesPerTurn(): number | undefined {
		return this.#options.imageBytesPerTurn;
	}

	get maker(): string {
		return this.#meter.logicalDeviceName.slice(0, 3);
	}

	get units(): readonly InstalledUnit[] {
		return this.#place.units;
	}

	get deviation(): number {
		return this.#meter.routeAProfile.deviation;
	}

	now(): number {
		return this.#place.clock.now();
	}

	codeOf(event: ImageEvent): number {
		return this.#meter.routeAProfile.events[event];
	}

	record(code: number): void {
		this.#meter.record(code);
	}

	hasRecorded(code: number, since: number): boolean {
		const { events } = this.#meter;
		for (let row = events.end - 1; row >= events.first; row--) if (events.code(row) === code && events.time(row) >= since) return true;
		return false;
	}

	tell(text: string): void {
		this.#options.log.write('Route A', text);
	}

	maySet({ classId, name, index }: Target): boolean {
		const { objects, rights } = this.#meter.server.options.device;
		const at = objects.findIndex((object) => object.name === name);
		if (at < 0 || objects[at]!.type.classId !== classId || !(CLASSES.includes(classId) || ALSO.includes(name))) return false;
		const digits = rights[at]![this.#meter.routeAProfile.clients.management]?.attributes ?? '';
		return (modeOf(digits, index) & WRITE) !== 0;
	}

	set({ classId, name, index }: Target, value: Uint8Array): number {
		const caller = this.caller;
		if (caller === undefined) return ACCESS_RESULT.objectUnavailable;
		return caller.device.write({ classId, name, index, selection: undefined }, value, caller);
	}

	restart(done: () => void): void {
		if (this.#place.restart === undefined) done();
		else this.#place.restart(done);
	}

	/** In the name of the management client; undefined: there is none. */
	private get caller(): Caller | undefined {
		const { server, routeAProfile } = this.#meter;
		const client = server.options.clients.find(({ id }) => id === routeAProfile.clients.management);
		return client && callerOf(server, client);
	}
}
