/**
 * What is done after each join, in the order of AIF 3.1: INF D5 of the meter (or asked for), 82 9D 9E 9F, then 8D D3 D7 E1 EA EB as far as the meter has
 * them; the HEMS tells its own D5.
 */
import type { Scheduler, Timer } from '../../../hal/ports/scheduler.js';
import { ESV, type Frame, type Property } from '../../../modules/echonet-lite/frame.js';
import { INSTANCE_LIST, NODE_PROFILE } from '../../../modules/echonet-lite/node-profile.js';
import { EPC } from '../../../src/route-b/epc.js';
import { SMART_METER } from '../../../src/route-b/smart-meter.js';
import type { Behaviour } from './behaviour.js';
import type { MeterFacts } from './meter-facts.js';
import type { Requests } from './requests.js';

const MAPS: readonly number[] = [EPC.standardVersion, EPC.announcedMap, EPC.settableMap, EPC.readableMap];
const UNITS: readonly number[] = [EPC.serialNumber, EPC.coefficient, EPC.effectiveDigits, EPC.energyUnit, EPC.fixedTimeImport, EPC.fixedTimeExport];
const NOTHING = new Uint8Array(0);
/** Maps that were refused are asked for again so often. */
const MAP_TRIES = 3;

export interface StartUpOptions {
	readonly scheduler: Scheduler;
	readonly behaviour: Behaviour;
	readonly requests: Requests;
	readonly facts: MeterFacts;
	/** Of a reply to a Get of these. */
	readonly take: (asked: readonly number[], reply: Frame) => void;
	readonly announce: () => void;
	readonly done: () => void;
}

export class StartUp {
	readonly #options: StartUpOptions;
	#isWaiting = false;
	#timer: Timer | undefined;
	#mapTries = 0;
	/** It was done once. */
	#isKnown = false;

	constructor(options: StartUpOptions) {
		this.#options = options;
	}

	begin(): void {
		const { scheduler, behaviour } = this.#options;
		this.stop();
		this.#isWaiting = true;
		this.#mapTries = 0;
		if (behaviour.announcementMs === 0) this.#onAnnounced();
		else this.#timer = scheduler.after(behaviour.announcementMs, () => this.#askAnnouncement());
	}

	stop(): void {
		this.#timer?.cancel();
		this.#isWaiting = false;
	}

	/** INF D5 of the meter. */
	onAnnouncement(): void {
		if (this.#isWaiting) this.#onAnnounced();
	}

	#askAnnouncement(): void {
		const { behaviour, requests } = this.#options;
		if (!behaviour.asksAnnouncement) this.#onAnnounced();
		else
			requests.add({
				esv: ESV.INF_REQ,
				deoj: NODE_PROFILE,
				properties: asked([INSTANCE_LIST]),
				spared: true,
				done: () => this.onAnnouncement(),
			});
	}

	#onAnnounced(): void {
		const { behaviour, announce } = this.#options;
		this.stop();
		if (behaviour.announces) announce();
		if (behaviour.readsMaps) this.#readMaps(MAPS);
		else this.#readUnits();
	}

	#readMaps(epcs: readonly number[]): void {
		const { facts } = this.#options;
		this.#get(epcs, () => {
			if (!facts.hasMaps && ++this.#mapTries < MAP_TRIES) this.#readMaps([EPC.readableMap]);
			else this.#readUnits();
		});
	}

	#readUnits(): void {
		const { behaviour, facts } = this.#options;
		const epcs = UNITS.filter((epc) => facts.has(epc));
		const isWanted = behaviour.readsUnits && (behaviour.readsUnitsAgain || !this.#isKnown);
		if (isWanted && epcs.length > 0) this.#get(epcs, () => this.#finish());
		else this.#finish();
	}

	#finish(): void {
		this.#isKnown = true;
		this.#options.done();
	}

	#get(epcs: readonly number[], then: () => void): void {
		const { requests, take } = this.#options;
		requests.add({
			esv: ESV.Get,
			deoj: SMART_METER,
			properties: asked(epcs),
			done: (reply) => {
				if (reply === undefined) return;
				take(epcs, reply);
				then();
			},
		});
	}
}

/** As a Get has them. */
export function asked(epcs: readonly number[]): readonly Property[] {
	return epcs.map((epc) => ({ epc, edt: NOTHING }));
}
