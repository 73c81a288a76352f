/** Any number of meters in one run: `--meters`, `--route-a-first`, `--meters-file`. */
import { COSEM_PORT } from '../../../modules/dlms/wrapper.js';
import { wholeNumber } from '../shared/option-values.js';
import { parsePlace, type RouteAChoice } from './route-a-option.js';
import { wrongUse } from './usage-words.js';

export interface ManyWords {
	readonly meters: string;
	readonly routeAFirst?: string;
	readonly metersFile?: string;
	readonly routeA?: readonly string[];
	readonly radio?: string;
	readonly state?: string;
}

export interface ManyChoice {
	readonly count: number;
	/** Where Route A of the second meter is, of each further one a port higher; undefined: they have none over IP. */
	readonly first: RouteAChoice | undefined;
	/** Gets all meters with their keys. */
	readonly file: string | undefined;
}

export const FIRST_OPTION = '--route-a-first';
const MOST_METERS = 1000;
const FIRST: RouteAChoice = Object.freeze({ address: '::1', port: 10_000 + COSEM_PORT });
const LAST_PORT = 0xffff;

/** Throws UsageError. */
export function parseMany({ meters, routeAFirst, metersFile, routeA, radio, state }: ManyWords): ManyChoice {
	const count = wholeNumber('--meters', meters, 1, MOST_METERS);
	if (metersFile === '') throw wrongUse('noName', '--meters-file');
	if (count > 1 && radio !== undefined) throw wrongUse('manyWithRadio', count);
	if (count > 1 && state !== undefined) throw wrongUse('manyWithState', count);
	return { count, first: firstOf(routeAFirst, count, routeA?.includes('off') ?? false), file: metersFile };
}

function firstOf(text: string | undefined, count: number, isOff: boolean): RouteAChoice | undefined {
	if (text !== undefined && count === 1) throw wrongUse('oneMeter', `${FIRST_OPTION} ${text}`);
	if (text !== undefined && isOff) throw wrongUse('routeAOff', `${FIRST_OPTION} ${text}`);
	if (isOff || count === 1) return undefined;
	const first = text === undefined ? FIRST : parsePlace(text, FIRST_OPTION);
	const last = first.port + count - 2;
	if (first.port !== 0 && last > LAST_PORT) throw wrongUse('portsEnd', `${FIRST_OPTION} ${text}`, LAST_PORT - count + 2, count, last);
	return first;
}
