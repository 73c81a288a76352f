/**
 * The words of the dialogue at a dongle's serial port, for a ladder: commands, what answers them, EVENTs or notifications. Payloads are only counted, so that a
 * request costs next to nothing here.
 */
import { asciiText } from '../../../../modules/bytes/ascii.js';
import { NOTIFICATION, nameOfCode, RESULT } from '../../../../modules/wi-sun-module/j11/language/codes.js';
import { CODE, HEADER_LENGTH } from '../../../../modules/wi-sun-module/j11/language/frame.js';
import type { ModuleModel } from '../../../../modules/wi-sun-module/models.js';
import { type SerialDirection, type SerialListener, withoutSecret } from '../../../../src/world/dongle/serial-line.js';

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

/** Of a command's line what a rung shows: without its secrets. */
export function shownLine(line: string): string {
	const open = withoutSecret(line.trimEnd());
	return open.length > LONGEST_TEXT ? `${open.slice(0, LONGEST_TEXT)}…` : open;
}

/** One part of it hears the bytes of a program, the other lines or frames. */
export interface Dialogue extends SerialListener {
	/** Bytes that a program has written, after what they complete. */
	onWritten(bytes: Uint8Array): void;
	/** Another program is at the port. */
	restart(): void;
}

export function dialogueOf(model: ModuleModel, listener: DialogueListener): Dialogue {
	return model.dialect === 'j11' ? new J11Dialogue(listener) : new SkDialogue(listener);
}

/** Characters of a command that are kept. */
const LONGEST_TEXT = 96;
/** Of a line without an end: so many bytes are no command. */
const NO_LINE = 300;
const SENDING = 'SKSENDTO ';
/** Comes with each datagram, and is no rung. */
const SENT = 'EVENT 21';
const OK = 'OK';
/** `FAIL ER04`. */
const FAILURE_LENGTH = 9;
const SPACE = 0x20;
const E = 0x45;
const F = 0x46;
const O = 0x4f;
/** Where an ERXUDP has the port that it came from, in a line that begins with two full addresses. */
const REMOTE_PORT = 87;
const PANA = '02CC';

class SkDialogue implements Dialogue {
	readonly #listener: DialogueListener;
	/** Bytes of the program since its last line. */
	#unread = 0;
	/** A line has come with the bytes that are looked at. */
	#hasLine = false;

	constructor(listener: DialogueListener) {
		this.#listener = listener;
	}

	restart(): void {
		this.#unread = 0;
	}

	onWritten(bytes: Uint8Array): void {
		this.#unread = this.#hasLine ? 0 : this.#unread + bytes.length;
		this.#hasLine = false;
		if (this.#unread < NO_LINE) return;
		this.#unread = 0;
		this.#listener.onGibberish();
	}

	onLine(direction: SerialDirection, line: Uint8Array): void {
		if (direction === 'toHost') this.#onSaid(line);
		else {
			this.#hasLine = true;
			if (begins(line, 0, SENDING)) this.#listener.onRequest();
			else this.#onCommand(asciiText(line));
		}
	}

	onFrame(): void {}

	onUnreadable(): void {}

	#onCommand(line: string): void {
		const text = line.trimStart();
		if (text.startsWith(SENDING.trimEnd())) {
			this.#listener.onRequest();
			return;
		}
		const word = text.split(' ', 1)[0]!;
		if (/^[A-Z][A-Z0-9]*$/.test(word)) this.#listener.onCommand({ word, line: text, data: undefined });
		else this.#listener.onGibberish();
	}

	#onSaid(line: Uint8Array): void {
		switch (line[0]) {
			case E:
				this.#takeEvent(line);
				return;
			case F:
			case O:
				this.#takeAnswer(line);
		}
	}

	#takeEvent(line: Uint8Array): void {
		if (begins(line, 0, 'ERXUDP ')) {
			if (!begins(line, REMOTE_PORT, PANA)) this.#listener.onDatagram();
			return;
		}
		if (!begins(line, 0, 'EVENT ') || begins(line, 0, SENT)) return;
		const words = asciiText(line).split(' ');
		const parameter = words.length > 3 ? Number.parseInt(words.at(-1)!, 16) : undefined;
		this.#listener.onEvent(words[1]!, parameter, undefined);
	}

	#takeAnswer(line: Uint8Array): void {
		if (begins(line, 0, OK) && (line.length === OK.length || line[OK.length] === SPACE)) this.#listener.onAnswer(OK, false, undefined);
		else if (begins(line, 0, 'FAIL')) this.#listener.onAnswer(asciiText(line.subarray(0, FAILURE_LENGTH)), true, undefined);
	}
}

function begins(line: Uint8Array, start: number, text: string): boolean {
	for (let i = 0; i < text.length; i++) if (line[start + i] !== text.charCodeAt(i)) return false;
	return true;
}

const SEND = 'send';

class J11Dialogue implements Dialogue {
	readonly #listener: DialogueListener;

	constructor(listener: DialogueListener) {
		this.#listener = listener;
	}

	restart(): void {}

	onWritten(): void {}

	onLine(): void {}

	onFrame(direction: SerialDirection, code: number, frame: Uint8Array): void {
		const data = frame.subarray(HEADER_LENGTH);
		if (direction === 'toHost') this.#onSaid(code, data);
		else this.#onRequest(code, data);
	}

	onUnreadable(direction: SerialDirection): void {
		if (direction === 'toModule') this.#listener.onGibberish();
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
