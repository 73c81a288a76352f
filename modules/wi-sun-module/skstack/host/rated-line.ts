import type { Log } from '../../../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../../../hal/ports/scheduler.js';
import type { Serial } from '../../../../hal/ports/serial.js';
import { asciiBytes } from '../../../bytes/ascii.js';
import { frozen } from '../../../bytes/frozen.js';

/** bit/s that WUART can set, at the place of their code (BP35A1 command reference, WUART: bits 0 to 2). */
export const MODULE_RATES: readonly number[] = frozen([115_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600]);

/** A line that can be opened again at another rate once it is closed. */
export interface ClosableSerial extends Serial {
	close(): void;
}

export interface RatedLineOptions {
	readonly scheduler: Scheduler;
	readonly log: Log;
	/** bit/s that the module shall have: one of `MODULE_RATES`. */
	readonly rate: number;
	/** Opens the line; may throw what the platform throws. */
	readonly open: (rate: number) => ClosableSerial;
}

/** How a module comes from the factory. */
const USUAL = 115_200;
/** What else hosts of this firmware bring modules to. */
const SLOWER = 57_600;
/** The lowest three bits of WUART are the rate; the others (intervals, flow control) stay as they are. */
const RATE_BITS = 0x07;
/** How long an answer may take, ms. */
const ANSWER_TIME = 500;
/** A module that was switched on with its host takes a while before it answers. */
const ROUNDS = 4;
/** How long a module is given after WUART before it is asked at its new rate, ms. */
const CHANGE_TIME = 300;
const LONGEST_TEXT = 64;

/**
 * What is asked next where no answer comes:
 *
 * ```
 * search --RUART answered, rate is right--------------------------------> ready
 * search --RUART answered, another rate--> change --> confirm --answered--> ready
 *                                                     confirm --silence--> return --> ready
 * search --silence at all rates, ROUNDS times---------------------------> ready, at the rate that was wanted
 * ```
 */
type Phase = 'ready' | 'search' | 'change' | 'confirm' | 'return';

/**
 * The UART towards a Wi-SUN module, which is found at whatever rate it has and brought to the one that the host can bear, by WUART. The module keeps that in its
 * flash, so it is written where it differs, and once in a life of the host at most.
 *
 * Whether WUART takes effect at once or when the module is switched on the next time, no log at hand shows: both are allowed for. A module without WUART
 * (RL7023) is spoken to at the rate that it has.
 */
export class RatedLine implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	readonly #options: RatedLineOptions;
	readonly #rates: readonly number[];
	#line: ClosableSerial | undefined;
	#phase: Phase = 'ready';
	#rate: number;
	/** Rates asked since the search began. */
	#asked = 0;
	#text = '';
	#timer: Timer | undefined;
	#done: (() => void) | undefined;
	/** bit/s that the module had before it was told another one. */
	#before = USUAL;
	#isWritten = false;

	/** Throws RangeError for a rate that no module has. Nothing is opened before `tune`. */
	constructor(options: RatedLineOptions) {
		const { rate } = options;
		if (!MODULE_RATES.includes(rate)) throw new RangeError(`baud: expected one of ${MODULE_RATES.join(', ')}, got ${rate}`);
		this.#options = options;
		this.#rate = rate;
		this.#rates = [rate, USUAL, SLOWER].filter((each, at, all) => all.indexOf(each) === at);
	}

	/** bit/s at which the line is open. */
	get rate(): number {
		return this.#rate;
	}

	/** Dropped while the module is looked for. */
	write(bytes: Uint8Array): void {
		if (this.#phase === 'ready') this.#line?.write(bytes);
	}

	/** Looks for the module and brings it to the rate wanted; passed over while it is at that. @param done the line carries bytes from then on, whether a module answered or not */
	tune(done?: () => void): void {
		if (this.#phase !== 'ready') return;
		this.#done = done;
		this.#asked = 0;
		this.ask('search', this.#options.rate);
	}

	private ask(phase: Phase, rate: number): void {
		this.#phase = phase;
		this.open(rate);
		this.await(ANSWER_TIME, () => this.onSilence());
		this.#line!.write(asciiBytes('\r\nRUART\r\n'));
	}

	private open(rate: number): void {
		if (this.#line !== undefined && rate === this.#rate) return;
		this.#line?.close();
		this.#rate = rate;
		const line = this.#options.open(rate);
		this.#line = line;
		line.onReceive = (bytes) => this.read(bytes);
	}

	private await(time: number, then: () => void): void {
		this.#timer?.cancel();
		this.#text = '';
		this.#timer = this.#options.scheduler.after(time, then);
	}

	private read(bytes: Uint8Array): void {
		if (this.#phase === 'ready') {
			this.onReceive(bytes);
			return;
		}
		for (let i = 0; i < bytes.length; i++) this.#text += String.fromCharCode(bytes[i]!);
		this.#text = this.#text.slice(-LONGEST_TEXT);
		const answer = /OK ([0-9A-F]{2})\r|FAIL ER\d\d\r/.exec(this.#text);
		if (answer === null) return;
		if (this.#phase === 'change') this.onRefusal();
		else this.onAnswer(answer[1] === undefined ? undefined : Number.parseInt(answer[1], 16));
	}

	/** @param setting what RUART tells; undefined: the module does not know it */
	private onAnswer(setting: number | undefined): void {
		const { rate: wanted, log } = this.#options;
		const rate = this.#rate;
		if (this.#phase === 'confirm') log.write('module', `now speaks ${wanted} bit/s, and keeps to that`);
		if (rate === wanted) {
			this.end();
		} else if (setting === undefined) {
			log.write('module', `speaks ${rate} bit/s, and has no other: ${wanted} was asked for`);
			this.end();
		} else if ((setting & RATE_BITS) === MODULE_RATES.indexOf(wanted) || this.#isWritten) {
			log.write('module', `speaks ${rate} bit/s until it is switched off and on: ${wanted} was asked for`);
			this.end();
		} else {
			this.change((setting & ~RATE_BITS) | MODULE_RATES.indexOf(wanted));
		}
	}

	private change(setting: number): void {
		this.#before = this.#rate;
		this.#phase = 'change';
		this.#isWritten = true;
		this.#options.log.write('module', `speaks ${this.#before} bit/s, and is told to speak ${this.#options.rate}`);
		this.await(CHANGE_TIME, () => this.ask('confirm', this.#options.rate));
		this.#line!.write(asciiBytes(`WUART ${setting.toString(16).toUpperCase().padStart(2, '0')}\r\n`));
	}

	/** WUART failed; its `OK` has no digits, and is waited for by the clock alone, for it may come at either rate. */
	private onRefusal(): void {
		const { rate, log } = this.#options;
		log.write('module', `speaks ${this.#rate} bit/s, and refuses ${rate}`);
		this.end();
	}

	private onSilence(): void {
		if (this.#phase === 'confirm') {
			this.ask('return', this.#before);
			return;
		}
		const rates = this.#rates;
		this.#asked++;
		if (this.#phase === 'return' || this.#asked >= ROUNDS * rates.length) {
			this.open(this.#options.rate);
			this.end();
		} else {
			this.ask('search', rates[this.#asked % rates.length]!);
		}
	}

	private end(): void {
		this.#timer?.cancel();
		this.#phase = 'ready';
		const done = this.#done;
		this.#done = undefined;
		done?.();
	}
}
