/** What can be asked of meters: one, many, and what could be plugged into one. */
import type { Asked, Route } from '../../web/app.js';
import { Refusal } from '../../web/app.js';
import { meterAsked, numberOf } from '../meter-asked.js';
import type { PanelSite } from '../site.js';
import { catalogueChoices } from './catalogue-choices.js';
import { faceState, sealOf } from './face-state.js';
import { FACE_WORDS } from './face-words.js';
import { findMeters, MOST_ROWS } from './meter-rows.js';
import { rowsOf } from './meters-topic.js';

export function faceRoutes(site: PanelSite): Route[] {
	const { world, enter } = site;
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
			handle: ({ params, language }) => {
				const meter = meterAsked(site, params.node!, language);
				enter(() => {});
				return { json: faceState(world, numberOf(meter.name)!, sealOf(meter)) };
			},
		},
		{
			method: 'GET',
			path: '/api/catalogue',
			handle: ({ query, language }) => ({ json: catalogueChoices(meterAsked(site, query.get('meter'), language), language) }),
		},
	];
}

function wholeNumber(query: URLSearchParams, name: string, least: number, most: number, usual: number, language: Asked['language']): number {
	const text = query.get(name);
	if (text === null) return usual;
	const value = Number(text);
	if (/^\d{1,9}$/.test(text) && value >= least && value <= most) return value;
	throw new Refusal(FACE_WORDS[language].number(name, least, most, text));
}
