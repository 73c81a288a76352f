/** What is not as it must be in the data management of a fleet that lived: against what each meter has on record, and what its household drew by the formula. */
import { FilesStore } from '../../../../boards/host/mdm/files/files-store.js';
import { dayOfSlot, firstSlotOf } from '../../../../src/mdm/day-matrix.js';
import { isEstimate, QUALITY } from '../../../../src/mdm/quality.js';
import type { MeterDay } from '../../../../src/mdm/reading-store.js';
import { districtEnergy, hasRoof } from '../../../../src/world/load/district.js';
import { HALF_HOUR, type Honest, type Known } from './honest-rig.js';

export interface Found {
	/** The first of them. */
	readonly faults: readonly string[];
	readonly faultCount: number;
	/** Half-hours that are true; that are estimated, and unknown, since nobody could have them. */
	readonly valid: number;
	readonly estimated: number;
	readonly unknown: number;
	/** Of these, those that a meter took with it. */
	readonly gone: number;
}

const MODULUS = 1_000_000;
const WH = 100;
const SHOWN = 20;

export async function faultsOf(honest: Honest, data: string, seed: number): Promise<Found> {
	const store = await FilesStore.open(data);
	const faults: string[] = [];
	let [faultCount, valid, estimated, unknown, gone] = [0, 0, 0, 0, 0];
	const fault = (text: string): void => {
		faultCount++;
		if (faults.length < SHOWN) faults.push(text);
	};
	for (const known of honest.known) {
		const days: MeterDay[] = [];
		for await (const each of store.days([known.number], dayOfSlot(honest.first + 1), dayOfSlot(honest.last))) days.push(each);
		const counts = new Map(days.map((each) => [each.day, each]));
		const [first, last] = boundsOf(known, honest);
		let sum = 0;
		let isWhole = true;
		for (let slot = first + 1; slot <= last; slot++) {
			const day = counts.get(dayOfSlot(slot));
			const k = slot - firstSlotOf(dayOfSlot(slot)) - 1;
			const where = `meter ${known.number}, half-hour ${slot}`;
			if (day === undefined) {
				fault(`${where}: its day is not there`);
				continue;
			}
			const quality = day.quality[k]!;
			const told = (day.imports[k + 1]! - day.imports[k]! + MODULUS) % MODULUS;
			const truth = truthOf(honest, known.number, slot);
			if (quality === QUALITY.validated || quality === QUALITY.questionable) {
				valid++;
				if (truth === undefined) fault(`${where}: told as true, and the meter has none`);
				else if (told !== truth) fault(`${where}: told ${told}, the meter has ${truth}`);
				else if (!isByFormula(honest, known, day, slot, told, seed)) fault(`${where}: ${told} is not what its household drew`);
			} else if (truth !== undefined && !known.unheard.has(slot) && !known.unheard.has(slot - 1))
				fault(`${where}: the meter has it, and it is ${isEstimate(quality) ? 'estimated' : 'unknown'}`);
			else if (isEstimate(quality)) estimated++;
			else {
				unknown++;
				// Only where a meter came or went: between two registers of one meter all is at least estimated.
				const isEdge = slot - 1 < first + 1 || known.to !== undefined;
				if (!isEdge) fault(`${where}: unknown, and nothing explains it`);
			}
			if (known.unheard.has(slot)) gone++;
			if (quality === QUALITY.none) isWhole = false;
			else sum += told;
		}
		const [begin, end] = [registerOf(honest, known.number, first), registerOf(honest, known.number, last)];
		if (isWhole && known.to === undefined && begin !== undefined && end !== undefined && sum !== end - begin)
			fault(`meter ${known.number}: its half-hours sum to ${sum}, its register went on by ${end - begin}`);
	}
	await store.close();
	return { faults, faultCount, valid, estimated, unknown, gone };
}

/** The boundaries between which a meter stood there and was collected from. */
function boundsOf({ from, to }: Known, { first, last }: Honest): readonly [number, number] {
	const begin = from === undefined ? first : Math.max(first, Math.floor(from / HALF_HOUR));
	return [begin, to === undefined ? last : Math.min(last, Math.ceil(to / HALF_HOUR))];
}

/** Counts that the meter has on record; undefined: it has not both boundaries. */
function truthOf({ fleet: { columns } }: Honest, number: number, slot: number): number | undefined {
	const row = number - 1;
	return columns.has(row, slot) && columns.has(row, slot - 1) ? columns.imported(row, slot) : undefined;
}

/** Counts of the register at a boundary on record, before they wrap. */
function registerOf({ fleet: { columns } }: Honest, number: number, slot: number): number | undefined {
	const row = number - 1;
	if (!columns.has(row, slot)) return undefined;
	let count = columns.importCount[row]!;
	for (let at = columns.newest[row]!; at > slot; at--) count -= columns.imported(row, at);
	return count;
}

/** Whether it is what the formula says, to the count; of half-hours in which nothing happened, of meters whose clock was always right. */
function isByFormula(honest: Honest, { number }: Known, { status }: MeterDay, slot: number, told: number, seed: number): boolean {
	if (honest.set.has(number) || status[slot - firstSlotOf(dayOfSlot(slot)) - 1] !== 0) return true;
	const household = honest.fleet.householdOf(number);
	const energy = Math.max(0, districtEnergy(seed, household, slot, hasRoof(seed, household)));
	return Math.abs(told * WH - energy) < WH;
}
