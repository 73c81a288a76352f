/** `keiki office order`: what is ordered, who does it, and what came of it. */
import { readFileSync } from 'node:fs';
import { examine } from '../../../../src/meter/catalogue/parse.js';
import type { Place } from '../../../../src/meter/catalogue/select.js';
import { codesOf } from '../../../../src/operations/design/as-built.js';
import { PLACES } from '../../../../src/operations/design/choose.js';
import type { UnitCodes } from '../../../../src/operations/design/linked-records.js';
import type { Serials } from '../../../../src/operations/design/settlement.js';
import { dateOf } from '../../../../src/world/time/iso-time.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import type { OrderState, WorkOrderTable } from '../database/tables.js';
import { type AtWork, inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { untilOf } from './command-times.js';
import { say, stateOf, unitsText } from './design-command.js';
import { type AsBuilt, type Completed, completeOrder } from './done.js';
import { ORDER_WORDS, type OrderWords } from './order-words.js';
import { assignOrder, failOrder, issueOrder, listOrders, showOrder, withdrawOrder } from './orders.js';
import { type Taken, takeResults } from './take-results.js';
import { DESIGN_WORDS } from './words.js';

export interface IssueWords extends OfficeWords {
	readonly depot?: string;
	readonly due?: string;
	readonly worker?: string;
}

export interface ListWords extends OfficeWords {
	readonly state?: string;
	readonly worker?: string;
	readonly contract?: string;
}

export interface DoneWords extends OfficeWords {
	readonly result?: string;
	readonly units?: string;
	readonly serial?: readonly string[];
	readonly meter?: string;
	readonly notDone?: string;
}

export function issueCommand(application: string, words: IssueWords): Promise<ExitCode> {
	const due = words.due === undefined ? undefined : untilOf('--due', words.due);
	return inOffice(words, async ({ office, actor, language, json }) => {
		const order = await issueOrder(office, actor, application, { depot: words.depot, worker: words.worker, due });
		return say(json, orderJson(order), [ORDER_WORDS[language].issued(order.number)]);
	});
}

export function ordersCommand(words: ListWords): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		const told = ORDER_WORDS[language];
		const state = stateOf(words.state, Object.keys(told.orderStates) as OrderState[]);
		const rows = await listOrders(office, actor, { state, worker: words.worker, contract: words.contract });
		const lines = rows.map(({ number, contract, kind, state: is, worker, due }) =>
			[
				number,
				contract,
				told.orderStates[is],
				told.orderKinds[kind],
				...(worker === null ? [] : [worker]),
				...(due === null ? [] : [`${told.due} ${dateOf(due - 1)}`]),
			].join('  '),
		);
		return say(json, rows.map(orderJson), lines.length > 0 ? lines : [told.nothing]);
	});
}

export function showOrderCommand(number: string, words: OfficeWords): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		const told = ORDER_WORDS[language];
		const { order, units, street, address } = await showOrder(office, actor, number);
		const lines = [
			`${order.number}  ${told.orderKinds[order.kind]}  ${told.orderStates[order.state]}`,
			`${told.contract}: ${order.contract}  ${address === '' ? street : address}`,
			...(order.meter === null ? [] : [`${told.meter}: ${order.meter}`]),
			...(order.worker === null ? [] : [`${told.worker}: ${order.worker}`]),
			...(order.due === null ? [] : [`${told.due}: ${dateOf(order.due - 1)}`]),
		];
		for (const place of PLACES) {
			const each = units[place];
			if (each === undefined) continue;
			const parts = [
				...(each.out === null ? [] : [`${told.out} ${each.out}`]),
				...(each.type === null ? [] : [`${told.in} ${each.type} ${each.in ?? '?'}`]),
			];
			lines.push(`${DESIGN_WORDS[language].places[place]}: ${parts.length > 0 ? parts.join(', ') : told.out}`);
		}
		return say(json, { ...orderJson(order), street, address }, lines);
	});
}

export function assignCommand(number: string, worker: string, words: OfficeWords & { readonly due?: string }): Promise<ExitCode> {
	const due = words.due === undefined ? undefined : untilOf('--due', words.due);
	return inOffice(words, async ({ office, actor, language, json }) => {
		await assignOrder(office, actor, number, worker, due);
		return say(json, { order: number, worker }, [ORDER_WORDS[language].assigned(number, worker)]);
	});
}

export function withdrawCommand(number: string, words: OfficeWords): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		await withdrawOrder(office, actor, number);
		return say(json, { order: number, state: 'withdrawn' }, [ORDER_WORDS[language].withdrawn(number)]);
	});
}

/** Ends with 1 where what is there is not what was ordered. */
export async function doneCommand(number: string | undefined, words: DoneWords): Promise<ExitCode> {
	const told = [
		words.result !== undefined,
		words.notDone !== undefined,
		words.units !== undefined || words.serial !== undefined || words.meter !== undefined,
	];
	if (told.filter((each) => each).length > 1 || (number === undefined) !== (words.result !== undefined)) {
		throw new UsageError({
			en: 'expected --result FILE alone, or the number of an order with --units, --serial, --meter, or with --not-done',
			ja: '--result FILEだけか、指示の番号と--units、--serial、--meter、または--not-doneを指定してください',
		});
	}
	if (words.result !== undefined) {
		const text = readText(words.result);
		return inOffice(words, (at) => takeFile(at, text));
	}
	const built = builtByHand(words);
	return inOffice(words, async (at) => {
		const { office, actor, language, json } = at;
		if (words.notDone !== undefined) {
			await failOrder(office, actor, number!, words.notDone);
			return say(json, { order: number, state: 'failed' }, [ORDER_WORDS[language].notDone(number!)]);
		}
		const completed = await completeOrder(office, actor, number!, built);
		say(json, completed, completedLines(completed, ORDER_WORDS[language]));
		return completed.case === undefined ? EXIT.done : EXIT.no;
	});
}

async function takeFile({ office, actor, language, json }: AtWork, text: string): Promise<ExitCode> {
	const words = ORDER_WORDS[language];
	let code: ExitCode = EXIT.done;
	await takeResults(office, actor, text, (taken) => {
		say(json, taken, takenLines(taken, words));
		if ((taken.kind === 'built' ? taken.completed.case : 'case' in taken ? taken.case : undefined) !== undefined) code = EXIT.no;
	});
	return code;
}

export function takenLines(taken: Taken, words: OrderWords): string[] {
	switch (taken.kind) {
		case 'before':
			return [words.alreadyTaken(taken.order ?? '-')];
		case 'built':
			return completedLines(taken.completed, words);
		case 'set':
			return [
				words.set(taken.order, taken.meter, taken.version, taken.isDone),
				...(taken.case === undefined ? [] : [words.unknownVersion(taken.case)]),
			];
		case 'failed':
			return [words.notSet(taken.order, taken.meter, taken.version, taken.case)];
		case 'diagnosis':
			return [words.diagnosed(taken.meter, taken.verdict, taken.case)];
	}
}

function completedLines({ order, meter, units, case: opened, serves }: Completed, words: OrderWords): string[] {
	return [
		words.done(order, meter, unitsText(units)),
		...(opened === undefined ? [] : [words.caseOpened(opened)]),
		...(serves ? [] : [words.doesNotServe]),
	];
}

function orderJson(order: WorkOrderTable) {
	return { ...order, units: JSON.parse(order.units) as unknown, result: order.result === null ? null : (JSON.parse(order.result) as unknown) };
}

/** Throws UsageError. */
function builtByHand({ units, serial = [], meter }: DoneWords): AsBuilt {
	if (meter !== undefined && !/^[0-9A-F]{16}$/.test(meter)) {
		throw new UsageError({
			en: `--meter: expected 16 hexadecimal digits in capitals, got ${JSON.stringify(meter)}`,
			ja: `--meter: 16進数16桁(大文字)のはずですが、${JSON.stringify(meter)}です`,
		});
	}
	return { meter, codes: codesByHand(units), serials: serialsByHand(serial), evidence: { by: 'hand' } };
}

/** Throws UsageError. */
function codesByHand(text: string | undefined): Partial<UnitCodes> {
	if (text === undefined) return {};
	const { units, combination, unknown } = examine(text);
	if (combination !== undefined) return codesOf(combination);
	// What is there is what is there; but words that are no units are none.
	if (unknown.length === 0 && units.communication !== undefined && units.metering !== undefined) return codesOf(units);
	throw new UsageError({
		en: `--units: expected the units that are there, as rf-b,1p3w-60-2way,switch-60,normal, got ${JSON.stringify(text)}`,
		ja: `--units: rf-b,1p3w-60-2way,switch-60,normalのように、あるユニットを指定してください: ${JSON.stringify(text)}`,
	});
}

/** Throws UsageError. */
function serialsByHand(texts: readonly string[]): Serials {
	const serials: Partial<Record<Place, string>> = {};
	for (const text of texts) {
		const [, name, number] = /^([a-z]+)=([0-9A-Z-]{1,24})$/.exec(text) ?? [];
		const place = PLACES.find((each) => each === name);
		if (place === undefined || number === undefined || serials[place] !== undefined) {
			throw new UsageError({
				en: `--serial: expected PLACE=NUMBER, each of ${PLACES.join(', ')} once, got ${JSON.stringify(text)}`,
				ja: `--serial: 場所=番号(${PLACES.join('、')}を1回ずつ)のはずですが、${JSON.stringify(text)}です`,
			});
		}
		serials[place] = number;
	}
	return serials;
}

/** Throws UsageError. */
function readText(file: string): string {
	try {
		return readFileSync(file === '-' ? 0 : file, 'utf8');
	} catch (error) {
		const reason = reasonOf(error);
		throw new UsageError({ en: `--result: cannot read ${file}: ${reason}`, ja: `--result: ${file}を読めません: ${reason}` });
	}
}
