/** What happened at the meters that a curve shows, as it was told: bounded, and by the meter. Costs nothing where nothing happens. */
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { unitType } from '../../../../src/meter/catalogue/unit-types.js';
import type { WorldFaults } from '../../../../src/world/fault/world-faults.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import type { WorldEvent, WorldEventKind } from '../../../../src/world/schema/event-rows.js';
import type { SimulatorEvent } from '../../../../src/world/simulation/simulator-event.js';
import type { WorldEvents } from '../../../../src/world/simulation/world-events.js';
import { addressText } from '../../../../src/world/watch/address-text.js';
import type { CosemReading, CosemReadings } from '../../../../src/world/watch/cosem-readings.js';
import { hexByte, serviceName } from '../../../../src/world/watch/property-json.js';
import { describeProperty } from '../../../../src/world/watch/values.js';
import { numberOf } from '../meter-asked.js';
import { Kept } from './kept.js';

/** A HEMS that asks every five seconds has as many values in a day as are kept. */
const SERVED_KEPT = 17_280;
const NOTIFIED_KEPT = 2_000;
const ASSOCIATIONS_KEPT = 1_000;
const SESSIONS_KEPT = 500;
/** A head-end that reads seven registers each minute has as many in a day. */
const READINGS_KEPT = 10_000;
/** Of each meter, however many there are. */
const UNITS_KEPT = 50;
const FAULTS_KEPT = 500;
/** Meters of which something was told; of more, what is known of the one that was told of least lately goes. */
const METERS_KEPT = 64;
/** ms of virtual time between two looks whether a fault that strikes once has struck. */
const LOOK = 1000;

const POWER_PROPERTY = 0xe7;
const KINDS: readonly WorldEventKind[] = Object.freeze(['join', 'unit', 'supply', 'association']);

type ExchangeEvent = SimulatorEvent & { readonly kind: 'exchange' };

/** Property E7 in what the meter sent. */
export interface Served {
	readonly at: number;
	/** Undefined: it was refused. Null: no data. */
	readonly watts: number | null | undefined;
	readonly service: string;
	readonly tid: number;
	readonly to: string;
	readonly late: number | undefined;
}

export interface Notified {
	readonly at: number;
	readonly service: string;
	readonly epcs: readonly string[];
}

export interface Association {
	readonly at: number;
	readonly client: number;
	readonly authenticated: boolean;
	end: number | undefined;
}

/** What a client of Route A read, and how. */
export interface RouteAReading extends Omit<CosemReading, 'elapsed' | 'meter'> {
	readonly at: number;
}

/** A session of Route B began, or ended. */
export interface SessionChange {
	readonly at: number;
	/** Undefined: it ended. */
	readonly peer: string | undefined;
}

/** A metering unit went to work, or does not work any more. */
export interface MeteringChange {
	readonly at: number;
	readonly works: boolean;
	readonly twoWay: boolean;
}

/** A fault while it is on. */
export interface FaultStretch {
	readonly at: number;
	readonly name: string;
	readonly value: string;
	readonly once: boolean;
	readonly where: readonly string[];
	end: number | undefined;
}

export class MeterMarks {
	readonly served = new Kept<Served>(SERVED_KEPT);
	readonly notified = new Kept<Notified>(NOTIFIED_KEPT);
	readonly associations = new Kept<Association>(ASSOCIATIONS_KEPT);
	readonly sessions = new Kept<SessionChange>(SESSIONS_KEPT);
	readonly readings = new Kept<RouteAReading>(READINGS_KEPT);
}

export interface CurveMarksOptions {
	readonly events: WorldEvents;
	readonly faults: WorldFaults;
	readonly meters: readonly EmulatedMeter[];
	readonly readings: CosemReadings;
	/** The world's time when the scheduler stands at 0, and virtual ms since. */
	readonly start: number;
	readonly elapsed: () => number;
}

export class CurveMarks {
	readonly #options: CurveMarksOptions;
	/** In the order in which they were told of last. */
	readonly #marks = new Map<string, MeterMarks>();
	readonly #metering = new Map<string, Kept<MeteringChange>>();
	readonly #faults = new Kept<FaultStretch>(FAULTS_KEPT);
	/** Those that are on. */
	#running: FaultStretch[] = [];
	#looked = 0;
	/** The last one of `#marks`. */
	#latest: { readonly node: string; readonly marks: MeterMarks } | undefined;
	/** Who was answered last. */
	#peer: { readonly address: Uint8Array; readonly name: string } = { address: new Uint8Array(0), name: '' };

	constructor(options: CurveMarksOptions) {
		this.#options = options;
		options.events.subscribe((event) => this.#hear(event), KINDS);
		options.events.tap((event) => {
			if (event.kind === 'exchange' && event.exchange.kind !== 'set') this.#hearSent(event);
		});
		options.readings.onReading = (reading) => this.#hearReading(reading);
		options.faults.watch(() => this.#look());
		this.#look();
	}

	of(node: string): MeterMarks | undefined {
		this.#options.readings.settle();
		return this.#marks.get(node);
	}

	/** Of its metering units; before the first one it was the other way round. */
	meteringOf(node: string): readonly MeteringChange[] {
		return this.#metering.get(node)?.all ?? [];
	}

	/** Those that may have struck a meter, the newest last. */
	faultsAt(node: string): readonly FaultStretch[] {
		if (this.#running.some(({ once }) => once)) this.#look();
		return this.#faults.all.filter(({ where }) => where.some((each) => each === node || !each.startsWith('meter')));
	}

	get #now(): number {
		return Math.floor(this.#options.start + this.#options.elapsed());
	}

	/** Found without a search, for there may be many. */
	#meter(node: string): EmulatedMeter | undefined {
		const number = numberOf(node);
		return number === undefined ? undefined : this.#options.meters[number - 1];
	}

	#marksOf(node: string): MeterMarks {
		if (node === this.#latest?.node) return this.#latest.marks;
		const marks = this.#marks.get(node) ?? new MeterMarks();
		this.#marks.delete(node);
		this.#marks.set(node, marks);
		this.#latest = { node, marks };
		if (this.#marks.size > METERS_KEPT) this.#marks.delete(this.#marks.keys().next().value!);
		return marks;
	}

	#hear(event: WorldEvent): void {
		const at = this.#options.start + event.elapsedMs;
		this.#lookAgain(at);
		switch (event.event) {
			case 'join':
				this.#hearJoin(event, at);
				return;
			case 'unit':
				this.#hearUnit(event, at);
				return;
			case 'supply':
				if (!event.on && this.#meter(event.node)?.hasPower === false) this.#endSession(event.node, at);
				return;
			case 'association':
				this.#hearAssociation(event, at);
		}
	}

	/** Comes with each request: nothing is made of it but what a curve shows. */
	#hearSent({ node, exchange: { kind, peer, answer, properties, late } }: ExchangeEvent): void {
		const at = this.#options.start + Math.floor(this.#options.elapsed());
		this.#lookAgain(at);
		const power = properties.find(({ epc }) => epc === POWER_PROPERTY);
		if (power === undefined && kind === 'get') return;
		const marks = this.#marksOf(node);
		const service = serviceName(answer.esv);
		if (kind === 'notify') marks.notified.push({ at, service, epcs: properties.map(({ epc }) => hexByte(epc)) });
		if (power === undefined) return;
		const value = power.accepted && power.edt.length > 0 ? describeProperty(answer.seoj, POWER_PROPERTY).decode(power.edt) : null;
		const watts = power.accepted ? (typeof value === 'number' ? value : null) : undefined;
		marks.served.push({ at, watts, service, tid: answer.tid, to: this.#nameOf(peer), late });
	}

	/** Most requests come from the one that sent the last one. */
	#nameOf(peer: Uint8Array): string {
		if (!equalBytes(this.#peer.address, peer)) this.#peer = { address: peer, name: this.#options.events.nameOf(peer) ?? addressText(peer) };
		return this.#peer.name;
	}

	/** A fault that strikes once may have struck. */
	#lookAgain(at: number): void {
		if (at - this.#looked >= LOOK && this.#running.some(({ once }) => once)) this.#look();
	}

	#hearJoin({ node, step, peer }: WorldEvent<'join'>, at: number): void {
		if (this.#meter(node) === undefined) return;
		if (step === 'joined' || step === 'rejoined') this.#marksOf(node).sessions.push({ at, peer });
		else if (this.#marks.get(node)?.sessions.last?.peer === peer) this.#endSession(node, at);
	}

	#endSession(node: string, at: number): void {
		const marks = this.#marks.get(node);
		if (marks?.sessions.last?.peer !== undefined) marks.sessions.push({ at, peer: undefined });
	}

	#hearUnit({ node, what, place, code }: WorldEvent<'unit'>, at: number): void {
		const isGone = what === 'pulled' || what === 'pulled unannounced' || what === 'isolated';
		if (what === 'started' || what === 'stopped' || (isGone && place === 'communication')) this.#endSession(node, at);
		if (what === 'started' || what === 'stopped' || (isGone && place === 'metering')) this.#noteMetering(node, { at, works: false, twoWay: true });
		if ((what !== 'plugged' && what !== 'released') || place !== 'metering') return;
		const type = code === undefined ? undefined : unitType(code);
		this.#noteMetering(node, { at, works: true, twoWay: type?.kind !== 'metering' || type.twoWay });
	}

	#noteMetering(node: string, change: MeteringChange): void {
		const changes = this.#metering.get(node) ?? new Kept<MeteringChange>(UNITS_KEPT);
		this.#metering.set(node, changes);
		changes.push(change);
	}

	#hearAssociation({ node, client, step, authenticated }: WorldEvent<'association'>, at: number): void {
		const { associations } = this.#marksOf(node);
		if (step === 'associated') {
			associations.push({ at, client, authenticated, end: undefined });
			return;
		}
		for (const each of associations.all) if (each.client === client) each.end ??= at;
	}

	#hearReading({ elapsed, meter, ...read }: CosemReading): void {
		const node = this.#options.meters[meter - 1]?.name;
		if (node !== undefined) this.#marksOf(node).readings.push({ at: this.#options.start + Math.floor(elapsed), ...read });
	}

	/** Notes which faults began, and which ended. */
	#look(): void {
		const now = this.#now;
		this.#looked = now;
		const running = this.#options.faults.running;
		const isSame = (stretch: FaultStretch, { name, value, at }: (typeof running)[number]) =>
			stretch.name === name && stretch.value === value && stretch.where.join() === at.join();
		for (const stretch of this.#running) if (!running.some((fault) => isSame(stretch, fault))) stretch.end = now;
		const lasting = this.#running.filter(({ end }) => end === undefined);
		const begun = running
			.filter((fault) => !lasting.some((stretch) => isSame(stretch, fault)))
			.map(({ name, value, once, at }): FaultStretch => ({ at: now, name, value, once, where: at, end: undefined }));
		for (const stretch of begun) this.#faults.push(stretch);
		this.#running = [...lasting, ...begun];
	}
}
