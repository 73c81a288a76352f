/** The meter on the device model, at work in a virtual air of this process: two programs in one virtual time. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { TransmitResult } from '../../../hal/ports/radio.js';
import type { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { toHex } from '../../../modules/bytes/hex.js';
import type { Air } from '../../../modules/medium/air.js';
import type { VirtualRadio } from '../../../modules/medium/virtual-radio.js';
import type { Place } from '../../../src/meter/backplane/messages.js';
import type { ClientKeys, RouteAKeys } from '../../../src/route-a/keys.js';
import { type End, endOf, type Pools, startProgram } from '../program.mjs';

export interface XsMeterOptions {
	/** Paths of the device model, of the bundled firmware, and of what is on the meter's flash. */
	readonly host: string;
	readonly script: string;
	readonly flash: string;
	/** A program that runs the device model, and its options. */
	readonly under?: readonly string[] | undefined;
	readonly pools: Pools;
	readonly scheduler: VirtualScheduler;
	readonly air: Air;
	/** What the meter's clock shows at the start, ms since 1970-01-01T00:00:00Z. */
	readonly clock: number;
	/** EUI-64, 8 bytes. */
	readonly macAddress: Uint8Array;
	readonly panId: number;
	readonly channel: number;
	readonly credentials: { readonly id: string; readonly password: string };
	/** ms of transmission an hour; no limit unless told. */
	readonly transmitLimit?: number;
	/** Undefined: no Route A. There are a KEK, and keys of clients 1 and 2. */
	readonly routeA?: RouteAKeys | undefined;
	/** Four units in a base; false: nothing plugs in. */
	readonly units: boolean;
}

/** What is alive after a collection, and the most stack in use until now. */
export interface Memory {
	readonly slots: number;
	readonly chunks: number;
	readonly stack: number;
}

/** The meter's program came to its end before its time: a pool was full, or it threw. */
export class MeterEnded extends Error {
	readonly code: number | string;

	constructor(code: number | string, errors: string) {
		super(`the meter's program ended with ${code}\n${errors}`);
		this.code = code;
	}
}

export class XsMeter {
	/** What the meter said of what it dropped. */
	readonly log: string[] = [];
	/** Where the contact of its switching unit is. */
	contactClosed = true;
	/** What the meter writes to its serial line. */
	onSerial: (bytes: Uint8Array) => void = () => {};
	readonly #scheduler: VirtualScheduler;
	readonly #child: ChildProcessWithoutNullStreams;
	readonly #radio: VirtualRadio;
	readonly #ended: Promise<End>;
	/** When the meter has something to do, ms. */
	#next = 0;
	/** What it is to be told before time goes on. */
	readonly #inbox: string[] = [];
	#answered: () => void = () => {};
	/** What it told the radio in the answer that is under way. */
	readonly #orders: string[] = [];
	#memory: Memory | undefined;

	private constructor(options: XsMeterOptions) {
		const { host, script, flash, under, pools, scheduler, air } = options;
		this.#scheduler = scheduler;
		this.#radio = air.createRadio('meter');
		this.#radio.onReceive = ({ psdu, rssi }) => this.#tell(`frame ${scheduler.now()} ${rssi}\n${toHex(psdu)}`);
		this.#child = startProgram(host, script, pools, ['--nor', flash, '--frozen'], under);
		this.#child.stdin.on('error', () => {});
		createInterface({ input: this.#child.stdout }).on('line', (line) => this.#onLine(line));
		this.#ended = endOf(this.#child);
	}

	/** Rejects, as all methods do, with MeterEnded if the program ends. */
	static async start(options: XsMeterOptions): Promise<XsMeter> {
		const meter = new XsMeter(options);
		const { clock, macAddress, panId, channel, credentials, transmitLimit, routeA, units } = options;
		const { id, password } = credentials;
		const place = [toHex(macAddress), panId, channel, transmitLimit ?? Number.POSITIVE_INFINITY, units ? 1 : 0];
		await meter.#exchange(['start', clock, 1, ...place, id, password, ...(routeA ? wordsOf(routeA) : [])].join(' '));
		return meter;
	}

	/** What the terminals measure from now on: W, A. */
	measure(power: number, current: number): void {
		this.#tell(`load ${this.#scheduler.now()} ${power} ${current}`);
	}

	/** A unit is pulled out of the base. */
	pull(place: Place): void {
		this.#tell(`pull ${this.#scheduler.now()} ${place}`);
	}

	/** A metering unit with this serial number is pushed in. */
	plug(serial: string): void {
		this.#tell(`plug ${this.#scheduler.now()} ${serial}`);
	}

	/** To the switching unit: `open`, `close`, or `capacity` with its amperes. */
	order(order: string): void {
		this.#tell(`order ${this.#scheduler.now()} ${order}`);
	}

	/** The serial line brings this. */
	receiveSerial(bytes: Uint8Array): void {
		this.#tell(`serial ${this.#scheduler.now()}\n${toHex(bytes)}`);
	}

	/** Lets time go on as long as `goesOn`; false if `limit` ms pass first. */
	async runWhile(goesOn: () => boolean, limit: number): Promise<boolean> {
		const scheduler = this.#scheduler;
		const end = scheduler.now() + limit;
		while (goesOn()) {
			const line = this.#inbox.shift();
			const until = Math.min(scheduler.next, end);
			if (line !== undefined) await this.#exchange(line);
			else if (this.#next <= until) await this.#exchange(`run ${until}`);
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

	/** Collects the meter's garbage, and measures what is left. */
	async memory(): Promise<Memory> {
		await this.#exchange('memory');
		return this.#memory!;
	}

	/** Ends the program, and returns how it ended. */
	async stop(): Promise<End> {
		this.#child.stdin.end();
		return this.#ended;
	}

	#tell(line: string): void {
		this.#inbox.push(line);
	}

	async #exchange(line: string): Promise<void> {
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
				this.#scheduler.runUntil(Number(words[0]));
				for (const order of this.#orders.splice(0)) this.#obey(order.split(' '));
				this.#answered();
				break;
			case 'memory':
				this.#memory = { slots: Number(words[0]), chunks: Number(words[1]), stack: Number(words[2]) };
				break;
			case 'contact':
				this.contactClosed = words[0] === 'closed';
				break;
			case 'log':
				this.log.push(words.join(' '));
				break;
			default:
				this.#orders.push(line);
		}
	}

	#obey([name, first, second]: readonly string[]): void {
		switch (name) {
			case 'listen':
				this.#radio.listen(Number(first));
				break;
			case 'sleep':
				this.#radio.sleep();
				break;
			case 'sense':
				this.#radio.detectEnergy(Number(first), (level) => this.#tell(`sensed ${this.#scheduler.now()} ${level}`));
				break;
			case 'transmit':
				this.#transmit(first === '1', Uint8Array.from(Buffer.from(second!, 'hex')));
				break;
			case 'serial':
				this.onSerial(Uint8Array.from(Buffer.from(first!, 'hex')));
				break;
			default:
				throw new Error(`the meter said ${name}`);
		}
	}

	#transmit(cca: boolean, psdu: Uint8Array): void {
		this.#radio.transmit(psdu, cca, (result: TransmitResult) => this.#tell(`transmitted ${this.#scheduler.now()} ${result}`));
	}
}

/** As the firmware's first line has them. */
function wordsOf({ systemTitle, kek, clients }: RouteAKeys): string[] {
	const keysOf = ({ encryption, authentication }: ClientKeys) => toHex(encryption) + toHex(authentication);
	return [toHex(systemTitle), toHex(kek!), keysOf(clients[1]!), keysOf(clients[2]!)];
}
