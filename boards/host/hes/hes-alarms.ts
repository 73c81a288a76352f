/** `keiki hes alarms`: what is wrong with a meter, and what of it was told; clears it, and sets the filters. */
import { logicalNameText } from '../../../modules/dlms/axdr/obis.js';
import {
	ALARM_NAMES,
	ALARM_WORDS,
	type AlarmWord,
	type AlarmWordName,
	alarmBits,
	readAlarms,
	setAlarms,
	wordText,
} from '../../../src/head-end/alarms.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import type { HesSession } from './hes-options.js';
import { objectIn } from './hes-read.js';
import { type HesView, tableLines } from './hes-view.js';
import { HES_WORDS } from './hes-words.js';
import { HES_USAGE } from './usage-words.js';

export const ALARM_COLUMNS = Object.freeze(['obis', 'name', 'value', 'bits']);

export interface AlarmWords {
	readonly clear?: boolean;
	readonly filter1?: string;
	readonly filter2?: string;
	readonly filter3?: string;
}

export interface AlarmRequest {
	readonly clear: boolean;
	/** Undefined: as it is. */
	readonly alarmFilter1: number | undefined;
	readonly alarmFilter2: number | undefined;
	readonly alarmFilter3: number | undefined;
}

const REGISTERS: readonly AlarmWordName[] = Object.freeze(['alarmRegister1', 'alarmRegister2', 'alarmRegister3']);
/** All bits. */
const ALL = 0xffffffff;

/** Throws UsageError. */
export function alarmRequest({ clear = false, filter1, filter2, filter3 }: AlarmWords): AlarmRequest {
	return {
		clear,
		alarmFilter1: filterOf('--filter1', filter1),
		alarmFilter2: filterOf('--filter2', filter2),
		alarmFilter3: filterOf('--filter3', filter3),
	};
}

function filterOf(option: string, text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (text === 'all') return ALL;
	if (/^(0x)?[0-9A-Fa-f]{1,8}$/.test(text)) return Number.parseInt(text, 16);
	throw new UsageError(inEach(HES_USAGE, (words) => words.filter(option, text)));
}

/**
 * Registers are cleared before descriptors, as a cause that comes in between is then told again. What is asked for and cannot be set is a failure, whether
 * it can be read or not; a register that the meter does not have is as clear as one can be.
 */
export async function alarms(session: HesSession, meter: string, request: AlarmRequest, view: HesView): Promise<boolean> {
	let { words, absent } = await readAlarms(session);
	const { clear, ...filters } = request;
	const cleared = clear ? ALARM_NAMES.filter((key) => ALARM_WORDS[key].clears && !absent.includes(key)) : [];
	if (cleared.length > 0 || Object.values(filters).some((filter) => filter !== undefined)) {
		await setAlarms(session, { ...Object.fromEntries(cleared.map((key) => [key, 0])), ...filters });
		({ words } = await readAlarms(session));
	} else await tellFlutter(session, meter, words, view);
	view.show(
		meter,
		words.map((word) => fieldsOf(word, view)),
		() => tableLines(words.map((word) => cellsOf(word, view))),
	);
	return true;
}

/** An alarm is one when it is there at a second look. */
async function tellFlutter(session: HesSession, meter: string, words: readonly AlarmWord[], view: HesView): Promise<void> {
	const registers = words.filter(({ key, value }) => value !== 0 && REGISTERS.includes(key));
	if (registers.length === 0) return;
	const again = await readAlarms(session);
	for (const word of registers) {
		const second = again.words.find(({ key }) => key === word.key)?.value ?? word.value;
		if (second === word.value) continue;
		const bits = alarmBits({ ...word, value: (word.value ^ second) >>> 0 }, view.say);
		view.warn(meter, HES_WORDS[view.language].flutters(objectIn(word.name, view.language), bits.join(', ')));
	}
}

function fieldsOf(word: AlarmWord, { sayEnglish }: HesView) {
	return { obis: logicalNameText(word.name), name: objectIn(word.name, 'en'), value: word.value, bits: alarmBits(word, sayEnglish) };
}

function cellsOf(word: AlarmWord, view: HesView): string[] {
	const text = ALARM_WORDS[word.key].clears ? alarmBits(word, view.say).join(', ') : '';
	return [objectIn(word.name, view.language), wordText(word.value), text];
}
