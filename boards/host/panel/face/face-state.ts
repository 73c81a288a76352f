/** Everything that the face of one meter shows, from the meter's own state: nothing is made up for the page. */
import { PLACE_OF, PLACES, type Place } from '../../../../src/meter/backplane/messages.js';
import { type Phases, unitType } from '../../../../src/meter/catalogue/unit-types.js';
import { registerUnit } from '../../../../src/meter/metering/registers.js';
import type { UnitFailure } from '../../../../src/world/fault/faulty-unit.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import type { ContactFailure } from '../../../../src/world/scenario/command.js';
import type { WorldState } from '../../../../src/world/schema/state-rows.js';
import type { World } from '../../../../src/world/simulation/world.js';

/** What the display of the metering unit counts with. */
export interface Counters {
	/** Counts of the register; null where nothing counts. */
	readonly import: number | null;
	readonly export: number | null;
	/** EPC D7. */
	readonly digits: number;
	/** Wh of one count before the coefficient. */
	readonly wattHours: number;
	readonly coefficient: number;
	/** What is fed in is counted. */
	readonly twoWay: boolean;
}

export interface UnitBeside {
	readonly serial: string;
	readonly code: string;
	readonly place: Place;
}

/** The seal of the terminal cover, by the log of the base: broken once the cover was opened unannounced, new where it was closed while work was announced. */
export type Seal = 'whole' | 'broken' | 'open';

type MeterState = WorldState['meters'][number];

export interface FaceState extends Omit<MeterState, 'beside'> {
	/** From 1. */
	readonly number: number;
	readonly serial: string;
	readonly supplyPoint: string;
	/** Virtual ms since the start. */
	readonly elapsedMs: number;
	readonly phases: Phases;
	readonly counters: Counters;
	/** What a hand has set; null: as it is of its own. */
	readonly set: { readonly watts: number | null; readonly r: number | null; readonly t: number | null };
	/** Minutes for which work at the meter is announced yet; 0: it is not. */
	readonly serviceMinutes: number;
	/** How the unit in each place was made to fail, in the words of `fail`; null: it was not. */
	readonly failing: Readonly<Record<Place, string | null>>;
	readonly contactFailing: ContactFailure | null;
	readonly seal: Seal;
	readonly beside: readonly UnitBeside[];
	readonly dongles: readonly { readonly node: string; readonly model: string; readonly plugged: boolean }[];
}

/** What a page is told: what has changed, at first all of it; null where there is no such meter. */
export type FaceTold = Partial<FaceState> | null;

const MINUTE = 60_000;
const RELAY_WORDS = Object.freeze({ none: null, welded: 'welded', refuses: 'stuck', sluggish: 'slow' } as const);

/**
 * @param number of the meter, from 1
 * @param seal as `sealOf` has it: reading the log takes time
 */
export function faceState(world: World, number: number, seal: Seal): FaceState {
	const { meters, dongles, scheduler } = world.simulator;
	const meter = meters[number - 1]!;
	const { watts, r, t } = meter.terminals.set;
	const { serial, supplyPoint } = meter.identity;
	return {
		...world.meterState(meter),
		number,
		serial,
		supplyPoint,
		elapsedMs: Math.floor(scheduler.now()),
		phases: meter.phases,
		counters: countersOf(meter),
		set: { watts: watts ?? null, r: r ?? null, t: t ?? null },
		serviceMinutes: meter.hasPower ? Math.ceil(meter.base.serviceLeft / MINUTE) : 0,
		failing: Object.fromEntries(PLACES.map((place) => [place, failureOf(meter, place)])) as Record<Place, string | null>,
		contactFailing: contactFailureOf(meter),
		seal,
		beside: meter.shelf.units.flatMap((kept) =>
			kept.place === null ? [{ serial: kept.serial, code: kept.code, place: PLACE_OF[unitType(kept.code)!.kind] }] : [],
		),
		dongles: dongles.map(({ name, model, isPlugged }) => ({ node: name, model: model.name, plugged: isPlugged })),
	};
}

/** Reads the log of the base. */
export function sealOf(meter: EmulatedMeter): Seal {
	if (meter.shelf.inPlace('cover') === undefined) return 'open';
	let seal: Seal = 'whole';
	let announced = false;
	for (const { event } of meter.base.events.events()) {
		if (event === 'service announced') announced = true;
		else if (event === 'service ended' || event === 'started') announced = false;
		else if (event === 'cover opened unannounced') seal = 'broken';
		else if (event === 'cover closed' && announced) seal = 'whole';
	}
	return seal;
}

function countersOf(meter: EmulatedMeter): Counters {
	const { readings } = meter;
	const counts = meter.hasPower ? readings.counts() : undefined;
	const { counter } = readings;
	return {
		import: counts?.import ?? null,
		export: counts?.export ?? null,
		digits: counter.digits,
		wattHours: registerUnit(counter),
		coefficient: counter.coefficient ?? 1,
		twoWay: readings.twoWay,
	};
}

function failureOf(meter: EmulatedMeter, place: Place): string | null {
	const failure = meter.shelf.inPlace(place)?.unit.failure;
	return failure === undefined ? null : failureWords(failure);
}

function failureWords(failure: UnitFailure): string {
	if (failure.how === 'late') return `late ${failure.delay}ms`;
	return failure.how === 'lies' ? `lies ${failure.code}` : failure.how;
}

function contactFailureOf(meter: EmulatedMeter): ContactFailure | null {
	const relay = meter.shelf.inPlace('option')?.switching?.relay;
	if (relay === undefined) return null;
	return relay.backFeed ? 'fed' : RELAY_WORDS[relay.fault];
}
