/** What went to a meter and what came back, line by line: the evidence of what is found. */
import { toHex } from '../../../modules/bytes/hex.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import type { EvidenceLine } from '../report/report.js';

/** Of a line, bytes. */
const MOST_BYTES = 64;

const NAMES: Readonly<Record<number, string>> = Object.freeze({
	[APDU.aarq]: 'AARQ',
	[APDU.aare]: 'AARE',
	[APDU.rlrq]: 'RLRQ',
	[APDU.rlre]: 'RLRE',
	[APDU.getRequest]: 'GET-Request',
	[APDU.getResponse]: 'GET-Response',
	[APDU.setRequest]: 'SET-Request',
	[APDU.setResponse]: 'SET-Response',
	[APDU.actionRequest]: 'ACTION-Request',
	[APDU.actionResponse]: 'ACTION-Response',
	[APDU.accessRequest]: 'ACCESS-Request',
	[APDU.accessResponse]: 'ACCESS-Response',
	[APDU.generalBlockTransfer]: 'General-Block-Transfer',
	[APDU.exceptionResponse]: 'ExceptionResponse',
	[APDU.confirmedServiceError]: 'ConfirmedServiceError',
});

export class Dialogue {
	readonly #lines: EvidenceLine[] = [];
	readonly #now: () => number;
	readonly #hide: (hex: string) => string;

	/** @param now ms since the examination began. @param hide takes secrets out of hexadecimal digits */
	constructor(now: () => number, hide: (hex: string) => string) {
		this.#now = now;
		this.#hide = hide;
	}

	/**
	 * @param clear the same in the clear; undefined: it could not be opened
	 */
	add(who: 'exam' | 'meter', bytes: Uint8Array, clear: Uint8Array | undefined): void {
		const shown = clear ?? bytes;
		const name = NAMES[shown[0] ?? -1];
		const rest = shown.length > MOST_BYTES ? ` … (${shown.length})` : '';
		const cover = clear !== undefined && clear !== bytes ? ` [${bytes[0]!.toString(16)}]` : '';
		this.note(who, `${name === undefined ? '' : `${name} `}${this.#hide(toHex(shown.subarray(0, MOST_BYTES)))}${rest}${cover}`);
	}

	note(who: 'exam' | 'meter', text: string): void {
		this.#lines.push({ number: this.#lines.length + 1, at: Math.round(this.#now()), who, text });
	}

	/** Where it is now, for `since`. */
	get mark(): number {
		return this.#lines.length;
	}

	since(mark: number): readonly EvidenceLine[] {
		return this.#lines.slice(mark);
	}
}
