import process from 'node:process';
import type { EndReason } from './ending.js';
import { EXIT } from './exit-codes.js';
import { isFull } from './lost-output.js';

/** Why a run ends. */
export type Ending = { readonly reason: EndReason } | { readonly error: unknown };

/** What a signal usually leaves for giving things back and for readers to take what was written, ms: two seconds after it, the process is gone. */
const GRACE = 1500;

/** The end of a run, whoever asks for it first: a signal, a failure, or a reader of stdout that has gone. */
export class Stop {
	readonly ending: Promise<Ending>;
	#resolve!: (ending: Ending) => void;
	#ended = false;
	#hurried = false;
	readonly #grace: number;

	/**
	 * @param goesOn also where nothing more can be printed, since a disk is full
	 * @param grace what a signal leaves for giving things back, ms
	 */
	constructor(goesOn = false, grace = GRACE) {
		this.#grace = grace;
		this.ending = new Promise((resolve) => {
			this.#resolve = resolve;
		});
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.on(signal, () => {
				this.#end({ reason: signal });
				this.#hurry();
			});
		}
		process.on('uncaughtException', (error) => this.#end({ error }));
		process.stdout.on('error', (error: NodeJS.ErrnoException) => {
			if (!isFull(error)) this.#end({ reason: 'noReader' });
			else if (!goesOn) this.#end({ reason: 'unwritten' });
		});
		// A log that cannot be written is no reason to end.
		process.stderr.on('error', () => {});
	}

	get isEnded(): boolean {
		return this.#ended;
	}

	/** Of its own accord. */
	end(reason: EndReason): void {
		this.#end({ reason });
	}

	fail(error: unknown): void {
		this.#end({ error });
	}

	#end(ending: Ending): void {
		this.#ended = true;
		this.#resolve(ending);
	}

	/** Whatever still waits, for a reader that stands still or a peer that does not answer, is not waited for; at a second signal not at all. */
	#hurry(): void {
		const exit = () => process.exit(process.exitCode ?? EXIT.untold);
		if (this.#hurried) exit();
		this.#hurried = true;
		setTimeout(exit, this.#grace);
	}
}
