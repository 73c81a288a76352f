/** What a row of the meter's objects is: which meters have it, what it works on, and who may do what with it. */
import { frozen } from '../../modules/bytes/frozen.js';
import { data } from '../../modules/cosem/data-class.js';
import { type FactsClass, FactsObject, type Put } from '../../modules/cosem/facts-object.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { DeviceProfile } from '../../modules/cosem/profile-generic.js';
import { PushSetupObject } from '../../modules/cosem/push-setup.js';
import { PushSetup2Object } from '../../modules/cosem/push-setup-2.js';
import { register } from '../../modules/cosem/register-class.js';
import { MonitorObject } from '../../modules/cosem/register-monitor.js';
import { WordObject } from '../../modules/cosem/word-object.js';
import type { CaptureObject } from '../../modules/dlms/apdu/selective-access.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import type { ServedClient } from '../../modules/dlms/server/admission.js';
import type { CosemObject, LogicalDevice } from '../../modules/dlms/server/logical-device.js';
import type { AlarmWord } from './control/alarms.js';
import { LogProfile } from './control/control-logs.js';
import type { MonitorName } from './control/monitors.js';
import type { PushName } from './control/pushes.js';
import type { LogName } from './control/slot-rows.js';
import { type MeterState, meterOf } from './meter-state.js';
import { firmwareSignature, rate } from './meter-values.js';
import { REGISTER_UNITS, type RegisterName } from './register-units.js';
import type { RoleNumbers, RoleRights } from './roles.js';
import { BILLING_REGISTERS } from './tariff/billing.js';

/** Seconds. */
export const CAPTURE_PERIOD = 1800;
export const DAILY_PERIOD = 86_400;

/** An object that only tells, and is the same in all meters. */
interface Telling {
	readonly of: (name: LogicalName) => CosemObject;
	/** Whether this meter has it. */
	readonly isIn: (meter: MeterState) => boolean;
	readonly newer?: NewerVersion;
}

/** An object with state or ports of its own meter. */
interface Made {
	readonly make: (name: LogicalName, meter: MeterState) => CosemObject;
	/** Whether this meter has it; default: all have. */
	readonly isIn?: (meter: MeterState) => boolean;
	readonly newer?: NewerVersion;
}

/** Another version of the object, which some meters serve in its place. */
export interface NewerVersion {
	/** To all that it has. */
	readonly rights: RoleRights;
	/** How many of its methods this meter offers; 0: it serves the older version. */
	readonly methods: (meter: MeterState) => number;
	readonly make: (name: LogicalName, meter: MeterState) => CosemObject;
}

/** Objects of which clients have one each. */
export interface NumberedRow {
	/** E of its name; undefined: the client has none. */
	readonly number: (client: ServedClient, numbers: RoleNumbers) => number | undefined;
	/** Whether other clients do not see it. */
	readonly private: boolean;
	readonly makeOne: (name: LogicalName, meter: MeterState, client: ServedClient) => CosemObject;
}

export type ObjectRow = { readonly rights: RoleRights } & (Telling | Made | NumberedRow);

/** A row of an object that tells some facts of the meter; a meter without these has no such object. */
export function tells<F>(rights: RoleRights, type: FactsClass<F>, facts: (meter: MeterState) => F | undefined): ObjectRow {
	const factsOf = (device: LogicalDevice): F => facts(meterOf(device))!;
	return { rights, of: (name) => new FactsObject(type, name, factsOf), isIn: (meter) => facts(meter) !== undefined };
}

/** A row of an object whose values are the meter's own. */
export function tellsOfMeter(rights: RoleRights, type: FactsClass<MeterState>): ObjectRow {
	return { rights, of: (name) => new FactsObject(type, name, meterOf), isIn: () => true };
}

/** A row of an object that works on the meter that it is asked in. */
export function control(rights: RoleRights, of: (name: LogicalName) => CosemObject): ObjectRow {
	return { rights, of, isIn: () => true };
}

/** Rights of all who have an association; of those who may read the household's values; of the management client alone. */
export const all = (digits: string): RoleRights => ({ public: digits, reading: digits, management: digits });
export const keyed = (digits: string): RoleRights => ({ reading: digits, management: digits });
export const managed = (digits: string): RoleRights => ({ management: digits });

const column = (classId: number, name: LogicalName): CaptureObject => ({ classId, name, attribute: 2, dataIndex: 0 });

export const LOAD_PROFILE_COLUMNS = frozen([
	column(8, NAME.clock),
	column(1, NAME.amrStatus),
	column(3, NAME.importEnergy),
	column(3, NAME.exportEnergy),
]);
export const EVENT_LOG_COLUMNS = frozen([column(8, NAME.clock), column(1, NAME.eventCode)]);

export const DAILY_COLUMNS = frozen([column(8, NAME.clock), column(3, NAME.importEnergy), column(3, NAME.exportEnergy)]);
export const BILLING_COLUMNS = frozen([column(8, NAME.clock), ...BILLING_REGISTERS.map((name) => column(3, name))]);

/** A row of a register, whose value is put so. */
export function measured(name: RegisterName, value: Put<MeterState>): ObjectRow {
	const { unit, scaler } = REGISTER_UNITS[name];
	return tellsOfMeter(keyed('111'), register(unit, scaler, value));
}

/** The same of the third of them, of a meter that keeps certificates: so far they alone have a bit there. */
export function certificateWord(name: AlarmWord): ObjectRow {
	return { ...alarmWord(name), isIn: ({ certificates }) => certificates !== undefined } as ObjectRow;
}

/** A row of a register monitor. What it watches is its own. */
export function monitor(name: MonitorName): ObjectRow {
	return control({ reading: '1111', management: '1313' }, (own) => new MonitorObject(own, (device) => meterOf(device).control.monitors.facts(name)));
}

/** A row of an object of pushes, which works on the meter that it is asked in. */
export function pushing(rights: RoleRights, of: (name: LogicalName) => CosemObject): ObjectRow & Telling {
	return { rights, of, isIn: ({ canPush }) => canPush };
}

export const pushOf = (device: LogicalDevice) => meterOf(device).control.push!;

/** A row of a push set-up. */
export function pushSetup(name: PushName): ObjectRow {
	return {
		...pushing({ reading: '1111111', management: '1333333/1' }, (own) => new PushSetupObject(own, (device) => pushOf(device).setups[name]!)),
		newer: {
			rights: { reading: '1111111111111', management: '1333333333331/11' },
			methods: ({ pushVersion }) => (pushVersion === 2 ? 2 : 0),
			make: (own) => new PushSetup2Object(own, (device) => pushOf(device).setups.second(name)),
		},
	};
}

/** The same of one that a meter has that keeps more of pushes than their first two set-ups. */
export function otherPushSetup(name: PushName): ObjectRow {
	return { ...pushSetup(name), isIn: ({ canPush, keepsPushes }) => canPush && keepsPushes } as ObjectRow;
}

/** A row of an alarm register, a filter, a descriptor or the error register. */
export function alarmWord(name: AlarmWord): ObjectRow {
	return control({ reading: '11', management: '13' }, (own) => new WordObject(own, (device) => meterOf(device).control.alarms.word(name)));
}

/** A row of a log of events, whose codes, or durations, the object `second` has. */
export function log(name: LogName, second: LogicalName, classId = 1): ObjectRow {
	const columns = frozen([column(8, NAME.clock), column(classId, second)]);
	const numbered = frozen([...columns, column(1, NAME.communicationCount)]);
	return control(
		keyed('11111111'),
		(own) =>
			new DeviceProfile(own, (object, device) => {
				const {
					control: { logs },
					routeAProfile: { deviation, logs: places, numbersCommunication },
				} = meterOf(device);
				const found = places[name] ?? name;
				return {
					name: object,
					columns: numbersCommunication && found === 'communication' ? numbered : columns,
					rows: new LogProfile(logs, found, deviation),
					capturePeriod: 0,
					capacity: logs.capacity(found),
					deviation,
				};
			}),
	);
}

/** A row of a meter with a tariff. */
export function ofTariff(rights: RoleRights, of: (name: LogicalName) => CosemObject): ObjectRow {
	return { rights, of, isIn: ({ hasTariff }) => hasTariff };
}

/** A row of a meter that images can be loaded into. */
export function ofImages(rights: RoleRights, of: (name: LogicalName) => CosemObject): ObjectRow {
	return { rights, of, isIn: ({ hasImages }) => hasImages };
}

export const imagesOf = (device: LogicalDevice) => meterOf(device).control.images!;

/** A row of the signature of a unit's firmware. */
export function signature(kind: number): ObjectRow {
	const type = data(firmwareSignature(kind));
	return ofImages(keyed('11'), (own) => new FactsObject(type, own, meterOf));
}

/** A row of the energy of one rate and direction. */
export function rateRegister(name: RegisterName): ObjectRow {
	const { unit, scaler } = REGISTER_UNITS[name];
	const type = register(unit, scaler, rate(NAME[name]));
	return ofTariff(keyed('111'), (own) => new FactsObject(type, own, meterOf));
}

export const householdOf = (device: LogicalDevice) => meterOf(device).control.household!;

/** A row of a meter with a load relay. */
export function ofRelay(rights: RoleRights, of: (name: LogicalName) => CosemObject): ObjectRow {
	return { rights, of, isIn: ({ hasLoadRelay }) => hasLoadRelay };
}

/** A row of what the utility lets the customer read. */
export function ofHousehold(of: (name: LogicalName) => CosemObject): ObjectRow {
	return { rights: { reading: '11', management: '13' }, of, isIn: ({ hasHousehold }) => hasHousehold };
}

export const accountOf = (device: LogicalDevice) => householdOf(device).account!;

/** A row of a meter with an account. @param first, last of attributes: who reads them may, who manages what `last` says */
export function ofAccount(first: string, last: string, of: (name: LogicalName) => CosemObject): ObjectRow & Telling {
	const [attributes = ''] = last.split('/');
	const rights = { reading: first + attributes.replaceAll('3', '1'), management: first + last };
	return { rights, of, isIn: ({ payment }) => payment !== undefined };
}

/** A row of a meter whose unit takes sealed credentials: for whoever may bring them. */
export function ofCredentials(digits: string, of: (name: LogicalName) => CosemObject): ObjectRow {
	return { rights: { management: digits, handHeld: digits }, of, isIn: ({ credentials }) => credentials !== undefined };
}
