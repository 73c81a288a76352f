/**
 * The terminals of a meter behind an HLW8032 or a CSE7766 that says what it measures on a serial line. It measures one phase, and not which way the energy flows: the
 * sample is one of single-phase 2-wire, and never negative.
 *
 * Energy is what the chip counts in pulses, which goes on through the frames that get lost: the power of a sample is the measured one, and a sixtieth of what the samples
 * so far are behind the pulses, Ws. So a small load, whose power the chip has not measured to the end, counts as well.
 *
 * | it is …                   | and the sample        | told by          |
 * |---------------------------|-----------------------|------------------|
 * | measuring                 | each second           |                  |
 * | silent for 3 s            | none: a gap           | `onFault`, log   |
 * | telling nothing of use for 3 s (`ChipFlaw`) | none: a gap | `onFault`, log   |
 * | of use again for 10 s     | each second, at once  | `onFault`, log   |
 *
 * What the chip counted during a gap is not recorded: the meter says of those intervals that they are incomplete.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Metrology, Sample } from '../../hal/ports/metrology.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import type { Serial } from '../../hal/ports/serial.js';
import { type Calibration, type ChipFlaw, type ChipValues, DATA_SHEET, valuesOf } from './calibration.js';
import { type ChipFrame, ChipStream, decodeChipFrame, FRAME_LENGTH } from './frame.js';
import { PulseCount } from './pulse-count.js';

/** Why nothing is measured. */
export type MetrologyFlaw = ChipFlaw | 'silent';

export interface ChipMetrologyOptions {
	/** 4,800 bit/s, 8E1; nothing is written to it. */
	readonly serial: Serial;
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** Default: of the data sheet's circuit. */
	readonly calibration?: Calibration | undefined;
}

/** Bits a second. */
export const CHIP_BAUD = 4800;
/** From one sample to the next, ms. */
const LOOK = 1000;
/** So many of them without anything of use are a flaw, and so many with it are its end. */
const PATIENCE = 3;
const RECOVERY = 10;
/** What the samples are behind the pulses is made up for in so long, s. */
const CATCH_UP = 60;
const SECOND = 1000;

const TEXTS: Readonly<Record<ChipFlaw, string>> = Object.freeze({
	uncorrected: 'it says that its correction does not work (state AA)',
	'coefficients damaged': 'it says that its coefficients are damaged (state Fx, bit 0)',
	'no voltage': 'it measures no voltage (state Fx, bit 3): is the mains side connected?',
	implausible: 'what it says cannot be: are meterDivider and meterShunt those of the module?',
});

export class ChipMetrology implements Metrology {
	/** Undefined: it measures. */
	flaw: MetrologyFlaw | undefined;
	onFault: (isFaulty: boolean) => void = () => {};
	private readonly options: ChipMetrologyOptions;
	private readonly calibration: Calibration;
	private readonly stream: ChipStream;
	/** The newest frame, and whether it came since the last look. */
	private readonly newest = new Uint8Array(FRAME_LENGTH);
	private isNew = false;
	private readonly count = new PulseCount();
	private onSample: (sample: Sample | undefined) => void = () => {};
	/** Looks without anything of use, and with, one after the other. */
	private useless = 0;
	private useful = 0;
	/** When the sample that holds began; undefined: none holds. */
	private sampled: number | undefined;
	private power = 0;
	/** What the pulses are ahead of the samples, Ws. */
	private ahead = 0;
	/** Bytes in no frame until the last frame. */
	private strays = 0;

	constructor(options: ChipMetrologyOptions) {
		this.options = options;
		this.calibration = options.calibration ?? DATA_SHEET;
		this.stream = new ChipStream((bytes) => {
			this.newest.set(bytes);
			this.isNew = true;
			this.strays = this.stream.strays;
		});
	}

	start(onSample: (sample: Sample | undefined) => void): void {
		this.onSample = onSample;
		onSample(undefined);
		this.options.serial.onReceive = (bytes) => this.stream.receive(bytes);
		this.options.scheduler.after(LOOK, () => this.look());
	}

	/** A task of its own: what hears of samples is deep. */
	private look(): void {
		const { scheduler } = this.options;
		scheduler.after(LOOK, () => this.look());
		const frame = this.isNew ? decodeChipFrame(this.newest) : undefined;
		this.isNew = false;
		const values = frame === undefined ? 'silent' : valuesOf(frame, this.calibration);
		if (frame === undefined || typeof values === 'string') this.miss(values as MetrologyFlaw);
		else this.measure(frame, values, scheduler.now());
	}

	private measure(frame: ChipFrame, { voltage, current, power, pulse }: ChipValues, now: number): void {
		this.useless = 0;
		if (this.flaw !== undefined && ++this.useful >= RECOVERY) this.tell(undefined);
		const passed = this.count.since(frame);
		if (passed === undefined || this.sampled === undefined) this.ahead = 0;
		else this.ahead += passed * pulse - (this.power * (now - this.sampled)) / SECOND;
		this.sampled = now;
		this.power = Math.max(0, power + this.ahead / CATCH_UP);
		this.onSample({ power: this.power, currentR: current, voltageR: voltage });
	}

	private miss(flaw: MetrologyFlaw): void {
		this.useful = 0;
		if (++this.useless !== PATIENCE) return;
		this.sampled = undefined;
		this.count.forget();
		this.onSample(undefined);
		if (this.flaw === undefined) this.tell(flaw);
	}

	private tell(flaw: MetrologyFlaw | undefined): void {
		this.flaw = flaw;
		this.options.log.write('metering chip', flaw === undefined ? 'it measures again' : `nothing is measured: ${this.textOf(flaw)}`);
		this.onFault(flaw !== undefined);
	}

	private textOf(flaw: MetrologyFlaw): string {
		if (flaw !== 'silent') return TEXTS[flaw];
		const strays = this.stream.strays - this.strays;
		return strays === 0
			? 'nothing comes from it: is its TX at meterReceive, and has it power?'
			: `${strays} bytes came, and no frame is in them: 4,800 bit/s, 8E1?`;
	}
}
