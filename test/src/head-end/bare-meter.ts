/** A meter that is nothing but its answers to GETs, in the clear: for what no meter of ours would send. */
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget } from '../../../modules/dlms/apdu/descriptor.js';
import { decodeGetRequest, encodeGetResponse } from '../../../modules/dlms/apdu/get.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import type { Carrier, Connection } from '../../../src/head-end/connection.js';
import { hex } from '../../assert.js';
import { ACSE } from '../../vectors/cosem.js';

const RELEASED = '6303800100';

/** A value in one piece, a Data-Access-Result, or the blocks of a value, however many. */
export type Answer = Uint8Array | number | Iterable<Uint8Array>;

export class BareMeter implements Carrier {
	readonly maxApdu = 0xffff;
	/** How many requests came, blocks that were asked for included. */
	requests = 0;
	readonly #answer: (target: AttributeTarget) => Answer;

	constructor(answer: (target: AttributeTarget) => Answer) {
		this.#answer = answer;
	}

	async connect(): Promise<Connection> {
		let blocks: Iterator<Uint8Array> | undefined;
		const answerTo = (apdu: Uint8Array): Uint8Array => {
			if (apdu[0] === APDU.aarq) return hex(ACSE.aare);
			if (apdu[0] === APDU.rlrq) return hex(RELEASED);
			this.requests++;
			const request = decodeGetRequest(apdu);
			const { invoke } = request;
			const w = new DataWriter();
			if (request.kind === 'list') throw new Error('expected no list');
			if (request.kind === 'normal') {
				const answer = this.#answer(request.target);
				if (answer instanceof Uint8Array || typeof answer === 'number') {
					encodeGetResponse(w, { kind: 'normal', invoke, result: answer });
					return w.bytes;
				}
				blocks = answer[Symbol.iterator]();
			}
			const { done, value } = blocks!.next();
			const number = request.kind === 'next' ? request.number + 1 : 1;
			encodeGetResponse(w, { kind: 'block', invoke, last: done === true, number, result: done === true ? new Uint8Array(0) : value });
			return w.bytes;
		};
		const connection: Connection = {
			onApdu: () => {},
			onActivity: () => {},
			onLost: () => {},
			send: (apdu) => {
				const answer = answerTo(apdu).slice();
				queueMicrotask(() => connection.onApdu(answer));
			},
			close: async () => {},
		};
		return connection;
	}

	async close(): Promise<void> {}
}
