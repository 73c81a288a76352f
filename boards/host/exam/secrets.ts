/** What must not be read in anything that an exam keeps: the id, the password and the key that is made from it. */

import { toHex } from '../../../modules/bytes/hex.js';
import type { Secret } from '../../../src/exam/record/entry.js';
import { PROVISIONAL_DERIVATIONS } from '../../../src/wi-sun/derivations.js';
import { newHostCipher } from '../shared/host-cipher.js';

export interface Hidden {
	readonly text: string;
	readonly leak: readonly Secret[];
}

/** Digits of the id that are shown at each of its ends. */
const SHOWN_DIGITS = 4;
const IN_PLACE_OF: Readonly<Record<Exclude<Secret, 'id'>, string>> = Object.freeze({ password: '[password]', key: '[key]' });

export class Secrets {
	/** Of each secret the forms in which it may be written, the longest first. */
	readonly #forms: ReadonlyMap<string, Secret>;
	readonly #any: RegExp;

	constructor(id: string, password: string) {
		const key = toHex(PROVISIONAL_DERIVATIONS.psk(newHostCipher(), password));
		const forms: (readonly [string, Secret])[] = [
			[id, 'id'],
			[inGroups(id), 'id'],
			...encodings(id).map((form) => [form, 'id'] as const),
			[password, 'password'],
			...encodings(password).map((form) => [form, 'password'] as const),
			[key, 'key'],
			[inGroups(key), 'key'],
		];
		const written = forms.filter(([form]) => form !== '').sort(([one], [other]) => other.length - one.length);
		this.#forms = new Map(written.map(([form, secret]) => [form.toLowerCase(), secret]));
		this.#any = new RegExp(written.length === 0 ? '(?!)' : written.map(([form]) => escaped(form)).join('|'), 'gi');
	}

	/** The text without them, and which there were. */
	hide(text: string): Hidden {
		const leak = new Set<Secret>();
		const hidden = text.replace(this.#any, (found) => {
			const secret = this.#forms.get(found.toLowerCase()) ?? 'key';
			leak.add(secret);
			return secret === 'id' ? maskedId(found) : IN_PLACE_OF[secret];
		});
		return { text: hidden, leak: [...leak] };
	}
}

/** `0011…CDEF` */
export function maskedId(id: string): string {
	return `${id.slice(0, SHOWN_DIGITS)}…${id.slice(-SHOWN_DIGITS)}`;
}

/** As bytes that were dumped, and as programs send them on. */
function encodings(text: string): readonly string[] {
	const bytes = Buffer.from(text, 'ascii');
	return [bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '')];
}

/** The utilities print ids in groups of four. */
function inGroups(text: string): string {
	return text.replace(/.{4}(?=.)/g, '$& ');
}

function escaped(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
