/** A HEMS program on the PC that the stick is plugged into: requests of J11, and what the dongle says to them. */
import type { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { fromHex, toHex } from '../../../modules/bytes/hex.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import { linkLocalAddress } from '../../../modules/ipv6/address.js';
import { COMMAND, NOTIFICATION, RESULT } from '../../../modules/wi-sun-module/j11/language/codes.js';
import { encodeFrame, responseCode } from '../../../modules/wi-sun-module/j11/language/frame.js';
import { FrameReader } from '../../../modules/wi-sun-module/j11/language/frame-reader.js';
import {
	decodePanaEnded,
	decodeReceived,
	decodeScanned,
	decodeStarted,
	encodeScan,
	encodeSend,
	encodeSetting,
	PANA_OUTCOME,
} from '../../../modules/wi-sun-module/j11/language/messages.js';
import { type StickHems, UsbProgram } from './usb-program.js';
import type { XsStick } from './xs-stick.js';

/** Patience with an answer, with a scan of all channels, with a join, ms. */
const ANSWER = 5_000;
const SCAN = 120_000;
const JOIN = 60_000;
const TRIES = 8;
const READ = 10_000;
/** Controller to meter: EHD, SEOJ 05FF01, DEOJ 028801. */
const [SEOJ, DEOJ] = ['05ff01', '028801'];
const HEADER = 12;
const SERVICE = 10;
const INF = 0x73;
const ALL_CHANNELS = 0x3fff0;
const FIRST_CHANNEL = 4;
const DURATION = 6;
const MODE_DUAL = 0x05;

interface Frame {
	readonly code: number;
	readonly data: Uint8Array;
}

export class J11Hems extends UsbProgram implements StickHems {
	readonly #frames: Frame[] = [];
	readonly #reader: FrameReader;
	#pairingId: Uint8Array = new Uint8Array(0);
	#address: Uint8Array = new Uint8Array(0);
	#tid = 0;

	constructor(stick: XsStick, scheduler: VirtualScheduler) {
		super(stick, scheduler);
		const handler = {
			onFrame: (code: number, data: Uint8Array) => this.#hear({ code, data: data.slice() }),
			onProblem: (problem: string) => {
				throw new Error(`the stick said a frame with a wrong ${problem}`);
			},
		};
		this.#reader = new FrameReader(handler, 'response', true);
	}

	async begin(id: string, password: string): Promise<void> {
		await this.#request(COMMAND.reset, undefined, NOTIFICATION.booted);
		await this.#request(COMMAND.version);
		await this.#setUp(FIRST_CHANNEL);
		await this.#request(COMMAND.setCredentials, asciiBytes(id + password));
		this.#pairingId = asciiBytes(id.slice(-8));
	}

	async scan(): Promise<void> {
		await this.#request(COMMAND.scan, encodeScan({ duration: DURATION, mask: ALL_CHANNELS, pairingId: this.#pairingId }), undefined, SCAN);
		const scanned = this.#frames.filter(({ code }) => code === NOTIFICATION.scanned).map(({ data }) => decodeScanned(data));
		const found = scanned.find(({ pans }) => pans.length > 0);
		if (found === undefined) throw new Error(`the scan of ${scanned.length} channels found nothing`);
		await this.#setUp(found.channel);
		const { mac } = decodeStarted((await this.#request(COMMAND.startRouteB)).subarray(1));
		this.#address = linkLocalAddress(mac);
		await this.#request(COMMAND.openPort, Uint8Array.of(ECHONET_LITE_PORT >> 8, ECHONET_LITE_PORT & 0xff));
	}

	async join(): Promise<void> {
		const { outcome } = decodePanaEnded(await this.#request(COMMAND.startPana, undefined, NOTIFICATION.panaEnded, JOIN));
		if (outcome !== PANA_OUTCOME.succeeded) throw new Error(`expected to join, got ${outcome}`);
	}

	async leave(): Promise<void> {
		await this.#request(COMMAND.endPana, undefined, undefined, JOIN);
	}

	async ask(service: number, ...properties: number[][]): Promise<Uint8Array> {
		this.#tid = (this.#tid + 1) & 0xffff;
		const tid = this.#tid.toString(16).padStart(4, '0');
		const payload = fromHex(`1081${tid}${SEOJ}${DEOJ}${toHex(Uint8Array.from([service, properties.length, ...properties.flat()]))}`);
		const request = encodeSend({ to: this.#address, localPort: ECHONET_LITE_PORT, remotePort: ECHONET_LITE_PORT, payload });
		for (let i = 0; i < TRIES; i++) {
			await this.#request(COMMAND.send, request, undefined, READ);
			let answer: Uint8Array | undefined;
			const lacks = () => {
				answer = this.#datagrams().find((each) => each[SERVICE] !== INF && toHex(each.subarray(2, 4)) === tid);
				return answer === undefined;
			};
			if (await this.stick.runWhile(lacks, READ)) return answer!.subarray(HEADER);
		}
		throw new Error(`no answer to TID ${tid}`);
	}

	async #setUp(channel: number): Promise<void> {
		await this.#request(COMMAND.setUp, encodeSetting({ mode: MODE_DUAL, sleep: 0, channel, power: 0 }));
	}

	/** The data of the frame that ends it: the response unless told. Throws Error where that does not come, or tells another result than 01. */
	async #request(command: number, data: Uint8Array = new Uint8Array(0), end = responseCode(command), patience = ANSWER): Promise<Uint8Array> {
		this.#frames.length = 0;
		await this.send(encodeFrame('request', command, data));
		const frameOf = (wanted: number) => this.#frames.find(({ code }) => code === wanted);
		const isRefused = () => (frameOf(responseCode(command))?.data[0] ?? RESULT.ok) !== RESULT.ok;
		await this.stick.runWhile(() => frameOf(end) === undefined && !isRefused(), patience);
		const frame = frameOf(end);
		if (frame === undefined || isRefused()) throw new Error(`${command.toString(16)}: expected ${end.toString(16)}, got ${this.#said()}`);
		return frame.data;
	}

	#said(): string {
		return this.#frames.map(({ code, data }) => `${code.toString(16)} ${toHex(data)}`).join('; ');
	}

	/** Payloads of the datagrams that have come since the last command. */
	#datagrams(): Uint8Array[] {
		return this.#frames.filter(({ code }) => code === NOTIFICATION.received).map(({ data }) => decodeReceived(data).payload);
	}

	#hear(frame: Frame): void {
		this.#frames.push(frame);
		if (frame.code === NOTIFICATION.received && decodeReceived(frame.data).payload[SERVICE] === INF) this.informed++;
	}

	protected override take(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; ) at = this.#reader.read(bytes, at);
	}
}
