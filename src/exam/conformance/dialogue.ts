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
	readonly #secret: RegExp | undefined;

	/** @param now ms since the examination began. @param password which no line tells */
	constructor(now: () => number, password?: Uint8Array) {
		this.#now = now;
		this.#secret = password === undefined || password.length === 0 ? undefined : secretIn(password);
	}

	/**
	 * @param clear the same in the clear; undefined: it could not be opened
	 */
	add(who: 'exam' | 'meter', bytes: Uint8Array, clear: Uint8Array | undefined): void {
		const shown = clear ?? bytes;
		const name = NAMES[shown[0] ?? -1];
		const rest = shown.length > MOST_BYTES ? ` … (${shown.length})` : '';
		const cover = clear !== undefined && clear !== bytes ? ` [${bytes[0]!.toString(16)}]` : '';
		// What is hidden is hidden before it is cut.
		const digits = this.#hidden(toHex(shown)).slice(0, 2 * MOST_BYTES);
		this.#push(who, `${name === undefined ? '' : `${name} `}${digits}${rest}${cover}`);
	}

	note(who: 'exam' | 'meter', text: string): void {
		this.#push(who, this.#hidden(text));
	}

	#hidden(text: string): string {
		return this.#secret === undefined ? text : text.replaceAll(this.#secret, '[password]');
	}

	#push(who: 'exam' | 'meter', text: string): void {
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

/** The digits of a password; of one of two bytes or more also with another last byte, as a check spoils it. */
function secretIn(password: Uint8Array): RegExp {
	const digits = toHex(password);
	return new RegExp(password.length === 1 ? digits : `${digits.slice(0, -2)}[0-9a-f]{2}`, 'g');
}
