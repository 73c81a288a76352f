/**
 * What is known of a real air: the datagrams that a meter's module sends and receives, as IPv6 and UDP, and the dialogue with the module, line by line. The
 * frames between, their security and the join stay within the module. What is secret in the dialogue is hidden, as in events.
 */
import type { Serial } from '../../../hal/ports/serial.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import { enhancedPacket, interfaceDescription, LINKTYPE_IPV6, sectionHeader } from '../../../modules/capture/pcapng.js';
import { encodeSerialLine, LINKTYPE_SERIAL } from '../../../modules/capture/serial-line.js';
import type { Address, DatagramListener, Datagrams, Delivery, Secret } from '../../../modules/datagram/datagram.js';
import { linkLocalAddress, UNSPECIFIED } from '../../../modules/ipv6/address.js';
import { encodePacket, NEXT_HEADER } from '../../../modules/ipv6/packet.js';
import { encodeUdp } from '../../../modules/ipv6/udp.js';
import { MODELS } from '../../../modules/wi-sun-module/skstack/language/model.js';
import { openLines, type SerialLine } from '../dongle/serial-line.js';
import { SerialTap } from '../dongle/serial-tap.js';

const DATAGRAMS = 0;
const DIALOGUE = 1;
/** Hop limit of a datagram for which nobody tells one. */
const HOP_LIMIT = 1;

export class ModuleCapture {
	readonly #write: (bytes: Uint8Array) => void;
	readonly #now: () => number;

	/** @param now ms since 1970-01-01T00:00:00Z */
	constructor(write: (bytes: Uint8Array) => void, now: () => number) {
		this.#write = write;
		this.#now = now;
		write(sectionHeader('Keiki'));
		write(interfaceDescription('datagrams', LINKTYPE_IPV6));
		write(interfaceDescription('module', LINKTYPE_SERIAL));
	}

	/** The same line; set its `onReceive` once. */
	serial(inner: Serial): Serial {
		const tap = new SerialTap(
			MODELS.bp35c2,
			openLines((line) => this.#onLine(line)),
		);
		return {
			write: (bytes) => {
				tap.toModule(bytes);
				inner.write(bytes);
			},
			get onReceive() {
				return inner.onReceive;
			},
			set onReceive(handler: (bytes: Uint8Array) => void) {
				inner.onReceive = (bytes) => {
					tap.toHost(bytes);
					handler(bytes);
				};
			},
		};
	}

	/** The same datagrams. @param own the module's MAC address, 8 bytes; undefined before it is known */
	datagrams(inner: Datagrams, own: () => Uint8Array | undefined): Datagrams {
		return new CapturedDatagrams(inner, (from, to, port, bytes) => {
			const mac = own();
			const meter = mac === undefined ? UNSPECIFIED : linkLocalAddress(mac);
			this.#onDatagram(from ?? meter, to ?? meter, port, bytes);
		});
	}

	#onLine({ direction, text, hex, data }: SerialLine): void {
		const line = text === null ? fromHex(hex ?? '') : asciiBytes(text);
		const behind = data === null ? new Uint8Array(0) : fromHex(data);
		const bytes = new Uint8Array(line.length + (data === null ? 0 : 1) + behind.length);
		bytes.set(line);
		if (data !== null) bytes[line.length] = 0x20;
		bytes.set(behind, bytes.length - behind.length);
		const now = this.#now();
		this.#write(enhancedPacket(DIALOGUE, now, encodeSerialLine(now, direction === 'toModule' ? 'sent' : 'received', bytes)));
	}

	#onDatagram(source: Address, destination: Address, port: number, data: Uint8Array): void {
		const payload = encodeUdp({ sourcePort: port, destinationPort: port, data }, source, destination);
		const packet = encodePacket({ nextHeader: NEXT_HEADER.UDP, hopLimit: HOP_LIMIT, source, destination, payload });
		this.#write(enhancedPacket(DATAGRAMS, this.#now(), packet));
	}
}

/** Undefined: the meter's own address. */
type OnDatagram = (from: Address | undefined, to: Address | undefined, port: number, bytes: Uint8Array) => void;

class CapturedDatagrams implements Datagrams {
	readonly #inner: Datagrams;
	readonly #onDatagram: OnDatagram;

	constructor(inner: Datagrams, onDatagram: OnDatagram) {
		this.#inner = inner;
		this.#onDatagram = onDatagram;
	}

	get maxPayload(): number {
		return this.#inner.maxPayload;
	}

	get listener(): DatagramListener {
		return this.#inner.listener;
	}

	set listener(listener: DatagramListener) {
		this.#inner.listener = {
			onDatagram: (from, to, port, bytes, secured) => {
				this.#onDatagram(from, to, port, bytes);
				listener.onDatagram(from, to, port, bytes, secured);
			},
			onPeer: (...event) => listener.onPeer(...event),
		};
	}

	send(to: Address, port: number, bytes: Uint8Array, done: (delivery: Delivery) => void): void {
		this.#onDatagram(undefined, to, port, bytes);
		this.#inner.send(to, port, bytes, done);
	}

	terminate(peer: Address): void {
		this.#inner.terminate(peer);
	}

	configure(id: string, secret: Secret): void {
		this.#inner.configure(id, secret);
	}
}
