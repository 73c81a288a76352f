/** One request of a client, from the first APDU it sends to the last answer: what client.ts carries, and knows nothing about. */
import { DecodeError, Reader } from '../../bytes/reader.js';
import { INVOKE } from '../apdu/apdu.js';
import type { DataWriter } from '../axdr/data-writer.js';
import type { ClientError } from './client-error.js';
import { FORMAT } from './client-error.js';

/** Where Invoke-Id-And-Priority stands in an answer. */
const INVOKE_AT = 2;

/** Gets an error, or a value. */
export type Done<T> = (error: ClientError | undefined, value: T | undefined) => void;

/** What is carried, whatever its outcome. */
export interface Carried {
	/** Invoke-Id-And-Priority of its requests and their answers; undefined: they have none of their own. */
	readonly invoke: number | undefined;
	/** Whether an APDU in the clear answers it, by its invoke id. */
	answeredBy(apdu: Uint8Array): boolean;
	/** Puts the first APDU. True: there is none, and the exchange is over. */
	begin(w: DataWriter): boolean;
	/** Takes an answer, in the clear, and puts what to send next. True: nothing, the exchange is over. Throws DecodeError for what does not answer it. */
	take(apdu: Uint8Array, w: DataWriter): boolean;
	/** Tells the outcome, or else this error. */
	finish(error: ClientError | undefined): void;
}

export abstract class Exchange<T> implements Carried {
	readonly invoke: number | undefined;
	readonly #done: Done<T>;
	#value: T | undefined;
	#error: ClientError | undefined;

	constructor(invoke: number | undefined, done: Done<T>) {
		this.invoke = invoke;
		this.#done = done;
	}

	answeredBy(apdu: Uint8Array): boolean {
		return this.invoke === undefined || (apdu[INVOKE_AT]! & INVOKE.id) === (this.invoke & INVOKE.id);
	}

	abstract begin(w: DataWriter): boolean;
	abstract take(apdu: Uint8Array, w: DataWriter): boolean;

	finish(error: ClientError | undefined): void {
		const reason = error ?? this.#error;
		this.#done(reason, reason === undefined ? this.#value : undefined);
	}

	protected get hasFailed(): boolean {
		return this.#error !== undefined;
	}

	protected over(value: T): true {
		this.#value = value;
		return true;
	}

	protected failed(error: ClientError): true {
		this.#error = error;
		return true;
	}

	/** Ends with what `read` makes of the parts of an answer, which is nobody's fault but the server's if it fails. */
	protected overWith(read: () => T): true {
		try {
			return this.over(read());
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			return this.failed({ kind: 'protocol', text: error.message });
		}
	}
}

/** @param most the longest value that is taken, in bytes */
export function tooLong(most: number): ClientError {
	return { kind: 'tooLong', text: `the value is longer than ${most} bytes`, most };
}

export const DOES_NOT_FIT: ClientError = Object.freeze({ kind: 'protocol', text: 'the request does not fit into the server’s PDU' });

/** What `read` takes off bytes that hold nothing else. Throws DecodeError. */
export function whole<T>(bytes: Uint8Array, read: (r: Reader) => T): T {
	const r = new Reader(FORMAT, bytes);
	const value = read(r);
	r.end();
	return value;
}

/** Throws DecodeError unless there is a result for each. */
export function counted<T>(results: readonly T[], count: number): readonly T[] {
	if (results.length !== count) throw new DecodeError(FORMAT, 3, `${count} results, found ${results.length}`);
	return results;
}
