/** What the values of faults look like, and what they come to: one row a form. */
import { frozen } from '../../../modules/bytes/frozen.js';
import { parseDuration } from '../time/duration.js';
import { parseCount, parseDurationRange, parseShare, parseTimed } from './fault-values.js';

/** What a value comes to, whatever its form. */
export interface FaultValue {
	/** How likely it strikes when it can, above 0 to 1. */
	readonly share: number;
	/** ms; absent where it has none, or the usual one. */
	readonly delay?: { readonly min: number; readonly max: number };
	/** dB, or how many. */
	readonly amount?: number;
}

interface Form {
	/** For people. */
	readonly text: string;
	/** Undefined for a text that is none of the form. */
	readonly parse: (text: string) => FaultValue | undefined;
}

export type FaultForm = 'share' | 'duration' | 'lifetime' | 'range' | 'reply' | 'timed' | 'switch' | 'decibels' | 'meters';

export const FORMS: Readonly<Record<FaultForm, Form>> = frozen({
	share: { text: 'always, 1/N or N%', parse: shared },
	duration: { text: 'a time like 200ms, 5s, 10min, 2h, 1d', parse: (text) => lasting(parseDuration(text)) },
	lifetime: { text: 'a time of whole seconds like 60s, 10min, 2h', parse: (text) => lasting(wholeSeconds(parseDuration(text))) },
	range: {
		text: 'a time like 200ms, or from-to like 50-200ms',
		parse: (text) => {
			const delay = parseDurationRange(text);
			return delay && { share: 1, delay };
		},
	},
	reply: { text: 'a time like 18s, in one case of N: 18s:1/N, or only always, 1/N or N%', parse: (text) => shared(text) ?? timed(text) },
	timed: { text: 'a time like 10min, or in one case of N: 10min:1/N', parse: timed },
	switch: { text: 'on', parse: (text) => (text === 'on' || text === 'always' ? { share: 1 } : undefined) },
	decibels: { text: 'dB, 1 to 60', parse: (text) => counted(text.replace(/dB$/i, ''), 1, 60) },
	meters: { text: '2 to 8', parse: (text) => counted(text, 2, 8) },
});

function shared(text: string): FaultValue | undefined {
	const share = parseShare(text);
	return share === undefined ? undefined : { share };
}

function timed(text: string): FaultValue | undefined {
	const value = parseTimed(text);
	return value && { share: 1 / value.oneIn, delay: { min: value.delay, max: value.delay } };
}

function lasting(time: number | undefined): FaultValue | undefined {
	return time === undefined ? undefined : { share: 1, delay: { min: time, max: time } };
}

function counted(text: string, min: number, max: number): FaultValue | undefined {
	const amount = parseCount(text, min, max);
	return amount === undefined ? undefined : { share: 1, amount };
}

/** ms, at least a second. */
function wholeSeconds(time: number | undefined): number | undefined {
	return time === undefined || time < 1000 ? undefined : Math.floor(time / 1000) * 1000;
}
