import { RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { meteringSectors } from '../../../../src/meter/metering/history.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { RamUnitMemory } from '../../../../src/world/units/unit-memory.js';
import { equal } from '../../../assert.js';
import { PlugInRig } from './plug-in-rig.js';

const DAY = 86_400_000;

/** A meter of the rig whose first metering unit has this flash. */
class Rig extends PlugInRig {
	readonly flash: RamFlash;

	constructor(flash: RamFlash) {
		super(undefined, { flash, memory: new RamUnitMemory(), load: constantLoad(1000) });
		this.flash = flash;
	}

	/** Runs until the metering unit is about to erase a sector. */
	untilErase(action: () => void): void {
		let reached = false;
		this.flash.onOperation = ({ type }) => {
			if (type !== 'erase' || reached) return;
			reached = true;
			action();
		};
		equal(
			this.scheduler.runWhile(() => !reached, 60 * DAY),
			true,
			'an erase',
		);
		this.flash.onOperation = undefined;
	}

	/** Wh. */
	get import(): number {
		return (this.meter.readings.counts()?.import ?? Number.NaN) * 100;
	}
}

function filled(): RamFlash {
	const flash = new RamFlash(meteringSectors(4096), 4096);
	const rig = new Rig(flash);
	rig.run(4 * DAY);
	rig.meter.shutdown();
	return flash;
}

describe('plug-in meter: at a flash erase', () => {
	const used = filled().snapshot();
	const rigOf = () => {
		const flash = new RamFlash(meteringSectors(4096), 4096);
		flash.restore(used);
		return new Rig(flash);
	};

	it('a swap waits for its end, and nothing is lost', () => {
		const rig = rigOf();
		rig.untilErase(() => {
			rig.does('pull metering');
			rig.does('plug metering');
		});
		rig.run(0);
		const [first, out, again] = rig.entries.slice(-3);
		equal(`${first!.mark} ${out!.mark} ${again!.mark}`, 'in out in');
		equal(out!.lastKnown, false);
		equal(out!.import - first!.import, Math.floor((rig.scheduler.now() / 3_600_000) * 1e6));
		equal(again!.import, out!.import);
	});

	for (let seed = 1; seed <= 12; seed++) {
		it(`a power cut in the midst of it (${seed}) costs what came since the last half-hour, and nothing before`, () => {
			const rig = rigOf();
			let before = 0;
			rig.untilErase(() => {
				before = rig.scheduler.now();
				rig.flash.cutAt(0, new SeededRandom(seed));
			});
			rig.does('power cut');
			rig.flash.powerUp();
			const boundary = Math.floor(before / 1_800_000) * 1_800_000;
			rig.does('power on');
			rig.run(0);
			equal(rig.stand.view.unit('metering').state, 'working');
			const counted = rig.import;
			const { import: atStart } = rig.entries[0]!;
			const wattHours = atStart / 1000 + (boundary / 3_600_000) * 1000;
			equal(counted <= wattHours && counted >= wattHours - 600, true, `${counted} Wh, expected ${wattHours}`);
		});
	}
});
