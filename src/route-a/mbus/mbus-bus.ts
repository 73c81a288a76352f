/** What the channels ask of the line, as whole exchanges: a slave begins anew, takes what is sent, and tells of itself. */
import type { Log } from '../../../hal/ports/log.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { ADDRESS, CI, CONTROL, type MbusFrame } from '../../../modules/mbus/frame.js';
import {
	decodeHeader,
	decodeSecondaryAddress,
	encodeSecondaryAddress,
	HEADER_LENGTH,
	type MbusHeader,
	type SecondaryAddress,
} from '../../../modules/mbus/header.js';
import { type MbusCounts, MbusMaster } from '../../../modules/mbus/master.js';
import { type Probed, SecondarySearch } from '../../../modules/mbus/search.js';

/** What a slave told of itself. */
export interface MbusTelegram {
	readonly header: MbusHeader;
	/** The slave's primary address, as it tells it. */
	readonly address: number;
	/** Behind the header: good only during the call. */
	readonly body: Uint8Array;
}

/** `silent`: there was no answer; `refused`: the slave told an application error, or what is no telegram. */
export type MbusResult = MbusTelegram | 'silent' | 'refused';
type Done = (result: MbusResult) => void;

/** So many turns may wait. */
const MOST_TURNS = 16;
/** Of a search by secondary addresses: several minutes of the line. */
const MOST_PROBES = 500;
/** Whoever misses a selection is not found. */
const SELECT_ATTEMPTS = 2;

export class MbusBus {
	readonly #master: MbusMaster;
	readonly #turns: ((end: () => void) => void)[] = [];
	#isBusy = false;
	#isGoing = false;

	constructor(port: Serial, scheduler: Scheduler, log: Log) {
		this.#master = new MbusMaster({
			scheduler,
			write: (bytes) => port.write(bytes),
			onDropped: (why) => log.write('M-Bus', `dropped: ${why}; counted only from here on`),
		});
		port.onReceive = (bytes) => this.#master.receive(bytes);
	}

	/** Of all turns. */
	get counts(): MbusCounts {
		const { sent, received, noise } = this.#master;
		return { sent, received, noise };
	}

	/** `work` has the line for itself, until it calls `end`; all that follows is said within it. False: too many wait, and it will not come. */
	turn(work: (end: () => void) => void): boolean {
		if (this.#turns.length >= MOST_TURNS) return false;
		this.#turns.push(work);
		this.#go();
		return true;
	}

	/** @param address primary, or that of a slave that was selected */
	read(address: number, done: Done): void {
		this.#anew(address, () => this.#ask(address, CONTROL.frameCount, done), done);
	}

	/** `done` is told what the slave tells behind it. */
	send(address: number, ci: number, data: Uint8Array, done: Done): void {
		const frame: MbusFrame = { kind: 'long', control: CONTROL.sndUd | CONTROL.frameCount, address, ci, data };
		this.#anew(address, () => this.#acknowledged(frame, () => this.#ask(address, 0, done), done), done);
	}

	/** The slave with this secondary address, in which F, FFFF and FF stand for any, is at `ADDRESS.selected` then. */
	select(secondary: SecondaryAddress, then: () => void, done: Done): void {
		const data = encodeSecondaryAddress(secondary);
		this.#acknowledged({ kind: 'long', control: CONTROL.sndUd, address: ADDRESS.selected, ci: CI.select, data }, then, done);
	}

	/** Whether anybody is at a primary address: several that answer at once are heard as one acknowledgment, or as what is no frame. */
	isTaken(address: number, done: (isTaken: boolean) => void): void {
		const { noise } = this.#master;
		this.#master.request({ kind: 'short', control: CONTROL.sndNke, address }, (answer) => done(answer !== undefined || this.#master.noise !== noise));
	}

	/**
	 * Looks for slaves by their secondary addresses. `done` is told of the first that is wanted, or why there is none: some have one identification number, or are too
	 * many. Then nobody is selected.
	 * @param among of which maker, version and kind: FFFF and FF stand for any
	 */
	search(
		among: SecondaryAddress,
		isWanted: (slave: SecondaryAddress) => boolean,
		done: (found: SecondaryAddress | 'nobody' | 'several') => void,
	): void {
		let found: SecondaryAddress | undefined;
		const search = new SecondarySearch({
			among,
			most: MOST_PROBES,
			probe: (selected, probed) => this.#probe(selected, probed),
			onFound: (slave) => {
				if (isWanted(slave)) found = slave;
				return found === undefined;
			},
			onEnd: (how) =>
				this.#master.request(
					{ kind: 'short', control: CONTROL.sndNke, address: ADDRESS.selected },
					() => done(found ?? (how === 'several' ? 'several' : 'nobody')),
					1,
				),
		});
		search.start();
	}

	/** Of several that answer at once, the acknowledgments may be one, and the telegrams are none: bytes that are no frame. */
	#probe(selected: SecondaryAddress, done: (probed: Probed) => void): void {
		const master = this.#master;
		const data = encodeSecondaryAddress(selected);
		const { noise } = master;
		const asked = (answer: MbusFrame | undefined): void => {
			const isTelegram = answer?.kind === 'long' && answer.ci === CI.longHeader && answer.data.length >= HEADER_LENGTH;
			done(isTelegram ? decodeSecondaryAddress(answer.data) : 'several');
		};
		const ask: MbusFrame = { kind: 'short', control: CONTROL.reqUd2 | CONTROL.frameCount, address: ADDRESS.selected };
		const select: MbusFrame = { kind: 'long', control: CONTROL.sndUd, address: ADDRESS.selected, ci: CI.select, data };
		const chosen = (answer: MbusFrame | undefined): void => {
			if (answer === undefined && master.noise === noise) done('nobody');
			else master.request(ask, asked, 1);
		};
		master.request(select, chosen, SELECT_ATTEMPTS);
	}

	/** One turn after the other, also where they end at once: not one within another, for the stack is short. */
	#go(): void {
		if (this.#isGoing) return;
		this.#isGoing = true;
		while (!this.#isBusy && this.#turns.length > 0) {
			this.#isBusy = true;
			this.#turns[0]!(() => {
				this.#turns.shift();
				this.#isBusy = false;
				this.#go();
			});
		}
		this.#isGoing = false;
	}

	/** A slave that was selected has begun anew already. */
	#anew(address: number, then: () => void, done: Done): void {
		if (address === ADDRESS.selected) then();
		else this.#acknowledged({ kind: 'short', control: CONTROL.sndNke, address }, then, done);
	}

	#ask(address: number, count: number, done: Done): void {
		this.#request({ kind: 'short', control: CONTROL.reqUd2 | count, address }, done, (answer) => {
			const isTelegram = answer.kind === 'long' && answer.ci === CI.longHeader && answer.data.length >= HEADER_LENGTH;
			done(isTelegram ? { header: decodeHeader(answer.data), address: answer.address, body: answer.data.subarray(HEADER_LENGTH) } : 'refused');
		});
	}

	#acknowledged(frame: MbusFrame, then: () => void, done: Done): void {
		this.#request(frame, done, (answer) => {
			if (answer.kind === 'acknowledgment') then();
			else done('refused');
		});
	}

	#request(frame: MbusFrame, done: Done, then: (answer: MbusFrame) => void): void {
		this.#master.request(frame, (answer) => {
			if (answer === undefined) done('silent');
			else then(answer);
		});
	}
}
