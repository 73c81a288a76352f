import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { toUpperHex } from '../../../../../modules/bytes/hex.js';
import { encodeWrapper } from '../../../../../modules/dlms/wrapper.js';
import { HALF_HOUR, keysOf, pushOf, sealed, titleOf } from '../../../../src/head-end/collection/pushed.js';

export interface CollectEvent {
	readonly event: string;
	readonly [field: string]: unknown;
}

/** A collector in a process of its own. */
export class RunningCollector {
	readonly events: CollectEvent[] = [];
	readonly ended: Promise<number | null>;
	errors = '';
	readonly #child: ChildProcess;
	#waiting: (() => void)[] = [];

	constructor(args: readonly string[]) {
		const { NODE_OPTIONS: _ours, ...env } = process.env;
		this.#child = spawn(process.execPath, ['dist/boards/host/main.js', 'hes', 'collect', '--port', '0', '--json', ...args], { env });
		createInterface({ input: this.#child.stdout! }).on('line', (line) => {
			this.events.push(JSON.parse(line));
			for (const look of this.#waiting.splice(0)) look();
		});
		this.#child.stderr!.on('data', (text) => {
			this.errors += text;
		});
		this.ended = once(this.#child, 'close').then(([code]) => {
			for (const look of this.#waiting.splice(0)) look();
			return code;
		});
	}

	async event(name: string): Promise<CollectEvent> {
		for (;;) {
			const found = this.events.find(({ event }) => event === name);
			if (found !== undefined) return found;
			if (this.#child.exitCode !== null) throw new Error(`no ${name}: ${this.errors}`);
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
		}
	}

	async port(): Promise<number> {
		const { place } = await this.event('listening');
		return Number(/:(\d+)$/.exec(place as string)![1]);
	}

	kill(signal: NodeJS.Signals): void {
		this.#child.kill(signal);
	}

	/** Ends it, and tells what it counted. */
	async stop(): Promise<{ readonly code: number | null; readonly end: CollectEvent }> {
		this.kill('SIGTERM');
		const code = await this.ended;
		return { code, end: await this.event('end') };
	}
}

/** A line of a file of meters. */
export function meterLine(number: number, supplyPoint = number): string {
	const [encryption, authentication] = [toUpperHex(keysOf(number).subarray(0, 16)), toUpperHex(keysOf(number).subarray(16))];
	const keys = { systemTitle: toUpperHex(titleOf(number)), clients: { 1: { encryption, authentication } } };
	return `${JSON.stringify({ number, supplyPoint: String(supplyPoint), keys })}\n`;
}

/** The frame of a push of one half-hour. @param invoke bits of `LONG_INVOKE` */
export function pushFrame(number: number, counter: number, slot: number, invoke: number): Uint8Array {
	const plain = pushOf({ rows: [{ at: slot * HALF_HOUR, import: 100 * number + counter, export: 1 }], invoke });
	return encodeWrapper({ source: 1, destination: 1, apdu: sealed(plain, { title: titleOf(number), keys: keysOf(number), counter }) });
}
