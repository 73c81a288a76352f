/** `keiki mdm validate`: closes days by the rules, and corrects those that are closed. */
import { dateText, readDate } from '../../../src/mdm/calendar.js';
import { type Closing, closeDay, daysToLookAt } from '../../../src/mdm/closing.js';
import type { MeterRegister } from '../../../src/mdm/meter-register.js';
import type { ReadingStore } from '../../../src/mdm/reading-store.js';
import { RULE_NAMES, RULES, type Rules, rulesOf, usualRules } from '../../../src/mdm/rules.js';
import type { Language } from '../../../src/world/schema/language.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import type { CommonWords } from '../shared/program.js';
import { UsageError } from '../shared/usage-error.js';
import { CLOSING, needLock } from './data-lock.js';
import { Lines } from './lines.js';
import { dayOfTime } from './matrices.js';
import { dataFolder, type StoreWords } from './open-store.js';
import { readJson, readRegister } from './register-file.js';
import { withStore } from './status-command.js';

export interface ValidateWords extends CommonWords, StoreWords {
	readonly day?: string;
	readonly rules?: string;
	readonly json?: boolean;
}

/** Days that are looked at again: as long as meters keep their half-hours. */
const KEPT_DAYS = 45;
const MINUTE = 60_000;

/** Throws UsageError. @param now ms since 1970-01-01T00:00:00Z */
export async function mdmValidate(words: ValidateWords, now = Date.now()): Promise<ExitCode> {
	const asked = askedValidation(words, now);
	const lock = needLock(dataFolder(words), CLOSING);
	try {
		return await withStore(words, async (store) => {
			const lines = new Lines();
			await validateIn(store, asked, words, (line) => lines.write(line));
			await lines.end();
			return EXIT.done;
		});
	} finally {
		lock.release();
	}
}

/** All that a command says, checked. */
interface Asked {
	readonly register: MeterRegister;
	readonly rules: Rules;
	/** Alone; undefined: all that are to be looked at. */
	readonly day: number | undefined;
	/** The first day that cannot be closed yet, and that which it is. */
	readonly open: number;
	readonly today: number;
}

/** What the words of a command say. Throws UsageError. */
export function askedValidation(words: ValidateWords, now: number): Asked {
	const register = readRegister(dataFolder(words));
	const rules = words.rules === undefined ? usualRules() : readJson('--rules', words.rules, rulesOf);
	const open = dayOfTime(now - rules.missing.wait * MINUTE);
	return { register, rules, day: words.day === undefined ? undefined : dayOf(words.day, open), open, today: dayOfTime(now) };
}

export async function validateIn(
	store: ReadingStore,
	asked: Asked,
	{ lang = 'en', json = false }: ValidateWords,
	tell: (line: string) => Promise<void>,
): Promise<void> {
	const { register, rules, today } = asked;
	const found = await toClose(store, asked);
	for (const [each, shard] of found) {
		const closing = await closeDay(store, register, rules, each, shard, today);
		if (closing !== undefined) await tell(json ? JSON.stringify({ ...closing, day: dateText(each) }) : closingText(closing, lang));
	}
	if (found.length === 0 && !json) await tell({ en: 'nothing to close or to correct', ja: '締めるものも訂正するものもありません' }[lang]);
}

/** Days and shards that are to be looked at. */
export async function toClose(store: ReadingStore, { register, day, open }: Asked): Promise<readonly (readonly [day: number, shard: number])[]> {
	if (day !== undefined) return register.shardsOf(day).map((shard) => [day, shard] as const);
	return daysToLookAt(store, register, open - KEPT_DAYS, open);
}

/** Throws UsageError. */
function dayOf(text: string, open: number): number {
	const day = readDate(text);
	if (day !== undefined && day < open) return day;
	const over = dateText(open - 1);
	throw new UsageError({
		en: `--day: expected a day that is over, until ${over}, got ${JSON.stringify(text)}`,
		ja: `--day: 終わった日(${over}まで)を指定してください: ${JSON.stringify(text)}`,
	});
}

/** A line for people. */
export function closingText(closing: Closing, language: Language): string {
	const { day, shard, version, meters, changed, halfHours, missing, estimated, held, failed } = closing;
	const rules = RULE_NAMES.filter((name) => failed[name] > 0).map((name) => `${RULES[name][language]} ${failed[name]}`);
	const head = {
		en: `${dateText(day)} shard ${shard}: v${version}, ${changed} of ${meters} meters new; of ${halfHours} half-hours ${missing} missing, ${estimated} estimated; ${held} days held`,
		ja: `${dateText(day)} シャード${shard}: v${version}、${meters}台中${changed}台が新規。30分値${halfHours}件中、欠測${missing}、推定${estimated}。保留${held}台`,
	}[language];
	return rules.length === 0 ? head : `${head} (${rules.join(language === 'ja' ? '、' : ', ')})`;
}
