/** What all associations of a server share. */
import type { Log } from '../../../hal/ports/log.js';
import type { Random } from '../../../hal/ports/random.js';
import type { DataWriter } from '../axdr/data-writer.js';
import type { AgainLimits } from '../block-transfer.js';
import type { ServedClient } from './admission.js';
import type { Caller, LogicalDevice } from './logical-device.js';
import type { ServerStatistics, Watcher } from './refusals.js';

export interface CosemServerOptions {
	readonly device: LogicalDevice;
	readonly clients: readonly ServedClient[];
	/** The longest PDU that is taken, in bytes. */
	readonly maxPdu: number;
	/** The longest PDU that is sent to a client that takes as much, in bytes, up to 65,535; default: `maxPdu`. */
	readonly maxSend?: number;
	/** The longest value that a client may send in blocks, in bytes; default: 2,048. */
	readonly maxRequest?: number;
	/** General blocks that are taken in a row, 1 to 63; default: 4. */
	readonly blockWindow?: number;
	/**
	 * The longest APDU that is sent in general blocks, in bytes, where they were agreed on: each association keeps one until its next request. Longer ones go
	 * in the blocks of their service. Default: as long as a PDU.
	 */
	readonly maxTransfer?: number;
	/** Bytes of a challenge, 8 to 64; default: 16. */
	readonly challengeLength?: number;
	readonly random: Random;
	readonly log?: Log;
	readonly watcher?: Watcher;
	/** Stands between the requests and the services. Default: nothing does. */
	readonly between?: Between;
	/** A client is associated, HLS passed; or is no more. Not of one that is pre-established. */
	readonly onAssociation?: (association: Caller, associated: boolean) => void;
}

/** What does a request, in the clear, and puts the answer; nothing put: there is none. */
interface Serving {
	serve(request: Uint8Array, answer: DataWriter): void;
}

/** Has a request, in the clear and admitted, be served, or answers it in another way. */
export type Between = (request: Uint8Array, answer: DataWriter, caller: Caller & { close(): void }, services: Serving) => void;

/** Gets an answer; its bytes are good only during the call. It is called again for each block of a row. */
export type Reply = (apdu: Uint8Array) => void;

export interface ServerHost {
	readonly options: CosemServerOptions;
	readonly statistics: ServerStatistics;
	/** A plain answer, and one that is ciphered: in use only within one call of `receive`. */
	readonly plain: DataWriter;
	readonly ciphered: DataWriter;
}

/** What a connection is to the client that has it. */
export interface ConnectionOptions {
	/**
	 * Whether nobody else can send in it, as over TCP or HDLC: then a release in the clear ends even a ciphered association, which is what many clients
	 * send. Default: false; so it is over UDP.
	 */
	readonly exclusive?: boolean;
	/** The longest PDU that it carries to the client, in bytes; default: any. */
	readonly maxSend?: number;
	/** How many APDUs may answer one, as general blocks do; default: as many as the client takes. */
	readonly burst?: number;
	/** What is sent again of general blocks, where anybody can send in the client's name; default: no such limit. */
	readonly again?: AgainLimits | undefined;
}
