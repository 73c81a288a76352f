/** What a server refuses a client is counted, and logged the first few times, then ever more rarely: a flood of messages is no flood of lines. */
import type { Log } from '../../../hal/ports/log.js';
import { DIAGNOSTIC } from '../apdu/acse.js';
import { SERVICE_ERROR } from '../apdu/exception.js';

/** What a server refused since it began. */
export interface ServerStatistics {
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

/** Where it is counted, and logged. */
export interface RefusalsHost {
	readonly statistics: ServerStatistics;
	readonly options: { readonly log?: Log };
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
		this.#tell(++this.#server.statistics.dropped, text);
	}

	/** An AARQ. */
	rejected(diagnostic: number): void {
		const { statistics } = this.#server;
		if (diagnostic === DIAGNOSTIC.authenticationFailure) statistics.failed++;
		this.#tell(++statistics.rejected, `association refused: diagnostic ${diagnostic.toString(16)}`);
	}

	/** A message that does not open, or may not come as it did. */
	refused(serviceError: number): void {
		const { statistics } = this.#server;
		const count = serviceError === SERVICE_ERROR.invocationCounterError ? ++statistics.replayed : ++statistics.refused;
		this.#tell(count, `message refused: service-error ${serviceError}`);
	}

	/** A proof of HLS. */
	failed(): void {
		this.#tell(++this.#server.statistics.failed, 'HLS authentication failed');
	}

	/** What nobody outside can cause at will. */
	log(text: string): void {
		this.#server.options.log?.write(LAYER, `client ${this.#client}: ${text}`);
	}

	#tell(count: number, text: string): void {
		if (count <= FIRST_LINES) this.log(text);
		else if ((count & (count - 1)) === 0) this.log(`${text}; ${count} of this kind so far`);
	}
}
