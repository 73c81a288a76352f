/** Another process that a bench measures with. One that ends while it is needed ends the bench: what is left to measure would be nothing, or infinite. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export class Peer {
	readonly #name: string;
	readonly #child: ChildProcess;
	readonly #lost: Promise<never>;

	/** @param program of this folder, without its ending */
	static start(name: string, program: string, ...words: readonly string[]): Peer {
		const file = new URL(`${program}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
		return new Peer(name, fork(fileURLToPath(file), words));
	}

	/** @param name as errors call it */
	constructor(name: string, child: ChildProcess) {
		this.#name = name;
		this.#child = child;
		this.#lost = new Promise((_, reject) => {
			child.once('error', (error) => reject(new Error(`bench: ${name}: ${error.message}`)));
			child.once('exit', (code, signal) => reject(new Error(`bench: ${name} ended with ${code ?? signal} while it was needed`)));
		});
		// Nobody may wait for it just then.
		this.#lost.catch(() => {});
	}

	/** The result of what needs this peer; rejects as soon as it ends. */
	during<Result>(work: Promise<Result>): Promise<Result> {
		return Promise.race([work, this.#lost]);
	}

	/** The next message it sends, after it was sent `question`, if any. */
	reply(question?: object): Promise<unknown> {
		const reply = new Promise((resolve) => this.#child.once('message', resolve));
		if (question !== undefined) this.#child.send(question);
		return this.during(reply);
	}

	/** A rate of it; throws where there is none. */
	counted(rate: number): number {
		if (rate > 0 && Number.isFinite(rate)) return rate;
		throw new Error(`bench: ${this.#name} gave no answer at all`);
	}

	stop(): void {
		this.#child.kill('SIGKILL');
	}
}
