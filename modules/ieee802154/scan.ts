/** Active scan and energy detection of a device (IEEE 802.15.4-2015 §6.3.1): one channel after the other, with the queue of frames held back. */
import type { Radio } from '../../hal/ports/radio.js';
import type { Scheduler, Timer } from '../../hal/ports/scheduler.js';
import { equalBytes } from '../bytes/equal.js';
import { decodeBeacon } from './beacon.js';
import { type BeaconForm, pairingIn } from './beacon-form.js';
import { type DecodedFrame, FrameVersion, type MacAddress } from './frame.js';
import type { InformationElement } from './information-elements.js';
import { NO_ACK, type Transmitter } from './transmitter.js';

export interface ScanRequest {
	readonly channels: readonly number[];
	/** How long to listen on each channel after the request was sent, ms. */
	readonly durationPerChannelMs: number;
	/** Ask with an enhanced beacon request, else with a beacon request. */
	readonly enhanced: boolean;
	/** The pairing ID that an enhanced beacon request names; without it all coordinators may answer. */
	readonly pairing?: Uint8Array;
}

/** A coordinator that was heard; once for each channel. */
export interface FoundPan {
	readonly channel: number;
	readonly panId: number;
	readonly address: MacAddress;
	/** dBm. */
	readonly rssi: number;
	readonly pairing?: Uint8Array;
}

export interface ChannelEnergy {
	readonly channel: number;
	/** dBm. */
	readonly level: number;
}

export interface ScannerOptions {
	readonly radio: Radio;
	readonly scheduler: Scheduler;
	readonly transmitter: Transmitter;
	readonly beaconForm: BeaconForm;
	/** The PSDU of a request. */
	readonly encodeRequest: (scan: ScanRequest) => Uint8Array;
	/** Back to where the radio was before. */
	readonly restore: () => void;
}

/** A neighbourhood has fewer; what a hostile one adds is not remembered. */
const MAX_FOUND = 32;

interface ActiveScan {
	readonly request: ScanRequest;
	readonly done: (found: readonly FoundPan[]) => void;
	readonly onFound: ((pan: FoundPan) => void) | undefined;
	/** The time on this channel is over. */
	readonly onChannel: ((channel: number) => void) | undefined;
	readonly found: FoundPan[];
	index: number;
	/** No further channel is to follow. */
	ended: boolean;
}

export class Scanner {
	readonly #options: ScannerOptions;
	#scan: ActiveScan | undefined;
	/** The levels so far of the energy detection that goes on. */
	#levels: ChannelEnergy[] | undefined;
	#timer: Timer | undefined;

	constructor(options: ScannerOptions) {
		this.#options = options;
	}

	get isActive(): boolean {
		return this.#scan !== undefined || this.#levels !== undefined;
	}

	/** Throws Error while another scan goes on. */
	scan(
		request: ScanRequest,
		done: (found: readonly FoundPan[]) => void,
		onFound?: (pan: FoundPan) => void,
		onChannel?: (channel: number) => void,
	): void {
		this.claim();
		this.#scan = { request, done, onFound, onChannel, found: [], index: -1, ended: false };
		this.#options.transmitter.hold(this.#nextChannel);
	}

	/** Throws Error while another scan goes on. */
	detect(channels: readonly number[], durationPerChannelMs: number, done: (levels: readonly ChannelEnergy[]) => void): void {
		this.claim();
		const { radio, transmitter } = this.#options;
		const levels: ChannelEnergy[] = [];
		this.#levels = levels;
		const next = (): void => {
			if (this.#levels !== levels) return;
			const channel = channels[levels.length];
			if (channel === undefined) {
				this.#levels = undefined;
				this.end();
				done(levels);
				return;
			}
			radio.listen(channel);
			radio.detectEnergy(durationPerChannelMs, (level) => {
				levels.push({ channel, level });
				next();
			});
		};
		transmitter.hold(next);
	}

	/** A beacon in the clear; `content` is what follows its payload IEs. Throws DecodeError. */
	onBeacon(frame: DecodedFrame, elements: readonly InformationElement[], content: Uint8Array, rssi: number): void {
		const scan = this.#scan;
		const panId = frame.sourcePan ?? frame.destinationPan;
		if (!scan || scan.index < 0 || panId === undefined || frame.source === undefined) return;
		const channel = scan.request.channels[scan.index]!;
		if (scan.found.length >= MAX_FOUND || scan.found.some((pan) => pan.channel === channel && isSame(pan, panId, frame.source!))) return;
		const pairing = pairingOfBeacon(this.#options.beaconForm, frame, elements, content);
		const pan: FoundPan = { channel, panId, address: frame.source, rssi, ...(pairing && { pairing }) };
		scan.found.push(pan);
		scan.onFound?.(pan);
	}

	/** Ends an active scan before its time; its `done` follows, never from inside this call. False where none goes on. */
	finish(): boolean {
		const scan = this.#scan;
		if (scan === undefined) return false;
		scan.ended = true;
		// Without the timer the request is still on its way.
		if (this.#timer !== undefined) {
			this.#timer.cancel();
			this.#timer = this.#options.scheduler.after(0, this.#nextChannel);
		}
		return true;
	}

	/** Forgets a scan; its `done` is not called. */
	stop(): void {
		this.#timer?.cancel();
		this.#timer = undefined;
		this.#scan = undefined;
		this.#levels = undefined;
	}

	readonly #nextChannel = (): void => {
		const { radio, transmitter, encodeRequest } = this.#options;
		const scan = this.#scan!;
		this.#timer = undefined;
		if (scan.index >= 0) scan.onChannel?.(scan.request.channels[scan.index]!);
		if (this.#scan !== scan) return;
		scan.index++;
		const channel = scan.ended ? undefined : scan.request.channels[scan.index];
		if (channel === undefined) {
			this.#scan = undefined;
			this.end();
			scan.done(scan.found);
			return;
		}
		radio.listen(channel);
		transmitter.sendHeld({ psdu: encodeRequest(scan.request), awaited: NO_ACK, done: () => this.onRequestDone(scan) });
	};

	/** Listens even where the request could not be sent. One of a scan that was stopped meanwhile is for nobody. */
	private onRequestDone(scan: ActiveScan): void {
		if (scan !== this.#scan) return;
		this.#timer = this.#options.scheduler.after(scan.ended ? 0 : scan.request.durationPerChannelMs, this.#nextChannel);
	}

	private claim(): void {
		if (this.isActive) throw new Error('IEEE 802.15.4: expected one scan at a time');
	}

	private end(): void {
		this.#options.restore();
		this.#options.transmitter.release();
	}
}

function isSame(pan: FoundPan, panId: number, address: MacAddress): boolean {
	if (pan.panId !== panId) return false;
	if (typeof pan.address === 'number' || typeof address === 'number') return pan.address === address;
	return equalBytes(pan.address, address);
}

function pairingOfBeacon(
	form: BeaconForm,
	frame: DecodedFrame,
	elements: readonly InformationElement[],
	content: Uint8Array,
): Uint8Array | undefined {
	if (frame.version === FrameVersion.v2015) return pairingIn(form, elements);
	const { payload } = decodeBeacon(content);
	return payload.length > 0 ? payload : undefined;
}
