/**
 * What GET, SET and ACTION have in common (Green Book): the tag of the APDU, the number of the kind of request or response, Invoke-Id-And-Priority, and
 * then what that kind has.
 */
import { frozen } from '../../bytes/frozen.js';
import type { Reader } from '../../bytes/reader.js';
import type { DataWriter } from '../axdr/data-writer.js';
import { openApdu } from './apdu.js';

interface Message {
	readonly kind: string;
	readonly invoke: number;
}

interface Kind<M extends Message> {
	readonly number: number;
	/** Takes what stands behind the invoke id. */
	readonly read: (r: Reader, invoke: number) => M;
	readonly write: (w: DataWriter, message: M) => unknown;
}

/** A row for each kind. */
type Kinds<M extends Message> = { readonly [K in M['kind']]: Kind<Extract<M, { readonly kind: K }>> };

export interface ServiceCodec<M> {
	/** Throws DecodeError. */
	readonly decode: (bytes: Uint8Array) => M;
	readonly encode: (w: DataWriter, message: M) => void;
}

/** @param name for errors, as the Green Book has it */
export function serviceCodec<M extends Message>(tag: number, name: string, kinds: Kinds<M>): ServiceCodec<M> {
	const rows: Readonly<Record<M['kind'], Kind<M>>> = frozen(kinds as unknown as Record<M['kind'], Kind<M>>);
	const numbered: (Kind<M> | undefined)[] = [undefined];
	for (const row of Object.values<Kind<M>>(rows)) numbered[row.number] = row;
	const byNumber = Object.freeze(numbered);
	const field = `kind of ${name}`;
	const expected = `kind 1 to ${byNumber.length - 1} of ${name}`;
	return Object.freeze({
		decode(bytes: Uint8Array): M {
			const r = openApdu(bytes, tag, name);
			const kind = byNumber[r.uint(1, field)];
			const invoke = r.uint(1, 'invoke id');
			if (kind === undefined) throw r.error(expected, 1);
			const message = kind.read(r, invoke);
			r.end();
			return message;
		},
		encode(w: DataWriter, message: M): void {
			const { number, write } = rows[message.kind as M['kind']];
			w.uint(1, tag).uint(1, number).uint(1, message.invoke);
			write(w, message);
		},
	});
}
