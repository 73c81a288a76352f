/**
 * Finding slaves by their secondary addresses (EN 13757-3 §11.5): a part of the identification number is selected, with F for all digits behind it, and whoever
 * is selected is asked. Where nobody answers, there is none with these digits; where one does, it is found; where several do, the next digit is tried from 0 to 9.
 */
import type { SecondaryAddress } from './header.js';

/** `several`: what was heard is no telegram. */
export type Probed = SecondaryAddress | 'nobody' | 'several';

export interface SecondarySearchOptions {
	/** Maker, version and kind of those that are looked for; FFFF and FF: any. Its identification number says nothing. */
	readonly among: Omit<SecondaryAddress, 'identification'>;
	/** Selects, and asks who is selected. */
	probe(selected: SecondaryAddress, done: (probed: Probed) => void): void;
	/** False: the search is over. */
	onFound(slave: SecondaryAddress): boolean;
	/** Called once. `whole`: all are found; `ended`: by `onFound`; `several`: some have one identification number, or are too many. */
	onEnd(how: 'whole' | 'ended' | 'several'): void;
	/** So often it is asked at most: noise answers to everything. */
	readonly most: number;
}

const DIGITS = 8;
const LAST_DIGIT = 9;

export class SecondarySearch {
	readonly #options: SecondarySearchOptions;
	/** Digits that are told, the highest first. */
	readonly #digits: number[] = [];
	#probes = 0;
	#isWaiting = false;
	#isWhole = true;
	#isOver = false;
	#isGoing = false;

	constructor(options: SecondarySearchOptions) {
		this.#options = options;
	}

	start(): void {
		this.go();
	}

	/** One answer after the other, also where they come at once. */
	private go(): void {
		if (this.#isGoing) return;
		this.#isGoing = true;
		while (!this.#isWaiting && !this.#isOver) {
			if (this.#probes++ === this.#options.most) {
				this.end('several');
				break;
			}
			this.#isWaiting = true;
			const { manufacturer, version, deviceType } = this.#options.among;
			this.#options.probe({ identification: this.mask, manufacturer, version, deviceType }, this.onProbed);
		}
		this.#isGoing = false;
	}

	private readonly onProbed = (probed: Probed): void => {
		this.#isWaiting = false;
		if (probed === 'several' && this.#digits.length < DIGITS) this.#digits.push(0);
		else if (typeof probed === 'object' && !this.#options.onFound(probed)) this.end('ended');
		else {
			if (probed === 'several') this.#isWhole = false;
			this.next();
		}
		this.go();
	};

	private next(): void {
		const digits = this.#digits;
		while (digits.length > 0 && digits[digits.length - 1] === LAST_DIGIT) digits.pop();
		if (digits.length === 0) this.end(this.#isWhole ? 'whole' : 'several');
		else digits[digits.length - 1]!++;
	}

	private end(how: 'whole' | 'ended' | 'several'): void {
		this.#isOver = true;
		this.#options.onEnd(how);
	}

	private get mask(): number {
		let mask = 0;
		for (let i = 0; i < DIGITS; i++) mask = mask * 16 + (this.#digits[i] ?? 0xf);
		return mask;
	}
}
