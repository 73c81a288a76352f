/**
 * The MAC of a device or a coordinator of one PAN: data frames between EUI-64 addresses, acknowledged and secured (IEEE 802.15.4-2015 §6, §9).
 * What comes from the air and is no good is dropped and counted here, and logged once for each reason.
 */
import type { Cipher } from '../../hal/ports/cipher.js';
import type { Log } from '../../hal/ports/log.js';
import type { Radio, ReceivedFrame } from '../../hal/ports/radio.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { equalBytes } from '../bytes/equal.js';
import { DecodeError } from '../bytes/reader.js';
import { ENHANCED_ACK_LENGTH, IMMEDIATE_ACK_LENGTH } from './ack.js';
import { type BeaconForm, ROUTE_B_BEACONS } from './beacon-form.js';
import { Command } from './command.js';
import { type BeaconPolicy, beaconRequestOf } from './coordinator.js';
import { type DropReason, MacCounters } from './counters.js';
import { Duplicates } from './duplicates.js';
import { type FcsLength, hasGoodFcs } from './fcs.js';
import { BROADCAST, type DecodedFrame, decodeFrame, type Frame, FrameType, FrameVersion, splitPayload } from './frame.js';
import { type DataTransmission, Framer } from './framer.js';
import type { InformationElement } from './information-elements.js';
import { KeyRing } from './key-ring.js';
import { type ChannelEnergy, type FoundPan, Scanner, type ScanRequest } from './scan.js';
import { ackWait, type MacTiming, TIMING_100_KBIT } from './timing.js';
import { NO_ACK, type SendResult, Transmitter } from './transmitter.js';

const LAYER = 'IEEE 802.15.4';
/** Frames that may wait behind the one on its way. */
const QUEUE_LENGTH = 8;
/** No beacon is queued behind as many frames: requests cost a stranger nothing, and are not to crowd out data. */
const BEACONS_WAITING = 2;
/** An enhanced acknowledgement of another maker may carry a security header and a MIC. */
const LONGEST_ENHANCED_ACK = ENHANCED_ACK_LENGTH + 10;
/** The longest PSDU that Wi-SUN modules send (unconfirmed); the PHY allows 2,047. */
const MAX_PSDU = 255;

export interface MacOptions {
	readonly radio: Radio;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	readonly log: Log;
	/** Own address, 8 bytes, most significant first. */
	readonly eui64: Uint8Array;
	readonly timing?: MacTiming;
	/** Bytes of the FCS, 2 by default (unconfirmed for Route B). */
	readonly fcs?: FcsLength;
	/** Whether an FCS of 4 bytes counts a frame of 3 bytes as 4; true by default (unconfirmed). */
	readonly padFcs?: boolean;
	/** Version of data frames, 1 (2006) by default; received ones may be of any (unconfirmed for Route B). */
	readonly frameVersion?: 1 | 2;
	/** Longest PSDU sent, FCS included; by default 255, or what the radio takes. */
	readonly maxPsdu?: number;
	/** Security level of what is sent, and the least of what is received; 5, ENC-MIC-32, by default (unconfirmed for Route B). */
	readonly securityLevel?: number;
	/** Makes this a coordinator: what it answers to beacon requests. */
	readonly beacon?: BeaconPolicy;
	readonly beaconForm?: BeaconForm;
}

/** A data frame that arrived. */
export interface Data {
	/** EUI-64 of its sender. */
	readonly from: Uint8Array;
	readonly broadcast: boolean;
	/** May be kept. */
	readonly payload: Uint8Array;
	readonly secured: boolean;
	/** dBm. */
	readonly rssi: number;
}

export class Mac {
	readonly eui64: Uint8Array;
	readonly counters = new MacCounters();
	/** Receiver of data frames, after their acknowledgement is under way. Set once, before `join`. */
	onData: (data: Data) => void = () => {};
	readonly #options: MacOptions;
	readonly #fcs: FcsLength;
	readonly #padFcs: boolean;
	readonly #beaconForm: BeaconForm;
	readonly #keys: KeyRing;
	readonly #framer: Framer;
	readonly #duplicates: Duplicates;
	readonly #transmitter: Transmitter;
	/** Made at the first scan: a meter never does one. */
	#scanner: Scanner | undefined;
	#panId: number | undefined;
	#channel: number | undefined;

	constructor(options: MacOptions) {
		const { radio, scheduler, random, cipher, timing = TIMING_100_KBIT, frameVersion: version = FrameVersion.v2006 } = options;
		const { fcs = 2, padFcs = true, securityLevel = 5, beaconForm = ROUTE_B_BEACONS, eui64 } = options;
		const maxPsdu = options.maxPsdu ?? Math.min(MAX_PSDU, radio.capabilities.maxPsdu);
		const [dataSequence, beaconSequence] = randomPair(random);
		this.#options = options;
		this.eui64 = eui64;
		this.#fcs = fcs;
		this.#padFcs = padFcs;
		this.#beaconForm = beaconForm;
		const keys = new KeyRing(cipher, securityLevel);
		const framer = new Framer({ cipher, keys, eui64, fcs, padFcs, version, maxPsdu, securityLevel, beaconForm, dataSequence, beaconSequence });
		this.#keys = keys;
		this.#framer = framer;
		this.#duplicates = new Duplicates(timing.duplicateWindow);
		this.#transmitter = new Transmitter({
			radio,
			scheduler,
			random,
			timing,
			ackWait: ackWait(timing, radio.capabilities, fcs + (version === FrameVersion.v2015 ? LONGEST_ENHANCED_ACK : IMMEDIATE_ACK_LENGTH)),
			queueLength: QUEUE_LENGTH,
			counters: this.counters,
			prepare: (transmission) => framer.prepareData(transmission as DataTransmission),
		});
		radio.onReceive = this.#onReceive;
	}

	/** The PAN it belongs to; undefined before `join`. */
	get panId(): number | undefined {
		return this.#panId;
	}

	get channel(): number | undefined {
		return this.#channel;
	}

	/** Counter of the next frame that is secured with the key set last; 0 without a key. */
	get frameCounter(): number {
		return this.#keys.sendingKey(undefined)?.nextCounter ?? 0;
	}

	/** Receives and sends in this PAN on this channel from now on. */
	join(panId: number, channel: number): void {
		this.#panId = panId;
		this.#framer.panId = panId;
		this.#channel = channel;
		if (!this.isScanning) this.#restore();
	}

	/** Switches the radio off and forgets what is on its way: it is `off`. Keys and counters stay. */
	stop(): void {
		this.#scanner?.stop();
		this.#transmitter.stop();
		this.#panId = undefined;
		this.#channel = undefined;
		this.#options.radio.sleep();
	}

	/** The longest payload of one data frame, in bytes. */
	capacity(secured: boolean): number {
		return this.#framer.capacity(secured);
	}

	/**
	 * Sends one data frame; `to` (EUI-64) undefined is to all, without acknowledgement. `payload` must not change until `done`, which never
	 * comes from inside `send`. Throws RangeError for a payload beyond the capacity.
	 */
	send(to: Uint8Array | undefined, payload: Uint8Array, secured: boolean, done: (result: SendResult) => void): void {
		if (this.#panId === undefined) {
			this.#options.scheduler.after(0, () => done('off'));
			return;
		}
		const capacity = this.#framer.capacity(secured);
		if (payload.length > capacity) throw new RangeError(`${LAYER}: payload: expected at most ${capacity} bytes, got ${payload.length}`);
		const transmission: DataTransmission = { psdu: undefined, awaited: NO_ACK, done, to, payload, secured };
		if (!this.#transmitter.submit(transmission)) this.#options.scheduler.after(0, () => done('busy'));
	}

	/**
	 * Frames from and to `peer` (EUI-64) are secured with this key of 16 bytes from now on, in place of a former one. Its first frame sent
	 * carries `firstCounter`. The same key again goes on where it was. The key set last secures frames to all.
	 */
	setKey(peer: Uint8Array, keyIndex: number, key: Uint8Array, firstCounter = 1): void {
		this.#keys.set(peer, keyIndex, key, firstCounter, false);
	}

	/** Sets a key; frames under the former key are accepted until the first good one under the new key. */
	replaceKey(peer: Uint8Array, keyIndex: number, key: Uint8Array, firstCounter = 1): void {
		this.#keys.set(peer, keyIndex, key, firstCounter, true);
	}

	removeKey(peer: Uint8Array): void {
		this.#keys.remove(peer);
	}

	get isScanning(): boolean {
		return this.#scanner?.isActive === true;
	}

	private get scans(): Scanner {
		const { radio, scheduler } = this.#options;
		this.#scanner ??= new Scanner({
			radio,
			scheduler,
			transmitter: this.#transmitter,
			beaconForm: this.#beaconForm,
			encodeRequest: (scan) => this.#framer.beaconRequest(scan),
			restore: this.#restore,
		});
		return this.#scanner;
	}

	/** Asks on each channel for beacons. Frames to be sent wait, those of the PAN are not heard meanwhile. Throws Error while another scan goes on. */
	scan(
		request: ScanRequest,
		done: (found: readonly FoundPan[]) => void,
		onFound?: (pan: FoundPan) => void,
		onChannel?: (channel: number) => void,
	): void {
		this.scans.scan(request, done, onFound, onChannel);
	}

	/** Ends the scan for beacons before its time: its `done` follows, with what was found. False where none goes on. */
	finishScan(): boolean {
		return this.#scanner?.finish() ?? false;
	}

	/** The highest signal on each channel. Throws Error while another scan goes on. */
	detectEnergy(channels: readonly number[], durationPerChannelMs: number, done: (levels: readonly ChannelEnergy[]) => void): void {
		this.scans.detect(channels, durationPerChannelMs, done);
	}

	readonly #onReceive = ({ psdu, rssi }: ReceivedFrame): void => {
		this.counters.received++;
		if (!hasGoodFcs(psdu, this.#fcs, this.#padFcs)) {
			this.drop('fcs', `${psdu.length} bytes`);
			return;
		}
		let data: Data | undefined;
		try {
			data = this.accept(psdu.subarray(0, psdu.length - this.#fcs), rssi);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.drop('malformed', error.message);
		}
		if (data) this.onData(data);
	};

	/** Deals with one frame, and returns the data that it carries. Throws DecodeError. */
	private accept(bytes: Uint8Array, rssi: number): Data | undefined {
		const frame = decodeFrame(bytes);
		if (!this.isForMe(frame)) {
			this.counters.dropped.filtered++;
			return undefined;
		}
		if (frame.type === FrameType.ack) {
			if (frame.sequence !== undefined) this.#transmitter.onAck(frame.sequence);
			return undefined;
		}
		if (frame.ackRequest && typeof frame.destination === 'object') this.acknowledge(frame);
		const payload = this.open(bytes, frame);
		if (!payload) return undefined;
		const { elements, content } = splitPayload(frame, payload);
		if (frame.type === FrameType.data && typeof frame.source === 'object') {
			const broadcast = frame.destination === BROADCAST;
			return { from: frame.source, broadcast, payload: content, secured: frame.security !== undefined, rssi };
		}
		if (frame.type === FrameType.beacon && this.isScanning) this.#scanner!.onBeacon(frame, elements, content, rssi);
		else if (frame.type === FrameType.command && content[0] === Command.beaconRequest) this.onBeaconRequest(frame, elements);
		else this.counters.dropped.unused++;
		return undefined;
	}

	/** The filter of §6.7.2. A scan hears beacons of any PAN, and nothing else. */
	private isForMe(frame: DecodedFrame): boolean {
		const { type, destination, destinationPan, sourcePan } = frame;
		if (typeof destination === 'object' ? !equalBytes(destination, this.eui64) : destination !== undefined && destination !== BROADCAST) return false;
		if (type === FrameType.ack) return true;
		if (this.isScanning) return type === FrameType.beacon;
		if (this.#panId === undefined) return false;
		if (destinationPan !== undefined) return destinationPan === this.#panId || destinationPan === BROADCAST;
		return destination !== undefined || (this.#options.beacon !== undefined && sourcePan === this.#panId);
	}

	private acknowledge(frame: Frame): void {
		if (frame.version !== FrameVersion.v2015 && this.#options.radio.capabilities.acknowledges) return;
		this.#transmitter.acknowledge(this.#framer.ack(frame));
	}

	/** The MAC payload in the clear; undefined if the frame is a repetition or its security fails. Throws DecodeError. */
	private open(bytes: Uint8Array, frame: DecodedFrame): Uint8Array | undefined {
		const { source, sequence } = frame;
		if (frame.security) {
			const opened = typeof source === 'object' ? this.#keys.unprotect(source, bytes, frame) : 'unknownKey';
			if (typeof opened === 'object') return opened;
			if (opened === 'duplicate') this.counters.dropped.duplicate++;
			else this.drop(opened, `frame counter ${frame.security.frameCounter}, level ${frame.security.level}`);
			return undefined;
		}
		if (typeof source !== 'object' || sequence === undefined || frame.type === FrameType.beacon) return frame.payload;
		if (!this.#duplicates.isRepeat(source, sequence, this.#options.scheduler.now())) return frame.payload;
		this.counters.dropped.duplicate++;
		return undefined;
	}

	private onBeaconRequest(frame: DecodedFrame, elements: readonly InformationElement[]): void {
		const policy = this.#options.beacon;
		if (!policy || this.#panId === undefined || this.#transmitter.waiting >= BEACONS_WAITING) return;
		const request = beaconRequestOf(this.#beaconForm, frame, elements);
		const answer = policy(request);
		if (!answer) return;
		this.#transmitter.submit({ psdu: this.#framer.beacon(answer, request), awaited: NO_ACK, done: ignore });
	}

	readonly #restore = (): void => {
		const { radio, beacon } = this.#options;
		if (this.#channel === undefined || this.#panId === undefined) radio.sleep();
		else radio.listen(this.#channel, { panId: this.#panId, eui64: this.eui64, coordinator: beacon !== undefined });
	};

	private drop(reason: DropReason, detail: string): void {
		if (this.counters.dropped[reason]++ === 0) this.#options.log.write(LAYER, `dropped, ${reason}: ${detail}; counted only from here on`);
	}
}

function randomPair(random: Random): readonly [number, number] {
	const bytes = new Uint8Array(2);
	random.fill(bytes);
	return [bytes[0]!, bytes[1]!];
}

function ignore(): void {}
