/**
 * A logical device as its clients meet it. Sans I/O: APDUs in, APDUs out; the wrapper or HDLC carries them. What a client does in its association is in
 * server-association.ts, what it may ask for in services.ts.
 */
import { DataWriter } from '../axdr/data-writer.js';
import type { ServerStatistics } from './refusals.js';
import { ServerAssociation } from './server-association.js';
import type { ConnectionOptions, CosemServerOptions, ServerHost } from './server-host.js';

export class CosemServer implements ServerHost {
	readonly options: CosemServerOptions;
	readonly statistics: ServerStatistics = {
		...{ received: 0, octetsReceived: 0, sent: 0, octetsSent: 0, framesReceived: 0, framesSent: 0 },
		...{ dropped: 0, rejected: 0, refused: 0, replayed: 0, failed: 0 },
	};
	readonly plain = new DataWriter();
	readonly ciphered = new DataWriter();

	constructor(options: CosemServerOptions) {
		this.options = options;
	}

	/** A new connection of a client; undefined: no such client. */
	connect(client: number, options: ConnectionOptions = {}): ServerAssociation | undefined {
		const served = this.options.clients.find(({ id }) => id === client);
		return served === undefined ? undefined : new ServerAssociation(this, served, options);
	}
}
