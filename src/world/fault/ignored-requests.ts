import { DecodeError } from '../../../modules/bytes/reader.js';
import { decodeMessage, type Message, type MessageName } from '../../../modules/pana/message.js';

/** The end of a session, and the wish to be authenticated again. */
export type IgnoredRequest = Extract<MessageName, 'PTR' | 'PNR[A]'>;

/** PANA requests of a HEMS that a meter is made to ignore, and every repetition of one with it. */
export class IgnoredRequests {
	readonly #strikes: (request: IgnoredRequest) => boolean;
	#last: { readonly name: IgnoredRequest; readonly sequence: number; readonly ignored: boolean } | undefined;

	/** @param strikes asked once for each request */
	constructor(strikes: (request: IgnoredRequest) => boolean) {
		this.#strikes = strikes;
	}

	/** Whether the meter hears this PANA message: any but a request that is ignored. */
	hears(bytes: Uint8Array): boolean {
		const message = decoded(bytes);
		if (message?.name !== 'PTR' && message?.name !== 'PNR[A]') return true;
		const { name, sequence } = message;
		if (this.#last?.name !== name || this.#last.sequence !== sequence) this.#last = { name, sequence, ignored: this.#strikes(name) };
		return !this.#last.ignored;
	}
}

/** What is no message is the meter's to drop. */
function decoded(bytes: Uint8Array): Message | undefined {
	try {
		return decodeMessage(bytes);
	} catch (error) {
		if (error instanceof DecodeError) return undefined;
		throw error;
	}
}
