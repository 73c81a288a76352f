/** With whom data of a household may be shared: only with whom the customer named, only what they named, only as long, and only until they take it back. */
import { frozen } from '../../../modules/bytes/frozen.js';

/** What a meter tells over Route A that can be shared, as the customer is asked for it. */
export const SHARED_DATA = Object.freeze(['readings', 'events', 'controls', 'status'] as const);
export type SharedData = (typeof SHARED_DATA)[number];

export const SHARED_DATA_WORDS: { readonly [Each in SharedData]: { readonly en: string; readonly ja: string } } = frozen({
	readings: { en: 'readings of each half-hour', ja: '30分ごとの検針値' },
	events: { en: 'events that the meter reports', ja: 'メーターが通知するイベント' },
	controls: { en: 'what the meter is told to do', ja: 'メーターへの指示' },
	status: { en: 'state of the supply and of Route B', ja: '供給とBルートの状態' },
});

export interface Consent {
	/** As `recipientName` has it. */
	readonly to: string;
	readonly data: readonly SharedData[];
	/** The first ms in which it holds. */
	readonly from: number;
	/** The first ms in which it does not hold any more. */
	readonly until: number;
	readonly withdrawnAt: number | null;
}

/** Characters. */
const LONGEST_NAME = 80;
/** A consent holds so long at most, ms: ten years, the life of a certified meter. Whoever means it says so again. */
export const LONGEST_CONSENT = 10 * 366 * 86_400_000;

/** Whether one of the consents lets `data` be shared with `to` at a time. */
export function allows(consents: readonly Consent[], to: string, data: SharedData, at: number): boolean {
	const name = recipientName(to);
	return consents.some((each) => each.to === name && each.data.includes(data) && stateOf(each, at) === 'holds');
}

export type ConsentState = 'holds' | 'notYet' | 'over' | 'withdrawn';

export function stateOf({ from, until, withdrawnAt }: Omit<Consent, 'to' | 'data'>, at: number): ConsentState {
	if (withdrawnAt !== null && at >= withdrawnAt) return 'withdrawn';
	if (at < from) return 'notYet';
	return at < until ? 'holds' : 'over';
}

/** One way to write a name, so that the same name is the same recipient: NFKC, single blanks. Undefined: empty, longer than 80 characters, or unprintable. */
export function recipientName(text: string): string | undefined {
	const name = text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ');
	return name === '' || [...name].length > LONGEST_NAME || /\p{C}/u.test(name) ? undefined : name;
}

export function isSharedData(text: string): text is SharedData {
	return SHARED_DATA.some((each) => each === text);
}
