/** A design as people see it, on the command line and on the page: all that is said of it, in one language. */
import type { Place } from '../../../../src/meter/catalogue/select.js';
import type { UnitType } from '../../../../src/meter/catalogue/unit-types.js';
import { codesOf } from '../../../../src/operations/design/as-built.js';
import type { Check, CheckId, Fault } from '../../../../src/operations/design/checks.js';
import { PLACES } from '../../../../src/operations/design/choose.js';
import type { Design } from '../../../../src/operations/design/design.js';
import type { StockCount, UnitCodes } from '../../../../src/operations/design/linked-records.js';
import type { ObstacleKind } from '../../../../src/operations/design/obstacles.js';
import type { Action, PlanNote } from '../../../../src/operations/design/plan.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { type ObstacleText, obstacleText } from './obstacle-words.js';
import { DESIGN_WORDS, type DesignWords } from './words.js';

export interface DepotCount {
	readonly depot: string;
	readonly count: number;
}

export interface SheetPlace {
	readonly place: Place;
	readonly name: string;
	readonly action: Action;
	readonly does: string;
	readonly from: string | undefined;
	readonly to: string | undefined;
	/** Of the unit that is to be there. */
	readonly unit: string | undefined;
	/** Of its type, in the depots. */
	readonly stock: readonly DepotCount[];
	/** Why the best has this unit there; none where somebody chose another. */
	readonly why: readonly string[];
	readonly although: readonly string[];
	/** Others that would do, and what speaks against each. */
	readonly over: readonly { readonly unit: string; readonly why: string; readonly stock: readonly DepotCount[] }[];
}

export interface SheetCheck {
	readonly check: CheckId;
	readonly name: string;
	readonly holds: boolean;
	readonly faults: readonly { readonly text: string; readonly wouldDo: readonly string[] }[];
}

export interface Sheet {
	readonly application: string;
	readonly kind: string;
	/** Codes of what stands there; undefined: no meter. */
	readonly mounted: UnitCodes | undefined;
	/** Codes of what is designed; undefined: nothing would do. */
	readonly units: UnitCodes | undefined;
	readonly isBest: boolean;
	readonly places: readonly SheetPlace[];
	readonly note: PlanNote | undefined;
	readonly noteText: string | undefined;
	readonly checks: readonly SheetCheck[];
	readonly obstacles: readonly ({ readonly kind: ObstacleKind } & ObstacleText)[];
	/** Why nothing would do, and what would make something possible. */
	readonly reasons: readonly string[];
	readonly possible: readonly string[];
	readonly finishable: boolean;
}

/** @param design made with the words of this language (`DESIGN_WORDS[language].selection`) */
export function sheetOf(design: Design, language: Language): Sheet {
	const words = DESIGN_WORDS[language];
	const { application, records, obstacles, mounted, best, units, checks, note } = design;
	const isBest = units !== undefined && best?.combination !== undefined && PLACES.every((place) => best.combination[place] === units[place]);
	const none = best !== undefined && best.combination === undefined ? best : undefined;
	return {
		application: application.number,
		kind: words.kinds[application.kind],
		mounted: mounted && codesOf(mounted),
		units: units && codesOf(units),
		isBest,
		places: placesOf(design, words, isBest),
		note,
		noteText: note && words.notes[note],
		checks: checks.map((check) => checkText(check, words)),
		obstacles: obstacles.map((each) => ({ kind: each.kind, ...obstacleText(each, language) })),
		reasons: none === undefined ? [] : none.reasons.map(({ why }) => why),
		possible: none?.possible ?? [],
		finishable: design.finishable !== undefined && records.contract !== undefined,
	};
}

/** For the command line. */
export function sheetLines(sheet: Sheet, language: Language): string[] {
	const words = DESIGN_WORDS[language];
	const lines = [`${sheet.application}  ${sheet.kind}`];
	for (const { name, does, from, to, unit, stock, why, although, over, action } of sheet.places) {
		const change = action === 'exchange' ? `${from} → ${to}` : (to ?? from ?? '');
		const counts = action === 'exchange' || action === 'add' ? ` (${words.stock(stock)})` : '';
		lines.push('', `${name}: ${does}${change === '' ? '' : ` ${change}`}${counts}${unit === undefined ? '' : `: ${unit}`}`);
		lines.push(...why.map((each) => `  ${each}`), ...although.map((each) => `  ${words.although(each)}`));
		for (const other of over) lines.push(`  ${words.ratherThan(other.unit, other.why, words.stock(other.stock))}`);
	}
	if (sheet.noteText !== undefined) lines.push('', sheet.noteText);
	if (sheet.checks.length > 0) lines.push('', ...sheet.checks.flatMap((check) => checkLines(check, words)));
	lines.push(...wrongLines(sheet, words), '', sheet.finishable ? words.isFinishable : words.isNotFinishable);
	return lines;
}

/** What speaks against finishing it, alone. */
export function faultLines(sheet: Sheet, language: Language): string[] {
	const words = DESIGN_WORDS[language];
	const failed = sheet.checks.filter(({ holds }) => !holds).flatMap((check) => checkLines(check, words));
	const lines = [...failed, ...wrongLines(sheet, words).filter((line) => line !== '')];
	return lines.length > 0 ? lines : [words.nothingToDesignFrom];
}

function wrongLines({ obstacles, reasons, possible, units }: Sheet, words: DesignWords): string[] {
	const lines: string[] = [];
	if (obstacles.length > 0) {
		lines.push('', `${words.obstacles}:`, ...obstacles.flatMap(({ text, settle }) => [`  ${text}`, `    ${words.settle(settle)}`]));
	}
	if (reasons.length > 0 && units === undefined) lines.push('', `${words.none}:`, ...reasons.map((each) => `  ${each}`));
	if (possible.length > 0 && units === undefined) lines.push(`${words.possible}:`, ...possible.map((each) => `  ${each}`));
	return lines;
}

function checkLines({ name, holds, faults }: SheetCheck, words: DesignWords): string[] {
	return [
		`${name}: ${holds ? words.holds : words.fails}`,
		...faults.flatMap(({ text, wouldDo }) => [`  ${text}`, `    ${wouldDo.length > 0 ? words.wouldDo(wouldDo) : words.nothingWouldDo}`]),
	];
}

function placesOf({ plan, units, best, records }: Design, words: DesignWords, isBest: boolean): SheetPlace[] {
	return plan.map(({ place, action, from, to }) => {
		const choice = isBest && best?.combination !== undefined ? best.choices.find((each) => each.place === place) : undefined;
		const unit: UnitType | undefined = units?.[place];
		return {
			...{ place, name: words.places[place], action, does: words.actions[action], from, to },
			unit: unit && words.name(unit),
			stock: unit === undefined ? [] : inDepots(records.stock, unit.code),
			why: choice?.why ?? [],
			although: choice?.although ?? [],
			over: (choice?.over ?? []).map((each) => ({ unit: each.unit.code, why: each.why, stock: inDepots(records.stock, each.unit.code) })),
		};
	});
}

function inDepots(stock: readonly StockCount[], code: string): DepotCount[] {
	return stock.filter(({ type, count }) => type === code && count > 0).map(({ depot, count }) => ({ depot, count }));
}

function checkText({ check, faults }: Check, words: DesignWords): SheetCheck {
	const told = faults.map((fault) => ({
		text: faultText(fault, words),
		wouldDo: fault.wouldDo.map((each) => (each.isAtHand ? words.change(each) : words.notAtHand(words.change(each)))),
	}));
	return { check, name: words.checks[check], holds: faults.length === 0, faults: told };
}

function faultText(fault: Fault, words: DesignWords): string {
	switch (fault.kind) {
		case 'demand': {
			const { unit, demand, conditions } = fault;
			const does = demand.does(conditions, words.selection);
			if (unit === undefined) return words.noOption(does ?? demand.condition);
			return does === undefined ? words.failsCondition(unit.code, demand.condition) : words.doesNot(unit.code, does);
		}
		case 'unasked':
			return words.unasked(fault.unit.code);
		case 'rule': {
			const { found, reason } = words.broken(fault.rule);
			return `${found} (${reason})`;
		}
		case 'notInStock':
			return words.notInStock(fault.unit.code);
	}
}
