/** `keiki hes stats`: what a meter has counted. */
import { logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import { readStatistics, type Statistic } from '../../../src/head-end/statistics.js';
import type { HesSession } from './hes-options.js';
import { objectIn } from './hes-read.js';
import { type HesView, tableLines } from './hes-view.js';
import { sayIn } from './value-words-ja.js';

export const STATS_COLUMNS = Object.freeze(['obis', 'name', 'item', 'client', 'count']);

export async function showStatistics(session: HesSession, meter: string, view: HesView): Promise<boolean> {
	const statistics = await readStatistics(session);
	view.show(meter, statistics.map(fieldsOf), () => tableLines(statistics.map((each) => cellsOf(each, view))));
	return true;
}

function fieldsOf({ name, item, client, count }: Statistic) {
	return { obis: logicalNameText(name), name: objectIn(name, 'en'), item, ...(client !== undefined && { client }), count };
}

function cellsOf({ name, item, client, count }: Statistic, { language }: HesView): string[] {
	const say = sayIn(language);
	return [
		objectIn(name, language),
		`${say(item)}${client === undefined ? '' : ` ${client}`}`,
		count === null ? say('none, or not counted') : String(count),
	];
}
