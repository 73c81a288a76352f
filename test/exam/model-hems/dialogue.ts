/** Commands to a dongle, one at a time, each with its answer; what comes between is told as it comes. */

import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { fromText } from '../../../modules/wi-sun-module/skstack/language/digits.js';
import { parseFullAddress } from '../../../modules/wi-sun-module/skstack/language/fields.js';
import { decodeFailure } from '../../../modules/wi-sun-module/skstack/language/reply.js';
import type { Behaviour, Shock } from './behaviour.js';
import { type Datagram, type Form, isDatagram, LineReader, parseDatagram } from './lines.js';

export interface Answer {
	readonly ok: boolean;
	/** `ER04`, …; undefined where nothing came. */
	readonly error: string | undefined;
	/** What came before OK, and behind it in its line. */
	readonly lines: readonly string[];
	readonly word: string | undefined;
}

interface Command {
	readonly text: string;
	readonly data: Uint8Array | undefined;
	readonly tries: number;
	readonly waitMs: number;
	/** Its answer is an address, without OK (SKLL64). */
	readonly address: boolean;
	readonly done: (answer: Answer) => void;
}

export interface DialogueListener {
	onEvent(event: number, parameter: number | undefined): void;
	onDatagram(datagram: Datagram): void;
	/** A line of EPANDESC, and of what it describes. */
	onPan(line: string): void;
	/** It echoes, although that was switched off. */
	onEcho(): void;
	onShock(shock: Shock): void;
}

const ECHOES = ['SK', 'WOPT', 'ROPT'];
const EVENT_21 = 0x21;

export class Dialogue {
	readonly form: Form = { side: false, digits: true };
	/** Its echo was switched off. */
	isQuiet = false;
	readonly #serial: Serial;
	readonly #scheduler: Scheduler;
	readonly #behaviour: Behaviour;
	readonly #listener: DialogueListener;
	readonly #reader: LineReader;
	readonly #queue: Command[] = [];
	#current: Command | undefined;
	#lines: string[] = [];
	#tries = 0;
	/** EVENT 21 of the command came. */
	#isSent = false;
	#timer: Timer | undefined;

	constructor(serial: Serial, scheduler: Scheduler, behaviour: Behaviour, listener: DialogueListener) {
		this.#serial = serial;
		this.#scheduler = scheduler;
		this.#behaviour = behaviour;
		this.#listener = listener;
		this.#reader = new LineReader(behaviour, this.form, (line, bytes) => this.#onLine(line, bytes));
		serial.onReceive = (bytes) => this.#reader.receive(bytes);
	}

	/** Forgets all that waits. */
	clear(): void {
		this.#queue.length = 0;
		this.#current = undefined;
		this.#timer?.cancel();
		this.#reader.reset();
	}

	run(text: string, done: (answer: Answer) => void, { tries = this.#behaviour.commandTries, address = false } = {}): void {
		this.#queue.push({ text, data: undefined, tries, waitMs: this.#behaviour.commandMs, address, done });
		this.#next();
	}

	/** A command that is followed by bytes; `waitMs` until its OK. */
	send(text: string, data: Uint8Array, waitMs: number, done: (answer: Answer) => void): void {
		this.#queue.push({ text, data, tries: this.#behaviour.commandTries, waitMs, address: false, done });
		this.#next();
	}

	#next(): void {
		if (this.#current !== undefined) return;
		const command = this.#queue.shift();
		if (command === undefined) return;
		this.#current = command;
		this.#tries = 0;
		this.#write(command);
	}

	#write(command: Command): void {
		const { text, data, waitMs } = command;
		this.#tries++;
		this.#lines = [];
		this.#isSent = false;
		const head = fromText(data === undefined ? `${text}\r\n` : `${text} `);
		this.#timer = this.#scheduler.after(waitMs, () => this.#onSilence());
		if (data === undefined) this.#serial.write(head);
		else {
			const bytes = new Uint8Array(head.length + data.length);
			bytes.set(head);
			bytes.set(data, head.length);
			this.#serial.write(bytes);
		}
	}

	/** Its OK is missing: what the dongle did is known by its EVENT alone. */
	#onSilence(): void {
		if (this.#isSent) this.#finish(true, undefined);
		else this.#again(undefined);
	}

	#again(error: string | undefined): void {
		const command = this.#current!;
		this.#timer?.cancel();
		this.#listener.onShock('command');
		if (this.#current !== command) return;
		if (this.#tries >= command.tries) this.#finish(false, error);
		else this.#timer = this.#scheduler.after(this.#behaviour.commandPauseMs, () => this.#write(command));
	}

	#finish(ok: boolean, error: string | undefined, word?: string): void {
		const command = this.#current;
		if (command === undefined) return;
		this.#timer?.cancel();
		this.#current = undefined;
		command.done({ ok, error, lines: this.#lines, word });
		this.#next();
	}

	#onLine(line: string, bytes: Uint8Array): void {
		if (isDatagram(line)) {
			const datagram = parseDatagram(line, bytes, this.form);
			if (this.#current !== undefined) this.#listener.onShock('interleaved');
			if (datagram) this.#listener.onDatagram(datagram);
			else this.#listener.onShock('line');
		} else if (line.startsWith('EVENT ')) this.#onEvent(line);
		else if (line.startsWith('EPANDESC') || line.startsWith('  ')) this.#listener.onPan(line);
		else if (line === 'OK' || line.startsWith('OK ')) this.#finish(true, undefined, line.slice(3));
		else if (ECHOES.some((name) => line.startsWith(name))) this.#onEcho();
		else this.#onAnswer(line);
	}

	#onAnswer(line: string): void {
		const failure = decodeFailure(line);
		if (failure === 'ER10') this.#again(failure);
		else if (failure !== undefined) this.#finish(false, failure);
		else if (this.#current?.address && parseFullAddress(line)) {
			this.#lines.push(line);
			this.#finish(true, undefined);
		} else if (this.#current && /^E[A-Z]+ /.test(line)) this.#lines.push(line);
		else this.#listener.onShock('line');
	}

	#onEcho(): void {
		if (this.isQuiet) this.#listener.onEcho();
	}

	/** `EVENT 21 <address> [<side>] <parameter>` */
	#onEvent(line: string): void {
		const words = line.split(' ');
		const event = Number.parseInt(words[1]!, 16);
		const parameter = event === EVENT_21 ? Number.parseInt(words[words.length - 1]!, 16) : undefined;
		if (event === EVENT_21 && this.#current?.data !== undefined) this.#isSent = true;
		if (Number.isNaN(event)) this.#listener.onShock('line');
		else this.#listener.onEvent(event, parameter);
	}
}
