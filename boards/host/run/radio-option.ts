/** `--radio`: a real Wi-SUN module in place of the virtual air. */
import type { ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { USUAL_DONGLE } from '../shared/dongle-models.js';
import { wholeNumber } from '../shared/option-values.js';
import { parseRadioModel } from './dongle-option.js';
import type { RunWords } from './options.js';
import { type NotWithRadio, wrongUse } from './usage-words.js';

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

/** What only the virtual air has, when it was asked for, and why not. Faults refuse themselves, where they strike nothing. */
export const NOT_WITH_RADIO: readonly (readonly [option: string, isThere: (run: RunWords) => boolean, why: NotWithRadio])[] = Object.freeze([
	['--credential-key', (run) => run.credentialKey !== undefined, 'ownKey'],
	['--dongle', (run) => run.dongle !== undefined, 'ownDongle'],
	['--dongle-model', (run) => run.dongleModel !== USUAL_DONGLE, 'ownDongle'],
	['--lan', (run) => run.lan !== undefined, 'joinedOnly'],
	['--speed', (run) => run.speed !== '1', 'realTime'],
	['--neighbours', (run) => run.neighbours !== '0', 'realNeighbours'],
]);

/** Undefined where the meter is in the virtual air. Throws UsageError, also for what only the virtual air has. */
export function parseRadio(run: RunWords): RadioChoice | undefined {
	const { radio: text } = run;
	if (text === undefined) return undefined;
	const [where = '', ...words] = text.split(',');
	const path = /^serial:(.+)$/.exec(where)?.[1];
	const isBaud = (word: string) => /^\d+$/.test(word);
	const bauds = words.filter(isBaud);
	const names = words.filter((word) => !isBaud(word));
	if (path === undefined || bauds.length > 1 || names.length > 1) throw wrongUse('radio', text);
	for (const [option, isThere, why] of NOT_WITH_RADIO) if (isThere(run)) throw wrongUse('notWithRadio', option, why);
	const [name] = names;
	const baud = wholeNumber(`--radio ${text}`, bauds[0] ?? USUAL_BAUD, SLOWEST, FASTEST);
	return { path, model: name === undefined ? undefined : parseRadioModel(`--radio ${text}`, name), baud };
}
