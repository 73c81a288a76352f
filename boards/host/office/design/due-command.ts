/** `keiki office due` and `case`: certifications that end, and what has to be looked into. */
import type { DueLeft, DuePlan } from '../../../../src/operations/design/due.js';
import { dateOf } from '../../../../src/world/time/iso-time.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import type { CaseTable } from '../database/tables.js';
import { inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { closeCase, factLines, listCases, showCase } from './cases.js';
import { untilOf } from './command-times.js';
import { say } from './design-command.js';
import { dueUntil, orderDue } from './due.js';
import { ORDER_WORDS, type OrderWords } from './order-words.js';

export interface DueWords extends OfficeWords {
	readonly until: string;
	readonly street?: string;
	readonly order?: boolean;
	readonly partly?: boolean;
}

/** Ends with 1 where the depots have not enough for all. */
export function dueCommand(words: DueWords): Promise<ExitCode> {
	const query = { until: untilOf('--until', words.until), street: words.street };
	return inOffice(words, async ({ office, actor, language, json }) => {
		const told = ORDER_WORDS[language];
		if (words.order === true) {
			const { plan, orders } = await orderDue(office, actor, query, words.partly ?? false);
			const lines = [
				...orders.map(({ order, contract, street }) => `${order}  ${contract}  ${street}`),
				...leftLines(plan, told),
				told.ordered(orders.length),
			];
			return say(json, { orders, ...planJson(plan) }, lines);
		}
		const plan = await dueUntil(office, actor, query);
		say(json, planJson(plan), planLines(plan, told));
		return plan.needs.some(({ lacking }) => lacking > 0) ? EXIT.no : EXIT.done;
	});
}

export function casesCommand(words: OfficeWords & { readonly all?: boolean; readonly contract?: string }): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		const told = ORDER_WORDS[language];
		const rows = await listCases(office, actor, { all: words.all ?? false, contract: words.contract });
		const lines = rows.map((row) => caseLine(row, told));
		return say(json, rows.map(caseJson), lines.length > 0 ? lines : [told.nothing]);
	});
}

export function showCaseCommand(number: string, words: OfficeWords): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		const told = ORDER_WORDS[language];
		const row = await showCase(office, actor, number);
		const { closed_at, closed_by, outcome } = row;
		const closed = closed_at === null ? [] : [told.closed(dateOf(closed_at), closed_by ?? '', outcome ?? '')];
		return say(json, caseJson(row), [caseLine(row, told), ...factLines(row).map((line) => `  ${line}`), ...closed]);
	});
}

export function closeCaseCommand(number: string, words: OfficeWords & { readonly outcome: string }): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		await closeCase(office, actor, number, words.outcome);
		return say(json, { case: number, closed: true }, [ORDER_WORDS[language].caseClosed(number)]);
	});
}

function caseLine({ number, kind, contract, opened_at, opened_by }: CaseTable, words: OrderWords): string {
	return [number, ...(contract === null ? [] : [contract]), words.caseKinds[kind] ?? kind, words.opened(dateOf(opened_at), opened_by)].join('  ');
}

function caseJson(row: CaseTable) {
	return { ...row, facts: JSON.parse(row.facts) as unknown };
}

function planLines(plan: DuePlan, words: OrderWords): string[] {
	const needs = (each: DuePlan['needs']) => each.map(({ type, allotted, lacking, inStock }) => words.dueNeed(type, allotted, lacking, inStock));
	const lines = plan.streets.flatMap(({ street, meters, served, first, needs: theirs }) => [
		words.dueStreet(street, meters, served, dateOf(first)),
		...needs(theirs),
	]);
	if (plan.streets.length > 1) lines.push(words.dueAll, ...needs(plan.needs));
	lines.push(...leftLines(plan, words));
	return lines.length > 0 ? lines : [words.nothing];
}

function leftLines({ left }: DuePlan, words: OrderWords): string[] {
	return left.flatMap((each) => leftOut(each, words) ?? []);
}

/** Undefined: that its units are lacking is told by street. */
function leftOut(each: DueLeft, words: OrderWords): string | undefined {
	const { contract } = each.due;
	switch (each.why) {
		case 'ordered':
			return words.leftOrdered(contract, each.order);
		case 'records':
			return words.leftRecords(contract);
		case 'impossible':
			return words.leftImpossible(contract);
		case 'stock':
			return undefined;
	}
}

function planJson({ streets, needs, served, left }: DuePlan) {
	return {
		streets,
		needs,
		served: served.map(({ due }) => due.contract),
		left: left.map(({ due, ...why }) => ({ contract: due.contract, street: due.street, ...why })),
	};
}
