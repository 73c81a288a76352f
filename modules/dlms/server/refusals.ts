/** What a server refuses a client is counted, and logged the first few times, then ever more rarely: a flood of messages is no flood of lines. */
import type { Log } from '../../../hal/ports/log.js';
import { DIAGNOSTIC } from '../apdu/acse.js';
import { SERVICE_ERROR } from '../apdu/exception.js';

/** What came to a server since it began, what of it was refused, and what went; what went, and the frames, are counted by those who carry them. */
export interface ServerStatistics {
	/** All APDUs that came. */
	received: number;
	/** Octets of those, without what carries them. */
	octetsReceived: number;
	/** All APDUs that went, pushes among them, and their octets. */
	sent: number;
	octetsSent: number;
	/** Frames of what carries APDUs: of the wrapper, or of HDLC with those that carry none. */
	framesReceived: number;
	framesSent: number;
	/** APDUs that were none, or no request. */
	dropped: number;
	/** AARQs. */
	rejected: number;
	/** Messages under wrong keys, or too little protected; releases among them. */
	refused: number;
	/** Messages whose counter was used before. */
	replayed: number;
	/** Wrong passwords of LLS, and proofs of HLS. */
	failed: number;
}

/** Signs of somebody who has not the keys, or sends what another sent: a failed authentication, a message that does not open, a counter that was used before. */
export type Suspicion = 'authentication' | 'deciphering' | 'replay';

/** Told of each. It may not come back to the server, and does no more than count: the stack is deep, and a flood of messages is a flood of these. */
export interface Watcher {
	onSuspicion(suspicion: Suspicion, client: number): void;
}

/** Where it is counted, and logged. */
export interface RefusalsHost {
	readonly statistics: ServerStatistics;
	readonly options: { readonly log?: Log; readonly watcher?: Watcher };
}

const LAYER = 'COSEM';
const FIRST_LINES = 8;

export class Refusals {
	readonly #server: RefusalsHost;
	readonly #client: number;

	constructor(server: RefusalsHost, client: number) {
		this.#server = server;
		this.#client = client;
	}

	/** An APDU that is none, or no request. */
	dropped(text: string): void {
		this.tell(++this.#server.statistics.dropped, text);
	}

	/** An AARQ. */
	rejected(diagnostic: number): void {
		const { statistics } = this.#server;
		if (diagnostic === DIAGNOSTIC.authenticationFailure) {
			statistics.failed++;
			this.suspect('authentication');
		}
		this.tell(++statistics.rejected, `association refused: diagnostic ${diagnostic.toString(16)}`);
	}

	/** A message that does not open, or may not come as it did. */
	refused(serviceError: number): void {
		const { statistics } = this.#server;
		const isReplay = serviceError === SERVICE_ERROR.invocationCounterError;
		const count = isReplay ? ++statistics.replayed : ++statistics.refused;
		if (isReplay) this.suspect('replay');
		else if (serviceError === SERVICE_ERROR.decipheringError) this.suspect('deciphering');
		this.tell(count, `message refused: service-error ${serviceError}`);
	}

	/** A proof of HLS. */
	failed(): void {
		this.suspect('authentication');
		this.tell(++this.#server.statistics.failed, 'HLS authentication failed');
	}

	/** What nobody outside can cause at will. */
	log(text: string): void {
		this.#server.options.log?.write(LAYER, `client ${this.#client}: ${text}`);
	}

	private suspect(suspicion: Suspicion): void {
		this.#server.options.watcher?.onSuspicion(suspicion, this.#client);
	}

	private tell(count: number, text: string): void {
		if (count <= FIRST_LINES) this.log(text);
		else if ((count & (count - 1)) === 0) this.log(`${text}; ${count} of this kind so far`);
	}
}
