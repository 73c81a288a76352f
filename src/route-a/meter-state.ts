import type { Cipher } from '../../hal/ports/cipher.js';
import type { AssociationFacts } from '../../modules/cosem/association-object.js';
import type { CertificateKeeper } from '../../modules/cosem/certificate-keeper.js';
import type { ClockFacts } from '../../modules/cosem/clock.js';
import type { ObjectName } from '../../modules/cosem/object-names.js';
import type { LoggedRows, SortedRows } from '../../modules/cosem/profile-generic.js';
import type { Script } from '../../modules/cosem/script-table.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import { type DeviceEntry, LogicalDevice } from '../../modules/dlms/server/logical-device.js';
import type { ServerStatistics } from '../../modules/dlms/server/refusals.js';
import type { RouteCounts, UnitCredentials } from '../meter/communication/service.js';
import type { IntervalReadings } from '../meter/metering/readings.js';
import type { Control } from './control/control.js';
import type { LogName } from './control/slot-rows.js';
import type { InstalledUnit, LocalPort, NetworkFacts } from './facts.js';
import type { MbusChannels } from './mbus/mbus-channels.js';
import type { PaymentMode } from './payment/payment.js';

/** What the objects tell of, and what they need of the meter. */
export interface MeterState {
	readonly readings: IntervalReadings;
	readonly logicalDeviceName: string;
	readonly serial: string;
	readonly supplyPoint: string;
	/** 8 bytes. */
	readonly systemTitle: Uint8Array;
	readonly units: readonly InstalledUnit[];
	/** AMR profile status of the newest interval. */
	readonly amrStatus: number;
	/** Code of the newest event; 0: there was none. */
	readonly eventCode: number;
	/** Undefined: there is no IP, or no local port, and there are no objects of it. */
	readonly network: NetworkFacts | undefined;
	readonly localPort: LocalPort | undefined;
	/** False: there is no way for pushes, and there are no objects of them. */
	readonly canPush: boolean;
	/** Whether it has a flash of its own for them, and so more set-ups than interval and alarm. */
	readonly keepsPushes: boolean;
	/** Of their set-ups: 0 or 2. */
	readonly pushVersion: number;
	readonly clock: ClockFacts;
	readonly association: AssociationFacts;
	readonly intervals: SortedRows;
	readonly events: LoggedRows & { readonly erasures: number | undefined };
	/** How often the most worn sector was erased of what keeps all else, and of what keeps keys and counters; undefined: there is no flash, or nobody counts it. */
	readonly erasures: { readonly rest: number | undefined; readonly keys: number | undefined };
	/** Failed authentications of each client since the meter has power. */
	readonly failures: readonly { readonly client: number; readonly count: number }[];
	/** Of Route A; and of Route B, if the unit has it. */
	readonly server: { readonly statistics: ServerStatistics };
	readonly routeB: RouteCounts | undefined;
	/** Undefined: the unit takes no sealed credentials, and there are no objects of them. */
	readonly credentials: UnitCredentials | undefined;
	readonly cipher: Cipher;
	/** How many methods of class 64, version 1, there are; 0: version 0 is served. */
	readonly setupMethods: number;
	/** Undefined: it keeps none. */
	readonly certificates: CertificateKeeper | undefined;
	readonly control: Control;
	/** Whether it has calendars, and registers of rates. */
	readonly hasTariff: boolean;
	/** Whether images can be loaded into it. */
	readonly hasImages: boolean;
	/** Whether it tells the customer what the utility has to say; whether it switches a load. */
	readonly hasHousehold: boolean;
	readonly hasLoadRelay: boolean;
	/** Undefined: there is no account. */
	readonly payment: PaymentMode | undefined;
	/** Undefined: there is none, and there are no objects of it. */
	readonly mbus: MbusChannels | undefined;
	readonly routeAProfile: {
		/** Rows of the load profile, and of the event log. */
		readonly profileCapacity: number;
		readonly eventCapacity: number;
		/** Minutes from local time to UTC. */
		readonly deviation: number;
		/** See `RouteAProfile`. */
		readonly logs: Readonly<Partial<Record<LogName, LogName>>>;
		readonly numbersCommunication: boolean;
		readonly pushScripts: readonly Script[];
		readonly names: Readonly<Partial<Record<ObjectName, LogicalName>>>;
	};
}

/** A logical device that has a meter to tell of. */
export class MeterDevice extends LogicalDevice {
	readonly meter: MeterState;

	constructor(entries: readonly DeviceEntry[], meter: MeterState) {
		super(entries);
		this.meter = meter;
	}
}

/** The meter of a `MeterDevice`: objects of this room stand in no other device. */
export function meterOf(device: LogicalDevice): MeterState {
	return (device as MeterDevice).meter;
}
