/** Any number of meters in one run: `--meters`, `--route-a-first`, `--meters-file`. */
import { COSEM_PORT } from '../../../modules/dlms/wrapper.js';
import { wholeNumber } from '../shared/option-values.js';
import { UsageError } from '../shared/usage-error.js';
import { parsePlace, type RouteAChoice } from './route-a-option.js';

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
	if (metersFile === '') throw new UsageError('--meters-file: expected a name, got nothing');
	if (count > 1 && radio !== undefined) throw new UsageError(`--meters ${count}: expected one meter with --radio, whose module is the radio of one`);
	if (count > 1 && state !== undefined) throw new UsageError(`--meters ${count}: expected one meter with --state, which keeps what one has`);
	return { count, first: firstOf(routeAFirst, count, routeA?.includes('off') ?? false), file: metersFile };
}

function firstOf(text: string | undefined, count: number, isOff: boolean): RouteAChoice | undefined {
	if (text !== undefined && count === 1) throw new UsageError(`${FIRST_OPTION} ${text}: there is one meter; --meters N has more`);
	if (text !== undefined && isOff) throw new UsageError(`${FIRST_OPTION} ${text}: there is no Route A with --route-a off`);
	if (isOff || count === 1) return undefined;
	const first = text === undefined ? FIRST : parsePlace(text, FIRST_OPTION);
	const last = first.port + count - 2;
	if (first.port !== 0 && last > LAST_PORT)
		throw new UsageError(
			`${FIRST_OPTION} ${text}: expected a port of at most ${LAST_PORT - count + 2} for ${count} meters, the last would have ${last}`,
		);
	return first;
}
