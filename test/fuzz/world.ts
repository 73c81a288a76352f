/** One world: a meter with its HEMS, a rival, the utility and hands at its units, drawn by a seed, with checkers beside it, and what was done in it. */

import { SeededRandom } from '../../hal/virtual/random.js';
import { fromHex } from '../../modules/bytes/hex.js';
import { ESV, type Frame } from '../../modules/echonet-lite/frame.js';
import { MODULES } from '../../modules/wi-sun-module/models.js';
import { EPC } from '../../src/route-b/epc.js';
import { Account, energyOf } from './world-account.js';
import { TaskCheck } from './world-check-growth.js';
import { OneHemsCheck } from './world-check-hems.js';
import { IntervalCheck } from './world-check-intervals.js';
import { IvCheck } from './world-check-ivs.js';
import { type Asked, RegisterCheck } from './world-check-registers.js';
import { Broken } from './world-checks.js';
import { WorldHands } from './world-hands.js';
import { WorldHems } from './world-hems.js';
import { FuzzLoad } from './world-load.js';
import type { WorldPlan } from './world-plan.js';
import { CREDENTIALS, FIRST_ENERGY, KEYS, type Parts, START, WorldRig } from './world-rig.js';
import { WorldUtility } from './world-utility.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MANAGEMENT = 1;
const UTILITY_TITLE = fromHex('4B45490000000002');
/** What a visit reads of the past. */
const SPAN = 6 * HOUR;
/** What each check of the record goes through but the last, which goes through all. */
const RECENT = 2 * HOUR;
const RIVAL_STAY = 40;
const LOG_LINES = 60;

/** What was done in a world, or in many. */
export interface Counts {
	hours: number;
	swaps: number;
	cuts: number;
	readsB: number;
	readsA: number;
	joins: number;
	/** Values, intervals, answers, IVs that were checked. */
	checks: number;
}

export const NOTHING_DONE: Counts = Object.freeze({ hours: 0, swaps: 0, cuts: 0, readsB: 0, readsA: 0, joins: 0, checks: 0 });

/** What a mutant does besides. */
export interface Mutation extends Parts {
	/** As the world begins. */
	readonly begin?: (world: World) => void;
	/** Sees each frame of the air, before the checker. */
	readonly onFrame?: (world: World, psdu: Uint8Array) => void;
}

export class World {
	readonly plan: WorldPlan;
	readonly rig: WorldRig;
	readonly counts: Counts = { ...NOTHING_DONE };
	/** The last that was done, for whoever looks for a failure. */
	readonly log: string[] = [];
	readonly registers: RegisterCheck;
	readonly intervals: IntervalCheck;
	readonly #account: Account;
	readonly #oneHems = new OneHemsCheck();
	readonly #ivs: IvCheck;
	readonly #tasks: TaskCheck;
	readonly #random: SeededRandom;
	readonly #hands: WorldHands;
	readonly #utility: WorldUtility;
	readonly #hems: WorldHems[] = [];
	/** What it comes to is taken up afterwards. */
	#changing = false;

	constructor(plan: WorldPlan, mutation: Mutation = {}) {
		this.plan = plan;
		this.#random = new SeededRandom(plan.seed, 'world');
		const twoWay = !plan.units.includes('1way');
		const load = new FuzzLoad(plan.seed, plan.loadStep, plan.most, plan.feeding);
		let first: string | undefined;
		this.#account = new Account(load, START, twoWay, (serial) => {
			first ??= serial;
			return { import: serial === first ? energyOf(FIRST_ENERGY) : 0, export: 0 };
		});
		const keys = KEYS.clients[MANAGEMENT]!;
		const protection = { encryptionKey: keys.encryption, authenticationKey: keys.authentication };
		this.#ivs = new IvCheck({ ...protection, title: KEYS.systemTitle }, { ...protection, title: UTILITY_TITLE });
		this.registers = new RegisterCheck(this.#account, plan.counter);
		this.intervals = new IntervalCheck(this.#account, plan.counter, twoWay, START);
		this.rig = new WorldRig(
			plan,
			load,
			{
				onSupply: () => {
					if (!this.#changing) this.change(() => {});
				},
				onFrame: (psdu) => {
					mutation.onFrame?.(this, psdu);
					this.#ivs.frame(psdu);
				},
				onLinkKey: () => this.#ivs.linkKey(),
			},
			mutation,
		);
		this.#tasks = new TaskCheck(this.rig.scheduler);
		this.change(() => {});
		this.#hands = new WorldHands(this, new SeededRandom(plan.seed, 'hands'));
		this.#utility = new WorldUtility({
			scheduler: this.rig.scheduler,
			seed: plan.seed,
			keys: { ...keys, broadcast: KEYS.broadcast, kek: KEYS.kek },
			title: UTILITY_TITLE,
			connect: () => this.rig.connect(),
			onApdu: (byMeter, apdu) => this.#ivs.apdu(byMeter, apdu),
		});
		this.#addHems('hems', plan.stay);
		if (plan.rival || mutation.meters !== undefined) this.#addHems('rival', RIVAL_STAY);
		mutation.begin?.(this);
	}

	/** Runs it to its end. Throws Broken. */
	run(): void {
		const end = this.plan.hours * HOUR;
		for (const hems of this.#hems) hems.start();
		this.#visitLater();
		while (this.rig.scheduler.now() < end) {
			const wait = Math.round(this.plan.hands * MINUTE * (0.2 + 1.6 * this.#random.fraction()));
			this.pass(Math.min(wait, end - this.rig.scheduler.now()));
			this.#hands.act();
		}
		this.#hands.leave();
		this.pass(MINUTE);
		this.#check(START);
		for (const hems of this.#hems) hems.stop();
		this.rig.shutdown();
		this.#count();
	}

	note(text: string): void {
		const now = this.rig.scheduler.now();
		const clock = new Date(START + now).toISOString().slice(5, 23);
		if (this.log.push(`${clock}  ${text}`) > LOG_LINES) this.log.shift();
	}

	/** Lets time pass, and looks at all there is to look at from time to time. It ends not within a second of a full minute. */
	pass(duration: number): void {
		const { scheduler } = this.rig;
		const end = scheduler.now() + duration;
		while (scheduler.now() + HOUR < end) {
			scheduler.runFor(HOUR);
			this.#check(this.rig.time - RECENT);
		}
		scheduler.runUntil(Math.floor(end));
		const within = scheduler.now() % MINUTE;
		if (within < 1000 || within > MINUTE - 1000) scheduler.runFor(2500);
		scheduler.runUntil(Math.ceil(scheduler.now()));
		this.#check(this.rig.time - RECENT);
	}

	/** Reckons with what was until now, then with what `change` makes of it. */
	change(change: () => void, orderly = true): void {
		this.#settle();
		this.#changing = true;
		change();
		this.#changing = false;
		const { rig } = this;
		const counting = rig.hasPower ? rig.inPlace('metering') : undefined;
		this.#account.change({ counting, supply: rig.supply }, orderly);
	}

	/** What the base's ledger says of a unit that came or went just now. */
	checkEntry(mark: 'in' | 'out', serial: string): void {
		this.rig.scheduler.runFor(0);
		const entry = this.rig.lastEntry;
		if (entry === undefined || entry.mark !== mark || entry.serial !== serial)
			throw new Broken('registers', `the ledger has no entry of ${serial} ${mark}, the last is of ${entry?.serial} ${entry?.mark}`);
		this.registers.entry(entry);
	}

	#settle(): void {
		this.#account.settle(this.rig?.scheduler.now() ?? 0);
	}

	#check(from: number): void {
		this.#settle();
		this.#tasks.check();
		if (!this.rig.hasPower) return;
		this.registers.exact(this.rig.shown);
		this.intervals.record(this.rig.onRecord, from, this.rig.time);
	}

	#addHems(name: string, stay: number | undefined): void {
		const { plan, rig } = this;
		const { cable, credentials } = rig.addDongle(plan.dongle);
		this.#hems.push(
			new WorldHems({
				scheduler: rig.scheduler,
				random: new SeededRandom(plan.seed, name),
				serial: cable.host,
				dialect: MODULES[plan.dongle].dialect,
				credentials: name === 'hems' ? CREDENTIALS : credentials,
				period: plan.readsB,
				...(stay !== undefined && { stay }),
				onAsk: () => {
					this.#settle();
					return this.registers.asked();
				},
				onAnswer: (frame, asked, session) => this.#answered(name, frame, asked as Asked, session),
				onJoined: (session) => this.note(`${name} has joined, session ${session}`),
			}),
		);
	}

	#answered(name: string, { esv, properties }: Frame, asked: Asked, session: number): void {
		this.#oneHems.answered(name, session);
		if (esv !== ESV.Get_Res) return;
		const energy = properties.find(({ epc }) => epc === EPC.importEnergy)?.edt;
		if (energy?.length !== 4) throw new Broken('registers', `E0 has ${energy?.length} bytes`);
		const shown = new DataView(energy.buffer, energy.byteOffset).getUint32(0);
		this.#settle();
		// What is told where nothing is known.
		if (shown !== 0xfffffffe) this.registers.between(asked, shown);
	}

	#visitLater(): void {
		const wait = this.plan.readsA * MINUTE * (0.5 + this.#random.fraction());
		this.rig.scheduler.after(Math.round(wait), () => {
			const to = this.rig.time;
			const from = to - SPAN;
			this.#settle();
			const asked = this.registers.asked();
			this.#utility.visit(from, to, (visit) => {
				this.#visitLater();
				if (visit === undefined) return;
				this.#settle();
				this.counts.readsA++;
				// What is late is what was so when it was asked.
				if (!this.#isLate) this.registers.exact(visit.energy);
				else if (visit.energy !== undefined) this.registers.between(asked, visit.energy);
				if (visit.rows !== undefined) this.intervals.rows(visit.rows, from, to);
			});
		});
	}

	/** Whether answers of Route A may be. */
	get #isLate(): boolean {
		return this.plan.faults.some((fault) => fault.startsWith('late-answer'));
	}

	#count(): void {
		const { counts } = this;
		counts.hours = this.plan.hours;
		for (const { reads, joins } of this.#hems) {
			counts.readsB += reads;
			counts.joins += joins;
		}
		counts.checks = this.registers.checked + this.intervals.checked + this.#oneHems.checked + this.#ivs.checked.air + this.#ivs.checked.line;
	}
}
