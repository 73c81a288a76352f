/** What `keiki conformance test` may be told. */
import { resolve } from 'node:path';
import { findMeterCheck, type MeterCheckName } from '../../../src/exam/conformance/checks.js';
import { dateOf } from '../../../src/world/time/iso-time.js';
import { type HesOptions, type HesWords, hesOptions } from '../hes/hes-options.js';
import { isBehind, parseMeter } from '../hes/hes-places.js';
import { HES_USAGE } from '../hes/usage-words.js';
import type { CommonWords } from '../shared/program.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { CONFORMANCE_USAGE } from './usage-words.js';

export interface ConformanceWords
	extends CommonWords,
		Pick<
			HesWords,
			'client' | 'server' | 'keys' | 'auth' | 'password' | 'passwordFile' | 'title' | 'security' | 'ciphering' | 'counter' | 'counters' | 'timeout'
		> {
	readonly mayWrite?: boolean;
	readonly mayDisconnect?: boolean;
	readonly only?: string;
	readonly skip?: string;
	readonly out?: string;
	readonly strict?: boolean;
}

export interface ConformanceOptions {
	readonly hes: HesOptions;
	readonly mayWrite: boolean;
	readonly mayDisconnect: boolean;
	readonly isLeftOut: (name: MeterCheckName) => boolean;
	readonly out: string;
	readonly isStrict: boolean;
}

/** APDUs that a check can make and open by itself. */
const CIPHERINGS: readonly string[] = Object.freeze(['glo', 'general-glo']);

/** Throws UsageError. */
export function conformanceOptions(meters: readonly string[], words: ConformanceWords, now: number): ConformanceOptions {
	const { mayWrite = false, mayDisconnect = false, strict = false } = words;
	for (const meter of meters) {
		if (isBehind(parseMeter(meter, 'conformance test')))
			throw new UsageError(inEach(HES_USAGE, (texts) => texts.ownAddress('conformance test', meter)));
	}
	const { ciphering } = words;
	if (ciphering !== undefined && !CIPHERINGS.includes(ciphering))
		throw new UsageError(inEach(HES_USAGE, ({ oneOf }) => oneOf('--ciphering', CIPHERINGS, ciphering)));
	if (mayDisconnect && !mayWrite) throw new UsageError(inEach(CONFORMANCE_USAGE, (texts) => texts.disconnectNeedsWrite()));
	const only = words.only === undefined ? undefined : checksOf('--only', words.only);
	const skip = words.skip === undefined ? [] : checksOf('--skip', words.skip);
	return {
		hes: hesOptions({ ...words, meter: meters, retries: '0' }),
		mayWrite,
		mayDisconnect,
		isLeftOut: (name) => only?.includes(name) === false || skip.includes(name),
		out: resolve(words.out ?? `keiki-conformance-${dateOf(now)}`),
		isStrict: strict,
	};
}

function checksOf(option: string, text: string): readonly MeterCheckName[] {
	return text.split(',').map((word) => {
		const name = findMeterCheck(word.trim());
		if (name === undefined) throw new UsageError(inEach(CONFORMANCE_USAGE, (texts) => texts.noCheck(option, word)));
		return name;
	});
}
