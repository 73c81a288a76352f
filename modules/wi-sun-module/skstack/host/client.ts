import type { Log } from '../../../../hal/ports/log.js';
import type { Scheduler } from '../../../../hal/ports/scheduler.js';
import { DecodeError } from '../../../bytes/reader.js';
import type { Delivery } from '../../../datagram/datagram.js';
import { formatFullAddress, linkLocalAddress } from '../../../ipv6/address.js';
import type { Security } from '../../network.js';
import { SECURITIES } from '../language/command.js';
import { toDigits } from '../language/digits.js';
import type { ReceivedDatagram } from '../language/erxudp.js';
import { decodeEvent, EVENT, type EventLine, TRANSMITTED } from '../language/event.js';
import { type Model, WOPT_DIGITS } from '../language/model.js';
import { decodeInfo, type ModuleInfo } from '../language/reply.js';
import { decodePan, FIRST_CHANNEL, LAST_CHANNEL, type PanDescription } from '../language/scan-lines.js';
import { CommandQueue, type CommandResult, LINE_END, lineEnds } from './command-queue.js';
import { ResponseReader } from './response-reader.js';

/** What a module says of its own accord. */
export interface SkClientListener {
	/** Every datagram on a listening port, those of PANA included. */
	onDatagram(datagram: ReceivedDatagram): void;
	/** Every EVENT, those that complete an operation included. */
	onEvent(event: EventLine): void;
}

export interface SkClientOptions {
	readonly scheduler: Scheduler;
	/** The UART towards the module. */
	readonly write: (bytes: Uint8Array) => void;
	readonly listener: SkClientListener;
	readonly log?: Log;
	/** What is known of the module beforehand: its grammar is not asked for. */
	readonly model?: Model | undefined;
}

/** How long things may take, ms. */
const COMMAND_TIME = 3_000;
const SEND_TIME = 15_000;
const JOIN_TIME = 90_000;
const TERMINATE_TIME = 60_000;

/** Durations of a scan, tried until one finds something: the short ones often miss a meter. */
const SCAN_DURATIONS: readonly number[] = Object.freeze([4, 5, 6, 7]);

const OPEN_TRIES = 3;
const COMMAND_TRIES = 3;
/** OK follows EVENT 21 at once; this long later it must have got lost, ms. */
const OK_TIME = 2_000;
/** What is kept of a scan; the lines are those of one PAN. */
const MAX_PANS = 16;
const MAX_PAN_LINES = 12;

/**
 * A real module (or an emulated one) from the host's side: brings it up, finds and joins a PAN, sends and receives. It learns by itself which grammar
 * the module speaks and how it shows payloads, and writes nothing to the module's flash. Once `open` is done, operations may be called at any time;
 * they queue.
 */
export class SkClient {
	readonly #options: SkClientOptions;
	readonly #reader: ResponseReader;
	readonly #queue: CommandQueue;
	/** Parameter of the EVENT 21 that came since the last command left. */
	#transmitted: number | undefined;
	/** Lines of an EPANDESC that is not complete yet, and the PANs of this scan. */
	#pan: string[] | undefined;
	#pans: PanDescription[] = [];
	#badLines = 0;
	/** Counts the calls of `abort`: what was begun before the last one does not go on. */
	#life = 0;

	constructor(options: SkClientOptions) {
		this.#options = options;
		const write = (bytes: Uint8Array) => {
			this.#transmitted = undefined;
			options.write(bytes);
		};
		this.#queue = new CommandQueue(options.scheduler, write, () => this.#reader.restart());
		this.#reader = new ResponseReader({
			onLine: (line) => this.#onLine(line),
			onDatagram: (datagram) => options.listener.onDatagram(datagram),
			onBadLine: (why) => this.#onBadLine(why),
		});
	}

	/** The module speaks the side grammar; known once `open` is done. */
	get side(): boolean {
		return this.#reader.form.side;
	}

	/** Lines from the module that could not be read. */
	get badLines(): number {
		return this.#badLines;
	}

	/** Commands and datagrams that have not ended end as failed, now, and what else is under way is forgotten; `open` may be called again. */
	abort(): void {
		this.#life++;
		this.#queue.abort();
		this.#reader.restart();
		this.#pan = undefined;
	}

	/** Bytes from the module. */
	receive(bytes: Uint8Array): void {
		this.#reader.receive(bytes);
	}

	/** Resets the module and learns how it speaks; `done(undefined)` when it does not answer. */
	open(done: (info: ModuleInfo | undefined) => void): void {
		this.#reset(OPEN_TRIES, (alive) => {
			if (alive) this.#learn(done);
			else done(undefined);
		});
	}

	/** Route B id (32 characters) and password (up to 32). */
	configure(id: string, password: string, done: (ok: boolean) => void): void {
		let first: CommandResult;
		this.command(`SKSETPWD ${toDigits(password.length, 1)} ${password}`, (result) => {
			first = result;
		});
		this.command(`SKSETRBID ${id}`, (result) => done(first.failure === '' && result.failure === ''));
	}

	/** Looks for coordinators with the configured id, longer and longer until there are some. */
	scan(done: (pans: readonly PanDescription[]) => void, durations = SCAN_DURATIONS): void {
		this.#scanFrom(durations, 0, done);
	}

	/** Goes to the PAN's channel and authenticates with its coordinator. */
	join(pan: PanDescription, done: (joined: boolean) => void): void {
		this.command(`SKSREG S2 ${toDigits(pan.channel, 2)}`, ignore);
		this.command(`SKSREG S3 ${toDigits(pan.panId, 4)}`, ignore);
		const line = `SKJOIN ${formatFullAddress(linkLocalAddress(pan.mac))}`;
		this.#operation(line, [EVENT.joined, EVENT.joinFailed], JOIN_TIME, (event) => done(event === EVENT.joined));
	}

	/** Ends the session; `false` if there was none, or the peer did not answer (it is over all the same). */
	terminate(done: (ended: boolean) => void): void {
		const events = [EVENT.terminated, EVENT.terminationTimeout];
		this.#operation('SKTERM', events, TERMINATE_TIME, (event) => done(event === EVENT.terminated));
	}

	/** Sends from handle 1, which is port 3610 unless changed. 1 to 1,232 bytes. */
	send(to: Uint8Array, port: number, bytes: Uint8Array, security: Security, done: (delivery: Delivery) => void): void {
		const side = this.side ? ' 0' : '';
		const line = `${sendTo(to)} ${toDigits(port, 4)} ${SECURITIES.indexOf(security)}${side} ${toDigits(bytes.length, 4)}`;
		this.#queue.add({
			line,
			data: bytes,
			time: SEND_TIME,
			done: (result) => {
				const parameter = this.#transmitted;
				// After a solicitation the datagram follows by itself. Where OK got lost, EVENT 21 decides.
				const sent = parameter === TRANSMITTED.acknowledged || parameter === TRANSMITTED.solicited;
				done(sent && (result.failure === '' || result.failure === 'timeout') ? 'sent' : 'failed');
			},
		});
	}

	/** Any command that OK or FAIL ends, without its line end. */
	command(line: string, done: (result: CommandResult) => void): void {
		this.#queue.add({ line, time: COMMAND_TIME, done });
	}

	/**
	 * As `command`, up to three times: a line that noise has changed is refused, or not answered. `done` does not come after `abort`.
	 *
	 * @param urgent before all that waits
	 */
	insist(line: string, done: (result: CommandResult) => void, urgent = false, tries = COMMAND_TRIES): void {
		const life = this.#life;
		this.#queue.add({
			line,
			time: COMMAND_TIME,
			urgent,
			done: (result) => {
				if (life !== this.#life) return;
				if (result.failure === '' || tries <= 1) done(result);
				else this.insist(line, done, urgent, tries - 1);
			},
		});
	}

	#operation(line: string, events: readonly number[], time: number, done: (event: number | undefined) => void): void {
		this.#queue.add({ line, time: COMMAND_TIME, done: ignore, outcome: { events, time, done } });
	}

	#scanFrom(durations: readonly number[], index: number, done: (pans: readonly PanDescription[]) => void): void {
		const duration = durations[index];
		if (duration === undefined) {
			done([]);
			return;
		}
		const life = this.#life;
		this.#operation(`SKSCAN 2 FFFFFFFF ${toDigits(duration, 1)}${this.side ? ' 0' : ''}`, [EVENT.scanDone], scanTime(duration), () => {
			this.#endPan();
			const pans = this.#pans;
			this.#pans = [];
			if (pans.length > 0 || life !== this.#life) done(pans);
			else this.#scanFrom(durations, index + 1, done);
		});
	}

	#reset(tries: number, done: (alive: boolean) => void): void {
		// A former program may have left something half written, or unread.
		this.#queue.settle(tries === OPEN_TRIES ? LINE_END : lineEnds());
		const life = this.#life;
		this.command('SKRESET', (result) => {
			if (life !== this.#life) return;
			if (result.failure === '') done(true);
			else if (tries > 1) this.#reset(tries - 1, done);
			else done(false);
		});
	}

	#learn(done: (info: ModuleInfo | undefined) => void): void {
		this.insist('SKSREG SFE 0', () => {
			this.insist('SKINFO', ({ lines }) => {
				const line = lines.find((text) => text.startsWith('EINFO '));
				const info = line === undefined ? undefined : this.#decode(() => decodeInfo(line));
				if (info === undefined) done(undefined);
				else this.#learnForm(info, done);
			});
		});
	}

	#learnForm(info: ModuleInfo, done: (info: ModuleInfo) => void): void {
		const side = this.#options.model?.side ?? info.side !== undefined;
		if (side) this.insist('SKSREG SA2 1', ({ failure }) => this.#learnPayloads(info, side, failure === '', done));
		else this.#learnPayloads(info, side, false, done);
	}

	#learnPayloads(info: ModuleInfo, side: boolean, lqi: boolean, done: (info: ModuleInfo) => void): void {
		this.insist('ROPT', ({ failure, value }) => {
			// A module without ROPT shows digits.
			const digits = failure !== '' || (Number.parseInt(value, 16) & WOPT_DIGITS) !== 0;
			this.#reader.form = { side, lqi, digits };
			done(info);
		});
	}

	#onLine(line: string): void {
		if (this.#pan !== undefined && line.startsWith('  ')) {
			if (this.#pan.length < MAX_PAN_LINES) this.#pan.push(line);
			return;
		}
		this.#endPan();
		if (line === 'EPANDESC') this.#pan = [];
		else if (line.startsWith('EVENT ')) this.#onEvent(line);
		else this.#queue.onLine(line);
	}

	#endPan(): void {
		const lines = this.#pan;
		if (lines === undefined) return;
		this.#pan = undefined;
		const pan = this.#decode(() => decodePan(lines));
		if (pan !== undefined && this.#pans.length < MAX_PANS) this.#pans.push(pan);
	}

	#onEvent(line: string): void {
		const event = this.#decode(() => decodeEvent(line, this.side));
		if (event === undefined) return;
		if (event.event === EVENT.transmitted) this.#onTransmitted(event);
		this.#options.listener.onEvent(event);
		this.#queue.onEvent(event.event);
	}

	#onTransmitted({ address, parameter }: EventLine): void {
		this.#transmitted = parameter;
		if (address !== undefined && this.#queue.line?.startsWith(sendTo(address))) this.#queue.hurry(OK_TIME);
	}

	#decode<Value>(decode: () => Value): Value | undefined {
		try {
			return decode();
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#onBadLine(error.message);
			return undefined;
		}
	}

	#onBadLine(why: string): void {
		if (this.#badLines++ === 0) this.#options.log?.write('SKSTACK', why);
	}
}

/** From handle 1. */
function sendTo(to: Uint8Array): string {
	return `SKSENDTO 1 ${formatFullAddress(to)}`;
}

/** What a scan of all channels may take, ms: 9.6 ms · (2^duration + 1) a channel, and half as much again. */
function scanTime(duration: number): number {
	return 1.5 * (LAST_CHANNEL - FIRST_CHANNEL + 1) * 9.6 * (2 ** duration + 1) + COMMAND_TIME;
}

function ignore(): void {}
