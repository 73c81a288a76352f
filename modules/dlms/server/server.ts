/**
 * A logical device as its clients meet it. Sans I/O: APDUs in, APDUs out; modules/dlms/wrapper.ts or modules/hdlc/frame.ts carries them. What a client does in its association is in
 * server-association.ts, what it may ask for in services.ts.
 */
import { DataWriter } from '../axdr/data-writer.js';
import { ServerAssociation } from './server-association.js';
import type { CosemServerOptions, ServerHost, ServerStatistics } from './server-host.js';

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

export class CosemServer implements ServerHost {
	readonly options: CosemServerOptions;
	readonly statistics: ServerStatistics = { dropped: 0, rejected: 0, refused: 0, replayed: 0, failed: 0 };
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
