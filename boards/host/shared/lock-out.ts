/** How wrong passwords are slowed down, and nobody is kept away for good by the wrong passwords of others. */

/** Wrong ones in a row that cost nothing. */
const FREE = 5;
/** ms. */
const FIRST_LOCK = 30_000;
const LONGEST_LOCK = 15 * 60_000;

/** How long nobody gets in after so many wrong ones in a row, ms: nothing up to four, then 30 s, a minute, … 15 minutes at most. */
export function lockAfter(failures: number): number {
	return failures < FREE ? 0 : Math.min(FIRST_LOCK * 2 ** Math.min(failures - FREE, 16), LONGEST_LOCK);
}

interface Window {
	since: number;
	tries: number;
}

/** Tries by key within a window of time; it remembers a bounded number of keys, the latest. */
export class Tries {
	readonly #limit: number;
	readonly #span: number;
	readonly #most: number;
	readonly #windows = new Map<string, Window>();

	/** @param limit tries of a key in a window @param span of a window, ms @param most keys that are remembered */
	constructor(limit: number, span: number, most: number) {
		[this.#limit, this.#span, this.#most] = [limit, span, most];
	}

	/** Counts a try. @returns how long to wait before the next, ms; 0: this one may be made */
	take(key: string, now: number): number {
		const window = this.#windows.get(key);
		if (window === undefined || now >= window.since + this.#span || now < window.since) {
			this.#windows.delete(key);
			if (this.#windows.size >= this.#most) this.#windows.delete(this.#windows.keys().next().value!);
			this.#windows.set(key, { since: now, tries: 1 });
			return 0;
		}
		if (window.tries >= this.#limit) return window.since + this.#span - now;
		window.tries++;
		return 0;
	}
}

/** Under what an address is counted: an IPv6 address by its first 64 bits, for whoever has one has them all. */
export function addressKey(address: string): string {
	const plain = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
	if (!plain.includes(':')) return plain;
	const [head = '', tail = ''] = plain.split('::');
	const [first, last] = [head, tail].map((each) => (each === '' ? [] : each.split(':'))) as [string[], string[]];
	const zeros = plain.includes('::') ? 8 - first.length - last.length : 0;
	const groups = [...first, ...Array<string>(Math.max(0, zeros)).fill('0'), ...last];
	return `${groups
		.slice(0, 4)
		.map((each) => Number.parseInt(each, 16).toString(16))
		.join(':')}::/64`;
}
