/** `--radio`: a real Wi-SUN module in place of the virtual air. */
import type { ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { wholeNumber } from '../shared/option-values.js';
import { UsageError } from '../shared/usage-error.js';
import { parseModel } from './dongle-option.js';
import type { RunWords } from './options.js';

export interface RadioChoice {
	/** Of the serial port. */
	readonly path: string;
	/** Undefined: found out. */
	readonly model: ModelName | undefined;
	readonly baud: number;
}

/** What modules have from the factory on, and what WUART can make of it. */
const USUAL_BAUD = '115200';
const SLOWEST = 2_400;
const FASTEST = 115_200;

/** Undefined where the meter is in the virtual air. Throws UsageError, also for what only the virtual air has. */
export function parseRadio(run: RunWords): RadioChoice | undefined {
	const { radio: text } = run;
	if (text === undefined) return undefined;
	const [where = '', ...words] = text.split(',');
	const path = /^serial:(.+)$/.exec(where)?.[1];
	const isBaud = (word: string) => /^\d+$/.test(word);
	const bauds = words.filter(isBaud);
	const names = words.filter((word) => !isBaud(word));
	if (path === undefined || bauds.length > 1 || names.length > 1) {
		throw new UsageError(`--radio: expected serial:PATH, with ,MODEL and ,BAUD or without, for example serial:/dev/ttyUSB0, got "${text}"`);
	}
	const useless: readonly (readonly [string, boolean])[] = [
		['--dongle', run.dongle !== undefined],
		['--lan', run.lan !== undefined],
		['--speed', run.speed !== '1'],
		['--capture', run.capture !== undefined],
		['--fault', run.fault !== undefined],
		['--neighbours', run.neighbours !== '0'],
	];
	for (const [option, isThere] of useless) {
		if (isThere) throw new UsageError(`${option}: not with --radio: the air is real, and the HEMS has a dongle of its own`);
	}
	const fixed: readonly (readonly [string, boolean])[] = [
		['--units', run.units !== undefined],
		['--utility', run.utility !== 'general'],
		['--contract', run.contract !== undefined],
		['--scenario', run.scenario !== undefined],
		['--control', run.control !== undefined],
	];
	for (const [option, isThere] of fixed) {
		if (isThere) throw new UsageError(`${option}: not with --radio: that meter is all of one piece`);
	}
	const [name] = names;
	const baud = wholeNumber(`--radio ${text}`, bauds[0] ?? USUAL_BAUD, SLOWEST, FASTEST);
	return { path, model: name === undefined ? undefined : parseModel(`--radio ${text}`, name), baud };
}
