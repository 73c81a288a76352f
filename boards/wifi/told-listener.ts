import type { Log } from '../../hal/ports/log.js';
import type { Network } from '../../hal/ports/network.js';
import type { StreamListener } from '../../hal/ports/streams.js';

/** Opens a port of TCP, again and again where it is not to be had: of failures in a row the log tells the first. */
export class ToldListener {
	private readonly name: string;
	private readonly network: Network;
	private readonly log: Log;
	private isTold = false;

	/** @param name for the log */
	constructor(name: string, network: Network, log: Log) {
		this.name = name;
		this.network = network;
		this.log = log;
	}

	/** Undefined: it is not to be had now. */
	open(port: number): StreamListener | undefined {
		try {
			const listener = this.network.listen(port);
			this.isTold = false;
			return listener;
		} catch (error) {
			if (!this.isTold) this.log.write(this.name, `no TCP port ${port}: ${error instanceof Error ? error.message : error}`);
			this.isTold = true;
			return undefined;
		}
	}
}
