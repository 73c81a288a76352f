/** Records that are missing or contradict each other, so that no design from them can be finished: which, how old, and what would settle it. */
import { hasAmpereBreaker } from '../../meter/catalogue/conditions.js';
import { contradictions, type Refusal } from '../../meter/catalogue/refusal.js';
import { checkCombination, type RuleId, type Units } from '../../meter/catalogue/rules.js';
import type { SelectionTexts } from '../../meter/catalogue/selection-texts.js';
import type { Phases } from '../../meter/catalogue/unit-types.js';
import { isOtherMedium } from '../records/supervised-medium.js';
import { isSince, type UnitDifference, unitDifferences } from '../records/unit-differences.js';
import { APPLICATIONS, type WrongWish } from './applications.js';
import { unitsOfCodes } from './as-built.js';
import type { Asked } from './asked.js';
import type { ApplicationRecord, LinkedRecords } from './linked-records.js';

/** Times are those of the records' own systems, ms since 1970-01-01T00:00:00Z. */
interface Kinds {
	wish: WrongWish;
	noDesign: object;
	noContract: object;
	contractEnded: { readonly asOf: number };
	noSite: object;
	noMeter: object;
	meterThere: { readonly meter: string; readonly asOf: number };
	severalMeters: { readonly meters: readonly string[]; readonly asOf: number };
	phases: { readonly contract: Phases; readonly contractAsOf: number; readonly site: Phases; readonly siteAsOf: number };
	meterPhases: { readonly meter: Phases; readonly meterAsOf: number; readonly site: Phases; readonly siteAsOf: number };
	unknownTypes: { readonly meter: string; readonly codes: readonly string[]; readonly asOf: number };
	noCombination: { readonly meter: string; readonly rules: readonly RuleId[]; readonly asOf: number };
	/** The meter itself reports other units than construction recorded. */
	reportsOther: {
		readonly meter: string;
		readonly differences: readonly UnitDifference[];
		readonly mountedAsOf: number;
		readonly supervisionAsOf: number;
	};
	otherMedium: {
		readonly meter: string;
		readonly mounted: string;
		readonly supervised: string;
		readonly mountedAsOf: number;
		readonly supervisionAsOf: number;
	};
	/** What is asked for contradicts itself. */
	asked: Refusal;
	/** The optional unit that is to go is needed. */
	optionNeeded: { readonly utility: string; readonly amperes: number };
}

export type Obstacle = { [Kind in keyof Kinds]: { readonly kind: Kind } & Kinds[Kind] }[keyof Kinds];
export type ObstacleKind = keyof Kinds;
export type ObstacleFields<Kind extends ObstacleKind> = Kinds[Kind];

/** What speaks against designing anything from these records. */
export function recordObstacles(application: ApplicationRecord, wrong: readonly WrongWish[], records: LinkedRecords): Obstacle[] {
	const row = APPLICATIONS[application.kind];
	const { contract, site, mounted } = records;
	const found: Obstacle[] = wrong.map((each) => ({ kind: 'wish', ...each }));
	if (!row.designed) found.push({ kind: 'noDesign' });
	if (contract === undefined) found.push({ kind: 'noContract' });
	else if (row.active && !contract.active) found.push({ kind: 'contractEnded', asOf: contract.asOf });
	if (site === undefined) found.push({ kind: 'noSite' });
	else if (contract !== undefined && contract.phases !== site.phases) {
		found.push({ kind: 'phases', contract: contract.phases, contractAsOf: contract.asOf, site: site.phases, siteAsOf: site.asOf });
	}
	const [meter] = mounted;
	if (meter === undefined) {
		if (row.meter === 'there') found.push({ kind: 'noMeter' });
		return found;
	}
	if (row.meter === 'none') found.push({ kind: 'meterThere', meter: meter.meter, asOf: meter.asOf });
	if (mounted.length > 1) found.push({ kind: 'severalMeters', meters: mounted.map((each) => each.meter), asOf: meter.asOf });
	else found.push(...meterObstacles(records));
	return found;
}

function meterObstacles({ site, mounted, supervision }: LinkedRecords): Obstacle[] {
	const found: Obstacle[] = [];
	const { meter, units: codes, asOf, mountedAt } = mounted[0]!;
	const { units, unknown } = unitsOfCodes(codes);
	if (unknown.length > 0) found.push({ kind: 'unknownTypes', meter, codes: unknown, asOf });
	else {
		const rules = checkCombination(units).map(({ rule }) => rule);
		if (rules.length > 0) found.push({ kind: 'noCombination', meter, rules, asOf });
	}
	if (site !== undefined && units.metering !== undefined && units.metering.phases !== site.phases) {
		found.push({ kind: 'meterPhases', meter: units.metering.phases, meterAsOf: asOf, site: site.phases, siteAsOf: site.asOf });
	}
	if (supervision === undefined || !isSince(supervision.asOf, mountedAt)) return found;
	const asOfs = { mountedAsOf: asOf, supervisionAsOf: supervision.asOf };
	const differences = supervision.units === undefined ? [] : unitDifferences(codes, supervision.units);
	if (differences.length > 0) found.push({ kind: 'reportsOther', meter, differences, ...asOfs });
	else if (units.communication !== undefined && isOtherMedium(units.communication.medium, supervision.medium)) {
		found.push({ kind: 'otherMedium', meter, mounted: units.communication.medium, supervised: supervision.medium, ...asOfs });
	}
	return found;
}

/** What speaks against what is asked for, whatever lies in the depots. */
export function askedObstacles(application: ApplicationRecord, { conditions }: Asked, mounted: Units | undefined, texts: SelectionTexts): Obstacle[] {
	const found: Obstacle[] = contradictions(conditions, texts).map((refusal) => ({ kind: 'asked', ...refusal }));
	const { utility, amperes } = conditions;
	if (application.kind === 'option-out' && mounted?.option?.kind === 'switching' && hasAmpereBreaker(conditions)) {
		found.push({ kind: 'optionNeeded', utility: utility.code, amperes });
	}
	return found;
}
