import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { EVENT } from '../../../modules/wi-sun-module/skstack/language/event.js';
import { type ErrorCode, encodeFailure } from '../../../modules/wi-sun-module/skstack/language/reply.js';
import { isProductCommand } from '../../../modules/wi-sun-module/skstack/module/commands.js';
import type { Answers } from '../../../modules/wi-sun-module/skstack/module/execution.js';
import type { Commands } from '../../../modules/wi-sun-module/skstack/module/executor.js';
import type { Surroundings } from '../../../modules/wi-sun-module/skstack/module/module.js';
import type { FaultAt } from './fault-table.js';

export interface FaultyModuleOptions {
	readonly scheduler: Scheduler;
	/** Asked once for each chance; true lets it strike. */
	readonly strikes: (fault: FaultAt<'dongle'>) => boolean;
}

/** How long a line is held back at most, waiting for what it is to collide with, ms. */
const INTERLEAVE_TIME = 5_000;
const BURST_TIME = 1_000;

const DATAGRAM = 'ERXUDP ';
const JOINED = `EVENT ${EVENT.joined.toString(16)} `;

/**
 * What goes wrong at the serial line of a module, as a device around its dialogue.
 *
 * | fault            | what the program sees                                                        |
 * |------------------|------------------------------------------------------------------------------|
 * | missing-ok       | all of a command's answer but its OK                                         |
 * | er10             | FAIL ER10 instead of the command's effect                                    |
 * | silent-dongle    | the echo, then nothing                                                       |
 * | interleaved-echo | a datagram between the echo of a command and its answer, held back for that  |
 * | event-burst      | EVENT 25 and the line after it in one piece                                  |
 */
export class FaultyModule implements Surroundings {
	readonly #options: FaultyModuleOptions;
	readonly #held: string[] = [];
	/** What is held waits for whatever line comes next, not for a command. */
	#isBurst = false;
	#holding: Timer | undefined;
	#inner: Answers | undefined;

	constructor(options: FaultyModuleOptions) {
		this.#options = options;
	}

	answers(inner: Answers): Answers {
		this.#inner = inner;
		return {
			line: (text) => this.#line(inner, text),
			ok: () => {
				this.#release();
				if (!this.#options.strikes('missing-ok')) inner.ok();
			},
			fail: (code) => {
				this.#release();
				inner.fail(code);
			},
			product: (text) => {
				this.#release();
				inner.product(text);
			},
			flush: () => inner.flush(),
		};
	}

	commands(inner: Commands): Commands {
		return {
			execute: (command, data, done) => {
				this.#release();
				if (this.#options.strikes('er10')) this.#fail(command.name, 'ER10');
				else if (!this.#options.strikes('silent-dongle')) return inner.execute(command, data, done);
				return false;
			},
		};
	}

	/** The module is gone, and what it holds with it. */
	stop(): void {
		this.#holding?.cancel();
		this.#held.length = 0;
	}

	#line(inner: Answers, text: string): void {
		if (this.#isBurst) this.#release();
		if (text.startsWith(DATAGRAM) && (this.#held.length > 0 || this.#options.strikes('interleaved-echo'))) this.#hold(text, INTERLEAVE_TIME);
		else if (text.startsWith(JOINED) && this.#options.strikes('event-burst')) {
			this.#isBurst = true;
			this.#hold(text, BURST_TIME);
		} else inner.line(text);
	}

	#hold(text: string, time: number): void {
		this.#held.push(text);
		this.#holding ??= this.#options.scheduler.after(time, () => {
			this.#release();
			this.#inner?.flush();
		});
	}

	/** Lets go what is held back. */
	#release(): void {
		this.#holding?.cancel();
		this.#holding = undefined;
		this.#isBurst = false;
		for (const text of this.#held.splice(0)) this.#inner?.line(text);
	}

	#fail(name: string, code: ErrorCode): void {
		if (isProductCommand(name)) this.#inner?.product(encodeFailure(code));
		else this.#inner?.fail(code);
	}
}
