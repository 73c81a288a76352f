/** What a meter's Route A is made of, and what it sees of the meter. */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { Clock } from '../../hal/ports/clock.js';
import type { Flash } from '../../hal/ports/flash.js';
import type { Log } from '../../hal/ports/log.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import type { Store } from '../../hal/ports/store.js';
import type { TransmitSource } from '../../modules/dlms/security/counters.js';
import type { DeviceEntry } from '../../modules/dlms/server/logical-device.js';
import type { CosemServerOptions } from '../../modules/dlms/server/server-host.js';
import type { SwitchOrder } from '../meter/backplane/messages.js';
import type { RouteCounts, UnitCredentials } from '../meter/communication/service.js';
import type { IntervalReadings } from '../meter/metering/readings.js';
import type { OnAnswered } from '../meter/switching/switch-orders.js';
import type { InstalledUnit, LocalPort, NetworkFacts } from './facts.js';
import type { HouseholdParts } from './household/household.js';
import type { RouteAKeys } from './keys.js';
import type { MbusPlace } from './mbus/mbus-channels.js';
import type { MeterDevice, MeterState } from './meter-state.js';
import type { PushCarrier } from './push-carrier.js';
import type { RouteAProfile } from './route-a-profile.js';
import type { FlashRange } from './standard-log.js';

export interface RouteAOptions {
	readonly random: Random;
	readonly log: Log;
	readonly cipher: Cipher;
	/** Keeps counters, and keys that the utility changed. */
	readonly store: Store;
	/** The first counter that it sends under where the store has none yet; default: 1. A meter whose store is gone with the run begins where none before it came. */
	readonly firstCounter?: number | undefined;
	/** Counts what is sent, where something else of the meter sends under the same title; default: a counter of its own, in the store. */
	readonly transmit?: TransmitSource | undefined;
	/** Keeps the event log; without it the log is gone with the power. */
	readonly eventFlash?: FlashRange;
	/** Keeps what is commanded and logged of the supply (control/slot-rows.ts); without it that is gone with the power. */
	readonly controlFlash?: FlashRange;
	/** Keeps calendars, registers of rates and the billing profile, and nothing else (tariff/tariff-slots.ts); without it the meter has no tariff. */
	readonly tariffFlash?: Flash | undefined;
	/** Keeps firmware images, and nothing else (image/image-memory.ts); without it, or without a firmware key, none can be loaded. */
	readonly imageFlash?: Flash | undefined;
	/** Keeps what push set-ups have beyond those of interval and alarm, version 0, and nothing else (control/push-flash.ts); without it they are all there is. */
	readonly pushFlash?: Flash | undefined;
	/** Version of push set-ups (class 40): 0, or 2 where there is `pushFlash`; default: 0. */
	readonly pushVersion?: 0 | 2 | undefined;
	/** Bytes of an image that are checked or set in one task, while the client polls; default: all of it within the request. */
	readonly imageBytesPerTurn?: number | undefined;
	/** What it does for the household; without it there are no objects of it. */
	readonly household?: HouseholdParts | undefined;
	/** Keeps certificates, and nothing else (certificates/certificate-memory.ts); without it class 64 has none. */
	readonly certificateFlash?: Flash | undefined;
	/** The line of meters behind this one; without it, or without a scheduler, there is none. */
	readonly mbus?: MbusPlace | undefined;
	readonly keys: RouteAKeys;
	readonly routeAProfile?: RouteAProfile;
	/** Serial number of the meter, up to 12 ASCII characters. */
	readonly serial: string;
	/** 22 digits. */
	readonly supplyPoint: string;
	/** The longest PDU that is taken, in bytes; default: 1,024. */
	readonly maxPdu?: number;
	/** The longest request that is taken in blocks, of the service or general ones, in bytes; default: 2,048. */
	readonly maxRequest?: number;
	/** General blocks that are taken in a row, 1 to 63; default: 4. */
	readonly blockWindow?: number;
	/** The longest PDU that is sent to a client that takes as much, in bytes: what there is memory for; default: 4,096. */
	readonly maxSend?: number;
	/** The longest answer in general blocks, in bytes: each client that is offered them may have one in memory; default: 4,096. */
	readonly maxTransfer?: number;
	readonly onAssociation?: CosemServerOptions['onAssociation'];
	readonly between?: CosemServerOptions['between'];
	/** Makes the logical device of its objects; default: a `MeterDevice`. */
	readonly makeDevice?: (entries: readonly DeviceEntry[], meter: MeterState) => MeterDevice;
}

/** What Route A sees of the meter in which it is. */
export interface RouteAPlace {
	readonly readings: IntervalReadings;
	/** What sets it leaves a mark in the intervals. */
	readonly clock: Clock;
	/** The units that are in place; read anew for each request. */
	readonly units: readonly InstalledUnit[];
	/** Undefined: there is no IP, or no local port, and there are no objects of it. */
	readonly network?: NetworkFacts | undefined;
	readonly localPort?: LocalPort | undefined;
	/** For what is due at a time; without it nothing is. */
	readonly scheduler?: Scheduler | undefined;
	/** What its Route B counts; undefined: the unit has none. */
	readonly routeB?: RouteCounts | undefined;
	/** What its unit takes sealed credentials with; undefined: it takes none, and there are no objects of them. */
	readonly credentials?: UnitCredentials | undefined;
	/** Takes pushes to where they go; undefined: there is no way, and there are no objects of it. */
	readonly push?: PushCarrier | undefined;
	/** Ends all associations, and lets clients in again after a while; `done` is told once it has ended them. Not there: it ends none. */
	restart?(done: () => void): void;
	/** Brings an order to the switching unit; `done` is told once what came of it. False, or not there: there is nobody to bring it. */
	order?(order: SwitchOrder, done: OnAnswered): boolean;
}
