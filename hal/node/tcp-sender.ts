import { connect } from 'node:net';

export interface TcpSendOptions {
	readonly host: string;
	readonly port: number;
	readonly bytes: Uint8Array;
	/** Until the bytes are on their way, ms. */
	readonly timeout: number;
	/**
	 * What has to happen besides: `close`, the other end closes the connection in turn; or bytes come back that this takes, as soon as it returns true. Until
	 * then the connection is held, `timeout` ms at most. Default: nothing.
	 */
	readonly awaits?: 'close' | ((bytes: Uint8Array) => boolean) | undefined;
	/** Told once: undefined, or the system's word for what was wrong. Never from inside the call, and not after it was cancelled. */
	readonly done: (failure: string | undefined) => void;
}

/** What the other end may take to close behind the last byte, ms. */
const LINGER = 2000;
const NO_ANSWER = 'ETIMEDOUT';

/**
 * Sends bytes on a connection of their own, and waits until the other end has closed it, too, or said nothing against it for a while. What it sends is not
 * looked at, unless it is awaited. Returns what ends it at once.
 */
export function sendByTcp({ host, port, bytes, timeout, awaits, done }: TcpSendOptions): () => void {
	const socket = connect({ host, port });
	let isOver = false;
	const end = (failure: string | undefined): void => {
		if (isOver) return;
		isOver = true;
		clearTimeout(timer);
		socket.destroy();
		done(failure);
	};
	let timer = setTimeout(() => end(NO_ANSWER), timeout);
	socket.setNoDelay();
	socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
	if (typeof awaits === 'function') {
		socket.on('data', (answer: Buffer) => {
			if (!isOver && awaits(answer)) end(undefined);
		});
		socket.on('close', () => end('ECONNRESET'));
		socket.write(bytes);
	} else {
		socket.resume();
		socket.on('close', () => end(socket.writableFinished ? undefined : 'ECONNRESET'));
		socket.end(Buffer.from(bytes), () => {
			if (awaits === 'close') return;
			clearTimeout(timer);
			if (!isOver) timer = setTimeout(() => end(undefined), LINGER);
		});
	}
	return () => {
		isOver = true;
		clearTimeout(timer);
		socket.destroy();
	};
}
