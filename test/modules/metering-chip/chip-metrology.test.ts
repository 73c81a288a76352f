import type { Sample } from '../../../hal/ports/metrology.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { DATA_SHEET } from '../../../modules/metering-chip/calibration.js';
import { ChipMetrology } from '../../../modules/metering-chip/chip-metrology.js';
import { encodeChipFrame } from '../../../modules/metering-chip/frame.js';
import { equal } from '../../assert.js';

const FRAME_PERIOD = 50;
const COEFFICIENT = { voltage: 191_000, current: 16_000, power: 5_200_000 };
/** Energy of a pulse behind the data sheet's resistors, Ws. */
const PULSE = 5.2 * 1.88;

/** A chip at 100 V, whose load changes, and which says a frame each 50 ms. */
class Chip {
	/** W. */
	load = 0;
	state = 0x55;
	isMute = false;
	/** Its power counts as measured to the end only from so many W on. */
	least = 5;
	pulses = 0;
	energy = 0;
	readonly line = { onReceive: (_: Uint8Array) => {}, write: () => {} };

	frame(): Uint8Array {
		const carry = Math.floor(this.pulses / 0x10000) % 2 === 1;
		const period = (coefficient: number, value: number) => (value === 0 ? 0 : Math.round(coefficient / value));
		const isFresh = this.load >= this.least;
		return encodeChipFrame({
			state: this.state,
			voltage: { coefficient: COEFFICIENT.voltage, period: period(COEFFICIENT.voltage * 1.88, 100), isFresh: true },
			current: { coefficient: COEFFICIENT.current, period: period(COEFFICIENT.current, this.load / 100), isFresh },
			power: { coefficient: COEFFICIENT.power, period: period(COEFFICIENT.power * 1.88, this.load), isFresh },
			pulses: this.pulses % 0x10000,
			carry,
		});
	}

	run(scheduler: VirtualScheduler): void {
		scheduler.after(FRAME_PERIOD, () => {
			this.energy += (this.load * FRAME_PERIOD) / 1000;
			this.pulses = Math.floor(this.energy / PULSE);
			this.run(scheduler);
			if (!this.isMute) this.line.onReceive(this.frame());
		});
	}
}

/** What the meter makes of it: energy in Ws by the samples, as a metering unit integrates them. */
function rig() {
	const scheduler = new VirtualScheduler();
	const chip = new Chip();
	const lines: string[] = [];
	const faults: boolean[] = [];
	const log = { write: (layer: string, text: string) => void lines.push(`${layer}: ${text}`) };
	const metrology = new ChipMetrology({ serial: chip.line, scheduler, log });
	metrology.onFault = (isFaulty) => faults.push(isFaulty);
	const seen = { samples: 0, sample: undefined as Sample | undefined, energy: 0, since: 0 };
	metrology.start((sample) => {
		seen.energy += ((seen.sample?.power ?? 0) * (scheduler.now() - seen.since)) / 1000;
		seen.since = scheduler.now();
		seen.sample = sample;
		seen.samples++;
	});
	chip.run(scheduler);
	return { scheduler, chip, lines, faults, metrology, seen };
}

const power = ({ sample }: { sample: Sample | undefined }) => sample?.power.toFixed(1);

describe('metering chip: terminals', () => {
	it('measure nothing before the first frame, then one phase each second', () => {
		const { scheduler, chip, seen } = rig();
		chip.load = 500;
		equal(seen.samples, 1);
		equal(seen.sample, undefined, 'sample');
		scheduler.runUntil(10_000);
		equal(seen.samples, 11);
		const { power: watts, currentR, currentT, voltageR, voltageT } = seen.sample!;
		equal(`${Math.round(watts)} W ${currentR.toFixed(2)} A ${voltageR.toFixed(1)} V`, '500 W 5.00 A 100.0 V');
		equal(currentT, undefined, 'current of T');
		equal(voltageT, undefined, 'voltage of T');
	});

	it('count what the pulses count, over many turns of the counter', () => {
		const { scheduler, chip, seen } = rig();
		chip.load = 3000;
		scheduler.runUntil(2000);
		const before = { chip: chip.energy, meter: seen.energy };
		for (let minute = 1; minute <= 60; minute++) {
			chip.load = 500 + 40 * minute;
			scheduler.runUntil(2000 + minute * 60_000);
		}
		chip.load = 0;
		scheduler.runUntil(3_700_000);
		chip.load = 100;
		scheduler.runUntil(4_300_000);
		equal(chip.pulses > 3 * 0x10000, true, 'turned');
		const [real, counted] = [chip.energy - before.chip, seen.energy - before.meter];
		equal(Math.abs(counted - real) < 2 * PULSE + 200, true, `${counted} of ${real} Ws`);
	});

	it('count a load that the chip has not measured to the end', () => {
		const { scheduler, chip, seen } = rig();
		chip.load = 2;
		scheduler.runUntil(600_000);
		equal(Math.abs(seen.sample!.power - 2) < 0.3, true, `${seen.sample!.power} W`);
		equal(seen.energy > 2 * 500 && seen.energy < 2 * 600, true, `${seen.energy} Ws`);
	});

	it('go on over frames that get lost for less than 3 s, and lose no energy by it', () => {
		const { scheduler, chip, seen, lines } = rig();
		chip.load = 100;
		scheduler.runUntil(5000);
		const before = { chip: chip.energy, meter: seen.energy };
		chip.isMute = true;
		chip.load = 1000;
		scheduler.runUntil(7900);
		chip.isMute = false;
		chip.load = 100;
		scheduler.runUntil(900_000);
		const lack = chip.energy - before.chip - (seen.energy - before.meter);
		equal(Math.abs(lack) < 2 * PULSE + 100, true, `${lack} Ws`);
		equal(lines.length, 0, 'lines');
	});

	it('are a gap while the chip is silent, told once', () => {
		const { scheduler, chip, seen, lines, faults, metrology } = rig();
		chip.load = 100;
		scheduler.runUntil(4999);
		chip.isMute = true;
		scheduler.runUntil(7999);
		equal(power(seen), '100.0');
		scheduler.runUntil(600_000);
		equal(seen.sample, undefined, 'sample');
		equal(metrology.flaw, 'silent');
		equal(lines.join(), 'metering chip: nothing is measured: nothing comes from it: is its TX at meterReceive, and has it power?');
		chip.isMute = false;
		const before = seen.energy;
		scheduler.runUntil(602_000);
		equal(power(seen), '100.0', 'at once');
		equal(seen.energy - before < 300, true, 'what passed in the gap is not recorded');
		equal(faults.join(), 'true');
		scheduler.runUntil(609_999);
		equal(faults.length, 1, 'faults before 10 s');
		scheduler.runUntil(610_000);
		equal(faults.join(), 'true,false');
		equal(metrology.flaw, undefined, 'flaw');
		equal(lines[1], 'metering chip: it measures again');
	});

	it('tell of bytes in which there is no frame', () => {
		const { scheduler, chip, lines } = rig();
		chip.frame = () => new Uint8Array(24).fill(0x15);
		scheduler.runUntil(4000);
		equal(lines.join(), 'metering chip: nothing is measured: 1416 bytes came, and no frame is in them: 4,800 bit/s, 8E1?');
	});

	for (const [state, flaw, text] of [
		[0xaa, 'uncorrected', 'it says that its correction does not work (state AA)'],
		[0xf1, 'coefficients damaged', 'it says that its coefficients are damaged (state Fx, bit 0)'],
		[0xf8, 'no voltage', 'it measures no voltage (state Fx, bit 3): is the mains side connected?'],
	] as const)
		it(`tell of a chip in the state ${state.toString(16)} once`, () => {
			const { scheduler, chip, seen, lines, faults, metrology } = rig();
			chip.state = state;
			chip.load = 100;
			scheduler.runUntil(100_000);
			equal(seen.sample, undefined, 'sample');
			equal(faults.join(), 'true');
			equal(metrology.flaw, flaw);
			equal(lines.join(), `metering chip: nothing is measured: ${text}`);
		});

	it('do not tell again and again of a chip that comes and goes', () => {
		const { scheduler, chip, lines } = rig();
		chip.load = 100;
		for (let second = 5; second < 1000; second += 5) {
			chip.isMute = !chip.isMute;
			scheduler.runUntil(second * 1000);
		}
		equal(lines.length, 1, 'lines');
	});

	it('begin the pulses anew where the chip did', () => {
		const { scheduler, chip, seen } = rig();
		chip.load = 100;
		scheduler.runUntil(60_000);
		chip.energy = 0;
		scheduler.runUntil(61_000);
		equal(power(seen), '100.0');
		scheduler.runUntil(120_000);
		equal(Math.abs(seen.sample!.power - 100) < 1, true, `${seen.sample!.power} W`);
	});

	it('are never negative, where the samples are ahead of the pulses', () => {
		const { scheduler, chip, seen } = rig();
		chip.load = 3000;
		scheduler.runUntil(5000);
		// The frames show a load that is gone already: the pulses stand still.
		const stale = chip.frame();
		chip.frame = () => stale;
		scheduler.runUntil(10_000);
		chip.load = 0;
		chip.frame = Chip.prototype.frame;
		chip.energy = 3000 * 5;
		let least = 0;
		for (let ms = 10_000; ms < 100_000; ms += 1000) {
			scheduler.runUntil(ms);
			least = Math.min(least, seen.sample!.power);
		}
		equal(least, 0);
	});

	it('take other resistors than those of the data sheet', () => {
		const scheduler = new VirtualScheduler();
		const chip = new Chip();
		chip.load = 500;
		let newest: Sample | undefined;
		const log = { write() {} };
		new ChipMetrology({ serial: chip.line, scheduler, log, calibration: { divider: DATA_SHEET.divider / 2, shunt: 2 } }).start((sample) => {
			newest = sample;
		});
		chip.run(scheduler);
		scheduler.runUntil(1500);
		equal(`${newest!.power.toFixed(0)} W ${newest!.currentR.toFixed(2)} A ${newest!.voltageR.toFixed(0)} V`, '125 W 2.50 A 50 V');
	});
});
