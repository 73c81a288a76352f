/** `keiki office application`, `design`: what is applied for, and the meter that serves it. */
import process from 'node:process';
import { dateOf } from '../../../../src/world/time/iso-time.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { UsageError } from '../../shared/usage-error.js';
import type { ApplicationState } from '../database/tables.js';
import { inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { completeApplication, listApplications, receiveApplication, refuseApplication, withdrawApplication } from './applications.js';
import { designOf, finishDesign } from './design.js';
import { ORDER_WORDS } from './order-words.js';
import { type Sheet, sheetLines } from './sheet.js';
import { DESIGN_WORDS } from './words.js';

export interface ReceiveWords extends OfficeWords {
	readonly wish?: readonly string[];
}

export function say(json: boolean, value: unknown, lines: readonly string[]): ExitCode {
	process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`);
	return EXIT.done;
}

export function receiveCommand(contract: string, kind: string, words: ReceiveWords): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		const number = await receiveApplication(office, actor, { contract, kind, wishes: wishesOf(words.wish ?? []) });
		return say(json, { application: number }, [ORDER_WORDS[language].received(number)]);
	});
}

export function applicationsCommand(words: OfficeWords & { readonly state?: string }): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		const states = ORDER_WORDS[language].applicationStates;
		const state = stateOf(words.state, Object.keys(states) as ApplicationState[]);
		const rows = await listApplications(office, actor, state);
		const lines = rows.map((row) => {
			const kind = DESIGN_WORDS[language].kinds[row.kind];
			return `${row.number}  ${row.contract}  ${dateOf(row.received_at)}  ${states[row.state]}  ${kind}${row.reason === '' ? '' : `: ${row.reason}`}`;
		});
		return say(json, rows, lines.length > 0 ? lines : [ORDER_WORDS[language].nothing]);
	});
}

export function refuseCommand(number: string, words: OfficeWords & { readonly reason: string }): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		await refuseApplication(office, actor, number, words.reason);
		return say(json, { application: number, state: 'refused' }, [ORDER_WORDS[language].refused(number)]);
	});
}

export function withdrawApplicationCommand(number: string, words: OfficeWords): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		await withdrawApplication(office, actor, number);
		return say(json, { application: number, state: 'withdrawn' }, [ORDER_WORDS[language].withdrawn(number)]);
	});
}

export function completeCommand(number: string, words: OfficeWords): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		await completeApplication(office, actor, number);
		return say(json, { application: number, state: 'done' }, [ORDER_WORDS[language].completed(number)]);
	});
}

/** Ends with 1 where the design could not be finished. */
export function designCommand(number: string, words: OfficeWords & { readonly units?: string; readonly finish?: boolean }): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		// Programs get English.
		const told = json ? 'en' : language;
		if (words.finish === true) {
			const { id, sheet } = await finishDesign(office, actor, number, words.units, told);
			return say(json, { design: id, ...sheet }, [
				ORDER_WORDS[language].finished(number, unitsText(sheet.units)),
				...(sheet.noteText === undefined ? [] : [sheet.noteText]),
			]);
		}
		const sheet: Sheet = await designOf(office, actor, number, words.units, told);
		say(json, sheet, sheetLines(sheet, told));
		return sheet.finishable ? EXIT.done : EXIT.no;
	});
}

/** Codes of units with commas between. */
export function unitsText(codes: Sheet['units']): string {
	if (codes === undefined) return '';
	const { communication, metering, option, cover } = codes;
	return [communication, metering, option ?? '', cover].filter((code) => code !== '').join(',');
}

/** Throws UsageError. */
export function stateOf<State extends string>(text: string | undefined, states: readonly State[]): State | undefined {
	const state = states.find((each) => each === text);
	if (text !== undefined && state === undefined) throw new UsageError({ kind: 'choice', option: '--state', text, choices: states });
	return state;
}

/** Throws UsageError. */
function wishesOf(texts: readonly string[]): Record<string, string> {
	const wishes: Record<string, string> = {};
	for (const text of texts) {
		const [, name, value] = /^([a-zA-Z]+)=(.+)$/.exec(text) ?? [];
		if (name === undefined || value === undefined || name in wishes) {
			throw new UsageError({
				en: `--wish: expected NAME=VALUE, each name once, got ${JSON.stringify(text)}`,
				ja: `--wish: NAME=VALUEを、名前ごとに1回ずつ指定してください: ${JSON.stringify(text)}`,
			});
		}
		wishes[name] = value;
	}
	return wishes;
}
