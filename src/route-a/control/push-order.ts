/** One push on its way out of the meter, and what takes it there. */
import type { Flash } from '../../../hal/ports/flash.js';
import type { PushObject, PushProtection } from '../../../modules/cosem/push-object.js';
import type { PushDestination } from '../../../modules/cosem/push-setup.js';
import type { CaptureObject } from '../../../modules/dlms/apdu/selective-access.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';

/** wPort of who takes pushes, unless a set-up of version 2 says otherwise (IDIS). */
export const PUSH_CLIENT = 103;

/** A push as it is to go. */
export interface PushOrder {
	/** Long invoke id. */
	readonly id: number;
	readonly objects: readonly PushObject[];
	readonly destination: PushDestination;
	/** wPort of who takes it. */
	readonly client: number;
	/** The innermost first; none: as the security policy has it. */
	readonly protection: readonly PushProtection[];
	/** Set-up of the port that it goes by; 0: any. */
	readonly port: LogicalName;
	/** One of `PUSH_METHOD`: until what happens it has not gone. */
	readonly method: number;
}

/** How pushes leave the meter. */
export interface PushSender {
	/** Undefined: there are only interval and alarm, version 0. */
	readonly flash: Flash | undefined;
	/** Of class 40: 0, or 2 where there is a flash. */
	readonly version: number;
	/** Whether the meter has such an attribute to tell: a Data-Access-Result. */
	mayTell(object: CaptureObject): number;
	/** Whether nobody else answers under this wPort. */
	mayPushTo(client: number): boolean;
	/** Whether this is the set-up of a port of the meter. */
	hasPort(port: LogicalName): boolean;
	/** Whether there are the keys for it. */
	canProtect(protection: readonly PushProtection[]): boolean;
	/** Hears which push was confirmed. False: none with this id waits for that. */
	onConfirmed: (id: number) => boolean;
	/** `done` is told once why it did not go, or undefined; not any more once the power has gone. */
	send(order: PushOrder, done: (failure: string | undefined) => void): void;
	/** What may confirm a push came back. False: it is something else, or nobody waits for it. */
	take(apdu: Uint8Array): boolean;
}
