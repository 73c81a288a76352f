import TCP from 'embedded:io/socket/tcp';
import type { Scheduler } from '../ports/scheduler.js';
import type { Stream } from '../ports/streams.js';

/** What of the SDK's TCP is used; `read` without a number hands out all that is there. */
interface Socket {
	readonly remoteAddress: string | undefined;
	readonly remotePort: number | undefined;
	close(): void;
	read(): ArrayBuffer | undefined;
	/** Throws if there are more bytes than there is room for. */
	write(bytes: ArrayBuffer): number | undefined;
}

/** How long what was sent may take after `close`, ms. */
const LINGER = 2_000;

/**
 * A connection of ECMA-419's `embedded:io/socket/tcp`. What the socket has no room for waits here; what comes while it is paused waits in the socket, whose
 * window closes behind it.
 */
export class XsStream implements Stream {
	onReceive: (bytes: Uint8Array) => void = () => {};
	onDrained: () => void = () => {};
	onClosed: () => void = () => {};
	readonly host: string;
	readonly peer: string;
	pending = 0;
	private readonly scheduler: Scheduler;
	private io: Socket | undefined;
	private readonly queue: Uint8Array[] = [];
	/** Bytes that the socket takes now. */
	private room = 0;
	private paused = false;
	/** Something is to be read, and is not for want of `resume`. */
	private readable = false;
	private behind = false;
	private closing = false;
	/** The other end is gone, which is told behind what it sent. */
	private ended = false;

	/** @param from as the SDK's listener hands it out; its callbacks are set by taking it over */
	constructor(from: unknown, scheduler: Scheduler) {
		this.scheduler = scheduler;
		const { remoteAddress, remotePort } = from as Socket;
		this.host = remoteAddress ?? '';
		this.peer = `${this.host}:${remotePort ?? 0}`;
		this.io = new TCP({
			from: from as TCP,
			nodelay: true,
			onReadable: () => this.read(),
			onWritable: (room: number) => this.flush(room),
			onError: () => this.end(),
		}) as unknown as Socket;
	}

	send(bytes: Uint8Array): void {
		if (this.io === undefined || this.closing || bytes.length === 0) return;
		this.queue.push(bytes.slice());
		this.pending += bytes.length;
		this.flush(this.room);
		if (this.pending > 0) this.behind = true;
	}

	close(): void {
		if (this.closing) return;
		this.closing = true;
		if (this.pending === 0) this.drop();
		else this.scheduler.after(LINGER, () => this.drop());
	}

	pause(): void {
		this.paused = true;
	}

	resume(): void {
		if (!this.paused) return;
		this.paused = false;
		// Never from inside a call of the port.
		if (this.readable) this.scheduler.after(0, () => this.read());
		else if (this.ended) this.scheduler.after(0, () => this.tellEnd());
	}

	private read(): void {
		if (this.io === undefined || this.closing) return;
		this.readable = this.paused;
		if (this.paused) return;
		const bytes = this.io.read();
		if (bytes !== undefined) this.onReceive(new Uint8Array(bytes));
		if (this.ended) this.tellEnd();
	}

	/** A write that is refused says that there is no room after all: the socket will ask again. */
	private flush(room: number): void {
		const { queue } = this;
		let left = room;
		while (this.io !== undefined && left > 0 && queue.length > 0) {
			const bytes = queue[0]!;
			const count = Math.min(left, bytes.length);
			try {
				left = this.io.write(bytes.slice(0, count).buffer) ?? left - count;
			} catch {
				left = 0;
				break;
			}
			this.pending -= count;
			if (count === bytes.length) queue.shift();
			else queue[0] = bytes.subarray(count);
		}
		this.room = left;
		if (this.pending > 0 || !this.behind) return;
		this.behind = false;
		if (this.closing) this.drop();
		else this.scheduler.after(0, () => this.tellDrained());
	}

	private tellDrained(): void {
		if (this.io !== undefined && !this.closing && this.pending === 0) this.onDrained();
	}

	private end(): void {
		this.ended = true;
		if (this.closing) this.drop();
		else if (!this.paused) this.tellEnd();
	}

	private tellEnd(): void {
		if (this.io === undefined || this.closing) return;
		this.drop();
		this.closing = true;
		this.onClosed();
	}

	private drop(): void {
		this.io?.close();
		this.io = undefined;
		this.queue.length = 0;
		this.pending = 0;
	}
}
