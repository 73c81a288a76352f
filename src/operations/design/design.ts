/** The design of a meter for one application: what is asked, the best that serves it, what speaks against what somebody chose, and whether it can be finished. */
import type { Utility } from '../../meter/catalogue/ampere-contracts.js';
import type { Refused } from '../../meter/catalogue/refusal.js';
import { type BrokenRule, type Combination, checkCombination, type Units } from '../../meter/catalogue/rules.js';
import type { SelectionTexts } from '../../meter/catalogue/selection-texts.js';
import { SELECTION_TEXTS } from '../../meter/catalogue/selection-texts.js';
import type { WrongWish } from './applications.js';
import { unitsOfCodes } from './as-built.js';
import { type Asked, askedOf } from './asked.js';
import { type Check, checkUnits } from './checks.js';
import { type Chosen, chooseUnits, typesInStock } from './choose.js';
import type { ApplicationRecord, LinkedRecords } from './linked-records.js';
import { askedObstacles, type Obstacle, recordObstacles } from './obstacles.js';
import { type PlacePlan, type PlanNote, planNote, planOf } from './plan.js';

export interface Design {
	readonly application: ApplicationRecord;
	readonly records: LinkedRecords;
	/** Missing or contradicting records; none of the rest is told where there are such that leave nothing to design from. */
	readonly obstacles: readonly Obstacle[];
	readonly asked: Asked | undefined;
	/** Undefined: no meter. */
	readonly mounted: Units | undefined;
	/** The best there is, or why there is none; undefined: nothing to design from. */
	readonly best: Chosen | Refused | undefined;
	/** The units that are held against the checks: those that somebody chose, else the best. */
	readonly units: Units | undefined;
	readonly checks: readonly Check[];
	readonly plan: readonly PlacePlan[];
	readonly note: PlanNote | undefined;
	/** Whole, valid, all checks held, and no record against it: then alone it can be finished. */
	readonly finishable: Combination | undefined;
}

/** What somebody chose instead of the best, with the rules that its words break (`examine` of parse.ts). */
export interface ChosenUnits {
	readonly units: Units;
	readonly broken: readonly BrokenRule[];
}

export function designFor(
	application: ApplicationRecord,
	wrong: readonly WrongWish[],
	records: LinkedRecords,
	utility: Utility,
	chosen?: ChosenUnits,
	texts: SelectionTexts = SELECTION_TEXTS,
): Design {
	const obstacles = recordObstacles(application, wrong, records);
	const { contract, site, earlier } = records;
	const [meter] = records.mounted;
	const mounted = meter === undefined ? undefined : unitsOfCodes(meter.units).units;
	const nothing = { application, records, mounted, asked: undefined, best: undefined, checks: [], plan: [], note: undefined, finishable: undefined };
	if (contract === undefined || site === undefined || obstacles.some(({ kind }) => kind === 'noDesign')) {
		return { ...nothing, obstacles, units: chosen?.units };
	}
	const asked = askedOf(application, { contract, site, earlier }, mounted, utility);
	const all = [...obstacles, ...askedObstacles(application, asked, mounted, texts)];
	const inStock = typesInStock(records.stock);
	const best = chooseUnits(asked, mounted, inStock, texts);
	const units = chosen?.units ?? best.combination;
	if (units === undefined) return { ...nothing, obstacles: all, asked, best, units };
	const broken = chosen?.broken ?? checkCombination(units);
	const checks = checkUnits(units, asked, mounted, inStock, broken);
	const isRight = all.length === 0 && broken.length === 0 && checks.every(({ faults }) => faults.length === 0);
	const plan = isWhole(units) ? planOf(units, mounted, asked) : [];
	return {
		...nothing,
		...{ obstacles: all, asked, best, units, checks, plan },
		note: plan.length > 0 ? planNote(plan, mounted) : undefined,
		finishable: isRight && isWhole(units) ? units : undefined,
	};
}

function isWhole(units: Units): units is Combination {
	return units.communication !== undefined && units.metering !== undefined && units.cover !== undefined;
}
