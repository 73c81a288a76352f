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
import type { Verdict } from '../../meter/communication/status-information.js';
import type { WorldEvent, WorldEventKind } from '../schema/event-rows.js';
import { takeEventPattern } from './event-pattern.js';
import type { StandView, UnitView } from './stand.js';
import type { Found } from './step-failure.js';
import { takeWatts } from './values.js';
import { unexpected, type Words } from './words.js';

export interface Expectation {
	/** Kinds of the events that it looks at. */
	readonly kinds: readonly WorldEventKind[];
	/** Looks at the stand and at the events since the last one that was expected; returns what is there instead, undefined if all is as expected. */
	readonly unmet: (view: StandView, events: WorldEvent[]) => Found | undefined;
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
/** Most events shown of those that came in place of one. */
const MOST_SHOWN = 20;

/** Takes the words behind `expect`. Throws WordError. */
export function takeExpectation(words: Words): Expectation {
	const what = words.oneOf(WHAT, 'expected');
	return what === 'event' || what === 'no' ? takeEventExpectation(words, what) : { kinds: [], unmet: takeViewExpectation(words, what) };
}

function takeViewExpectation(words: Words, what: Exclude<(typeof WHAT)[number], 'event' | 'no'>): (view: StandView) => Found | undefined {
	switch (what) {
		case 'supply': {
			const on = words.oneOf(['on', 'off']) === 'on';
			return ({ supply }) => (supply === on ? undefined : { kind: 'supply', on: supply });
		}
		case 'contact': {
			const closed = words.oneOf(['open', 'closed']) === 'closed';
			return ({ contact }) => (contact === closed ? undefined : { kind: 'contact', closed: contact });
		}
		case 'breaker': {
			const wanted = words.oneOf(['locked', 'ready']) === 'locked';
			return ({ locked }) => (locked === wanted ? undefined : { kind: 'breaker', locked });
		}
		case 'verdict': {
			const wanted = VERDICTS[words.oneOf(Object.keys(VERDICTS) as (keyof typeof VERDICTS)[], 'verdict')];
			return ({ verdict }) => (verdict === wanted ? undefined : { kind: 'verdict', verdict });
		}
		case 'unit':
			return takeUnitExpectation(words);
		case 'load': {
			const wanted = takeWatts(words);
			return ({ watts }) => {
				const isIt = watts !== undefined && Math.abs(watts - wanted) <= TOLERANCE;
				return isIt ? undefined : { kind: 'load', watts };
			};
		}
	}
}

function takeEventExpectation(words: Words, what: 'event' | 'no'): Expectation {
	if (what === 'no') words.oneOf(['event']);
	const { kinds, matches, text } = takeEventPattern(words);
	if (what === 'no') {
		const unmet = (_view: StandView, events: WorldEvent[]): Found | undefined => {
			const found = events.find(matches);
			return found && { kind: 'event', text: text(found) };
		};
		return { kinds, unmet };
	}
	const unmet = (_view: StandView, events: WorldEvent[]): Found | undefined => {
		const at = events.findIndex(matches);
		if (at >= 0) {
			events.splice(0, at + 1);
			return undefined;
		}
		const others = events.filter(({ event }) => kinds.includes(event));
		return { kind: 'events', texts: others.slice(-MOST_SHOWN).map(text), more: others.length > MOST_SHOWN };
	};
	return { kinds, unmet };
}

function takeUnitExpectation(words: Words): (view: StandView) => Found | undefined {
	const place = words.oneOf<Place>(PLACES, 'place');
	const state = words.oneOf<UnitView['state']>(STATES, 'unitState');
	const code = state === 'empty' ? undefined : words.peek && words.next({ kind: 'code' });
	if (code !== undefined && unitType(code.text) === undefined) throw unexpected(code, { kind: 'unitCode' });
	return ({ unit }) => {
		const found = unit(place);
		return found.state === state && (code === undefined || found.code === code.text) ? undefined : { kind: 'unit', ...found };
	};
}
