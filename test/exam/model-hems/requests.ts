/** Requests to the meter, one at a time: timers, TIDs, repeats, and which reply belongs to which. */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { ESV, encodeFrame, type Frame, type Property } from '../../../modules/echonet-lite/frame.js';
import type { Behaviour, Shock } from './behaviour.js';
import type { Sent } from './session.js';

export interface Request {
	readonly esv: number;
	readonly deoj: number;
	readonly properties: readonly Property[];
	/** It may be lost, and nothing is concluded from that. */
	readonly spared?: boolean;
	/** What is asked for where it was not answered; the same unless told. */
	readonly again?: readonly Property[];
	/** Nobody waits for its answer. */
	readonly unanswered?: boolean;
	/** Undefined: it was not answered. */
	readonly done: (reply: Frame | undefined, asked: readonly Property[]) => void;
}

interface Open {
	request: Request;
	tid: number;
	repeats: number;
	timer: Timer | undefined;
}

export interface RequestPort {
	readonly mayBeSent: boolean;
	send(payload: Uint8Array, done: (sent: Sent) => void, toAll: boolean): void;
	/** None of the repeats was answered. */
	onDead(): void;
	onShock(shock: Shock): void;
}

/** Services that answer a request. */
const ANSWERS: ReadonlyMap<number, readonly number[]> = new Map<number, readonly number[]>([
	[ESV.Get, [ESV.Get_Res, ESV.Get_SNA]],
	[ESV.SetC, [ESV.Set_Res, ESV.SetC_SNA]],
	[ESV.INF_REQ, [ESV.INF, ESV.INF_SNA]],
]);
const REFUSALS: readonly number[] = [ESV.Get_SNA, ESV.SetC_SNA, ESV.SetI_SNA, ESV.INF_SNA];
const MOST_WAITING = 32;
const LAST_TID = 0xffff;

export class Requests {
	readonly #scheduler: Scheduler;
	readonly #behaviour: Behaviour;
	readonly #port: RequestPort;
	readonly #waiting: Request[] = [];
	readonly #open: Open[] = [];
	#tid = 0;

	constructor(scheduler: Scheduler, behaviour: Behaviour, port: RequestPort) {
		this.#scheduler = scheduler;
		this.#behaviour = behaviour;
		this.#port = port;
	}

	/** Nothing is open, and nothing waits. */
	get isIdle(): boolean {
		return this.#open.length === 0 && this.#waiting.length === 0;
	}

	/** As many are open as may be, or others wait before. */
	get isFull(): boolean {
		return this.#open.length >= this.#behaviour.outstanding || this.#waiting.length > 0;
	}

	/** The session is over: what was open is not answered any more, and what waits is not sent. */
	clear(): void {
		for (const { timer } of this.#open) timer?.cancel();
		this.#open.length = 0;
		this.#waiting.length = 0;
	}

	add(request: Request): void {
		if (this.#waiting.length >= MOST_WAITING) return;
		this.#waiting.push(request);
		this.next();
	}

	nextTid(): number {
		if (this.#behaviour.newTids) this.#tid = this.#tid === LAST_TID ? 1 : this.#tid + 1;
		else this.#tid = 1;
		return this.#tid;
	}

	/** What waits goes out, as far as it may. */
	next(): void {
		while (this.#port.mayBeSent && this.#open.length < this.#behaviour.outstanding) {
			const request = this.#waiting.shift();
			if (request === undefined) return;
			if (request.unanswered || !ANSWERS.has(request.esv)) this.#sendAlone(request);
			else {
				const open: Open = { request, tid: 0, repeats: 0, timer: undefined };
				this.#open.push(open);
				this.#send(open);
			}
		}
	}

	/** Whether the frame answered a request. */
	receive(frame: Frame): boolean {
		const index = this.#open.findIndex((open) => this.#answers(frame, open));
		if (index < 0) return false;
		const [open] = this.#open.splice(index, 1);
		open!.timer?.cancel();
		if (REFUSALS.includes(frame.esv)) this.#port.onShock(frame.esv === ESV.SetC_SNA ? 'setRefused' : 'sna');
		open!.request.done(frame, open!.request.properties);
		this.next();
		return true;
	}

	#answers({ tid, seoj, esv, properties }: Frame, { request, tid: asked }: Open): boolean {
		const { matchesTid, matchesService } = this.#behaviour;
		if (seoj !== request.deoj) return false;
		if (!matchesService) return true;
		if (!ANSWERS.get(request.esv)!.includes(esv)) return false;
		// What INF_REQ asks for goes to all nodes, and is known by its EPC.
		if (esv === ESV.INF) return properties.some(({ epc }) => epc === request.properties[0]!.epc);
		return tid === asked || !matchesTid;
	}

	/** SetI has no answer. */
	#sendAlone(request: Request): void {
		const frame = { tid: this.nextTid(), seoj: this.#behaviour.seoj, deoj: request.deoj, esv: request.esv, properties: request.properties };
		this.#port.send(encodeFrame(frame), () => request.done(undefined, request.properties), false);
	}

	#send(open: Open): void {
		const { seoj, timerOneMs, timerManyMs, unsentMs, multicasts } = this.#behaviour;
		const { esv, deoj, properties } = open.request;
		open.tid = this.nextTid();
		const wait = properties.length > 1 ? timerManyMs : timerOneMs;
		// The dongle has it: the time that it takes to send is not the meter's.
		this.#port.send(
			encodeFrame({ tid: open.tid, seoj, deoj, esv, properties }),
			(sent) => {
				if (!this.#open.includes(open)) return;
				open.timer = this.#scheduler.after(sent === 'sent' ? wait : Math.min(wait, unsentMs), () => this.#onSilence(open));
			},
			multicasts,
		);
	}

	#onSilence(open: Open): void {
		this.#port.onShock('lost');
		if (open.repeats++ < this.#behaviour.repeats && !open.request.spared) {
			this.#repeat(open);
			return;
		}
		this.#open.splice(this.#open.indexOf(open), 1);
		open.request.done(undefined, open.request.properties);
		if (open.request.spared) this.next();
		else this.#port.onDead();
	}

	#repeat(open: Open): void {
		const { again = open.request.properties } = open.request;
		open.request = { ...open.request, properties: again };
		if (this.#port.mayBeSent) this.#send(open);
		else {
			// Held: it waits in front of all others.
			this.#open.splice(this.#open.indexOf(open), 1);
			this.#waiting.unshift(open.request);
		}
	}
}
