/**
 * What a scenario does to a fleet: one act a line, as scenario.ts has steps.
 *
 * ```
 * +10m   power off street 3            # the meters of concentrator 3 write down where they stand
 * +12m   power cut street 4..6         # these do not
 * +1h    power on all
 * 09:30  silent on all share 1%        # neither push nor answer; which of all, the seed draws
 * 10:30  silent off all
 * 11:00  clock -7min meter 17          # by so much from the world's time; "right" sets it
 * 11:00  loss 5% street 1              # of the pushes
 * 12:00  exchange meter 100..120       # another meter at the same place
 * +1d    end
 * ```
 */
import { takeDurationWord } from './duration-word.js';
import { parseSteps, type Step } from './scenario.js';
import { unexpected, type Words } from './words.js';

/** Which meters, by the numbers of their places. */
export interface MeterChoice {
	readonly first: number;
	readonly last: number;
	/** Part of them that is meant, above 0 to 1; which, the seed draws. */
	readonly share: number;
}

export type FleetAct =
	| { readonly kind: 'power'; readonly to: 'off' | 'cut' | 'on'; readonly meters: MeterChoice }
	| { readonly kind: 'silent'; readonly on: boolean; readonly meters: MeterChoice }
	/** `by`: lead over the world's time, ms. */
	| { readonly kind: 'clock'; readonly by: number; readonly meters: MeterChoice }
	/** `share`: 0 to 1. */
	| { readonly kind: 'loss'; readonly share: number; readonly meters: MeterChoice }
	| { readonly kind: 'exchange'; readonly meters: MeterChoice }
	| { readonly kind: 'end' };

export type FleetStep = Step<FleetAct>;

/** How a fleet is divided into streets: each the meters of a concentrator. */
export interface Streets {
	readonly meters: number;
	readonly ofStreet: number;
}

const EXAMPLE = '+10m power off street 3';
const ACTS = Object.freeze(['power', 'silent', 'clock', 'loss', 'exchange', 'end'] as const);

/**
 * @param start the world's time at the start, ms since 1970-01-01T00:00:00Z
 * @throws ScenarioError at the first line that is wrong
 */
export function parseFleetScenario(text: string, file: string, start: number, streets: Streets): FleetStep[] {
	return parseSteps(text, file, start, (words) => takeAct(words, streets), EXAMPLE);
}

function takeAct(words: Words, streets: Streets): FleetAct {
	const act = takeWords(words, streets);
	words.end();
	return act;
}

function takeWords(words: Words, streets: Streets): FleetAct {
	const kind = words.oneOf(ACTS);
	switch (kind) {
		case 'power':
			return { kind, to: words.oneOf(['off', 'cut', 'on']), meters: takeMeters(words, streets) };
		case 'silent':
			return { kind, on: words.oneOf(['on', 'off']) === 'on', meters: takeMeters(words, streets) };
		case 'clock':
			return { kind, by: words.take('right') ? 0 : takeDurationWord(words), meters: takeMeters(words, streets) };
		case 'loss':
			return { kind, share: words.take('none') ? 0 : takeShare(words), meters: takeMeters(words, streets) };
		case 'exchange':
			return { kind, meters: takeMeters(words, streets) };
		case 'end':
			return { kind };
	}
}

function takeMeters(words: Words, { meters, ofStreet }: Streets): MeterChoice {
	const streets = Math.ceil(meters / ofStreet);
	const expected = { kind: 'meters', meters, streets } as const;
	const word = words.next(expected);
	if (word.text === 'all') return { first: 1, last: meters, share: takeOptionalShare(words) };
	if (word.text !== 'street' && word.text !== 'meter') throw unexpected(word, expected);
	const range = words.next(expected);
	const [, from, to = from] = /^([1-9]\d{0,7})(?:\.\.([1-9]\d{0,7}))?$/.exec(range.text) ?? [];
	const [first, last, most] = [Number(from), Number(to), word.text === 'street' ? streets : meters];
	if (!(first <= last && last <= most)) throw unexpected(range, expected);
	const share = takeOptionalShare(words);
	if (word.text === 'meter') return { first, last, share };
	return { first: (first - 1) * ofStreet + 1, last: Math.min(last * ofStreet, meters), share };
}

function takeOptionalShare(words: Words): number {
	return words.take('share') ? takeShare(words) : 1;
}

function takeShare(words: Words): number {
	const expected = { kind: 'share' } as const;
	const word = words.next(expected);
	const share = /^\d{1,3}(\.\d{1,6})?%$/.test(word.text) ? Number(word.text.slice(0, -1)) / 100 : Number.NaN;
	if (!(share > 0 && share <= 1)) throw unexpected(word, expected);
	return share;
}
