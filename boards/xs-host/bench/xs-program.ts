/** A program on the device model, in the virtual time of this process: lines to it, and what it answers. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { toHex } from '../../../modules/bytes/hex.js';
import type { ClientKeys, RouteAKeys } from '../../../src/route-a/keys.js';
import type { RouteAPart } from '../../route-a-parts.js';
import { type End, endOf, type Pools, startProgram } from '../program.mjs';
import { CREDENTIAL_KEY } from './bench-keys.js';

export interface XsProgramOptions {
	/** Paths of the device model, of the bundled firmware, and of what is on the meter's flash. */
	readonly host: string;
	readonly script: string;
	readonly flash: string;
	/** A program that runs the device model, and its options. */
	readonly under?: readonly string[] | undefined;
	readonly pools: Pools;
	readonly scheduler: VirtualScheduler;
	/** What the meter's clock shows at the start, ms since 1970-01-01T00:00:00Z. */
	readonly clock: number;
	readonly credentials: { readonly id: string; readonly password: string };
	/** Undefined: no Route A. There are a KEK, and keys of clients 1 and 2. */
	readonly routeA?: RouteAKeys | undefined;
	/** Parts of Route A; undefined: none. */
	readonly parts?: readonly RouteAPart[] | undefined;
	/** With a hand-held client and a credential key. */
	readonly sealed?: boolean | undefined;
}

/** What is alive after a collection, and the most stack in use until now. */
export interface Memory {
	readonly slots: number;
	readonly chunks: number;
	readonly stack: number;
}

/** The program came to its end before its time: a pool was full, or it threw. */
export class MeterEnded extends Error {
	readonly code: number | string;

	constructor(code: number | string, errors: string) {
		super(`the meter's program ended with ${code}\n${errors}`);
		this.code = code;
	}
}

/** All its methods reject with MeterEnded if the program ends. */
export abstract class XsProgram {
	/** What the meter said of what it dropped. */
	readonly log: string[] = [];
	/** What the meter writes to its local port. */
	onSerial: (bytes: Uint8Array) => void = () => {};
	protected readonly scheduler: VirtualScheduler;
	readonly #child: ChildProcessWithoutNullStreams;
	readonly #ended: Promise<End>;
	/** When the program has something to do, ms. */
	#next = 0;
	/** What it is to be told before time goes on. */
	readonly #inbox: string[] = [];
	#answered: () => void = () => {};
	/** What it said in the answer that is under way. */
	readonly #orders: string[] = [];
	#memory: Memory | undefined;

	protected constructor({ host, script, flash, under, pools, scheduler }: XsProgramOptions) {
		this.scheduler = scheduler;
		this.#child = startProgram(host, script, pools, ['--nor', flash, '--frozen'], under);
		this.#child.stdin.on('error', () => {});
		createInterface({ input: this.#child.stdout }).on('line', (line) => this.#onLine(line));
		this.#ended = endOf(this.#child);
	}

	/** The local port brings this. */
	receiveSerial(bytes: Uint8Array): void {
		this.tell(`serial ${this.scheduler.now()}\n${toHex(bytes)}`);
	}

	/** Lets time go on as long as `goesOn`; false if `limit` ms pass first. */
	async runWhile(goesOn: () => boolean, limit: number): Promise<boolean> {
		const { scheduler } = this;
		const end = scheduler.now() + limit;
		while (goesOn()) {
			const line = this.#inbox.shift();
			const until = Math.min(scheduler.next, end);
			if (line !== undefined) await this.exchange(line);
			else if (this.#next <= until) await this.exchange(`run ${until}`);
			else if (scheduler.next <= end) scheduler.step();
			else {
				scheduler.runUntil(end);
				return false;
			}
		}
		return true;
	}

	async runFor(duration: number): Promise<void> {
		await this.runWhile(() => true, duration);
	}

	/** Collects the program's garbage, and measures what is left. */
	async memory(): Promise<Memory> {
		await this.exchange('memory');
		return this.#memory!;
	}

	/** Ends the program, and returns how it ended. */
	async stop(): Promise<End> {
		this.#child.stdin.end();
		return this.#ended;
	}

	protected tell(line: string): void {
		this.#inbox.push(line);
	}

	/** A line that the program said, when its answer is complete. Throws Error if there is no such line. */
	protected abstract obey(words: readonly string[]): void;

	protected async exchange(line: string): Promise<void> {
		const answer = new Promise<void>((resolve) => {
			this.#answered = resolve;
		});
		this.#child.stdin.write(`${line}\n`);
		const ended = await Promise.race([answer, this.#ended]);
		if (ended) throw new MeterEnded(ended.code, ended.errors);
	}

	#onLine(line: string): void {
		const [name, ...words] = line.split(' ');
		switch (name) {
			case 'at':
				this.#next = Number(words[1]);
				this.scheduler.runUntil(Number(words[0]));
				for (const order of this.#orders.splice(0)) this.obey(order.split(' '));
				this.#answered();
				break;
			case 'memory':
				this.#memory = { slots: Number(words[0]), chunks: Number(words[1]), stack: Number(words[2]) };
				break;
			case 'log':
				this.log.push(words.join(' '));
				break;
			default:
				this.#orders.push(line);
		}
	}
}

/** Bytes of a line's hexadecimal digits. */
export function bytesOf(digits: string): Uint8Array {
	return Uint8Array.from(Buffer.from(digits, 'hex'));
}

/** As the firmware's first line has them. */
export function wordsOf({ systemTitle, kek, clients, firmwareKey }: RouteAKeys, parts: readonly RouteAPart[] = [], isSealed = false): string[] {
	const keysOf = ({ encryption, authentication }: ClientKeys) => toHex(encryption) + toHex(authentication);
	const words = [toHex(systemTitle), toHex(kek!), keysOf(clients[1]!), keysOf(clients[2]!)];
	if (parts.length > 0 || isSealed) words.push(parts.join(), toHex(firmwareKey!));
	if (isSealed) words.push(keysOf(clients[3]!), toHex(CREDENTIAL_KEY));
	return words;
}
