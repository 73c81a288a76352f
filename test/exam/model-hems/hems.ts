/** A HEMS that does all that is asked of one, or all but one thing: a state machine on a serial port, a scheduler and a clock. */
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { between } from '../../../modules/bytes/chance.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { decodeFrame, ESV, encodeFrame, type Frame } from '../../../modules/echonet-lite/frame.js';
import { INSTANCE_LIST, NODE_PROFILE } from '../../../modules/echonet-lite/node-profile.js';
import { EPC } from '../../../src/route-b/epc.js';
import { SMART_METER } from '../../../src/route-b/smart-meter.js';
import { type Behaviour, MODEL, type Shock } from './behaviour.js';
import { HalfHours } from './half-hours.js';
import { History, MOST_ENTRIES } from './history.js';
import { MeterFacts } from './meter-facts.js';
import { announcement, answerTo, confirmation, isQuestion } from './node-profile.js';
import { minuteOfClock, Polls } from './polls.js';
import { Present } from './present.js';
import { Requests } from './requests.js';
import { Session } from './session.js';
import type { Account } from './set-up.js';
import { StartUp } from './start-up.js';
import { energyOf, minuteOfTime } from './values.js';

export interface HemsOptions {
	readonly serial: Serial;
	readonly scheduler: Scheduler;
	/** ms since 1970-01-01T00:00:00Z. */
	readonly wallClock: () => number;
	readonly random: Random;
	readonly account: Account;
	readonly behaviour?: Behaviour;
	/** A line that it prints. */
	readonly show: (line: string) => void;
	/** It has ended by itself. @param error as on its error output */
	readonly onExit?: (code: number, error: string) => void;
	/** It was started before. */
	readonly isInstalled?: boolean;
	/** The power of all the place has come back just before it starts. */
	readonly afterCut?: boolean;
}

const TIMED_LENGTH = 11;

export class ModelHems {
	readonly #options: HemsOptions;
	readonly #behaviour: Behaviour;
	readonly #session: Session;
	readonly #requests: Requests;
	readonly #facts: MeterFacts;
	readonly #halfHours: HalfHours;
	readonly #history: History;
	readonly #present: Present;
	readonly #startUp: StartUp;
	readonly #polls: Polls;
	#isRunning = false;
	#hasHistory = false;

	constructor(options: HemsOptions) {
		const { serial, scheduler, random, account, wallClock, behaviour = MODEL, isInstalled = false } = options;
		this.#options = options;
		this.#behaviour = behaviour;
		const show = (line: string) => this.#show(line);
		const facts = new MeterFacts(behaviour);
		this.#facts = facts;
		this.#halfHours = new HalfHours(behaviour, show);
		this.#session = new Session({ serial, scheduler, behaviour, account, isInstalled, listener: this.#sessionListener() });
		const session = this.#session;
		this.#requests = new Requests(scheduler, behaviour, {
			get mayBeSent() {
				return session.mayBeSent;
			},
			send: (payload, done, toAll) => session.send(payload, done, toAll),
			onDead: () => session.lost(),
			onShock: (shock) => this.#onShock(shock),
		});
		const requests = this.#requests;
		const halfHours = this.#halfHours;
		const take = (asked: readonly number[], reply: Frame) => this.#take(asked, reply);
		this.#present = new Present({ scheduler, behaviour, facts, show, onDoubt: () => this.#onDoubt() });
		this.#history = new History({ scheduler, behaviour, requests, facts, halfHours, now: () => minuteOfClock(wallClock()) });
		this.#polls = new Polls({
			scheduler,
			random,
			behaviour,
			requests,
			facts,
			halfHours,
			wallClock,
			take,
			onHalfHour: () => this.#fillGaps(),
		});
		this.#startUp = new StartUp({
			scheduler,
			behaviour,
			requests,
			facts,
			take,
			announce: () => this.#transmit(announcement(requests.nextTid())),
			done: () => this.#onReady(),
		});
	}

	start(): void {
		const { account, show, afterCut, random } = this.#options;
		this.#isRunning = true;
		if (this.#behaviour.printsPassword) show(`route B ${account.id} ${account.password}`);
		this.#session.start(afterCut ? between(random, ...this.#behaviour.afterCutMs) : 0);
	}

	/** Ends it in order; `done` when it has ended. */
	stop(done: () => void): void {
		this.#rest();
		this.#session.stop(() => {
			this.#present.stop();
			this.#isRunning = false;
			done();
		});
	}

	/** Ends it on the spot. */
	kill(): void {
		this.#rest();
		this.#session.halt();
		this.#isRunning = false;
		this.#present.stop();
	}

	/** Its port is gone. */
	onGone(): void {
		if (!this.#isRunning) return;
		this.#rest();
		this.#session.halt();
		this.#present.stop();
	}

	/** Its port is there again. */
	onBack(): void {
		const { reopens, reopenMs } = this.#behaviour;
		if (this.#isRunning && reopens) this.#session.start(reopenMs);
	}

	#sessionListener() {
		return {
			onJoined: () => this.#onJoined(),
			onLost: () => this.#rest(),
			onFree: () => this.#requests.next(),
			onFrame: (bytes: Uint8Array) => this.#onFrame(bytes),
			say: (line: string) => this.#show(line),
			onShock: (shock: Shock) => this.#onShock(shock),
			onGivenUp: () => this.#exit('no meter: given up'),
		};
	}

	#show(line: string): void {
		if (this.#isRunning) this.#options.show(line);
	}

	#onJoined(): void {
		this.#rest();
		if (this.#behaviour.readsUnitsAgain) this.#facts.forget();
		this.#startUp.begin();
	}

	/** Nothing is asked any more. */
	#rest(): void {
		this.#startUp.stop();
		this.#polls.stop();
		this.#history.stop();
		this.#requests.clear();
	}

	#onReady(): void {
		this.#polls.begin();
		if (this.#behaviour.readsHistory && !this.#hasHistory) this.#readHistory();
		else this.#fillGaps();
		this.#history.next();
	}

	/** What it has missed before it was first started. */
	#readHistory(): void {
		this.#hasHistory = true;
		const { newest } = this.#halfHours;
		if (Number.isFinite(newest)) this.#history.add({ kind: 'timed', from: newest, count: MOST_ENTRIES });
		if (this.#history.hasTimed || this.#behaviour.fallsBackToDay) for (const back of [0, 1]) this.#history.add({ kind: 'day', back });
	}

	#fillGaps(): void {
		if (this.#behaviour.fillsGaps) this.#history.fill(this.#halfHours.missing);
	}

	#onDoubt(): void {
		if (!this.#behaviour.readsUnitsAgain) return;
		this.#facts.forgetScale();
		this.#polls.doubt();
	}

	#onFrame(bytes: Uint8Array): void {
		const frame = this.#decode(bytes);
		if (frame === undefined || this.#requests.receive(frame)) return;
		if (isQuestion(frame)) this.#onQuestion(frame);
		else if (frame.esv === ESV.INF || frame.esv === ESV.INFC) this.#onNotification(frame);
		else this.#onStray(frame);
	}

	#decode(bytes: Uint8Array): Frame | undefined {
		try {
			return decodeFrame(bytes);
		} catch (error) {
			if (!(error instanceof DecodeError)) throw error;
			this.#onShock('malformed');
			return undefined;
		}
	}

	#onQuestion(frame: Frame): void {
		this.#onShock('asked');
		const answer = answerTo(frame, this.#behaviour);
		if (answer) this.#transmit(answer);
	}

	/** A reply that no request waits for, or no more. */
	#onStray(frame: Frame): void {
		this.#onShock('stray');
		const epcs = frame.properties.map(({ epc }) => epc);
		if (!this.#behaviour.dropsStrays && frame.esv === ESV.Get_Res && frame.seoj === SMART_METER) this.#take(epcs, frame);
	}

	#onNotification(frame: Frame): void {
		const { confirmsInfc, takesUndeclared, usesNotifications } = this.#behaviour;
		if (frame.esv === ESV.INFC && confirmsInfc) this.#transmit(confirmation(frame, this.#behaviour));
		if (frame.seoj === NODE_PROFILE) {
			if (frame.properties.some(({ epc }) => epc === INSTANCE_LIST)) this.#startUp.onAnnouncement();
			return;
		}
		if (frame.seoj !== SMART_METER) return;
		for (const { epc, edt } of frame.properties) {
			const isDeclared = this.#facts.announces(epc);
			if (!isDeclared && epc !== EPC.fixedTimeImport && epc !== EPC.fixedTimeExport) this.#onShock('undeclared');
			if (usesNotifications && (takesUndeclared || isDeclared)) this.#takeTimed(epc, edt, true);
		}
		this.#fillGaps();
	}

	/** Of a reply to a Get: what came is used, what did not is left out for a while. */
	#take(asked: readonly number[], { esv, properties }: Frame): void {
		const isWhole = esv === ESV.Get_Res;
		if (!isWhole && !this.#behaviour.usesSna) return;
		for (const epc of asked) if (!properties.some((each) => each.epc === epc && each.edt.length > 0)) this.#facts.onRefused(epc);
		for (const property of properties) if (this.#facts.take(property)) this.#onOtherMeter();
		for (const property of properties) {
			if (property.edt.length === 0) continue;
			this.#present.take(property);
			this.#takeTimed(property.epc, property.edt, false);
		}
		this.#history.next();
	}

	#onOtherMeter(): void {
		if (!this.#behaviour.knowsReplacement) return;
		this.#present.forget();
		this.#halfHours.breakAt(minuteOfClock(this.#options.wallClock()));
	}

	/** EA, EB. */
	#takeTimed(epc: number, edt: Uint8Array, isNotification: boolean): void {
		const { scale } = this.#facts;
		if ((epc !== EPC.fixedTimeImport && epc !== EPC.fixedTimeExport) || edt.length !== TIMED_LENGTH || scale === undefined) return;
		const told = minuteOfTime(edt);
		const isOwn = isNotification && !this.#behaviour.usesTimeOfEdt;
		const at = isOwn ? minuteOfClock(this.#options.wallClock()) : told;
		if (at === undefined) return;
		this.#halfHours.take('half-hour', epc === EPC.fixedTimeImport ? 'import' : 'export', at, energyOf(edt, 7, this.#behaviour), scale);
	}

	#transmit(frame: Frame): void {
		if (this.#session.mayBeSent) this.#session.send(encodeFrame(frame), () => {});
	}

	#onShock(shock: Shock): void {
		if (this.#behaviour.diesOf.includes(shock)) this.#exit(`Error: ${shock}\n    at ModelHems.receive (hems.js:1:1)`);
	}

	#exit(error: string): void {
		if (!this.#isRunning) return;
		this.kill();
		this.#options.onExit?.(1, error);
	}
}
