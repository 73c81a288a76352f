/** Statistics of a meter: its counts, each with what it counts. The structures are those of meters here (unconfirmed): another meter has none, or some of them. */
import { NAME, type ObjectName } from '../../modules/cosem/object-names.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import { type Data, numberOf } from '../../modules/dlms/axdr/data.js';
import { DataTag } from '../../modules/dlms/axdr/data-writer.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import { HeadEndError } from './head-end-error.js';
import type { MeterSession } from './meter-session.js';
import { attributeTarget } from './reading.js';
import type { StatisticWord } from './value-words.js';

interface StatisticRow {
	readonly classId: number;
	/** What the items of its structure count; of an array by client: what each counts. One: it is no structure. */
	readonly items: readonly StatisticWord[];
	readonly byClient?: boolean;
}

const DATA = 1;
const REGISTER = 3;
const VALUE = 2;

/** In the order in which they are told. */
const ROWS: Readonly<Partial<Record<ObjectName, StatisticRow>>> = Object.freeze({
	powerFailures: { classId: DATA, items: ['all'] },
	longPowerFailures: { classId: DATA, items: ['all'] },
	powerFailureDuration: { classId: REGISTER, items: ['seconds'] },
	restarts: { classId: DATA, items: ['after an orderly end', 'after a cut', 'communication unit pulled', 'communication unit failed'] },
	clockCorrections: { classId: DATA, items: ['all', 'last by seconds'] },
	flashWear: { classId: DATA, items: ['metering unit', 'event log', 'control, tariff and the rest', 'keys and counters'] },
	failedAuthentications: { classId: DATA, items: ['client'], byClient: true },
	routeARequests: {
		classId: DATA,
		items: [
			...(['received', 'malformed', 'associations rejected', 'not to be opened', 'replayed', 'authentications failed'] as const),
			...(['octets received', 'sent', 'octets sent', 'seconds on the air', 'frames received', 'frames sent'] as const),
		],
	},
	routeBSessions: { classId: DATA, items: ['joined', 'rejoined', 'ended', 'joins refused'] },
	routeBTraffic: {
		classId: DATA,
		items: ['received', 'sent', 'undelivered', 'kept back by the transmit limit', 'transmissions on the air', 'seconds on the air'],
	},
});

const NAMES = Object.freeze(Object.keys(ROWS) as ObjectName[]);

export interface Statistic {
	readonly name: LogicalName;
	readonly item: StatisticWord;
	/** Of what is counted by client. */
	readonly client: number | undefined;
	/** Null: there is none of it, or nobody counts it. */
	readonly count: number | null;
}

/** What the meter has of them, and counts. Throws HeadEndError if that is nothing. */
export async function readStatistics(session: MeterSession): Promise<readonly Statistic[]> {
	const readings = await session.getAll(NAMES.map((key) => attributeTarget(ROWS[key]!.classId, NAME[key], VALUE)));
	const statistics = NAMES.flatMap((key, i) => {
		const reading = readings[i];
		return typeof reading === 'object' ? countsIn(NAME[key], ROWS[key]!, reading) : [];
	});
	const [first] = readings;
	if (statistics.length === 0)
		throw new HeadEndError({ kind: 'statisticsUnreadable', result: typeof first === 'number' ? first : ACCESS_RESULT.typeUnmatched });
	return statistics;
}

function countsIn(name: LogicalName, { items, byClient = false }: StatisticRow, reading: Data): Statistic[] {
	const parts = 'items' in reading ? reading.items : [reading];
	return parts.flatMap((part, i) => {
		const [client, value] = byClient && 'items' in part ? part.items : [undefined, part];
		const item = byClient ? items[0] : items[i];
		const count = value === undefined ? undefined : value.tag === DataTag.nullData ? null : numberOf(value);
		return item === undefined || count === undefined ? [] : [{ name, item, client: client && numberOf(client), count }];
	});
}
