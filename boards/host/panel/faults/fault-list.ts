/** All faults as a page has them: what each does, what its value may be, where it can strike now and why not, and how it is. */
import type { FaultForm } from '../../../../src/world/fault/fault-forms.js';
import { FAULT_NAMES, type FaultName, faultRow } from '../../../../src/world/fault/fault-table.js';
import { situationsOf } from '../../../../src/world/fault/situations.js';
import type { WorldFaults } from '../../../../src/world/fault/world-faults.js';
import { refusalWords } from '../../../../src/world/scenario/answer-words.js';
import type { Refusal } from '../../../../src/world/schema/answer-rows.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { FAULTS_WORDS } from '../../shared/faults-words.js';

export const FAULT_GROUPS = Object.freeze(['air', 'fieldFailures', 'more', 'routeA'] as const);
export type FaultGroup = (typeof FAULT_GROUPS)[number];

export interface FaultSituation {
	/** `B1` to `B45`. */
	readonly name: string;
	readonly is: string;
}

export interface FaultPlaceNow {
	readonly node: string;
	/** Why it cannot strike there; null: it can. */
	readonly refusal: string | null;
}

export interface ListedFault {
	readonly name: FaultName;
	readonly does: string;
	readonly group: FaultGroup;
	/** Of the field failures; null: beyond them. */
	readonly failure: number | null;
	readonly situations: readonly FaultSituation[];
	readonly form: FaultForm;
	/** What a value may look like, in words. */
	readonly value: string;
	/** What the name alone stands for. */
	readonly usual: string;
	/** It can strike once; else it lasts as long as it is on. */
	readonly once: boolean;
	/** Why it can strike nowhere; null: it can. */
	readonly refusal: string | null;
	/** The first `MOST_PLACES` nodes that it strikes. */
	readonly places: readonly FaultPlaceNow[];
}

export interface FaultList {
	readonly groups: readonly { readonly name: FaultGroup; readonly title: string }[];
	readonly faults: readonly ListedFault[];
	/** How many nodes there are; more than are named by the rows, where there are many. */
	readonly nodes: number;
}

/** A fault that is on. */
export interface FaultNow {
	readonly name: FaultName;
	readonly value: string;
	readonly once: boolean;
	readonly struck: number;
	/** The first nodes where it is on. */
	readonly at: readonly string[];
	/** How many more. */
	readonly more: number;
}

/** The most nodes that are told of each fault. */
export const MOST_PLACES = 32;

export function faultList(faults: WorldFaults, language: Language): FaultList {
	const words = FAULTS_WORDS[language];
	const said = (refusal: Refusal | undefined) => (refusal === undefined ? null : refusalWords(refusal, language));
	const listed = FAULT_NAMES.map((name): ListedFault => {
		const { failure, form, usual, lasts } = faultRow(name);
		return {
			name,
			does: words.does(name),
			group: groupOf(name),
			failure: failure ?? null,
			situations: situationsOf(name).map((each) => ({ name: each, is: words.situation(each) })),
			form,
			value: words.form(form),
			usual,
			once: lasts !== true,
			refusal: said(faults.refusal(name)),
			places: faults.placesOf(name, MOST_PLACES).map(({ node, refusal }) => ({ node, refusal: said(refusal) })),
		};
	});
	return {
		groups: FAULT_GROUPS.map((name) => ({ name, title: words[name]() })),
		faults: listed,
		nodes: faults.nodes(0).count,
	};
}

/** Those that are on now. */
export function faultsNow(faults: WorldFaults): readonly FaultNow[] {
	return faults.running.map(({ at, ...running }) => ({
		...running,
		at: at.slice(0, MOST_PLACES),
		more: Math.max(0, at.length - MOST_PLACES),
	}));
}

function groupOf(name: FaultName): FaultGroup {
	const { at, failure } = faultRow(name);
	if (at === 'air') return 'air';
	if (at === 'route-a') return 'routeA';
	return failure === undefined ? 'more' : 'fieldFailures';
}
