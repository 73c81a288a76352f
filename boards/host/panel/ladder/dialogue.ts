/**
 * The words of the dialogue at a dongle's serial port, for a ladder: commands, what answers them, EVENTs or notifications. Payloads are only counted, so that a
 * request costs next to nothing here; `serial` events, which tell all, are made only where somebody asks for them.
 */
import { asciiText } from '../../../../modules/bytes/ascii.js';
import { NOTIFICATION, nameOfCode, RESULT } from '../../../../modules/wi-sun-module/j11/language/codes.js';
import { CODE } from '../../../../modules/wi-sun-module/j11/language/frame.js';
import { FrameReader } from '../../../../modules/wi-sun-module/j11/language/frame-reader.js';
import type { ModuleModel } from '../../../../modules/wi-sun-module/models.js';
import type { Model } from '../../../../modules/wi-sun-module/skstack/language/model.js';
import { CommandReader } from '../../../../modules/wi-sun-module/skstack/module/command-reader.js';
import { dataLength } from '../../../../modules/wi-sun-module/skstack/module/commands.js';
import { wholeRequest } from '../../../../src/world/dongle/whole-request.js';

/** What was asked of the dongle; `data` is of J11, a view, gone when the listener returns. */
export interface SaidCommand {
	/** `SKJOIN`; of J11 its name as `codes.ts` has it. */
	readonly word: string;
	/** The whole line, with its secrets: not to be kept. Empty with J11. */
	readonly line: string;
	readonly data: Uint8Array | undefined;
}

export interface DialogueListener {
	onCommand(command: SaidCommand): void;
	/** A datagram is to be sent; nothing is looked at. */
	onRequest(): void;
	/** `word`: which request of J11 is answered; SKSTACK answers the last one. */
	onAnswer(answer: string, failed: boolean, word: string | undefined): void;
	/** `code`: two digits of an EVENT, or four of a notification. */
	onEvent(code: string, parameter: number | undefined, data: Uint8Array | undefined): void;
	/** A datagram for an application came to the program. */
	onDatagram(): void;
	/** What is no command at all. */
	onGibberish(): void;
}

export interface Dialogue {
	toModule(bytes: Uint8Array): void;
	toHost(bytes: Uint8Array): void;
	/** Another program is at the port. */
	restart(): void;
}

export function dialogueOf(model: ModuleModel, listener: DialogueListener): Dialogue {
	return model.dialect === 'j11' ? new J11Dialogue(listener) : new SkDialogue(model, listener);
}

const CR = 0x0d;
const LF = 0x0a;
/** Bytes that begin no line: noise. */
const SPACE = 0x20;
const DELETE = 0x7f;
/** Of what the module says, bytes that are looked at: as far as the port of an ERXUDP. */
const LOOKED_AT = 96;
/** Of a line without an end: so many bytes are no command. */
const NO_LINE = 300;
const SENDING = 'SKSENDTO';
/** Comes with each datagram, and is no rung. */
const SENT = 'EVENT 21';
const E = 0x45;
const F = 0x46;
const O = 0x4f;
/** Where an ERXUDP has the port that it came from, in a line that begins with two full addresses. */
const REMOTE_PORT = 87;
const PANA = '02CC';

class SkDialogue implements Dialogue {
	readonly #listener: DialogueListener;
	readonly #model: Model;
	readonly #reader: CommandReader;
	readonly #said = new Uint8Array(LOOKED_AT);
	#length = 0;
	/** Bytes of the program since its last command. */
	#unread = 0;

	constructor(model: Model, listener: DialogueListener) {
		this.#listener = listener;
		this.#model = model;
		this.#reader = new CommandReader(
			{
				echo() {},
				dataLength: (line) => dataLength(line, model),
				onCommand: (line) => this.#onCommand(line),
				onOverrun: () => listener.onGibberish(),
			},
			0,
		);
	}

	restart(): void {
		this.#reader.reset();
		this.#length = 0;
		this.#unread = 0;
	}

	toModule(bytes: Uint8Array): void {
		if (this.#reader.isBetween && wholeRequest(bytes, this.#model) !== undefined) {
			this.#unread = 0;
			this.#listener.onRequest();
			return;
		}
		this.#unread += bytes.length;
		let at = 0;
		while (at < bytes.length) at = this.#reader.read(bytes, at, bytes.length);
		if (this.#unread < NO_LINE) return;
		this.#unread = 0;
		this.#listener.onGibberish();
	}

	/** The bytes of a payload that are line ends begin lines that are none of these: nothing is made of them. */
	toHost(bytes: Uint8Array): void {
		for (const byte of bytes) {
			if (byte === CR || byte === LF) this.#end();
			else if (this.#length > 0 || (byte > SPACE && byte < DELETE)) {
				if (this.#length < LOOKED_AT) this.#said[this.#length] = byte;
				this.#length++;
			}
		}
	}

	#onCommand(line: string): void {
		this.#unread = 0;
		const text = line.trimStart();
		if (text.startsWith(SENDING)) {
			this.#listener.onRequest();
			return;
		}
		const word = text.split(' ', 1)[0]!;
		if (/^[A-Z][A-Z0-9]*$/.test(word)) this.#listener.onCommand({ word, line: text, data: undefined });
		else this.#listener.onGibberish();
	}

	#end(): void {
		const length = Math.min(this.#length, LOOKED_AT);
		this.#length = 0;
		if (length < 2) return;
		const line = this.#said.subarray(0, length);
		switch (line[0]) {
			case E:
				this.#takeEvent(line);
				return;
			case F:
			case O:
				this.#takeAnswer(asciiText(line));
		}
	}

	#takeEvent(line: Uint8Array): void {
		if (begins(line, 'ERXUDP ')) {
			if (!begins(line.subarray(REMOTE_PORT), PANA)) this.#listener.onDatagram();
			return;
		}
		if (!begins(line, 'EVENT ') || begins(line, SENT)) return;
		const words = asciiText(line).split(' ');
		const parameter = words.length > 3 ? Number.parseInt(words.at(-1)!, 16) : undefined;
		this.#listener.onEvent(words[1]!, parameter, undefined);
	}

	#takeAnswer(text: string): void {
		if (text === 'OK' || text.startsWith('OK ')) this.#listener.onAnswer('OK', false, undefined);
		else if (text.startsWith('FAIL')) this.#listener.onAnswer(text.slice(0, 9), true, undefined);
	}
}

function begins(line: Uint8Array, text: string): boolean {
	for (let i = 0; i < text.length; i++) if (line[i] !== text.charCodeAt(i)) return false;
	return true;
}

const SEND = 'send';

class J11Dialogue implements Dialogue {
	readonly #listener: DialogueListener;
	readonly #module: FrameReader;
	readonly #host: FrameReader;

	constructor(listener: DialogueListener) {
		this.#listener = listener;
		this.#module = new FrameReader(
			{ onFrame: (code, data) => this.#onRequest(code, data), onProblem: () => listener.onGibberish() },
			'request',
			false,
		);
		this.#host = new FrameReader({ onFrame: (code, data) => this.#onSaid(code, data), onProblem() {} }, 'response', false);
	}

	restart(): void {
		this.#module.reset();
		this.#host.reset();
	}

	toModule(bytes: Uint8Array): void {
		const before = this.#module.dropped;
		for (let at = 0; at < bytes.length; ) at = this.#module.read(bytes, at);
		if (this.#module.dropped > before) this.#listener.onGibberish();
	}

	toHost(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; ) at = this.#host.read(bytes, at);
	}

	#onRequest(code: number, data: Uint8Array): void {
		const word = nameOfCode(code) ?? digits(code);
		if (word === SEND) this.#listener.onRequest();
		else this.#listener.onCommand({ word, line: '', data });
	}

	#onSaid(code: number, data: Uint8Array): void {
		if (code === NOTIFICATION.received) this.#listener.onDatagram();
		else if (NOTIFICATIONS.has(code)) this.#listener.onEvent(digits(code), data[0], data);
		else {
			const result = data[0] ?? 0;
			this.#listener.onAnswer(result.toString(16).toUpperCase().padStart(2, '0'), result !== RESULT.ok, wordAnswered(code));
		}
	}
}

const NOTIFICATIONS: ReadonlySet<number> = new Set(Object.values(NOTIFICATION));

function wordAnswered(code: number): string | undefined {
	return code === CODE.unknown || code === CODE.badHeader ? undefined : nameOfCode(code);
}

function digits(code: number): string {
	return code.toString(16).toUpperCase().padStart(4, '0');
}
