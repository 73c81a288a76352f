/** What was done by hand, in the page, on the control socket or in the terminal, with its time, so that it can be done again. */
import { DAY, HOUR, MINUTE, SECOND } from '../../../../modules/time/durations.js';
import { Words } from '../../../../src/world/scenario/words.js';
import type { Language } from '../../../../src/world/schema/language.js';
import type { Control, ControlAnswer } from '../../../../src/world/simulation/control.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { answerSentence } from '../../shared/answer-text.js';
import type { Deed } from './scenarios-told.js';

/** The most deeds that are kept, the newest. */
export const MOST_DEEDS = 1000;

/** What counts as the start of a scenario that is made of them: the start of the run, or the first of them. */
export type RecordFrom = 'first' | 'start';

export class ByHand {
	readonly #start: number;
	readonly #deeds: Deed[] = [];
	readonly #end: () => void;
	#listeners: readonly (() => void)[] = [];
	#forgotten = 0;

	/** @param start the world's time when the scheduler stands at 0, ms since 1970-01-01T00:00:00Z */
	constructor(control: Control, start: number) {
		this.#start = start;
		this.#end = control.hear((answer, asker, asked) => {
			if (asker === 'hand') this.#keep(answer, asked);
		});
	}

	/** In the order in which they were begun. */
	get deeds(): readonly Deed[] {
		return this.#deeds;
	}

	/** How many there were before those. */
	get forgotten(): number {
		return this.#forgotten;
	}

	/** Tells `listener` from now on that there is another one, or none any more. Returns what ends that. */
	watch(listener: () => void): () => void {
		this.#listeners = [...this.#listeners, listener];
		return () => {
			this.#listeners = this.#listeners.filter((each) => each !== listener);
		};
	}

	clear(): void {
		this.#deeds.length = 0;
		this.#forgotten = 0;
		this.#tell();
	}

	/** A scenario that does the same again; what was refused is to be refused again. Undefined: nothing was done. */
	scenario(from: RecordFrom, language: Language): string | undefined {
		const first = this.#deeds[0];
		if (first === undefined) return undefined;
		const origin = from === 'first' ? first.at : 0;
		const words = HEAD_WORDS[language];
		const head = [words.when(isoTime(this.#start + origin)), ...(this.#forgotten > 0 ? [words.forgotten(this.#forgotten)] : []), words.how];
		const lines = this.#deeds.map(({ at, command, isRefused }) => `${sinceText(at - origin)}  ${isRefused ? 'refuse ' : ''}${command}`);
		return `${[...head.map((line) => `# ${line}`), ...lines].join('\n')}\n`;
	}

	close(): void {
		this.#end();
	}

	#keep(answer: ControlAnswer, asked: number): void {
		const deed: Deed = {
			at: asked,
			time: isoTime(this.#start + asked),
			command: new Words(answer.command).rest(),
			isRefused: answer.result === 'refused',
			said: { en: answerSentence(answer, 'en'), ja: answerSentence(answer, 'ja') },
		};
		// One that took long is told after one that was begun later.
		let at = this.#deeds.length;
		while (at > 0 && this.#deeds[at - 1]!.at > asked) at--;
		this.#deeds.splice(at, 0, deed);
		if (this.#deeds.length > MOST_DEEDS) {
			this.#deeds.shift();
			this.#forgotten++;
		}
		this.#tell();
	}

	#tell(): void {
		for (const listener of this.#listeners) listener();
	}
}

interface HeadWords {
	readonly when: (time: string) => string;
	readonly forgotten: (count: number) => string;
	readonly how: string;
}

const HEAD_WORDS: Readonly<Record<Language, HeadWords>> = Object.freeze({
	en: {
		when: (time) => `Done by hand; +0s was ${time}`,
		forgotten: (count) => `The ${count} commands before these were not kept: what they had changed is not done here`,
		how: 'Again: keiki run --scenario FILE, or load it in the page',
	},
	ja: {
		when: (time) => `手で行った操作。+0sは${time}`,
		forgotten: (count) => `これより前の${count}件の操作は残っていません。それらの変更はここでは行われません`,
		how: 'もう一度行うには keiki run --scenario FILE、またはページで読み込みます',
	},
});

/** `+1h2m3.456s`, of ms. */
function sinceText(ms: number): string {
	const whole = Math.round(ms);
	const parts = [
		[Math.floor(whole / DAY), 'd'],
		[Math.floor((whole % DAY) / HOUR), 'h'],
		[Math.floor((whole % HOUR) / MINUTE), 'm'],
		[(whole % MINUTE) / SECOND, 's'],
	] as const;
	const text = parts.flatMap(([amount, unit]) => (amount > 0 ? [`${amount}${unit}`] : [])).join('');
	return `+${text === '' ? '0s' : text}`;
}
