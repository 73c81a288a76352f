/** Lines and frames at one dongle, and the acts that are read off them, in a short form. */
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import type { Act } from '../../../../src/exam/record/act.js';
import { Dialogue } from '../../../../src/exam/record/dialogue.js';
import { J11Tap } from '../../../../src/world/dongle/j11-tap.js';
import { openLines, type SerialLine } from '../../../../src/world/dongle/serial-line.js';
import { hex } from '../../../assert.js';

export class Heard {
	readonly #dialogue = new Dialogue();
	#entry = 0;
	at = 0;
	session = 1;

	/** What a program writes; `data`: behind SKSENDTO, in digits. */
	asks(text: string, data: string | null = null): string {
		return this.#read({ direction: 'toModule', text, hex: null, data, length: text.length });
	}

	/** What a module says. */
	told(text: string): string {
		return this.#read({ direction: 'toHost', text, hex: null, data: null, length: text.length });
	}

	/** A line of which one byte at least is no character. */
	toldBytes(digits: string): string {
		return this.#read({ direction: 'toHost', text: null, hex: digits, data: null, length: digits.length / 2 });
	}

	/** A frame of J11, as the tap tells it. */
	frame(direction: SerialLine['direction'], digits: string): string {
		let read = '';
		const tap = new J11Tap(
			openLines((line) => {
				read = this.#read(line);
			}),
		);
		if (direction === 'toModule') tap.toModule(hex(digits));
		else tap.toHost(hex(digits));
		return read;
	}

	#read(line: SerialLine): string {
		const { session, at } = this;
		const common = { event: 'serial', time: '', elapsedMs: at, node: 'dongle' } as const;
		const acts = this.#dialogue.onSerial({ number: ++this.#entry, session, at }, { ...common, ...line });
		return acts.map((act) => shown(act, this.#entry)).join('; ');
	}
}

/** `kind` and its fields; a place other than that of the line at hand stands before it. */
function shown({ entry, session: _session, at: _at, node: _node, kind, ...fields }: Act, now: number): string {
	const words = Object.values(fields).map((value: unknown) => {
		if (value instanceof Uint8Array) return toUpperHex(value);
		if (Array.isArray(value)) return `[${value.join(' ')}]`;
		return typeof value === 'object' && value !== null ? 'frame' : String(value);
	});
	return `${entry === now ? '' : `#${entry} `}${[kind, ...words].join(' ')}`;
}
