/**
 * What a scenario expects, in words behind `expect`.
 *
 * | words                              | expected                                                                          |
 * |------------------------------------|-----------------------------------------------------------------------------------|
 * | `supply on` `off`                   | voltage gets through to the house, or does not                                    |
 * | `contact open` `closed`             | where the contact really is                                                       |
 * | `breaker locked` `ready`            | it has given up, or has not                                                       |
 * | `verdict` active, failure, unconnected, abnormality, undetermined or none | the row of Table 2                         |
 * | `unit PLACE` empty, greeting, working or isolated `[CODE]` | what is in a place                                        |
 * | `load WATTS`                       | what flows through the terminals, within 1 W                                      |
 * | `event KIND KEY=VALUE …`           | an event of this kind with these fields, after the last one that was expected and came |
 * | `event WORDS`                      | the same by words: one of units, supply or voltage whose English text has them    |
 * | `no event …`                       | none since then                                                                   |
 */
import { PLACES, type Place } from '../../meter/backplane/messages.js';
import { unitType } from '../../meter/catalogue/unit-types.js';
import type { Verdict } from '../../route-b/diagnosis.js';
import type { WorldEvent, WorldEventKind } from '../schema/event-rows.js';
import { takeEventPattern } from './event-pattern.js';
import type { StandView, UnitView } from './stand.js';
import { takeWatts } from './values.js';
import { unexpected, type Words } from './words.js';

export interface Expectation {
	/** Of the events that it looks at. */
	readonly kinds: readonly WorldEventKind[];
	/** Looks at the stand and at the events since the last one that was expected; returns what is there instead, undefined if all is as expected. */
	readonly unmet: (view: StandView, events: WorldEvent[]) => string | undefined;
}

const WHAT = Object.freeze(['supply', 'contact', 'breaker', 'verdict', 'unit', 'load', 'event', 'no'] as const);
const STATES = Object.freeze(['empty', 'greeting', 'working', 'isolated'] as const);
const VERDICTS = Object.freeze({
	active: 'active',
	failure: 'HEMS is failure',
	unconnected: 'HEMS is unconnected',
	abnormality: 'abnormality',
	undetermined: 'undetermined',
	none: undefined,
} satisfies Readonly<Record<string, Verdict | undefined>>);
/** W. */
const TOLERANCE = 1;
/** Of the events that came in place of one. */
const MOST_SHOWN = 20;

/** Takes the words behind `expect`. Throws WordError. */
export function takeExpectation(words: Words): Expectation {
	const what = words.oneOf(WHAT, 'what is expected');
	return what === 'event' || what === 'no' ? takeEventExpectation(words, what) : { kinds: [], unmet: takeViewExpectation(words, what) };
}

function takeViewExpectation(words: Words, what: Exclude<(typeof WHAT)[number], 'event' | 'no'>): (view: StandView) => string | undefined {
	switch (what) {
		case 'supply': {
			const on = words.oneOf(['on', 'off']) === 'on';
			return ({ supply }) => (supply === on ? undefined : `it is ${supply ? 'on' : 'off'}`);
		}
		case 'contact': {
			const closed = words.oneOf(['open', 'closed']) === 'closed';
			return ({ contact }) => (contact === closed ? undefined : `it is ${contact ? 'closed' : 'open'}`);
		}
		case 'breaker': {
			const wanted = words.oneOf(['locked', 'ready']) === 'locked';
			return ({ locked }) => (locked === wanted ? undefined : locked === undefined ? 'there is none' : `it is ${locked ? 'locked' : 'ready'}`);
		}
		case 'verdict': {
			const wanted = VERDICTS[words.oneOf(Object.keys(VERDICTS) as (keyof typeof VERDICTS)[], 'a verdict')];
			return ({ verdict }) => (verdict === wanted ? undefined : `it is ${verdict ?? 'none'}`);
		}
		case 'unit':
			return takeUnitExpectation(words);
		case 'load': {
			const wanted = takeWatts(words);
			return ({ watts }) => {
				const isIt = watts !== undefined && Math.abs(watts - wanted) <= TOLERANCE;
				return isIt ? undefined : watts === undefined ? 'nothing is measured' : `it is ${Math.round(watts)} W`;
			};
		}
	}
}

function takeEventExpectation(words: Words, what: 'event' | 'no'): Expectation {
	if (what === 'no') words.oneOf(['event']);
	const { kinds, matches, text } = takeEventPattern(words);
	if (what === 'no') {
		const unmet = (_view: StandView, events: WorldEvent[]) => {
			const found = events.find(matches);
			return found && `there was ${text(found)}`;
		};
		return { kinds, unmet };
	}
	const unmet = (_view: StandView, events: WorldEvent[]) => {
		const at = events.findIndex(matches);
		if (at >= 0) {
			events.splice(0, at + 1);
			return undefined;
		}
		const others = events.filter(({ event }) => kinds.includes(event));
		const shown = others.slice(-MOST_SHOWN).map(text).join(', ');
		return `there was ${others.length === 0 ? 'none' : others.length > MOST_SHOWN ? `…, ${shown}` : shown}`;
	};
	return { kinds, unmet };
}

function takeUnitExpectation(words: Words): (view: StandView) => string | undefined {
	const place = words.oneOf<Place>(PLACES, 'a place');
	const state = words.oneOf<UnitView['state']>(STATES, 'how it is');
	const code = state === 'empty' ? undefined : words.peek && words.next('a code');
	if (code !== undefined && unitType(code.text) === undefined) throw unexpected(code, 'the code of a type of unit, as "keiki units types" has it');
	return ({ unit }) => {
		const found = unit(place);
		if (found.state === state && (code === undefined || found.code === code.text)) return undefined;
		return found.state === 'empty' ? 'it is empty' : `it is ${found.state}${found.code === undefined ? '' : `: ${found.code}`}`;
	};
}
