import process from 'node:process';

/** Why a run ends. */
export type Ending = { readonly reason: string } | { readonly error: unknown };

/** The end of a run, whoever asks for it first: a signal, a failure, or a reader of stdout that has gone. */
export class Stop {
	readonly ending: Promise<Ending>;
	#end!: (ending: Ending) => void;

	constructor() {
		this.ending = new Promise((resolve) => {
			this.#end = resolve;
		});
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.#end({ reason: signal }));
		process.on('uncaughtException', (error) => this.#end({ error }));
		process.stdout.on('error', () => this.#end({ reason: 'nobody reads the output' }));
	}

	/** Of its own accord. */
	end(reason: string): void {
		this.#end({ reason });
	}

	fail(error: unknown): void {
		this.#end({ error });
	}
}
