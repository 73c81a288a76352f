/** The wrapper over TCP, and over UDP. */
import { DecodeError } from '../../modules/bytes/reader.js';
import { decodeWrapper, encodeWrapper, LONGEST_WRAPPED, WrapperStream } from '../../modules/dlms/wrapper.js';
import type { ByteStream, Carrier, Connection, DatagramPort } from './connection.js';
import { HeadEndError, type Loss, malformedOf, reasonOf } from './head-end-error.js';

/** One datagram that no network cuts: 1,280 bytes less IPv6, UDP and wrapper. */
const DATAGRAM_APDU = 1280 - 40 - 8 - 8;

export class TcpCarrier implements Carrier {
	readonly maxApdu = LONGEST_WRAPPED;
	readonly #open: () => Promise<ByteStream>;

	/** @param open connects anew; rejects with the reason */
	constructor(open: () => Promise<ByteStream>) {
		this.#open = open;
	}

	async connect(client: number, server: number, timeout: number): Promise<Connection> {
		return new StreamConnection(await inTime(this.#open(), timeout), client, server);
	}

	async close(): Promise<void> {}
}

/** The stream, or an error when its time is over; a stream that comes later is closed. */
async function inTime(opening: Promise<ByteStream>, timeout: number): Promise<ByteStream> {
	let timer: NodeJS.Timeout | undefined;
	let over = false;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => {
			over = true;
			reject(new HeadEndError({ kind: 'connectTimeout', timeout }));
		}, timeout);
	});
	opening.then(
		(stream) => {
			if (over) stream.close();
		},
		() => {},
	);
	try {
		return await Promise.race([opening, late]);
	} catch (error) {
		if (error instanceof HeadEndError) throw error;
		throw new HeadEndError({ kind: 'cannotConnect', reason: reasonOf(error) });
	} finally {
		clearTimeout(timer);
	}
}

class StreamConnection implements Connection {
	onApdu: Connection['onApdu'] = () => {};
	onActivity: Connection['onActivity'] = () => {};
	onLost: Connection['onLost'] = () => {};
	readonly #stream: ByteStream;
	readonly #client: number;
	readonly #server: number;

	constructor(stream: ByteStream, client: number, server: number) {
		this.#stream = stream;
		this.#client = client;
		this.#server = server;
		const frames = new WrapperStream({
			maxApdu: LONGEST_WRAPPED,
			onFrame: (source, destination, apdu) => {
				if (source === server && destination === client) this.onApdu(apdu);
			},
			onError: (error) => this.#lose({ kind: 'notDlms', malformed: malformedOf(error) }),
		});
		stream.onReceive = (bytes) => {
			this.onActivity();
			frames.receive(bytes);
		};
		stream.onClose = () => this.#lose({ kind: 'closed' });
	}

	send(apdu: Uint8Array): void {
		this.#stream.write(encodeWrapper({ source: this.#client, destination: this.#server, apdu }));
	}

	async close(): Promise<void> {
		this.#stream.close();
	}

	#lose(loss: Loss): void {
		this.#stream.close();
		this.onLost(loss);
	}
}

/**
 * Each connection is a socket of its own, so that an answer that comes after its time is taken for no other's: what a client asks again, it asks
 * from another port.
 */
export class UdpCarrier implements Carrier {
	readonly maxApdu = DATAGRAM_APDU;
	readonly #open: () => Promise<DatagramPort>;

	constructor(open: () => Promise<DatagramPort>) {
		this.#open = open;
	}

	async connect(client: number, server: number): Promise<Connection> {
		try {
			return new DatagramConnection(await this.#open(), client, server);
		} catch (error) {
			throw new HeadEndError({ kind: 'cannotSend', reason: reasonOf(error) });
		}
	}

	async close(): Promise<void> {}
}

class DatagramConnection implements Connection {
	onApdu: Connection['onApdu'] = () => {};
	onActivity: Connection['onActivity'] = () => {};
	onLost: Connection['onLost'] = () => {};
	readonly #port: DatagramPort;
	readonly #client: number;
	readonly #server: number;

	constructor(port: DatagramPort, client: number, server: number) {
		this.#port = port;
		this.#client = client;
		this.#server = server;
		port.onReceive = (bytes) => {
			try {
				const { source, destination, apdu } = decodeWrapper(bytes);
				if (source === server && destination === client) this.onApdu(apdu);
			} catch (error) {
				if (!(error instanceof DecodeError)) throw error;
			}
		};
		port.onError = (reason) => this.onLost({ kind: 'unreachable', reason });
	}

	send(apdu: Uint8Array): void {
		this.#port.send(encodeWrapper({ source: this.#client, destination: this.#server, apdu }));
	}

	async close(): Promise<void> {
		this.#port.close();
	}
}
