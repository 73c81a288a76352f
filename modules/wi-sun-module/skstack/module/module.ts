import type { Log } from '../../../../hal/ports/log.js';
import type { Scheduler } from '../../../../hal/ports/scheduler.js';
import type { ModuleNetwork, NetworkEvent, ReceivedDatagram } from '../../network.js';
import { MAX_PAYLOAD, splitLine } from '../language/command.js';
import { fromText } from '../language/digits.js';
import { encodeErxudp } from '../language/erxudp.js';
import { lqiOf } from '../language/lqi.js';
import type { Model } from '../language/model.js';
import { REGISTER } from '../language/registers.js';
import { type ErrorCode, encodeFailure, encodePong } from '../language/reply.js';
import { CommandReader } from './command-reader.js';
import { type Command, dataLength, isProductCommand, parseCommand } from './commands.js';
import type { Answers } from './execution.js';
import { type Commands, Executor } from './executor.js';
import { EVENT_OF, TRANSMITTED_AS } from './settings.js';
import { ModuleState, type Nonvolatile } from './state.js';

/** Wraps the two ends of a module's dialogue, each a device around a device: what it does, and what it says. */
export interface Surroundings {
	answers(inner: Answers): Answers;
	commands(inner: Commands): Commands;
}

export interface SkModuleOptions {
	readonly model: Model;
	readonly network: ModuleNetwork;
	readonly scheduler: Scheduler;
	/** The UART towards the host. */
	readonly write: (bytes: Uint8Array) => void;
	/** Without it SKSAVE, SKERASE, WOPT and WUART fail with ER10, and SKLOAD finds nothing. */
	readonly nonvolatile?: Nonvolatile;
	/** What stands around the module's dialogue; default: nothing. */
	readonly around?: Surroundings;
	/** Told each FAIL that answers a command, by its name as it was written. */
	readonly onFail?: (command: string, code: ErrorCode) => void;
	readonly log?: Log;
}

/** Bytes that the UART keeps while SKSENDTO is under way. */
const UART_BUFFER = 1024;

const CRLF = '\r\n';

/**
 * A Wi-SUN module with SKSTACK-IP, from its UART inwards: what a BP35A1 or one of its kin answers to the bytes that a program writes.
 *
 * The echo goes out character by character before the answer. SKSENDTO keeps the module busy until its EVENT 21 and OK are out: what arrives
 * meanwhile is neither echoed nor looked at before. All other commands are answered at once; what comes of them follows as lines of its own.
 */
export class SkModule {
	readonly #options: SkModuleOptions;
	readonly #state: ModuleState;
	readonly #answers: Answers;
	readonly #executor: Executor;
	readonly #commands: Commands;
	readonly #reader: CommandReader;
	readonly #uart = new Uint8Array(UART_BUFFER);
	#uartStart = 0;
	#uartEnd = 0;
	#lost = false;
	#reading = false;
	#busy = false;
	#out = '';
	#overruns = 0;
	/** Name of the one under way, or of the last one. */
	#command = '';

	constructor(options: SkModuleOptions) {
		this.#options = options;
		const { model, network, scheduler } = options;
		this.#state = new ModuleState(model, network, options.nonvolatile);
		const own = this.#ownAnswers();
		const answers = options.around?.answers(own) ?? own;
		this.#answers = answers;
		this.#executor = new Executor(model, network, this.#state, scheduler, answers);
		this.#commands = options.around?.commands(this.#executor) ?? this.#executor;
		this.#reader = new CommandReader(
			{
				echo: (code) => this.#echo(code),
				dataLength: (line) => dataLength(line, model),
				onCommand: (line, data) => this.#onCommand(line, data),
				onOverrun: () => this.#onOverrun('command line too long'),
			},
			MAX_PAYLOAD,
		);
		network.listener = {
			onDatagram: (datagram) => this.#onDatagram(datagram),
			onEvent: (event) => this.#onEvent(event),
			onEchoReply: ({ from }) => {
				answers.line(encodePong(from));
				answers.flush();
			},
		};
		this.#state.start();
	}

	#ownAnswers(): Answers {
		return {
			line: (text) => this.#say(text + CRLF),
			ok: () => this.#say('OK' + CRLF),
			fail: (code) => {
				this.#say(encodeFailure(code) + CRLF);
				this.#options.onFail?.(this.#command, code);
			},
			product: (text) => this.#say(text + '\r'),
			flush: () => this.#flush(),
		};
	}

	/** Another program is at the UART: what the one before typed of a command, or ahead of one, is none of its own. */
	restartInput(): void {
		this.#reader.reset();
		this.#uartStart = 0;
		this.#uartEnd = 0;
		this.#lost = false;
	}

	/** Payloads are shown as hexadecimal digits, not as raw bytes. */
	get showsDigits(): boolean {
		return this.#state.digits;
	}

	/** How many times input was lost (ER09). */
	get overruns(): number {
		return this.#overruns;
	}

	/** Bytes from the host. */
	receive(bytes: Uint8Array): void {
		if (this.#executor.asleep) return;
		const at = this.#busy ? 0 : this.#read(bytes, 0, bytes.length);
		if (at < bytes.length) this.#keep(bytes, at);
		this.#flush();
	}

	/** The WKUP pin: ends SKDSLEEP. */
	wake(): void {
		this.#executor.wake();
		this.#flush();
	}

	/** Returns where it stopped: at the end, or behind a command that keeps the module busy. */
	#read(bytes: Uint8Array, start: number, end: number): number {
		this.#reading = true;
		let at = start;
		while (at < end && !this.#busy && !this.#executor.asleep) at = this.#reader.read(bytes, at, end);
		this.#reading = false;
		return this.#executor.asleep ? end : at;
	}

	#keep(bytes: Uint8Array, start: number): void {
		const uart = this.#uart;
		if (this.#uartStart > 0) {
			uart.copyWithin(0, this.#uartStart, this.#uartEnd);
			this.#uartEnd -= this.#uartStart;
			this.#uartStart = 0;
		}
		const room = Math.min(bytes.length - start, uart.length - this.#uartEnd);
		uart.set(bytes.subarray(start, start + room), this.#uartEnd);
		this.#uartEnd += room;
		if (start + room < bytes.length) this.#lost = true;
	}

	/** The module is free again: on with what came meanwhile. */
	#resume(): void {
		this.#busy = false;
		if (!this.#reading) {
			this.#uartStart = this.#read(this.#uart, this.#uartStart, this.#uartEnd);
			if (this.#lost && !this.#busy) {
				this.#lost = false;
				this.#reader.skipLine();
				this.#onOverrun('UART buffer full');
			}
		}
		this.#flush();
	}

	#onCommand(line: string, data: Uint8Array | undefined): void {
		// The end of the data is not echoed; the module ends the line itself, with or without echo (manual 4.7: <CRLF>OK<CRLF>).
		if (data !== undefined) this.#out += CRLF;
		const words = splitLine(line);
		this.#command = words[0]!;
		const command = parseCommand(words, this.#options.model);
		if (typeof command === 'string') this.#fail(words[0]!, command);
		else this.#execute(command, data);
	}

	#execute(command: Command, data: Uint8Array | undefined): void {
		this.#busy = true;
		const waits = this.#commands.execute(command, data?.slice() ?? NO_DATA, () => this.#resume());
		// Free at once, unless the command waits and is not done yet.
		this.#busy &&= waits;
	}

	#fail(name: string, code: ErrorCode): void {
		const isProduct = this.#options.model.wopt !== undefined && isProductCommand(name);
		if (isProduct) {
			this.#answers.product(encodeFailure(code));
			this.#options.onFail?.(name, code);
		} else this.#answers.fail(code);
	}

	#onOverrun(why: string): void {
		if (this.#overruns++ === 0) this.#options.log?.write('SKSTACK', why);
		this.#say(CRLF + encodeFailure('ER09') + CRLF);
	}

	#onDatagram(datagram: ReceivedDatagram): void {
		const { registers, udpPorts, digits } = this.#state;
		if (datagram.localPort === 0 || udpPorts.indexOf(datagram.localPort) < 0) return;
		const form = { side: this.#options.model.side, lqi: registers.get(REGISTER.lqi) === 1, digits };
		this.#answers.line(encodeErxudp({ ...datagram, lqi: lqiOf(datagram.rssi) }, form));
		this.#answers.flush();
	}

	#onEvent(event: NetworkEvent): void {
		const parameter = event.kind === 'transmitted' ? TRANSMITTED_AS[event.outcome] : undefined;
		this.#executor.event(EVENT_OF[event.kind], event.peer, parameter);
		this.#answers.flush();
	}

	#say(text: string): void {
		this.#out += text;
	}

	#echo(code: number): void {
		if (this.#state.registers.get(REGISTER.echo) === 1) this.#out += String.fromCharCode(code);
	}

	#flush(): void {
		if (this.#out === '' || this.#reading) return;
		const bytes = fromText(this.#out);
		this.#out = '';
		this.#options.write(bytes);
	}
}

const NO_DATA = new Uint8Array(0);
