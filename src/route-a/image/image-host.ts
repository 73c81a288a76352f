/** What the images of a meter need of it. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Flash } from '../../../hal/ports/flash.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Target } from '../../../modules/dlms/apdu/descriptor.js';
import type { InstalledUnit } from '../facts.js';
import type { ImageKeys } from './image-format.js';

/** What of an image is told in the standard log. */
export type ImageEvent = 'imageReady' | 'imageActivated' | 'imageRefused';

export interface ImageHost {
	/** Of its own. */
	readonly flash: Flash;
	readonly cipher: Cipher;
	readonly keys: ImageKeys;
	/** Undefined: nothing is put off. */
	readonly scheduler: Scheduler | undefined;
	/** Bytes of an image that are checked, or set, in one task; undefined: all of it at once. */
	readonly bytesPerTurn: number | undefined;
	/** Three letters. */
	readonly maker: string;
	/** In place, with the versions that they came with. */
	readonly units: readonly InstalledUnit[];
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** By the meter's clock, ms since 1970-01-01T00:00:00Z. */
	now(): number;
	/** Code of the standard log. */
	codeOf(event: ImageEvent): number;
	record(code: number): void;
	/** Whether the standard log has such an entry from then on. */
	hasRecorded(code: number, since: number): boolean;
	/** For the log of the program. */
	tell(text: string): void;
	/** Whether an image may set this attribute here. */
	maySet(target: Target): boolean;
	/** Returns a Data-Access-Result. */
	set(target: Target, value: Uint8Array): number;
	/** Ends all associations, and lets clients in again after a while; `done` is told before. */
	restart(done: () => void): void;
}
