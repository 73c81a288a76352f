/** ACCESS of a client (Green Book, Access-Request and Access-Response): many attributes and methods in one request and one answer. */
import { DecodeError } from '../../bytes/reader.js';
import { type AccessSpecification, decodeAccessResponse, encodeAccessRequest, LONG_INVOKE } from '../apdu/access.js';
import { APDU } from '../apdu/apdu.js';
import type { DataWriter } from '../axdr/data-writer.js';
import { FORMAT } from './client-error.js';
import { DOES_NOT_FIT, type Done, Exchange } from './exchange.js';

/** One of a request. */
export interface AccessItem extends AccessSpecification {
	/** What is set, or the method's parameter: one value of A-XDR; undefined: null-data. */
	readonly value: Uint8Array | undefined;
}

/** What became of one. */
export interface AccessOutcome {
	/** Data-Access-Result or Action-Result. */
	readonly result: number;
	/** What was read, or what a method returned; null-data for the others. */
	readonly value: Uint8Array;
}

export interface AccessOptions {
	/** What follows one that failed is not done. Default: false. */
	readonly breakOnError?: boolean;
	/** 12 bytes of COSEM date-time. */
	readonly time?: Uint8Array;
}

const NULL_DATA = new Uint8Array(1);
const INVOKE_AT = 1;

export class AccessAll extends Exchange<readonly AccessOutcome[]> {
	readonly #items: readonly AccessItem[];
	readonly #options: AccessOptions;
	readonly #pdu: number;

	/** @param pdu the longest request in the clear, in bytes */
	constructor(invoke: number, items: readonly AccessItem[], options: AccessOptions, pdu: number, done: Done<readonly AccessOutcome[]>) {
		super((LONG_INVOKE.high | LONG_INVOKE.confirmed | (options.breakOnError === true ? LONG_INVOKE.breakOnError : 0) | invoke) >>> 0, done);
		this.#items = items;
		this.#options = options;
		this.#pdu = pdu;
	}

	override begin(w: DataWriter): boolean {
		encodeAccessRequest(w, {
			invoke: this.invoke!,
			time: this.#options.time,
			specifications: this.#items,
			values: this.#items.map(({ value }) => value ?? NULL_DATA),
		});
		return w.length > this.#pdu && this.failed(DOES_NOT_FIT);
	}

	/** Long-Invoke-Id-And-Priority stands in another place than that of the other services. */
	override answeredBy(apdu: Uint8Array): boolean {
		const id = (apdu[INVOKE_AT + 1]! << 16) | (apdu[INVOKE_AT + 2]! << 8) | apdu[INVOKE_AT + 3]!;
		return apdu[0] === APDU.accessResponse && id === (this.invoke! & LONG_INVOKE.id);
	}

	override take(apdu: Uint8Array): boolean {
		const { values, results } = decodeAccessResponse(apdu);
		const items = this.#items;
		if (results.length !== items.length) throw new DecodeError(FORMAT, 0, `${items.length} results, found ${results.length}`);
		for (let i = 0; i < items.length; i++)
			if (results[i]!.service !== items[i]!.service)
				throw new DecodeError(FORMAT, 0, `the result of ${items[i]!.service}, found ${results[i]!.service}`);
		return this.over(results.map(({ result }, i) => ({ result, value: values[i]!.slice() })));
	}
}
