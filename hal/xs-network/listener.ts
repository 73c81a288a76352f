import Listener from 'embedded:io/socket/listener';
import type { Scheduler } from '../ports/scheduler.js';
import type { Stream, StreamListener } from '../ports/streams.js';
import { XsStream } from './stream.js';

/** What of the SDK's listener `@moddable/typings` lacks. */
interface Socket {
	close(): void;
	/** Undefined: there is none any more. */
	read(): unknown;
}

/** Takes connections of TCP by ECMA-419's `embedded:io/socket/listener`: IPv4 alone, as `XsDatagrams`. */
export class XsListener implements StreamListener {
	onConnection: (stream: Stream) => void = (stream) => stream.close();
	/** Connections that were gone before they could be taken, or could not be. */
	lost = 0;
	private readonly io: Socket;
	private closed = false;

	/** Throws Error if there is no network, the port is taken, or there is no memory. */
	constructor(port: number, scheduler: Scheduler) {
		this.io = new Listener({
			port,
			onReadable: (count) => {
				for (let i = 0; i < count && !this.closed; i++) {
					const stream = this.take(scheduler);
					if (stream !== undefined) this.onConnection(stream);
				}
			},
		}) as unknown as Socket;
	}

	/** Undefined: it is gone again, or there is no memory for it. */
	private take(scheduler: Scheduler): XsStream | undefined {
		try {
			const from = this.io.read();
			return from === undefined ? undefined : new XsStream(from, scheduler);
		} catch {
			this.lost++;
			return undefined;
		}
	}

	close(): void {
		if (this.closed) return;
		this.closed = true;
		this.io.close();
	}
}
