/** Rows of the objects of the meters behind this one: of each channel, and of all. They are there where the meter has an M-Bus. */
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { frozen } from '../../../modules/bytes/frozen.js';
import { data } from '../../../modules/cosem/data-class.js';
import { DisconnectControlObject } from '../../../modules/cosem/disconnect-control.js';
import { EXTENDED_REGISTER } from '../../../modules/cosem/extended-register.js';
import { type FactsClass, FactsObject, type Put } from '../../../modules/cosem/facts-object.js';
import { MBUS_CLIENT, MBUS_CLIENT_1, MbusClientObject } from '../../../modules/cosem/mbus-client.js';
import { MbusDiagnosticObject } from '../../../modules/cosem/mbus-diagnostic.js';
import { NAME, type ObjectName } from '../../../modules/cosem/object-names.js';
import { DeviceProfile, type ProfileObjectOptions } from '../../../modules/cosem/profile-generic.js';
import { ScriptTableObject } from '../../../modules/cosem/script-table.js';
import { ScheduleObject } from '../../../modules/cosem/single-action-schedule.js';
import type { CaptureObject } from '../../../modules/dlms/apdu/selective-access.js';
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import type { CosemObject, LogicalDevice } from '../../../modules/dlms/server/logical-device.js';
import type { KeptRows } from '../kept-rows.js';
import { type MeterState, meterOf } from '../meter-state.js';
import type { RoleRights } from '../roles.js';
import type { MbusChannel } from './channel.js';
import type { MbusChannels } from './mbus-channels.js';
import { VALVE_SCRIPTS } from './valve-schedule.js';

export type ChannelNumber = 1 | 2 | 3 | 4;

interface Row {
	readonly rights: RoleRights;
	readonly isIn: (meter: MeterState) => boolean;
}
type ConstantRow = Row & { readonly of: (name: LogicalName) => CosemObject };
type MadeRow = Row & { readonly make: (name: LogicalName, meter: MeterState) => CosemObject };

const isIn = ({ mbus }: MeterState): boolean => mbus !== undefined;
const mbusOf = (device: LogicalDevice): MbusChannels => meterOf(device).mbus!;
const column = (classId: number, name: LogicalName, attribute = 2): CaptureObject => ({ classId, name, attribute, dataIndex: 0 });

const keyed = (digits: string): RoleRights => ({ reading: digits, management: digits });
const PROFILE = Object.freeze(keyed('11111111'));

/** An object that only tells, by what its meter has. */
function tells<F>(rights: RoleRights, type: FactsClass<F>, facts: (mbus: MbusChannels) => F): ConstantRow {
	return { rights, isIn, of: (name) => new FactsObject(type, name, (device) => facts(mbusOf(device))) };
}

function code(value: (mbus: MbusChannels) => number): ConstantRow {
	const put: Put<MbusChannels> = (w, mbus) => w.unsigned(value(mbus));
	return tells(keyed('11'), data(put), (mbus) => mbus);
}

function profile(
	columns: readonly CaptureObject[],
	rowsOf: (mbus: MbusChannels) => KeptRows,
	periodOf: (mbus: MbusChannels) => number = () => 0,
): ConstantRow {
	const optionsOf = (name: LogicalName, device: LogicalDevice): ProfileObjectOptions => {
		const mbus = mbusOf(device);
		const rows = rowsOf(mbus);
		return { name, columns, rows, capturePeriod: periodOf(mbus), capacity: rows.capacity, deviation: mbus.deviation };
	};
	return { rights: PROFILE, isIn, of: (own) => new DeviceProfile(own, optionsOf) };
}

/** Only where there is memory for what is planned. */
function planned(row: ConstantRow): ConstantRow {
	return { ...row, isIn: ({ mbus }) => mbus?.plans !== undefined };
}

const DAY_SECONDS = 86_400;
const columnsOf = (n: ChannelNumber): readonly CaptureObject[] =>
	frozen([column(8, NAME.clock), column(1, NAME[`mbusStatus${n}`]), column(4, NAME[`mbusValue${n}`]), column(4, NAME[`mbusValue${n}`], 5)]);

const putDevice: Put<MbusChannel> = (w, { deviceText }) => w.octetString(asciiBytes(deviceText));
const putStatus: Put<MbusChannel> = (w, { rows }) => w.unsigned(rows.status);

/** What each channel has; of its name the number comes behind. */
const CHANNEL_ROWS = frozen({
	mbusClient: (n: ChannelNumber): MadeRow => ({
		rights: { reading: '11111111111111', management: '11333333311111/11111111' },
		isIn,
		make: (name, { mbus }) => new MbusClientObject(name, (device) => mbusOf(device).channel(n), mbus!.version === 0 ? MBUS_CLIENT : MBUS_CLIENT_1),
	}),
	mbusDevice: (n: ChannelNumber) => tells(keyed('11'), data(putDevice), (mbus) => mbus.channel(n)),
	mbusStatus: (n: ChannelNumber) => tells(keyed('11'), data(putStatus), (mbus) => mbus.channel(n)),
	mbusValue: (n: ChannelNumber) => tells(keyed('11111'), EXTENDED_REGISTER, (mbus) => mbus.channel(n).measured(0)),
	mbusSecondValue: (n: ChannelNumber) => tells(keyed('11111'), EXTENDED_REGISTER, (mbus) => mbus.channel(n).measured(1)),
	mbusProfile: (n: ChannelNumber) =>
		profile(
			columnsOf(n),
			(mbus) => mbus.channel(n).rows,
			(mbus) => mbus.channel(n).capturePeriod,
		),
	mbusDailyProfile: (n: ChannelNumber) =>
		planned(
			profile(
				columnsOf(n),
				(mbus) => mbus.channel(n).days!,
				() => DAY_SECONDS,
			),
		),
	mbusMonthlyProfile: (n: ChannelNumber) => planned(profile(columnsOf(n), (mbus) => mbus.channel(n).months!)),
	mbusValve: (n: ChannelNumber): ConstantRow => ({
		rights: { reading: '1111', management: '1113/11' },
		isIn,
		of: (name) => new DisconnectControlObject(name, (device) => mbusOf(device).channel(n)),
	}),
	mbusValveCode: (n: ChannelNumber) => code((mbus) => mbus.events.newestControl(n)),
	mbusValveLog: (n: ChannelNumber) =>
		profile(frozen([column(8, NAME.clock), column(1, NAME[`mbusValveCode${n}`])]), (mbus) => mbus.events.control[n - 1]!),
	mbusValveScripts: (n: ChannelNumber) =>
		planned({
			rights: { reading: '11', management: '11/1' },
			isIn,
			of: (name) => new ScriptTableObject(name, VALVE_SCRIPTS[n - 1]!, (device, id) => mbusOf(device).valve(n).execute(id)),
		}),
	mbusValveSchedule: (n: ChannelNumber) =>
		planned({
			rights: { reading: '1111', management: '1333' },
			isIn,
			of: (name) => new ScheduleObject(name, (device) => mbusOf(device).valve(n).schedule),
		}),
	mbusDiagnostic: (n: ChannelNumber): ConstantRow => ({
		rights: { reading: '111111111', management: '111111111/1' },
		isIn,
		of: (name) => new MbusDiagnosticObject(name, (device) => mbusOf(device).channel(n).diagnostic),
	}),
});

type ChannelRowName = `${keyof typeof CHANNEL_ROWS}${ChannelNumber}`;
export type MbusRowName = ChannelRowName | 'mbusCode' | 'mbusLog';

const NUMBERS: readonly ChannelNumber[] = Object.freeze([1, 2, 3, 4]);

export const MBUS_ROWS: Readonly<Record<MbusRowName & ObjectName, ConstantRow | MadeRow>> = frozen({
	...(Object.fromEntries(
		NUMBERS.flatMap((n) => (Object.keys(CHANNEL_ROWS) as (keyof typeof CHANNEL_ROWS)[]).map((name) => [`${name}${n}`, CHANNEL_ROWS[name](n)])),
	) as Record<ChannelRowName, ConstantRow | MadeRow>),
	mbusCode: code((mbus) => mbus.events.newest),
	mbusLog: profile(frozen([column(8, NAME.clock), column(1, NAME.mbusCode)]), (mbus) => mbus.events.log),
});
