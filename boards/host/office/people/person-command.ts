/** `keiki office person`, `erase` and `retain`. */
import process from 'node:process';
import { RETENTION } from '../../../../src/operations/people/retention.js';
import type { InEach, Language } from '../../../../src/world/schema/language.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import type { Office } from '../database/office.js';
import { inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { eraseContract, scrub } from './erase.js';
import type { RetainWords } from './people-words.js';
import { HELD_TABLES, personOf } from './person.js';
import { type Held, PERSONAL_DATA } from './personal-data.js';
import { retain, whatIsOld } from './retain.js';

export async function person(code: string, words: OfficeWords): Promise<ExitCode> {
	return await inOffice(words, async ({ office, actor, json }) => {
		const held = await personOf(office, actor, code);
		if (json) say(JSON.stringify(Object.fromEntries(held.map(({ table, rows }) => [table, rows]))));
		else {
			for (const { table, rows } of held) {
				say(`${table} (${rows.length})`);
				for (const row of rows)
					say(
						`  ${Object.entries(row)
							.map(([column, value]) => `${column}=${JSON.stringify(value)}`)
							.join(' ')}`,
					);
			}
		}
		return EXIT.done;
	});
}

export async function erase(code: string, words: OfficeWords): Promise<ExitCode> {
	return await inOffice(words, async ({ office, actor, language, json }) => {
		const erased = await eraseContract(office, actor, code);
		const stays = HELD_TABLES.map((table) => ({ table, held: PERSONAL_DATA[table] as Held<never> })).filter(({ held }) => held.erased !== 'rows');
		if (json) say(JSON.stringify({ code, erased, stays: Object.fromEntries(stays.map(({ table, held }) => [table, held.why[language]])) }));
		else {
			say(
				ERASED[language](
					code,
					Object.entries(erased)
						.map(([table, count]) => `${table} ${count}`)
						.join(', '),
				),
			);
			say(STAYS[language]);
			for (const { table, held } of stays) say(`  ${table.padEnd(12)}  ${held.why[language]}`);
		}
		return await scrubbed(office, language);
	});
}

export async function keep(words: RetainWords): Promise<ExitCode> {
	return await inOffice(words, async ({ office, actor, language, json }) => {
		const { gone, left } = words.do ? await retain(office, actor) : { gone: await whatIsOld(office, actor), left: [] };
		for (const { kind, count } of gone) {
			const { days, why } = RETENTION[kind];
			const notErased = kind === 'contracts' && left.length > 0 ? { left } : {};
			say(json ? JSON.stringify({ kind, days, count, done: words.do ?? false, ...notErased }) : KEPT[language](kind, days, count, why[language]));
		}
		if (left.length > 0 && !json) say(LEFT[language](left));
		if (!words.do) {
			if (!json) say(DRY[language]);
			return EXIT.done;
		}
		return await scrubbed(office, language);
	});
}

/** Nothing fails in silence: what could not be scrubbed yet is told, and can be done again. */
async function scrubbed(office: Office, language: Language): Promise<ExitCode> {
	const why = await scrub(office);
	if (why === undefined) return EXIT.done;
	process.stderr.write(`keiki: ${NOT_SCRUBBED[language](why)}\n`);
	return EXIT.untold;
}

const ERASED: InEach<(code: string, tables: string) => string> = Object.freeze({
	en: (code: string, tables: string) => `${code} is erased; rows that went or were emptied: ${tables}`,
	ja: (code: string, tables: string) => `${code}を消去しました。削除または空にした行: ${tables}`,
});
const STAYS: InEach<string> = Object.freeze({ en: 'what stays of it, by its code alone, and why:', ja: 'コードだけで残るものと、その理由:' });
const KEPT: InEach<(kind: string, days: number, count: number, why: string) => string> = Object.freeze({
	en: (kind: string, days: number, count: number, why: string) => `${kind.padEnd(12)}  ${String(count).padStart(8)}  older than ${days} days, ${why}`,
	ja: (kind: string, days: number, count: number, why: string) => `${kind.padEnd(12)}  ${String(count).padStart(8)}件  ${days}日より前。${why}`,
});
const LEFT: InEach<(codes: readonly string[]) => string> = Object.freeze({
	en: (codes: readonly string[]) => `not erased, for there is work to be done: ${codes.join(', ')}`,
	ja: (codes: readonly string[]) => `終わっていない作業があり、消去していないもの: ${codes.join('、')}`,
});
const DRY: InEach<string> = Object.freeze({ en: 'nothing was done; --do does it', ja: '何も行っていません。--doで実行します' });
const NOT_SCRUBBED: InEach<(why: string) => string> = Object.freeze({
	en: (why: string) => `it is deleted, but the database’s files could not be scrubbed now (${why}); keiki office retain --do does it again`,
	ja: (why: string) => `削除しましたが、データベースのファイルの中の消し残しは今は消せません(${why})。keiki office retain --do で再び行えます`,
});

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}
