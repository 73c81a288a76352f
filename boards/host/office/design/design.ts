/** The design of an application at the office: shown, tried with other units, and finished where nothing stands against it, whichever the door. */

import type { Utility } from '../../../../src/meter/catalogue/ampere-contracts.js';
import { examine } from '../../../../src/meter/catalogue/parse.js';
import { unitsOf } from '../../../../src/meter/catalogue/rules.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { codesOf, unitsOfCodes } from '../../../../src/operations/design/as-built.js';
import { type ChosenUnits, type Design, designFor } from '../../../../src/operations/design/design.js';
import type { LinkedRecords, UnitCodes } from '../../../../src/operations/design/linked-records.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { CATALOGUE_USAGE } from '../../catalogue/usage-words.js';
import { UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { nextId, type Office, type Work } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';
import type { DesignTable } from '../database/tables.js';
import { type ApplicationRead, applicationOf, linkedRecords, utilityOf } from './linked.js';
import { refusal } from './refusals.js';
import { faultLines, type Sheet, sheetOf } from './sheet.js';
import { DESIGN_WORDS } from './words.js';

/**
 * Everything that the design of an application shows.
 * @param units as `keiki catalogue check` takes them, instead of the best: they are held against all checks
 * @throws UsageError for words that are no units; OfficeRefusal
 */
export async function designOf(office: Office, actor: Actor, application: string, units: string | undefined, language: Language): Promise<Sheet> {
	const chosen = chosenOf(units);
	return office.act(actor, 'design.draft', application, async ({ at }) => {
		const read = await readOpen(at, application);
		const records = await linkedRecords(at, read.row.contract, read.record);
		return sheetOf(designIn(read, records, await utilityOf(at), chosen, language), language);
	});
}

export interface FinishedDesign {
	readonly id: number;
	readonly application: string;
	readonly contract: string;
	readonly units: UnitCodes;
	readonly sheet: Sheet;
}

/**
 * Finishes the best, or the units that are chosen. A design that was finished before gives way to it.
 * @throws UsageError for words that are no units; OfficeRefusal with every reason where anything is wrong with them or with the records
 */
export async function finishDesign(
	office: Office,
	actor: Actor,
	application: string,
	units: string | undefined,
	language: Language,
): Promise<FinishedDesign> {
	const chosen = chosenOf(units);
	return office.act(actor, 'design.finish', application, async (work) => {
		const { at } = work;
		const read = await readOpen(at, application);
		await lockContract(at, read.row.contract);
		const records = await linkedRecords(at, read.row.contract, read.record);
		return finish(work, actor, read, records, await utilityOf(at), chosen, language);
	});
}

/** In an act that has the right to it. Throws OfficeRefusal. */
export async function finish(
	work: Work,
	actor: Actor,
	read: ApplicationRead,
	records: LinkedRecords,
	utility: Utility,
	chosen: ChosenUnits | undefined,
	language: Language,
): Promise<FinishedDesign> {
	const { at, now } = work;
	const { number: application, contract } = read.row;
	const design = designIn(read, records, utility, chosen, language);
	if (design.finishable === undefined) throw wrongDesign(application, read, records, utility, chosen);
	const sheet = sheetOf(design, language);
	const codes = codesOf(design.finishable);
	const { numUpdatedRows } = await at
		.updateTable('application')
		.set({ state: 'designed', decided_at: now, decided_by: actor.name })
		.where('number', '=', application)
		.where('state', 'in', ['received', 'designed'])
		.executeTakeFirst();
	if (numUpdatedRows === 0n) throw refusal('applicationIs', application, 'ordered');
	await at.updateTable('design').set({ state: 'replaced' }).where('application', '=', application).where('state', '=', 'finished').execute();
	const id = await nextId(at, 'design');
	await at
		.insertInto('design')
		.values({ id, application, contract, ...codes, reasons: JSON.stringify(reasonsOf(sheet)), state: 'finished', by: actor.name, at: now })
		.execute();
	work.note({ design: id, units: unitsOf(design.finishable).map(({ code }) => code) });
	return { id, application, contract, units: codes, sheet };
}

/** The design that is finished for it; undefined: none. */
export async function finishedDesign(at: Work['at'], application: string): Promise<DesignTable | undefined> {
	return at.selectFrom('design').selectAll().where('application', '=', application).where('state', '=', 'finished').executeTakeFirst();
}

/** Units that were designed before, held against the records as they are now. */
export function chosenAgain(row: DesignTable): ChosenUnits {
	const { communication, metering, option, cover } = row;
	return { units: unitsOfCodes({ communication, metering, option, cover }).units, broken: [] };
}

export function designIn(
	{ record, wrong }: ApplicationRead,
	records: LinkedRecords,
	utility: Utility,
	chosen: ChosenUnits | undefined,
	language: Language,
): Design {
	return designFor(record, wrong, records, utility, chosen, DESIGN_WORDS[language].selection);
}

/** What is wrong with it, in each language. */
export function wrongDesign(
	application: string,
	read: ApplicationRead,
	records: LinkedRecords,
	utility: Utility,
	chosen: ChosenUnits | undefined,
): OfficeRefusal {
	const lines = (language: Language) =>
		faultLines(sheetOf(designIn(read, records, utility, chosen, language), language), language)
			.map((line) => `\n  ${line}`)
			.join('');
	return new OfficeRefusal({
		kind: 'designWrong',
		words: {
			en: `the design of application ${application} cannot be finished:${lines('en')}`,
			ja: `申し込み${application}の設計は完了できません:${lines('ja')}`,
		},
	});
}

/** Whoever else would do something to the contract waits until this act is over. Throws OfficeRefusal. */
export async function lockContract(at: Work['at'], code: string): Promise<void> {
	const { numUpdatedRows } = await at.updateTable('contract').set({ code }).where('code', '=', code).executeTakeFirst();
	if (numUpdatedRows === 0n) throw refusal('noContract', code);
}

/** An application that may still be designed. Throws OfficeRefusal. */
async function readOpen(at: Work['at'], number: string): Promise<ApplicationRead> {
	const read = await applicationOf(at, number);
	if (read === undefined) throw refusal('noApplication', number);
	const { state } = read.row;
	if (state === 'received' || state === 'designed') return read;
	const order = await at
		.selectFrom('work_order')
		.select('number')
		.where('application', '=', number)
		.where('state', 'in', ['issued', 'assigned'])
		.executeTakeFirst();
	throw order === undefined ? refusal('applicationIs', number, state) : refusal('applicationOrdered', number, order.number);
}

/** Throws UsageError. */
function chosenOf(text: string | undefined): ChosenUnits | undefined {
	if (text === undefined) return undefined;
	const { units, broken, unknown } = examine(text);
	if (unknown.length === 0) return { units, broken };
	throw new UsageError(
		inEach(CATALOGUE_USAGE, (words) => {
			const told = unknown.map(({ number, column, word, perhaps }) =>
				word === '' ? words.noWord(number, column) : words.noUnit(number, column, word, perhaps),
			);
			return `--units: ${words.unknown(told)}`;
		}),
	);
}

/** What is kept of why: the plan, and the words for each place. */
function reasonsOf({ places, note, isBest }: Sheet) {
	return { isBest, note, places: places.map(({ place, action, from, to, why, although }) => ({ place, action, from, to, why, although })) };
}
