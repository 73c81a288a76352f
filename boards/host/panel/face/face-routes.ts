/** What can be asked of meters: one, many, and what could be plugged into one. */
import type { World } from '../../../../src/world/simulation/world.js';
import type { Asked, Route } from '../../web/app.js';
import { Refusal } from '../../web/app.js';
import type { PanelSite } from '../site.js';
import { catalogueChoices } from './catalogue-choices.js';
import { faceState, sealOf } from './face-state.js';
import { FACE_WORDS } from './face-words.js';
import { meterNumber } from './meter-number.js';
import { findMeters, MOST_ROWS } from './meter-rows.js';
import { rowsOf } from './meters-topic.js';

export function faceRoutes({ world, enter }: PanelSite): Route[] {
	return [
		{
			method: 'GET',
			path: '/api/meters',
			handle: ({ query, language }) => {
				const { length: meters } = world.simulator.meters;
				const found = query.get('find');
				if (found !== null)
					return { json: { meters, rows: findMeters(world.simulator.meters, found).flatMap((number) => rowsOf(world, number, 1)) } };
				const from = wholeNumber(query, 'from', 1, meters, 1, language);
				const count = wholeNumber(query, 'count', 1, MOST_ROWS, MOST_ROWS, language);
				return { json: { meters, rows: rowsOf(world, from, count) } };
			},
		},
		{
			method: 'GET',
			path: '/api/meters/:node',
			handle: (asked) => {
				const number = numberOf(world, asked, asked.params.node!);
				enter(() => {});
				return { json: faceState(world, number, sealOf(world.simulator.meters[number - 1]!)) };
			},
		},
		{
			method: 'GET',
			path: '/api/catalogue',
			handle: (asked) => {
				const number = numberOf(world, asked, asked.query.get('meter'));
				return { json: catalogueChoices(world.simulator.meters[number - 1]!, asked.language) };
			},
		},
	];
}

/** @throws Refusal for a name that no meter has */
function numberOf(world: World, { language }: Asked, name: string | null): number {
	const number = meterNumber(world, name);
	if (number === undefined) throw new Refusal(FACE_WORDS[language].noMeter(name ?? '', world.simulator.meters.length), 404);
	return number;
}

function wholeNumber(query: URLSearchParams, name: string, least: number, most: number, usual: number, language: Asked['language']): number {
	const text = query.get(name);
	if (text === null) return usual;
	const value = Number(text);
	if (/^\d{1,9}$/.test(text) && value >= least && value <= most) return value;
	throw new Refusal(FACE_WORDS[language].number(name, least, most, text));
}
