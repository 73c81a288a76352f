/** `--load`: what the house draws. */
import { existsSync, readFileSync } from 'node:fs';
import { isPower, MOST_WATTS, parseDecimal } from '../../../src/world/load/bounds.js';
import { csvLoad } from '../../../src/world/load/csv.js';
import { districtLoad } from '../../../src/world/load/district.js';
import { houseLoad } from '../../../src/world/load/house.js';
import { LoadError, type LoadWrongs } from '../../../src/world/load/load-wrong.js';
import { scriptLoad } from '../../../src/world/load/script.js';
import { constantLoad, type LoadSource } from '../../../src/world/load/source.js';
import { variedLoad } from '../../../src/world/load/varied.js';
import { kindText } from '../../../src/world/schema/language.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { LOAD_WORDS } from './load-words.js';
import { recordedLoad } from './recording.js';
import { wrongUse } from './usage-words.js';

export type LoadChoice =
	| { readonly kind: 'recorded' | 'house' | 'pv' | 'district' }
	| { readonly kind: 'constant'; readonly watts: number }
	| { readonly kind: 'csv' | 'script'; readonly file: string };

/** A real house, minute by minute; its source stands in data/README.md. dist/ has it packed. */
const RECORDING = new URL('../data/household-minutes.csv', import.meta.url);
const PACKED = new URL('../data/household-minutes.br', import.meta.url);

/** Throws UsageError. */
export function parseLoad(text: string): LoadChoice {
	const [kind = '', value = ''] = text.split(/:(.*)/s);
	if (text === 'house' || text === 'pv' || text === 'district') return { kind: text };
	if (kind === 'constant') {
		const watts = parseDecimal(value.trim());
		if (isPower(watts)) return { kind, watts };
		throw wrongUse('loadPower', text, MOST_WATTS, value);
	}
	if (kind === 'csv' || kind === 'script') {
		if (value !== '') return { kind, file: value };
		throw wrongUse('loadFile', text, `${kind}:load.${kind === 'csv' ? 'csv' : 'txt'}`);
	}
	throw wrongUse('load', text);
}

/** Reads what there is to read. Throws UsageError for a file that cannot be read, or is not what it should be. */
export function openLoad(choice: LoadChoice, seed: number, start: number): LoadSource {
	switch (choice.kind) {
		case 'recorded':
			return existsSync(PACKED) ? recordedLoad(readFileSync(PACKED)) : csvLoad(readFileSync(RECORDING, 'utf8'), 'household-minutes.csv');
		case 'house':
		case 'pv':
			return houseLoad(seed, choice.kind === 'pv');
		case 'district':
			return districtLoad(seed, 1);
		case 'constant':
			return constantLoad(choice.watts);
		case 'csv':
			return read(choice.file, csvLoad);
		case 'script':
			return read(choice.file, (text, file) => scriptLoad(text, file, start));
	}
}

/** Of each meter, by its number from 1: of the first one the load itself; of a district, its own household. */
export function loadsOf(source: LoadSource, { kind }: LoadChoice, seed: number): (number: number) => LoadSource {
	if (kind === 'district') return (number) => districtLoad(seed, number);
	return (number) => variedLoad(source, seed, number, kind !== 'script');
}

function read(file: string, parse: (text: string, file: string) => LoadSource): LoadSource {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		throw wrongUse('cannotRead', '--load', file, reasonOf(error));
	}
	try {
		return parse(text, file);
	} catch (error) {
		if (error instanceof LoadError) {
			const { place, wrong } = error;
			throw new UsageError(inEach(LOAD_WORDS, (words) => `--load: ${place}: ${kindText<LoadWrongs>(words, wrong)}`));
		}
		throw error;
	}
}
