/** A program that a person starts and stops: the exam says when, and learns of it by Enter, or by what happens at the dongle. */

import { randomUUID } from 'node:crypto';
import process from 'node:process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Candidate, CandidateListener, Places } from '../../../src/exam/candidate.js';
import type { Declaration } from '../../../src/exam/declaration.js';
import type { ExamHostWords } from './exam-host-words.js';
import { Watch } from './watch.js';

export class PersonCandidate implements Candidate {
	readonly #declaration: Declaration;
	readonly #folder: string;
	readonly #words: ExamHostWords;
	readonly #tell: (text: string) => void;
	readonly #lines: Interface;
	#watch: Watch | undefined;
	#opened: Promise<void> = Promise.resolve();
	#listener: CandidateListener | undefined;
	#isStarted = false;
	/** Nobody can press Enter any more. */
	#isDeaf = false;
	/** What the next Enter says. */
	#onEnter: () => void = () => {};

	/** @param input where Enter is pressed. @param tell what the person is to do */
	constructor(declaration: Declaration, folder: string, words: ExamHostWords, input: Readable, tell: (text: string) => void) {
		this.#declaration = declaration;
		this.#folder = folder;
		this.#words = words;
		this.#tell = tell;
		this.#lines = createInterface({ input, terminal: false });
		this.#lines.on('line', () => this.#onEnter());
		this.#lines.on('close', () => {
			this.#isDeaf = true;
			this.#onEnter();
		});
	}

	start(places: Places, listener: CandidateListener): void {
		this.#listener = listener;
		this.#isStarted = false;
		const watch = new Watch(this.#declaration, this.#folder, places, listener, this.#words);
		this.#watch = watch;
		this.#opened = watch.openDoors().then((doors) => {
			const { dongle, id, password } = places;
			return watch
				.look({ dongle, work: this.#folder, ...doors }, process.cwd(), { env: process.env, folder: process.cwd(), newMark: randomUUID })
				.then(() => {
					this.#onEnter = () => {
						if (!this.#isDeaf) this.#started(this.#words.saidStarted());
					};
					this.#tell(this.#words.askStart(dongle, id, password));
					const ports = Object.entries(doors).map(([name, port]) => `${name} ${port}`);
					if (ports.length > 0) this.#tell(this.#words.ports(ports.join(', ')));
					listener.onAsked('start');
				});
		});
	}

	/** The dongle is used: the program runs. */
	onDongleUsed(): void {
		this.#started(this.#words.sawStarted());
	}

	stop(done: () => void): void {
		const listener = this.#listener;
		const watch = this.#watch;
		if (listener === undefined || watch === undefined) {
			done();
			return;
		}
		this.#listener = undefined;
		const end = () => {
			this.#onEnter = () => {};
			if (this.#isDeaf) listener.onTrouble(this.#words.nobodyAnswers());
			else listener.onProgram('ended', null, null, this.#words.saidStopped());
			void watch.close().then(done);
		};
		void this.#opened.then(() => {
			if (!this.#isStarted) {
				this.#onEnter = () => {};
				void watch.close().then(done);
			} else if (this.#isDeaf) end();
			else {
				this.#onEnter = end;
				this.#tell(this.#words.askStop());
				listener.onAsked('stop');
			}
		});
	}

	/** The person is not asked any more. */
	async close(): Promise<void> {
		this.#isDeaf = true;
		this.#lines.close();
		await new Promise<void>((resolve) => this.stop(resolve));
	}

	#started(detail: string): void {
		if (this.#isStarted || this.#listener === undefined) return;
		this.#isStarted = true;
		this.#onEnter = () => {};
		this.#listener.onProgram('started', null, null, detail);
	}
}
