/** Bytes to lines, each of which has a bound. */
import { StringDecoder } from 'node:string_decoder';

/** Characters of a line; of a longer one the rest is lost. */
export const MOST_LINE = 1 << 16;
/** Characters before the cut that are lost as well: a secret may stand across it, of which a part would not be known as one. */
const MARGIN = 128;

export class Lines {
	readonly #onLine: (line: string) => void;
	readonly #decoder = new StringDecoder('utf8');
	#part = '';
	/** The rest of a line that was too long is passed over. */
	#isCut = false;
	#afterReturn = false;

	constructor(onLine: (line: string) => void) {
		this.#onLine = onLine;
	}

	/** A line ends with \n, \r\n or \r. */
	push(bytes: Uint8Array): void {
		this.#take(this.#decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)));
	}

	/** What has no end yet is a line too. */
	end(): void {
		this.#take(this.#decoder.end());
		if (this.#part !== '') this.#line();
	}

	/** Nothing of what was before belongs to what comes. */
	reset(): void {
		this.#decoder.end();
		this.#part = '';
		this.#isCut = false;
	}

	#take(text: string): void {
		let from = 0;
		for (let i = 0; i < text.length; i++) {
			const code = text.charCodeAt(i);
			if (code !== 0x0a && code !== 0x0d) {
				this.#afterReturn = false;
				continue;
			}
			if (code === 0x0d || !this.#afterReturn) {
				this.#add(text.slice(from, i));
				this.#line();
			}
			this.#afterReturn = code === 0x0d;
			from = i + 1;
		}
		this.#add(text.slice(from));
	}

	#add(text: string): void {
		if (this.#isCut) return;
		this.#part += text;
		if (this.#part.length <= MOST_LINE) return;
		this.#part = this.#part.slice(0, MOST_LINE - MARGIN);
		this.#isCut = true;
	}

	#line(): void {
		const line = this.#part;
		this.#part = '';
		this.#isCut = false;
		this.#onLine(line);
	}
}
