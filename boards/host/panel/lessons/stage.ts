/**
 * Where a lesson is held: the running world, with a HEMS of the lesson's own, and ears for the air and for what happens. Whatever a lesson does it does by
 * `ask`, in the world's time; when it is over the world is as it was.
 */
import type { Timer } from '../../../../hal/ports/scheduler.js';
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { MINUTE } from '../../../../modules/time/durations.js';
import { AirLink } from '../../../../src/world/meter/air-link.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import type { WorldEvent, WorldEventKind } from '../../../../src/world/schema/event-rows.js';
import type { ControlAnswer } from '../../../../src/world/simulation/control.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { addressText } from '../../../../src/world/watch/address-text.js';
import { answerSentence } from '../../shared/answer-text.js';
import { numberOf } from '../meter-asked.js';
import type { PanelSite } from '../site.js';
import { AirWatch, type WatchedFrame } from './air-watch.js';
import type { FrameFact, FrameKind } from './lesson-facts.js';
import { inBoth, LessonEnded, LessonError } from './lesson-failure.js';
import { LessonHems } from './lesson-hems.js';

export type LessonSite = Pick<PanelSite, 'world' | 'control' | 'enter' | 'start' | 'keys'>;

/** Longer than anything that a step waits for, but a half-hour; virtual ms. */
const LIMIT = 10 * MINUTE;
const KINDS: readonly WorldEventKind[] = Object.freeze(['scan', 'join', 'unit', 'serial', 'notify']);
/** The newest that are kept. */
const MOST_EVENTS = 1000;
/** Who comes and goes by itself, and gives way. */
const VISITOR = 'panel';

export interface StageOptions {
	readonly site: LessonSite;
	readonly meter: EmulatedMeter;
	/** Who has the session may lose it. */
	readonly mayTakeOver: boolean;
	/** Another HEMS begins to join. */
	readonly onOther: (node: string) => void;
}

export class Stage {
	readonly site: LessonSite;
	readonly meter: EmulatedMeter;
	readonly air: AirWatch;
	readonly cipher = new PortableCipher();
	/** Told while a step waits for a moment that is known: ms since 1970-01-01T00:00:00Z. */
	onWait: (until: number | undefined) => void = () => {};
	readonly #options: StageOptions;
	readonly #events: WorldEvent[] = [];
	readonly #ends: (() => void)[];
	/** What is to be done at the end, the last first. */
	readonly #undo: (() => Promise<void>)[] = [];
	/** Those who wait, each with how it ends, and whether time may hurry on towards it. */
	readonly #waiting = new Map<(error: Error) => void, boolean>();
	#isAlsoBusy: () => boolean = () => false;
	#listeners: readonly ((event: WorldEvent) => void)[] = [];
	#hems: LessonHems | undefined;
	#isOver = false;

	constructor(options: StageOptions) {
		const { site, meter } = options;
		const { simulator, events } = site.world;
		this.#options = options;
		this.site = site;
		this.meter = meter;
		this.air = new AirWatch(simulator.air, meter.name, site.start, this.cipher);
		this.#ends = [
			events.subscribe((event) => this.#onEvent(event), KINDS),
			simulator.hearLinkKeys(({ key }) => this.air.addKey(key)),
			() => this.air.close(),
		];
	}

	/** Of the meter, from 1. */
	get number(): number {
		return numberOf(this.meter.name)!;
	}

	/** Virtual ms since the start. */
	get now(): number {
		return this.site.world.simulator.scheduler.now();
	}

	timeOf(at: number): string {
		return isoTime(this.site.start + at);
	}

	/** Something is under way that only the world's time can finish. */
	get isBusy(): boolean {
		for (const hurries of this.#waiting.values()) if (hurries) return true;
		return this.#isAlsoBusy();
	}

	/** What else is under way. */
	set alsoBusy(isBusy: () => boolean) {
		this.#isAlsoBusy = isBusy;
	}

	/** Its dongle is plugged in by the first who asks. */
	get hems(): LessonHems {
		if (this.#hems !== undefined) return this.#hems;
		const hems = new LessonHems(this.site.world.simulator);
		this.#hems = hems;
		this.air.hems = hems.dongle.name;
		return hems;
	}

	/** Undefined: there is none yet, or none any more. */
	get pluggedHems(): LessonHems | undefined {
		return this.#hems;
	}

	/**
	 * Begins something in the world, and waits for what comes of it.
	 * @param hurries the world's time alone brings it; else a part of it comes by turns of this program, which time must not run away from
	 * @throws LessonError when it takes longer than `limit` virtual ms; LessonEnded when the lesson is over
	 */
	ask<Value>(begin: (done: (value: Value) => void) => void, limit = LIMIT, hurries = true): Promise<Value> {
		return new Promise((resolve, reject) => {
			if (this.#isOver) {
				reject(new LessonEnded());
				return;
			}
			let timer: Timer | undefined;
			const end = (settle: () => void) => {
				timer?.cancel();
				this.#waiting.delete(fail);
				settle();
			};
			const fail = (error: Error) => end(() => reject(error));
			let hasBegun = false;
			this.site.enter(() => {
				hasBegun = true;
				// Not before: time must not hurry on towards what has not begun.
				this.#waiting.set(fail, hurries);
				timer = this.site.world.simulator.scheduler.after(limit, () => fail(new LessonError({ kind: 'tooLong' })));
				try {
					begin((value) => end(() => resolve(value)));
				} catch (error) {
					fail(error as Error);
				}
			});
			// The run is over.
			if (!hasBegun) reject(new LessonEnded());
		});
	}

	/** Waits for so many virtual ms. */
	pause(ms: number): Promise<void> {
		return this.ask((done) => this.site.world.simulator.scheduler.after(ms, () => done(undefined)), ms + LIMIT);
	}

	/** A command to the meter that people have, too. @param undo what ends it; done at the end, unless `settled` takes it back. @throws LessonError where it is refused */
	async command(line: string, undo?: string): Promise<void> {
		await this.#command(line);
		if (undo !== undefined) this.#undo.push(() => this.#command(undo).catch(() => {}));
	}

	/** What the last command has to be ended by is done. */
	settled(): void {
		this.#undo.pop();
	}

	/** At the end, before the dongle is pulled out. */
	atEnd(undo: () => Promise<void>): void {
		this.#undo.push(undo);
	}

	/** Of these kinds since then, virtual ms. */
	events<Kind extends WorldEventKind>(kind: Kind, since: number): readonly WorldEvent<Kind>[] {
		return this.#events.filter((event): event is WorldEvent<Kind> => event.event === kind && event.elapsedMs >= Math.floor(since));
	}

	/** As `command`, and gives back the event that tells of it; it is listened for from before. */
	async commandTold<Kind extends WorldEventKind>(line: string, undo: string, kind: Kind, isMeant: (event: WorldEvent<Kind>) => boolean) {
		let told: WorldEvent<Kind> | undefined;
		let onTold = () => {};
		const listener = (event: WorldEvent) => {
			if (told !== undefined || event.event !== kind || !isMeant(event as WorldEvent<Kind>)) return;
			told = event as WorldEvent<Kind>;
			onTold();
		};
		this.#listeners = [...this.#listeners, listener];
		try {
			await this.command(line, undo);
			return (
				told ??
				(await this.ask<WorldEvent<Kind>>((done) => {
					onTold = () => done(told!);
					if (told !== undefined) onTold();
				}))
			);
		} finally {
			this.#listeners = this.#listeners.filter((each) => each !== listener);
		}
	}

	/** Frames of this kind since then. */
	frames(kind: FrameKind, since: number, from?: 'hems' | 'meter'): readonly WatchedFrame[] {
		return this.air.since(since).filter((frame) => (from === undefined || frame.from === from) && this.air.read(frame).kind === kind);
	}

	/** @throws LessonError where it was not on the air */
	seen(frame: WatchedFrame | undefined, what: string): FrameFact {
		if (frame === undefined) throw new LessonError({ kind: 'unseen', what });
		return this.air.fact(frame);
	}

	/** The meter ends the session that another HEMS has, where that may be. @throws LessonError where it may not */
	async makeRoom(): Promise<void> {
		const { link } = this.meter;
		const peer = link instanceof AirLink ? link.stack.authentication.address : undefined;
		if (peer === undefined || this.#hems?.isJoined === true) return;
		if (!this.#options.mayTakeOver) throw new LessonError({ kind: 'taken' });
		await this.ask<undefined>((done) => {
			(link as AirLink).stack.terminate(peer);
			done(undefined);
		});
		await this.pause(ROOM);
	}

	/** Ends what is under way, leaves the meter, and puts all back; returns whether there was a session. Harmless when it was done before. */
	async leave(): Promise<boolean> {
		for (const undo of this.#undo.splice(0).reverse()) await undo();
		const hems = this.#hems;
		if (hems === undefined) return false;
		const ended = await this.ask<boolean>((done) => hems.terminate(done)).catch(() => false);
		this.#hems = undefined;
		this.#pullOut(hems);
		return ended;
	}

	/** Whoever waits waits no more. */
	interrupt(error: Error): void {
		for (const fail of [...this.#waiting.keys()]) fail(error);
	}

	/** Nothing is heard any more, and nothing done. */
	close(): void {
		this.#isOver = true;
		this.interrupt(new LessonEnded());
		for (const end of this.#ends.splice(0)) end();
		this.#listeners = [];
		const hems = this.#hems;
		this.#hems = undefined;
		if (hems !== undefined) this.#pullOut(hems);
	}

	#pullOut(hems: LessonHems): void {
		const address = linkLocalAddress(hems.dongle.network.macAddress);
		this.site.enter(() => {
			hems.remove();
			const { link } = this.meter;
			if (!(link instanceof AirLink)) return;
			const { address: holder, embryonic } = link.stack.authentication;
			// Nobody could ever end a session with a dongle that is gone, and the meter would let nobody else in; one that is on its way may come about yet.
			if (holder === undefined ? embryonic > 0 : equalBytes(holder, address)) link.stack.restart();
		});
	}

	#command(line: string): Promise<void> {
		const words = this.number === 1 ? line : `meter ${this.number} ${line}`;
		// Time must not hurry on towards the answer before the command has begun, and those of lessons are done at once.
		return this.ask<ControlAnswer>((done) => this.site.control.ask(words, done, 'plan'), LIMIT, false).then((answer) => {
			if (answer.result === 'done') return;
			throw new LessonError({ kind: 'refused', reason: inBoth((language) => answerSentence(answer, language)) });
		});
	}

	#onEvent(event: WorldEvent): void {
		this.#events.push(event);
		if (this.#events.length > MOST_EVENTS) this.#events.shift();
		for (const listener of this.#listeners) listener(event);
		if (event.event !== 'join' || event.step !== 'sent' || event.detail !== 'PCI') return;
		const isOwn = event.node === this.#hems?.dongle.name || event.node === VISITOR;
		// With other meters it may do what it likes.
		if (event.peer !== addressText(linkLocalAddress(this.meter.macAddress))) return;
		if (!isOwn && !this.#options.mayTakeOver) this.#options.onOther(event.node);
	}
}

/** How long the HEMS has to answer that its session is over, ms. */
const ROOM = 2000;
