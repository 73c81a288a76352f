/** Where a meter is: `--meter`. */
import { createSocket, type Socket } from 'node:dgram';
import { isIP } from 'node:net';
import { TcpClient } from '../../../hal/node/tcp-client.js';
import { TtySerial } from '../../../hal/node/tty-serial.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import { MAX_WINDOW } from '../../../modules/dlms/apdu/general-block.js';
import { COSEM_PORT } from '../../../modules/dlms/wrapper.js';
import type { Wire } from '../../../src/exam/conformance/site.js';
import { type Behind, ConcentratedCarrier } from '../../../src/head-end/concentrated-carrier.js';
import type { Carrier, DatagramPort } from '../../../src/head-end/connection.js';
import { HdlcCarrier, type SerialLine } from '../../../src/head-end/hdlc-carrier.js';
import type { HeadEndFailure } from '../../../src/head-end/head-end-error.js';
import { TcpCarrier, UdpCarrier } from '../../../src/head-end/wrapper-carrier.js';
import type { ClientTerms } from '../../../src/route-a/keys.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { HES_USAGE } from './usage-words.js';

interface Endpoint {
	/** Host name or address, without brackets. */
	readonly host: string;
	readonly port: number;
}

export type MeterPlace =
	| ({ readonly kind: 'tcp' | 'udp'; readonly text: string } & Endpoint & Behind)
	| {
			readonly kind: 'serial';
			readonly text: string;
			/** A serial port or pseudo-terminal, or a serial device server on the network. */
			readonly line: string | Endpoint;
			readonly modeE: boolean;
			readonly baud: number;
			readonly physicalDevice: number | undefined;
	  };

export const DEFAULT_METER = `[::1]:${COSEM_PORT}`;
const BAUD = 9600;
const LAST_DEVICE = 0x3fff;
const LAST_LOGICAL_DEVICE = 0xffff;
const LAST_NETWORK = 0xff;
const FRAME_TIMEOUT = 3000;
/** General blocks in a row where some may get lost. */
const UDP_WINDOW = 8;

/** @param where named it, as messages call it. Throws UsageError. */
export function parseMeter(text: string, where = '--meter'): MeterPlace {
	const wrong = (got?: string) => new UsageError(inEach(HES_USAGE, (words) => words.meterPlace(where, text, got)));
	const serial = /^(?:serial:(.+)|((?:\/|\.).*))$/.exec(text);
	if (serial === null) {
		const [, scheme, rest] = /^(?:(tcp|udp):)?(.*)$/.exec(text)!;
		const [address = '', ...words] = rest!.split(',');
		const endpoint = endpointOf(address, COSEM_PORT);
		if (endpoint === undefined) throw wrong();
		return { kind: scheme === 'udp' ? 'udp' : 'tcp', text, ...endpoint, ...behindOf(words, wrong) };
	}
	const [path, ...words] = (serial[1] ?? serial[2]!).split(',');
	let modeE = false;
	let baud = BAUD;
	let physicalDevice: number | undefined;
	for (const word of words) {
		const device = /^device=(\d{1,5})$/.exec(word);
		if (word === 'mode-e') modeE = true;
		else if (device !== null && Number(device[1]) <= LAST_DEVICE) physicalDevice = Number(device[1]);
		else if (/^\d{3,7}$/.test(word)) baud = Number(word);
		else throw wrong(word);
	}
	if (path === undefined || path === '') throw wrong();
	const line = path.includes('/') ? path : (endpointOf(path, undefined) ?? path);
	return { kind: 'serial', text, line, modeE, baud, physicalDevice };
}

/** Which of the meters at one address: `device=17`, `gateway=0000007B`, `network=1` with the latter. Throws what `wrong` makes. */
function behindOf(words: readonly string[], wrong: (got: string) => UsageError): Behind {
	let device: number | undefined;
	let address: Uint8Array | undefined;
	let network: number | undefined;
	for (const word of words) {
		const [, name, value = ''] = /^(device|gateway|network)=(.+)$/.exec(word) ?? [];
		const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
		if (name === 'device' && device === undefined && number >= 1 && number <= LAST_LOGICAL_DEVICE) device = number;
		else if (name === 'network' && network === undefined && number <= LAST_NETWORK) network = number;
		else if (name === 'gateway' && address === undefined && /^([0-9A-Fa-f]{2}){1,255}$/.test(value)) address = fromHex(value);
		else throw wrong(word);
	}
	if (network !== undefined && address === undefined) throw wrong(`network=${network}`);
	return {
		...(device !== undefined && { device }),
		...(address && { gateway: { network: network ?? 0, device: address } }),
	};
}

/** @param otherwise the port where there is none; undefined: there must be one */
function endpointOf(text: string, otherwise: number | undefined): Endpoint | undefined {
	const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]\s,/]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
	if (bracketed !== undefined && isIP(bracketed.replace(/%.*/, '')) !== 6) return undefined;
	const host = bracketed ?? plain;
	const port = digits === undefined ? otherwise : Number(digits);
	return host === undefined || port === undefined || port < 1 || port > 0xffff ? undefined : { host, port };
}

/** It is one of many meters at its address. */
export function isBehind(place: MeterPlace): boolean {
	return place.kind !== 'serial' && (place.device ?? place.gateway) !== undefined;
}

export function carrierOf(place: MeterPlace, scheduler: Scheduler, timeout: number, onRetry?: (failure: HeadEndFailure) => void): Carrier {
	if (place.kind !== 'serial') {
		const carrier = place.kind === 'udp' ? new UdpCarrier(() => UdpPort.open(place)) : new TcpCarrier(() => TcpClient.open(place.host, place.port));
		return isBehind(place) ? new ConcentratedCarrier(carrier, place) : carrier;
	}
	const { modeE, physicalDevice, baud } = place;
	return new HdlcCarrier({
		open: lineOf(place),
		scheduler,
		modeE,
		speed: baud,
		physicalDevice,
		frameTimeout: Math.min(timeout, FRAME_TIMEOUT),
		...(onRetry && { onRetry }),
	});
}

/** What is told, or else what the client is offered: as many as come in order, and fewer where some get lost. Undefined: they are not proposed. */
export function windowOf(told: number | undefined, terms: ClientTerms | undefined, { kind }: MeterPlace): number | undefined {
	const usual = terms?.offers?.includes('gbt') === true ? (kind === 'udp' ? UDP_WINDOW : MAX_WINDOW) : undefined;
	return told === 0 ? undefined : (told ?? usual);
}

/** The way to a meter below its APDUs, a new one for each call. */
export function wireOf(place: MeterPlace): Wire {
	if (place.kind !== 'serial')
		return place.kind === 'udp'
			? { kind: 'udp', open: () => UdpPort.open(place) }
			: { kind: 'tcp', open: () => TcpClient.open(place.host, place.port) };
	return { kind: 'hdlc', open: place.modeE ? undefined : lineOf(place), physicalDevice: place.physicalDevice };
}

function lineOf({ line, baud }: Extract<MeterPlace, { readonly kind: 'serial' }>): () => Promise<SerialLine> {
	return async () => (typeof line === 'string' ? localLine(line, baud) : remoteLine(await TcpClient.open(line.host, line.port)));
}

/** Throws with what stty says, or the system. */
export function localLine(path: string, baud: number): TtySerial {
	try {
		return new TtySerial(path, baud);
	} catch (error) {
		const said = String((error as { stderr?: unknown }).stderr ?? '').trim();
		throw said === '' ? error : new Error(said.split('\n').pop());
	}
}

/** A serial device server sees to the speed itself. */
function remoteLine(client: TcpClient): SerialLine {
	return Object.assign(client, { setSpeed: () => {} });
}

class UdpPort implements DatagramPort {
	onReceive: DatagramPort['onReceive'] = () => {};
	onError: DatagramPort['onError'] = () => {};
	readonly #socket: Socket;

	private constructor(socket: Socket) {
		this.#socket = socket;
		socket.on('message', (bytes) => this.onReceive(new Uint8Array(bytes)));
		socket.on('error', (error) => this.onError(error.message));
	}

	/** A socket that sends to one place, and hears nobody else. */
	static open({ host, port }: Endpoint): Promise<UdpPort> {
		return new Promise((resolve, reject) => {
			const socket = createSocket(isIP(host.replace(/%.*/, '')) === 4 || host === 'localhost' ? 'udp4' : 'udp6');
			socket.once('error', reject);
			socket.connect(port, host, () => {
				socket.off('error', reject);
				resolve(new UdpPort(socket));
			});
		});
	}

	send(bytes: Uint8Array): void {
		this.#socket.send(bytes);
	}

	close(): void {
		this.onError = () => {};
		try {
			this.#socket.close();
		} catch {
			// It is closed already.
		}
	}
}
