/** What `Control` needs of the meter, and of its profile: codes of the logs, and from when on something is told. */
import type { Clock } from '../../../hal/ports/clock.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { SwitchOrder } from '../../meter/backplane/messages.js';
import type { IntervalReadings } from '../../meter/metering/readings.js';
import type { OnAnswered } from '../../meter/switching/switch-orders.js';
import type { Kind as VoltageKind } from '../../meter/voltage/event.js';
import type { HouseholdParts } from '../household/household.js';
import type { ImageHost } from '../image/image-host.js';
import type { TokenKeys } from '../payment/payment.js';
import type { AlarmRows } from './alarms.js';
import type { MonitorEvent } from './monitors.js';
import type { Past } from './power-failures.js';
import type { PushSender } from './push-order.js';
import type { PushRows } from './pushes.js';
import type { DisconnectorCodes } from './supply.js';
import type { SuspicionRows } from './suspicions.js';

/** Codes of what monitors see, of L1. */
export type MonitorCodes = Readonly<Record<MonitorEvent, number>>;

/** Codes of the power quality log for what the voltage unit tells, of L1: as it begins, and as it ends. Undefined: neither entered nor an alarm. */
export interface VoltageCodes {
	readonly begins: Readonly<Record<VoltageKind, number | undefined>>;
	readonly ends: Readonly<Record<VoltageKind, number | undefined>>;
}

/** Codes of the fraud log. */
export interface FraudCodes {
	readonly coverRemoved: number;
	readonly coverClosed: number;
	readonly unitRemoved: number;
	readonly unitReplaced: number;
}

/** Codes of the communication log. */
export interface CommunicationCodes {
	readonly localAttempt: number;
	/** Time behind an entry in which no such attempt is entered, ms. */
	readonly interval: number;
	/** Route B's credentials were changed by the management client, and by a hand-held. */
	readonly credentialsChanged: number;
	readonly credentialsChangedByHand: number;
}

export interface ControlProfile {
	readonly clients: { readonly handHeld: number };
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** Codes of the disconnector log. */
	readonly disconnector: DisconnectorCodes;
	/** Codes of the power quality log and, of currents, of the disconnector log. */
	readonly monitors: MonitorCodes;
	readonly voltage: VoltageCodes;
	readonly fraud: FraudCodes;
	/** What clients were refused, for the fraud log. */
	readonly suspicions: SuspicionRows;
	readonly communication: CommunicationCodes;
	readonly alarms: AlarmRows;
	readonly pushes: PushRows;
	/** A power failure of more than so many s is a long one (DSMR). */
	readonly longPowerFailure: number;
	/** Codes of the standard log. */
	readonly events: {
		readonly powerDown: number;
		readonly powerUp: number;
		readonly parametersChanged: number;
		readonly alarms1Cleared: number;
		readonly alarms2Cleared: number;
		/** Unconfirmed, as the next is. */
		readonly alarms3Cleared: number;
		/** A certificate is almost out of its time. */
		readonly certificateEnds: number;
		readonly errorsCleared: number;
		readonly tariffActivated: number;
		readonly tariffProgrammed: number;
		/** Undefined: it is not entered. */
		readonly billingEnded: number | undefined;
		readonly imageReady: number;
		readonly imageActivated: number;
		readonly imageRefused: number;
	};
}

export interface ControlHost extends Past {
	/** Undefined: nothing is ever due. */
	readonly scheduler: Scheduler | undefined;
	readonly clock: Clock;
	readonly log: Log;
	readonly random: Random;
	readonly readings: IntervalReadings;
	readonly routeAProfile: ControlProfile;
	/** Undefined: it does nothing for the household. */
	readonly household: (HouseholdParts & TokenKeys) | undefined;
	/** Undefined: there is no way for pushes. */
	readonly pushing: PushSender | undefined;
	/** When the first of those that it keeps is out of its time, ms since 1970-01-01T00:00:00Z; undefined: it keeps none. */
	readonly certificates: { readonly nearestEnd: number } | undefined;
	/** Undefined: no images can be loaded. */
	readonly images: ImageHost | undefined;
	/** Serial numbers of the units in place; empty: there is none. */
	readonly switchingSerial: string;
	readonly meteringSerial: string;
	/** False: there is nobody to bring it. */
	order(order: SwitchOrder, done: OnAnswered): boolean;
	/** Enters a code into the standard log. */
	record(code: number): void;
}
