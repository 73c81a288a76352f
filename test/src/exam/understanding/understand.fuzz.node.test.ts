/** A program that understands its meter, whatever comes: nothing that it shows may be called wrong. */
import type { SeededRandom } from '../../../../hal/virtual/random.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import type { Observable } from '../../../../src/exam/declaration.js';
import { equal } from '../../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../../fuzz/campaign.js';
import { Record } from './record.js';

const RUNS = fuzzCount(2_000);
const POLLS = 30;
const POLL = 10_000;
const STEPS: readonly number[] = [0.001, 0.01, 0.1, 1, 10, 100];
const NO_POWER = 0x7ffffffe;
const NO_ENERGY = 0xfffffffe;
const NO_CURRENT = 0x7ffe;
const UNITS: readonly (readonly [code: string, kWh: number])[] = [
	['00', 1],
	['01', 0.1],
	['02', 0.01],
	['03', 0.001],
	['0A', 10],
];

class Program {
	readonly record = new Record();
	readonly steps: Partial<Readonly<{ [What in Observable]: number }>>;
	readonly #random: SeededRandom;
	readonly #isFloat32: boolean;
	#unit = UNITS[1]!;
	#coefficient = 1;
	readonly #shown = new Map<Observable, number | 'none'>();

	constructor(random: SeededRandom) {
		this.#random = random;
		this.#isFloat32 = this.#random.below(4) === 0;
		const step = () => STEPS[this.#random.below(STEPS.length)]!;
		this.steps = { power: step(), energy: step(), currentR: step(), currentT: step() };
	}

	play(): void {
		for (let i = 0; i < POLLS; i++) {
			this.#poll();
			const wait = this.#random.below(POLL);
			this.record.wait(wait);
			if (this.#random.below(3) === 0) this.#showAgain();
			this.record.wait(POLL - wait);
		}
	}

	/** Asks, is answered, with what belongs to others now and then, and shows it within a poll. */
	#poll(): void {
		const { record } = this;
		const power = this.#oneIn(6) ? NO_POWER : this.#random.below(60_000) - 20_000;
		const [r, t] = [this.#current(), this.#current()];
		const energy = this.#oneIn(8) ? NO_ENERGY : this.#random.below(100_000_000);
		if (this.#oneIn(5)) this.#rescale();
		const text = `E7=${digits(power, 4)} E8=${digits(r, 2)}${digits(t, 2)} E0=${digits(energy, 4)}`;
		const tid = record.asks(0xe7, 0xe8, 0xe0);
		if (this.#oneIn(5)) record.answers(`E7=${digits(this.#random.below(60_000), 4)}`, 0x9000);
		if (this.#oneIn(6)) record.notifies(`EA=07EA0B1D0A0000${digits(this.#random.below(100_000_000), 4)}`);
		record.answers(text, tid);
		if (this.#oneIn(5)) record.answers(text, tid);
		this.#show('power', power === NO_POWER ? undefined : power);
		this.#show('currentR', r === NO_CURRENT ? undefined : r * 0.1);
		this.#show('currentT', t === NO_CURRENT ? undefined : t / 10);
		this.#show('energy', energy === NO_ENERGY ? undefined : energy * this.#unit[1] * this.#coefficient);
	}

	#rescale(): void {
		this.#unit = UNITS[this.#random.below(UNITS.length)]!;
		this.#coefficient = 1 + this.#random.below(40);
		this.record.gets(`E1=${this.#unit[0]} D3=${digits(this.#coefficient, 4)}`);
	}

	#current(): number {
		return this.#oneIn(6) ? NO_CURRENT : this.#random.below(2_000) - 1_000;
	}

	#show(what: Observable, value: number | undefined): void {
		const step = this.steps[what]!;
		const rounded = value === undefined ? 'none' : this.#float(Math.round(value / step) * step);
		this.#shown.set(what, rounded);
		this.record.shows(what, rounded);
	}

	#showAgain(): void {
		for (const [what, value] of this.#shown) this.record.shows(what, value);
	}

	/** Some keep all as floats of 32 bits, as far as the step leaves room for it. */
	#float(value: number): number {
		return this.#isFloat32 && Math.abs(value) < 1_000 ? Math.fround(value) : value;
	}

	#oneIn(chances: number): boolean {
		return this.#random.below(chances) === 0;
	}
}

function digits(value: number, size: 2 | 4): string {
	const view = new DataView(new ArrayBuffer(size));
	if (size === 2) view.setInt16(0, value);
	else view.setUint32(0, value >>> 0);
	return toUpperHex(new Uint8Array(view.buffer));
}

describe('A program that understands', () => {
	it('is never called wrong', () => {
		const random = fuzzRandom(11, 'understanding');
		let right = 0;
		for (let run = 0; run < RUNS; run++) {
			const program = new Program(random);
			program.record.gets('E1=01 D3=00000001');
			program.play();
			tried(`run ${run}`);
			for (const { understood, observation } of program.record.understood({ steps: program.steps })) {
				const isFine = understood.is === 'right' || (understood.is === 'none' && understood.isRight);
				equal(isFine, true, `run ${run}: ${JSON.stringify({ observation, understood })}`);
				right++;
			}
		}
		equal(right > RUNS * POLLS * 4, true);
	});
});
