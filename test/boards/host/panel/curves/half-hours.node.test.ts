import assert from 'node:assert/strict';
import { halfHoursTold, halfHoursVersion, LAST_DAY } from '../../../../../boards/host/panel/curves/half-hours.js';
import type { DayTold, Hole } from '../../../../../boards/host/panel/curves/told.js';
import { fromHex } from '../../../../../modules/bytes/hex.js';
import { decodeFrame } from '../../../../../modules/echonet-lite/frame.js';
import { DAY, HALF_HOUR, HOUR, MINUTE } from '../../../../../modules/time/durations.js';
import { houseLoad } from '../../../../../src/world/load/house.js';
import { constantLoad } from '../../../../../src/world/load/source.js';
import { START } from '../../../../src/world/simulation/plug-in-rig.js';
import { CurvesRig } from './curves-rig.js';

const ALL = Array.from({ length: LAST_DAY + 1 }, (_, day) => day);
const NO_DATA = 0xfffffffe;

let tid = 0;

function ask(rig: CurvesRig, service: string, properties: string): readonly { readonly epc: number; readonly edt: Uint8Array }[] {
	tid = (tid + 1) % 0x8000;
	const answer = rig.hems.ask(fromHex(`1081${tid.toString(16).padStart(4, '0')}05ff01028801${service}${properties}`));
	assert.ok(answer !== undefined, `${service} ${properties}`);
	return decodeFrame(answer).properties;
}

/** EPC E2 and E4 of a day, as a HEMS reads them. */
function served(rig: CurvesRig, day: number): { readonly import: (number | null)[]; readonly export: (number | null)[] } {
	ask(rig, '61', `01e501${day.toString(16).padStart(2, '0')}`);
	const [e2, e4] = ask(rig, '62', '02e200e400').map(({ edt }) => new DataView(edt.buffer, edt.byteOffset, edt.byteLength));
	const counts = (view: DataView) =>
		Array.from({ length: 48 }, (_, slot) => (view.getUint32(2 + 4 * slot) === NO_DATA ? null : view.getUint32(2 + 4 * slot)));
	assert.equal(e2!.getUint16(0), day);
	return { import: counts(e2!), export: counts(e4!) };
}

/** A meter with 45 days behind it, and then some of the worst. */
function worn(): CurvesRig {
	const rig = new CurvesRig(undefined, { load: houseLoad(3, true), pastDays: 45 });
	for (const [line, time] of [
		['power off', 3 * HOUR],
		['power on', HOUR],
		['clock +5h', 2 * HOUR],
		['clock -90m', 4 * HOUR],
		['pull metering', 2 * HOUR],
		['plug metering', HOUR],
		['power cut', 40 * MINUTE],
		['power on', 2 * HOUR],
	] as const) {
		rig.does(line);
		rig.run(time);
	}
	return rig;
}

describe("panel: half-hours of a meter's curves", () => {
	it('are what EPC E2 and E4 tell a HEMS, each of today and 45 days', () => {
		const rig = worn();
		assert.equal(rig.find(), true);
		const { days } = halfHoursTold(rig.meter, ALL);
		for (const day of ALL) assert.deepEqual(days[day]!.register, served(rig, day), `day ${day}`);
		const known = days.flatMap(({ register }) => register.import).filter((counts) => counts !== null);
		assert.ok(known.length > 45 * 48 - 40, String(known.length));
	});

	it('have holes where the record of the metering unit has them, and nowhere else', () => {
		const rig = worn();
		const recorded = new Set<number>();
		rig.meter.readings.eachInterval((at) => recorded.add(at * MINUTE));
		const { days, now } = halfHoursTold(rig.meter, ALL);
		let holes = 0;
		for (const { start, register, energy, holes: why } of days)
			for (let slot = 0; slot < 48; slot++) {
				const from = start + slot * HALF_HOUR;
				assert.equal(register.import[slot] !== null, recorded.has(from), new Date(from).toISOString());
				const goesOn = now >= from && now < from + HALF_HOUR;
				const isKnown = recorded.has(from) && (recorded.has(from + HALF_HOUR) || goesOn);
				assert.equal(energy.import[slot] !== null, isKnown, new Date(from).toISOString());
				assert.equal(why[slot] === null, isKnown);
				if (!isKnown && from < now) holes++;
			}
		assert.ok(holes > 12, String(holes));
	});

	it('say why there is a hole, as far as the record tells', () => {
		const rig = worn();
		const { days } = halfHoursTold(rig.meter, ALL);
		const reasons = new Map<Hole, number>();
		for (const hole of days.flatMap(({ holes }) => holes)) if (hole !== null) reasons.set(hole, (reasons.get(hole) ?? 0) + 1);
		assert.ok(reasons.get('powerOut')! >= 6, JSON.stringify([...reasons]));
		assert.ok(reasons.get('clockSet')! >= 8, JSON.stringify([...reasons]));
		assert.ok(reasons.has('ahead'));
		assert.equal(reasons.has('unread'), false);
		rig.does('pull metering');
		rig.run(MINUTE);
		const gone = halfHoursTold(rig.meter, [0]).days[0]!;
		assert.deepEqual(new Set(gone.holes), new Set(gone.holes.includes('ahead') ? ['unread', 'ahead'] : ['unread']));
		rig.does('power off');
		assert.equal(halfHoursTold(rig.meter, [0]).days[0]!.holes[0], 'unread');
	});

	it('tell the energy of each, and of the one that goes on so far', () => {
		const rig = new CurvesRig(undefined, { load: constantLoad(2000), pastDays: 45 });
		rig.run(15 * MINUTE);
		const told = halfHoursTold(rig.meter, [0, 1]);
		assert.equal(told.wattHours, 100);
		const [today, yesterday] = told.days as [DayTold, DayTold];
		assert.equal(today.start, START - 12 * HOUR);
		assert.equal(yesterday.start, today.start - DAY);
		assert.deepEqual(new Set(yesterday.energy.import), new Set([1000]));
		assert.deepEqual(new Set(yesterday.energy.export), new Set([0]));
		// Noon: so many are over, one goes on, the others lie ahead.
		assert.deepEqual(today.energy.import.slice(0, 26), [...Array.from({ length: 24 }, () => 1000), 500, null]);
		assert.deepEqual(new Set(today.holes.slice(25)), new Set(['ahead']));
		assert.equal(today.holes[24], null);
		const oldest = halfHoursTold(rig.meter, [LAST_DAY]).days[0]!;
		assert.deepEqual(oldest.holes, [...Array.from({ length: 24 }, () => 'before'), ...Array.from({ length: 24 }, () => null)]);
	});

	it('count on where a register begins again at 0', () => {
		const rig = new CurvesRig(undefined, { load: constantLoad(9_000_000), pastDays: 2 });
		const { days } = halfHoursTold(rig.meter, [0, 1]);
		const registers = days.flatMap(({ register }) => register.import.filter((counts) => counts !== null));
		assert.ok(
			registers.some((counts, i) => i > 0 && counts < registers[i - 1]!),
			'it has wrapped',
		);
		assert.deepEqual(new Set(days[1]!.energy.import), new Set([4_500_000]));
	});

	it('tell nothing of what a one-way unit does not count', () => {
		const rig = new CurvesRig('rf-b,1p3w-60-1way,normal', { load: houseLoad(1, true), pastDays: 2 });
		const { days, twoWay } = halfHoursTold(rig.meter, [1]);
		assert.equal(twoWay, false);
		assert.deepEqual(new Set(days[0]!.register.export), new Set([null]));
		assert.deepEqual(new Set(days[0]!.energy.export), new Set([null]));
		assert.equal(days[0]!.energy.import.includes(null), false);
	});

	it('tell what happened in them', () => {
		const rig = worn();
		const all = halfHoursTold(rig.meter, ALL).days.flatMap(({ status }) => status.flatMap(({ what }) => what));
		for (const what of ['powerOut', 'clockSet', 'lost'] as const) assert.ok(all.includes(what), what);
	});

	it('are to be asked for anew when one has closed, and when the unit, its power or its clock is another', () => {
		const rig = new CurvesRig();
		const versions = [halfHoursVersion(rig.meter)];
		rig.run(MINUTE);
		assert.equal(halfHoursVersion(rig.meter), versions[0]);
		const changed = (change: () => void) => {
			change();
			rig.run(MINUTE);
			versions.push(halfHoursVersion(rig.meter));
		};
		changed(() => rig.run(HALF_HOUR));
		changed(() => rig.does('clock +5m'));
		changed(() => rig.does('power off'));
		changed(() => rig.does('power on'));
		changed(() => rig.does('swap 1p3w-60-1way'));
		assert.equal(new Set(versions).size, versions.length - 1, versions.join('\n'));
	});
});
