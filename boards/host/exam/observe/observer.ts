/** What looks at a program under test from outside. */
import type { Observation } from '../../../../src/exam/observation.js';
import type { OutputStream } from '../../../../src/exam/record/entry.js';

export interface ObserverListener {
	/** A line that the program let out: it is looked through for secrets, and kept. */
	onText(stream: OutputStream, text: string): void;
	/** The same for what is long, or comes again and again: it is kept only where it has secrets in it. */
	onPage(stream: OutputStream, text: string): void;
	onShown(observation: Observation): void;
	/** It cannot be looked at. */
	onTrouble(detail: string): void;
}

export interface Observer {
	/** Resolves once it looks; never throws. */
	start(listener: ObserverListener): Promise<void>;
	/** Looks a last time. `done` is called once, and nothing is told any more. */
	stop(done: () => void): void;
}
