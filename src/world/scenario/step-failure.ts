/** Why a step of a scenario failed, each a kind with its fields, and the sentence that these make in English. */
import type { Verdict } from '../../meter/communication/status-information.js';
import type { Refusal } from '../schema/answer-rows.js';
import { type KindWords, kindText, type OfKinds } from '../schema/language.js';
import type { UnitView } from './stand.js';

/** What is there in place of what was expected. */
export interface Founds {
	supply: { readonly on: boolean };
	contact: { readonly closed: boolean };
	/** Undefined: no switching unit that works. */
	breaker: { readonly locked: boolean | undefined };
	/** Undefined: no Route B. */
	verdict: { readonly verdict: Verdict | undefined };
	/** W; undefined: nothing is measured. */
	load: { readonly watts: number | undefined };
	unit: UnitView;
	/** `text`: in words of the scenario. */
	event: { readonly text: string };
	/** `texts`: of the newest; `more`: there were others before them. */
	events: { readonly texts: readonly string[]; readonly more: boolean };
	forgotten: { readonly events: number; readonly most: number };
}

export type Found = OfKinds<Founds>;

export interface StepFailures {
	/** `words`: behind `expect`. */
	unmet: { readonly words: string; readonly found: Found };
	/** What was to be refused. */
	done: object;
	/** `reason`: the same as `why`, in English. */
	refused: { readonly why: Refusal | undefined; readonly reason: string };
}

export type StepFailure = OfKinds<StepFailures>;

const FOUND_WORDS: KindWords<Founds> = Object.freeze({
	supply: ({ on }) => `it is ${on ? 'on' : 'off'}`,
	contact: ({ closed }) => `it is ${closed ? 'closed' : 'open'}`,
	breaker: ({ locked }) => (locked === undefined ? 'there is none' : `it is ${locked ? 'locked' : 'ready'}`),
	verdict: ({ verdict }) => `it is ${verdict ?? 'none'}`,
	load: ({ watts }) => (watts === undefined ? 'nothing is measured' : `it is ${Math.round(watts)} W`),
	unit: ({ state, code }) => (state === 'empty' ? 'it is empty' : `it is ${state}${code === undefined ? '' : `: ${code}`}`),
	event: ({ text }) => `there was ${text}`,
	events: ({ texts, more }) => `there was ${texts.length === 0 ? 'none' : `${more ? '…, ' : ''}${texts.join(', ')}`}`,
	forgotten: ({ events, most }) => `${events} events before the newest ${most} are forgotten`,
});

export const STEP_FAILURE_WORDS: KindWords<StepFailures> = Object.freeze({
	unmet: ({ words, found }) => `expected ${words}: ${kindText<Founds>(FOUND_WORDS, found)}`,
	done: () => 'expected it to be refused, it was done',
	refused: ({ reason }) => `refused: ${reason}`,
});

/** English text. */
export function stepFailureText(failure: StepFailure): string {
	return kindText<StepFailures>(STEP_FAILURE_WORDS, failure);
}
