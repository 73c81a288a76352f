/**
 * A logical device as its clients meet it. Sans I/O: APDUs in, APDUs out; wrapper.ts or hdlc.ts carries them. What a client does in its association is in
 * server-association.ts, what it may ask for in services.ts.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Random } from '../../hal/ports/random.js';
import type { ClientProfile } from './admission.js';
import { DataWriter } from './data-writer.js';
import type { LogicalDevice } from './interface-class.js';
import { ServerAssociation } from './server-association.js';

export interface CosemServerOptions {
	readonly device: LogicalDevice;
	readonly clients: readonly ClientProfile[];
	/** The longest PDU that is taken, in bytes. */
	readonly maxPdu: number;
	/** The longest PDU that is sent to a client that takes as much, in bytes, up to 65,535; as `maxPdu` unless told. */
	readonly maxSend?: number;
	/** The longest value that a client may send in blocks, in bytes; 2,048 unless told. */
	readonly maxRequest?: number;
	/** Bytes of a challenge, 8 to 64; 16 unless told. */
	readonly challengeLength?: number;
	readonly random: Random;
	readonly log?: Log;
	/** A client is associated, HLS passed; or is no more. Not of one that is pre-established. */
	readonly onAssociation?: (association: ServerAssociation, associated: boolean) => void;
}

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
	/** Wrong proofs of HLS. */
	failed: number;
}

/** What a connection is to the client that has it. */
export interface ConnectionOptions {
	/**
	 * Whether nobody else can send in it, as over TCP or HDLC: then a release in the clear ends even a ciphered association, which is what many clients
	 * send. Not so over UDP, and unless told.
	 */
	readonly exclusive?: boolean;
	/** The longest PDU that it carries to the client, in bytes; any unless told. */
	readonly maxSend?: number;
}

/** Gets an answer; its bytes are good only during the call. */
export type Reply = (apdu: Uint8Array) => void;

export class CosemServer {
	readonly options: CosemServerOptions;
	readonly statistics: ServerStatistics = { dropped: 0, rejected: 0, refused: 0, replayed: 0, failed: 0 };
	/** A plain answer, and one that is ciphered: in use only within one call of `receive`. */
	readonly plain = new DataWriter();
	readonly ciphered = new DataWriter();

	constructor(options: CosemServerOptions) {
		this.options = options;
	}

	/** A new connection of a client; undefined: no such client. */
	connect(client: number, options: ConnectionOptions = {}): ServerAssociation | undefined {
		const profile = this.options.clients.find(({ id }) => id === client);
		return profile === undefined ? undefined : new ServerAssociation(this, profile, options);
	}
}
