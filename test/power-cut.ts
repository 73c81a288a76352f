import { PowerLoss, type RamFlash } from '../hal/virtual/flash.js';
import { SeededRandom } from '../hal/virtual/random.js';
import { equal } from './assert.js';

/** Whether a flash loses its power in what is done. What else is thrown goes on. */
export function losesPower(act: () => void): boolean {
	try {
		act();
	} catch (error) {
		if (!(error instanceof PowerLoss)) throw error;
		return true;
	}
	return false;
}

export interface PowerCuts<Rig> {
	readonly seed: number;
	started(): Rig;
	/** The one that loses its power. */
	flash(rig: Rig): RamFlash;
	steps(rig: Rig): void;
	/** Operations of the flash that the steps take, at least. */
	readonly least: number;
	/** The flash has power again. */
	check(rig: Rig, cut: number): void;
}

/** Does the steps once for each of their flash operations, with a power cut in it. */
export function cutEach<Rig>({ seed, started, flash, steps, least, check }: PowerCuts<Rig>): void {
	const whole = started();
	const before = flash(whole).operations;
	steps(whole);
	const operations = flash(whole).operations - before;
	equal(operations >= least, true, `${operations} operations`);
	const random = new SeededRandom(seed, 'cuts');
	for (let cut = 0; cut < operations; cut++) {
		const rig = started();
		flash(rig).cutAt(cut, random);
		equal(
			losesPower(() => steps(rig)),
			true,
			`cut ${cut}`,
		);
		flash(rig).powerUp();
		check(rig, cut);
	}
}
