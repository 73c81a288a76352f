import type { Log } from '../../../../hal/ports/log.js';
import type { Scheduler, Timer } from '../../../../hal/ports/scheduler.js';
import { PANA_PORT } from '../../../datagram/ports.js';
import { isMulticast, linkLocalAddress } from '../../../ipv6/address.js';
import type { ModuleNetwork, NetworkEvent, ReceivedDatagram } from '../../network.js';
import { COMMAND, isCommand, NOTIFICATION, nameOfCode, RESULT } from '../language/codes.js';
import { CODE, encodeFrame, responseCode } from '../language/frame.js';
import { type FrameProblem, FrameReader, RECEIVE_TIME_OUT } from '../language/frame-reader.js';
import { rssiByte } from '../language/level.js';
import { CHANGE, encodeChange, encodePanaEnded, encodeReceived, encodeResponse, PANA_OUTCOME } from '../language/messages.js';
import type { J11Model } from '../language/model.js';
import { handlerOf, run } from './commands.js';
import type { Answer, Execution } from './execution.js';
import { pinged } from './radio-commands.js';
import { J11State } from './state.js';

/** What may go wrong around a module's dialogue, asked once for each chance. */
export interface J11Chances {
	/** A result in place of the command's effect; or nothing happens at all; undefined: it is carried out. */
	commandMeets(command: number): number | 'silence' | undefined;
	/** The response does not leave. */
	losesResponse(command: number): boolean;
}

export interface J11ModuleOptions {
	readonly model: J11Model;
	readonly network: ModuleNetwork;
	readonly scheduler: Scheduler;
	/** The UART towards the host. */
	readonly write: (bytes: Uint8Array) => void;
	/** Nothing goes wrong by default. */
	readonly chances?: J11Chances;
	/** Told each result that refuses a command, by the command's name and the result. */
	readonly onRefusal?: (command: string, result: number) => void;
	readonly log?: Log;
}

const PROBLEM_RESULT: Readonly<Record<FrameProblem, number>> = Object.freeze({
	headerChecksum: RESULT.badHeaderChecksum,
	dataChecksum: RESULT.badDataChecksum,
	tooShort: RESULT.tooShort,
	tooLong: RESULT.tooLong,
	timeOut: RESULT.timeOut,
});

const NO_DATA = new Uint8Array(0);

/**
 * A Wi-SUN module with the J11 firmware, from its UART inwards (J11 UART IF specification 1.1).
 *
 * ```
 *              005F             0053               6028 01
 *  notSetUp ─────────▶ setUp ─────────▶ operating ─────────▶ authenticated
 *      ▲                 ▲      0058        ▲  0057, 601A 04, …    │
 *      │ 00D9            └──────────────────┴──────────────────────┘
 * ```
 * One command at a time: another one meets `busy` until the first is answered, but for 00D9. A line that was just made has nobody who hears it: the module
 * says 6019 after a reset, not at its making.
 */
export class J11Module implements Execution {
	readonly model: J11Model;
	readonly network: ModuleNetwork;
	readonly state = new J11State();
	readonly ownAddress: Uint8Array;
	ping: { readonly to: Uint8Array } | undefined;
	onTransmitted: ((wasSent: boolean) => void) | undefined;
	readonly #options: J11ModuleOptions;
	readonly #reader: FrameReader;
	#silence: Timer | undefined;
	/** The command that is not answered yet. */
	#running: number | undefined;
	#isBooting = false;
	/** 00F0: nothing of J11 works any more. */
	#isStopped = false;
	/** Counts the resets: what was begun before the last one reports no more. */
	#life = 0;
	#problems = 0;

	constructor(options: J11ModuleOptions) {
		const { model, network } = options;
		this.#options = options;
		this.model = model;
		this.network = network;
		this.ownAddress = linkLocalAddress(network.macAddress);
		const handler = {
			onFrame: (code: number, data: Uint8Array) => this.#onFrame(code, data),
			onProblem: (problem: FrameProblem, code: number) => this.#onProblem(problem, code),
		};
		this.#reader = new FrameReader(handler, 'request', model.strict);
		network.listener = {
			onDatagram: (datagram) => this.#onDatagram(datagram),
			onEvent: (event) => this.#onEvent(event),
			onEchoReply: (reply) => {
				const told = pinged(this, reply);
				if (told !== undefined) this.notify(NOTIFICATION.pinged, told);
			},
		};
		this.#clear();
	}

	/** Frames of which something was wrong. */
	get problems(): number {
		return this.#problems;
	}

	/** A command is not answered yet, or 6028 or 60D1 is to come. */
	get isBusy(): boolean {
		return this.#isBooting || this.#running !== undefined || this.state.isAuthenticating || this.ping !== undefined;
	}

	/** Bytes from the host. */
	receive(bytes: Uint8Array): void {
		if (bytes.length === 0) return;
		this.#silence?.cancel();
		this.#silence = undefined;
		for (let at = 0; at < bytes.length && !this.#isBooting && !this.#isStopped; ) at = this.#reader.read(bytes, at);
		if (this.#reader.isWithin) this.#silence = this.#options.scheduler.after(RECEIVE_TIME_OUT, () => this.#reader.expire());
	}

	/** Another program is at the UART: what the one before has begun of a frame is none of its own. */
	restartInput(): void {
		this.#silence?.cancel();
		this.#reader.reset();
	}

	/** As 00D9, or as power that comes again: after the boot time, 6019. */
	reset(): void {
		this.#clear();
		this.#isBooting = true;
		this.after(this.model.bootTime, () => {
			this.#isBooting = false;
			this.notify(NOTIFICATION.booted, NO_DATA);
		});
	}

	stop(): void {
		this.#clear();
		this.#isStopped = true;
	}

	notify(code: number, data: Uint8Array): void {
		this.#options.write(encodeFrame('response', code, data));
	}

	after(delay: number, task: () => void): void {
		const life = this.#life;
		this.#options.scheduler.after(delay, () => {
			if (life === this.#life) task();
		});
	}

	#clear(): void {
		this.#life++;
		this.#isStopped = false;
		this.#running = undefined;
		this.ping = undefined;
		this.onTransmitted = undefined;
		this.restartInput();
		this.state.reset();
		const { network } = this;
		network.reset();
		network.set('automatic', true);
		network.set('solicits', false);
		network.listen([]);
	}

	#onFrame(code: number, data: Uint8Array): void {
		if (!isCommand(code)) this.#refuse(code, CODE.unknown, RESULT.badCode);
		else if (this.#running !== undefined && code !== COMMAND.reset) this.#refuse(code, responseCode(code), RESULT.busy);
		else this.#execute(code, data);
	}

	#execute(code: number, data: Uint8Array): void {
		const met = this.#options.chances?.commandMeets(code);
		if (met === 'silence') return;
		const handler = met ?? handlerOf(code, data.length, this.state);
		if (typeof handler === 'number') {
			this.#refuse(code, responseCode(code), handler);
			return;
		}
		const life = this.#life;
		this.#running = code;
		const answer: Answer = (result, rest = NO_DATA) => {
			if (life !== this.#life) return;
			this.#running = undefined;
			this.onTransmitted = undefined;
			this.#respond(code, result, rest);
		};
		const outcome = run(handler, this, data, answer);
		if (typeof outcome === 'number') answer(outcome);
		else if (outcome !== 'later') answer(RESULT.ok, outcome);
	}

	#respond(code: number, result: number, rest: Uint8Array): void {
		if (result !== RESULT.ok) this.#tellRefusal(code, result);
		if (this.#options.chances?.losesResponse(code)) return;
		this.notify(responseCode(code), encodeResponse(result, rest));
	}

	#refuse(code: number, response: number, result: number): void {
		this.#tellRefusal(code, result);
		this.notify(response, Uint8Array.of(result));
	}

	#tellRefusal(code: number, result: number): void {
		this.#options.onRefusal?.(nameOfCode(code) ?? code.toString(16).toUpperCase().padStart(4, '0'), result);
	}

	#onProblem(problem: FrameProblem, code: number): void {
		if (this.#problems++ === 0) this.#options.log?.write('J11', `a frame with a wrong ${problem}; counted only from here on`);
		const response = problem === 'headerChecksum' ? CODE.badHeader : isCommand(code) ? responseCode(code) : CODE.unknown;
		this.#refuse(code, response, PROBLEM_RESULT[problem]);
	}

	#onDatagram({ from, to, remotePort, localPort, rssi, secured, payload }: ReceivedDatagram): void {
		const { state } = this;
		state.rssi = rssiByte(rssi);
		if (state.peer === undefined || localPort === PANA_PORT || !state.ports.includes(localPort)) return;
		const { panId } = state.peer;
		const multicast = isMulticast(to);
		this.notify(NOTIFICATION.received, encodeReceived({ from, remotePort, localPort, panId, multicast, secured, rssi: state.rssi, payload }));
	}

	#onEvent(event: NetworkEvent): void {
		const { state } = this;
		if (event.kind === 'transmitted') {
			if (event.outcome !== 'solicited') this.onTransmitted?.(event.outcome === 'sent');
		} else if (event.kind === 'joined') {
			state.isAuthenticated = true;
			if (state.isAuthenticating) this.#endPana(PANA_OUTCOME.succeeded);
		} else if (event.kind === 'joinFailed') this.#lose(event.refused ? PANA_OUTCOME.refused : PANA_OUTCOME.unanswered);
		else if (event.kind === 'expired') this.#lose(PANA_OUTCOME.unanswered);
		else if (event.kind === 'terminatedByPeer') {
			const wasAuthenticated = state.isAuthenticated;
			state.isAuthenticated = false;
			if (state.isAuthenticating) this.#endPana(PANA_OUTCOME.refused);
			if (wasAuthenticated) this.#tellCut();
		}
	}

	/** There is no session any more: what a command began ends in 6028, what the module began itself is told as the model does. */
	#lose(outcome: number): void {
		const { state } = this;
		const wasOwn = !state.isAuthenticating;
		state.isAuthenticated = false;
		if (!wasOwn || this.model.tellsLostSession) this.#endPana(outcome);
		if (wasOwn && this.model.tellsLostSession) this.#tellCut();
	}

	#endPana(outcome: number): void {
		const { peer } = this.state;
		this.state.isAuthenticating = false;
		if (peer !== undefined) this.notify(NOTIFICATION.panaEnded, encodePanaEnded(outcome, peer.mac));
	}

	#tellCut(): void {
		const { peer, rssi } = this.state;
		if (peer !== undefined) this.notify(NOTIFICATION.connectionChanged, encodeChange(CHANGE.panaCut, peer.mac, rssi));
	}
}
