import type { Log } from '../../../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../../../hal/ports/scheduler.js';
import { asciiBytes } from '../../../bytes/ascii.js';
import { DecodeError } from '../../../bytes/reader.js';
import { Writer } from '../../../bytes/writer.js';
import type { Delivery } from '../../../datagram/datagram.js';
import { ECHONET_LITE_PORT } from '../../../datagram/ports.js';
import type { HostListener, ModuleHost, Speech } from '../../host.js';
import type { FoundPan, Security } from '../../network.js';
import { airChannelOf, channelOf, FIRST_CHANNEL, isChannel, LAST_CHANNEL } from '../language/channel.js';
import { COMMAND, NOTIFICATION, RESULT } from '../language/codes.js';
import { FrameReader, RECEIVE_TIME_OUT } from '../language/frame-reader.js';
import {
	CHANGE,
	decodeChange,
	decodePanaEnded,
	decodeReceived,
	decodeScanned,
	encodeScan,
	encodeSend,
	encodeSetting,
	MAX_SCANNED,
	PAIRING_ID_LENGTH,
	PANA_OUTCOME,
} from '../language/messages.js';
import { RequestQueue } from './request-queue.js';

export interface J11ClientOptions {
	readonly scheduler: Scheduler;
	/** The UART towards the module. */
	readonly write: (bytes: Uint8Array) => void;
	readonly listener: HostListener;
	readonly log?: Log;
}

/** How long things may take, ms: a command (specification 5.21: 2 s), 0053, 0008; from 00D9 to 6019 (its time is in no document); an authentication. */
const COMMAND_TIME = 2_000;
const START_TIME = 5_000;
const SEND_TIME = 15_000;
const BOOT_TIME = 15_000;
const JOIN_TIME = 90_000;

const COMMAND_TRIES = 3;
/** 0E, no beacon, is frequent at the first one. */
const START_TRIES = 3;

/** Of a scan, tried until one finds something: less than 6 often misses a meter. */
const SCAN_DURATIONS: readonly number[] = Object.freeze([6, 7, 8, 9]);
const ALL_CHANNELS = 0x3fff0;
/** ms on a channel: 9.64 · 2^duration + 89 (5.21); waited for half as long again. */
const SCAN_UNIT = 9.64;
const SCAN_REST = 89;
const PATIENCE = 1.5;
const MOST_PANS = MAX_SCANNED;

const MODE_DUAL = 0x05;
/** 20 mW. */
const POWER = 0x00;
const PASSWORD_LENGTH = 12;
/** Of a send result: low digit (3.2.3.3). */
const SENT = 0x0;
const LIMITED = 0x2;
const QUEUED = 0xf;

/** A real module with the J11 firmware (or an emulated one) from the host's side: brings it up, finds and joins a PAN, sends and receives. */
export class J11Client implements ModuleHost {
	readonly #options: J11ClientOptions;
	readonly #queue: RequestQueue;
	readonly #reader: FrameReader;
	#silence: Timer | undefined;
	#pairingId: Uint8Array | undefined;
	#pans: FoundPan[] = [];
	/** Waits for 6019. */
	#booting: (() => void) | undefined;
	/** Waits for 6028. */
	#joining: ((joined: boolean) => void) | undefined;
	#badFrames = 0;

	constructor(options: J11ClientOptions) {
		this.#options = options;
		this.#queue = new RequestQueue(options.scheduler, options.write);
		const handler = {
			onFrame: (code: number, data: Uint8Array) => this.#onFrame(code, data),
			onProblem: (problem: string) => this.#onBadFrame(problem),
		};
		this.#reader = new FrameReader(handler, 'response', true);
	}

	/** Frames from the module that could not be read. */
	get badFrames(): number {
		return this.#badFrames;
	}

	receive(bytes: Uint8Array): void {
		this.#silence?.cancel();
		for (let at = 0; at < bytes.length; ) at = this.#reader.read(bytes, at);
		this.#silence = this.#reader.isWithin ? this.#options.scheduler.after(RECEIVE_TIME_OUT, () => this.#reader.expire()) : undefined;
	}

	open(done: (speech: Speech | undefined) => void): void {
		const ask = (then: (result: number | undefined) => void) => this.#insist(COMMAND.version, undefined, then);
		ask((first) => {
			if (first === undefined) done(undefined);
			else this.#boot(() => ask((result) => done(result === RESULT.ok ? 'j11' : undefined)));
		});
	}

	configure(id: string, password: string, done: (ok: boolean) => void): void {
		if (password.length !== PASSWORD_LENGTH) {
			this.#options.scheduler.after(0, () => done(false));
			return;
		}
		this.#pairingId = asciiBytes(id.slice(-PAIRING_ID_LENGTH));
		this.#setUp(FIRST_CHANNEL, (isSetUp) => {
			if (!isSetUp) done(false);
			else this.#insist(COMMAND.setCredentials, asciiBytes(id + password), (result) => done(result === RESULT.ok));
		});
	}

	scan(done: (pans: readonly FoundPan[]) => void, durations = SCAN_DURATIONS): void {
		this.#scanFrom(durations, 0, done);
	}

	join({ channel }: FoundPan, done: (joined: boolean) => void): void {
		this.#setUp(channelOf(channel), (isSetUp) => {
			if (!isSetUp) done(false);
			else this.#start(START_TRIES, (started) => (started ? this.#authenticate(done) : done(false)));
		});
	}

	terminate(done: (ended: boolean) => void): void {
		this.#insist(COMMAND.endPana, undefined, (result) => {
			this.#insist(COMMAND.endRouteB, undefined, () => done(result === RESULT.ok));
		});
	}

	/** The module secures what it sends as soon as it is authenticated, whatever `_security` says. */
	send(to: Uint8Array, port: number, bytes: Uint8Array, _security: Security, done: (delivery: Delivery) => void): void {
		this.#queue.add({
			command: COMMAND.send,
			data: encodeSend({ to, localPort: ECHONET_LITE_PORT, remotePort: port, payload: bytes }),
			time: SEND_TIME,
			tries: 1,
			done: (result, rest) => done(result === RESULT.ok && rest.length > 0 ? deliveryOf(rest[0]!) : 'failed'),
		});
	}

	/** Resets it, from whatever state a former program has left it in. */
	#boot(done: () => void): void {
		const go = () => {
			timer.cancel();
			this.#booting = undefined;
			done();
		};
		// Where 6019 does not come it may be lost: the answer to the next command decides.
		const timer = this.#options.scheduler.after(BOOT_TIME, go);
		this.#booting = go;
		// It has no response.
		this.#queue.add({ command: COMMAND.reset, time: 0, tries: 1, done: () => {} });
	}

	#setUp(channel: number, done: (ok: boolean) => void): void {
		const data = encodeSetting({ mode: MODE_DUAL, sleep: 0, channel, power: POWER });
		this.#insist(COMMAND.setUp, data, (result) => done(result === RESULT.ok));
	}

	#scanFrom(durations: readonly number[], index: number, done: (pans: readonly FoundPan[]) => void): void {
		const duration = durations[index];
		if (duration === undefined) {
			done([]);
			return;
		}
		this.#pans = [];
		this.#queue.add({
			command: COMMAND.scan,
			data: encodeScan({ duration, mask: ALL_CHANNELS, pairingId: this.#pairingId }),
			time: scanTime(duration),
			tries: 1,
			done: () => {
				const pans = this.#pans;
				if (pans.length > 0) done(pans);
				else this.#scanFrom(durations, index + 1, done);
			},
		});
	}

	#start(tries: number, done: (started: boolean) => void): void {
		this.#queue.add({
			command: COMMAND.startRouteB,
			time: START_TIME,
			tries: 1,
			done: (result) => {
				// Where a response was lost, it is started.
				if (result === RESULT.ok || result === RESULT.whileOperating) done(true);
				else if (tries > 1) this.#start(tries - 1, done);
				else done(false);
			},
		});
	}

	#authenticate(done: (joined: boolean) => void): void {
		const end = (joined: boolean) => {
			timer.cancel();
			this.#joining = undefined;
			if (joined) done(true);
			// The module would go on trying for minutes.
			else this.#insist(COMMAND.endRouteB, undefined, () => done(false));
		};
		const timer = this.#options.scheduler.after(JOIN_TIME, () => end(false));
		this.#joining = end;
		// The port before the authentication: the meter's instance list comes right behind it.
		this.#insist(COMMAND.openPort, new Writer(2).uint(2, ECHONET_LITE_PORT).bytes, (opened) => {
			if (opened !== RESULT.ok && opened !== RESULT.portOpen) end(false);
			else
				this.#insist(COMMAND.startPana, undefined, (result) => {
					if (result !== RESULT.ok && result !== RESULT.panaRunning && result !== RESULT.whileAuthenticated) this.#joining?.(false);
				});
		});
	}

	/** What may be done twice. */
	#insist(command: number, data: Uint8Array | undefined, done: (result: number | undefined) => void): void {
		this.#queue.add({ command, ...(data && { data }), time: COMMAND_TIME, tries: COMMAND_TRIES, done });
	}

	#onFrame(code: number, data: Uint8Array): void {
		try {
			if (!this.#onNotification(code, data) && !this.#queue.onResponse(code, data))
				this.#onBadFrame(`code ${code.toString(16)} that nobody asked for`);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#onBadFrame(error.message);
		}
	}

	/** False for a response. Throws DecodeError. */
	#onNotification(code: number, data: Uint8Array): boolean {
		const { listener } = this.#options;
		if (code === NOTIFICATION.received) {
			const { from, localPort, payload } = decodeReceived(data);
			listener.onDatagram({ from: from.slice(), localPort, payload: payload.slice() });
		} else if (code === NOTIFICATION.scanned) this.#onScanned(data);
		else if (code === NOTIFICATION.panaEnded) {
			const joined = decodePanaEnded(data).outcome === PANA_OUTCOME.succeeded;
			if (this.#joining !== undefined) this.#joining(joined);
			else listener.onChange(joined ? 'again' : 'notAgain');
		} else if (code === NOTIFICATION.connectionChanged) {
			const { change } = decodeChange(data);
			if (change === CHANGE.panaCut || change === CHANGE.macCut) listener.onChange('ended');
		} else if (code === NOTIFICATION.booted) {
			if (this.#booting !== undefined) this.#booting();
			else listener.onChange('restarted');
		} else return code === NOTIFICATION.receptionFailed || code === NOTIFICATION.pinged;
		return true;
	}

	#onScanned(data: Uint8Array): void {
		const { channel, pans } = decodeScanned(data);
		if (!isChannel(channel)) return;
		for (const { panId, mac, rssi } of pans) {
			if (this.#pans.length < MOST_PANS) this.#pans.push({ channel: airChannelOf(channel), panId, mac: mac.slice(), rssi });
		}
	}

	#onBadFrame(why: string): void {
		if (this.#badFrames++ === 0) this.#options.log?.write('J11', `from the module: ${why}; counted only from here on`);
	}
}

function deliveryOf(result: number): Delivery {
	const outcome = result & 0x0f;
	if (outcome === LIMITED) return 'limited';
	return outcome === SENT || outcome === QUEUED ? 'sent' : 'failed';
}

function scanTime(duration: number): number {
	return PATIENCE * (LAST_CHANNEL - FIRST_CHANNEL + 1) * (SCAN_UNIT * 2 ** duration + SCAN_REST) + COMMAND_TIME;
}
