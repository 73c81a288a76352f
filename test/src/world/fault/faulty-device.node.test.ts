import { NAME } from '../../../../modules/cosem/object-names.js';
import { timeOf } from '../../../../modules/dlms/axdr/date-time.js';
import type { CosemClient } from '../../../../modules/dlms/client/client.js';
import { DAY, HOUR, MINUTE } from '../../../../modules/time/durations.js';
import { equal } from '../../../assert.js';
import { bytesIn, decoded, itemsIn, NOON, numberIn } from '../../route-a/route-a-rig.js';
import { FaultyMeter } from './faulty-meter-rig.js';

const JAPAN = -540;
/** The half-hour before `NOON`, and how many rows there are at most. */
const NEWEST = NOON - 4 * MINUTE;
const KEPT = 2160;

/** The date-times of the rows, as they come. */
function rows(rig: FaultyMeter, client: CosemClient): Uint8Array[] {
	let bytes: Uint8Array | undefined;
	client.get({ classId: 7, name: NAME.loadProfile, index: 2, selection: undefined }, (_, value) => {
		if (typeof value === 'object') bytes = value.slice();
	});
	for (let i = 0; i < 1_000 && client.busy; i++) rig.meter.scheduler.runFor(0);
	return itemsIn(decoded(bytes!)).map((row) => bytesIn(itemsIn(row)[0]));
}

function times(rig: FaultyMeter, client = rig.associate()): number[] {
	return rows(rig, client).map((bytes) => timeOf(bytes, JAPAN)!);
}

function value(rig: FaultyMeter, classId: number, name: number, index: number, client = rig.associate()) {
	let bytes: Uint8Array | undefined;
	client.get({ classId, name, index, selection: undefined }, (_, result) => {
		if (typeof result === 'object') bytes = result.slice();
	});
	for (let i = 0; i < 1_000 && client.busy; i++) rig.meter.scheduler.runFor(0);
	return decoded(bytes!);
}

const entries = (rig: FaultyMeter) => numberIn(value(rig, 7, NAME.loadProfile, 7));

describe('the load profile of a meter with faults', () => {
	it('has all rows in their order without any', () => {
		const found = times(new FaultyMeter(['clock-jumps=always']));
		equal(`${found.length} ${new Set(found).size} ${found.at(-1)}`, `${KEPT} ${KEPT} ${NEWEST}`);
	});

	it('has holes, always the same', () => {
		const rig = new FaultyMeter(['profile-holes=1/4']);
		const client = rig.associate();
		const found = times(rig, client);
		equal(Math.abs(found.length / KEPT - 0.75) < 0.05, true, `${found.length}`);
		equal(times(rig, client).join(), found.join());
		equal(rig.struck('profile-holes'), 2);
	});

	it('has rows twice', () => {
		const found = times(new FaultyMeter(['profile-doubled=1/4']));
		equal(new Set(found).size, KEPT);
		equal(Math.abs(found.length / KEPT - 1.25) < 0.05, true, `${found.length}`);
	});

	it('has rows behind the one that follows them', () => {
		const found = times(new FaultyMeter(['profile-swapped=1/4']));
		equal(`${found.length} ${new Set(found).size}`, `${KEPT} ${KEPT}`);
		const behind = found.filter((time, i) => i > 0 && time < found[i - 1]!).length;
		equal(behind > KEPT / 8, true, `${behind}`);
	});

	it('has its newest row in the future', () => {
		const found = times(new FaultyMeter(['profile-future=1d']));
		equal(`${found.length} ${found.at(-1)} ${found.at(-2)}`, `${KEPT} ${NEWEST + DAY} ${NEWEST - 30 * MINUTE}`);
	});

	it('has the newest row in the future that there is, where the newest of all is a hole', () => {
		const holes = times(new FaultyMeter(['profile-holes=90%']));
		const newest = Math.max(...holes);
		equal(newest < NEWEST, true);
		const rig = new FaultyMeter(['profile-holes=90%', 'profile-future=1d']);
		equal(times(rig).at(-1), newest + DAY);
		equal(rig.struck('profile-future'), 1);
	});

	it('has no day of the week', () => {
		const rig = new FaultyMeter(['weekday-zero']);
		equal(new Set(rows(rig, rig.associate()).map((bytes) => bytes[4])).size, 1);
		equal(bytesIn(value(rig, 8, NAME.clock, 2))[4], 0);
	});

	it('lies about how many there are', () => {
		equal(entries(new FaultyMeter(['clock-jumps=always'])), KEPT);
		equal(entries(new FaultyMeter(['entries-lie'])), 2 * KEPT + 1);
	});
});

describe('the clock of a meter with faults', () => {
	const timeIn = (rig: FaultyMeter) => timeOf(bytesIn(value(rig, 8, NAME.clock, 2)), JAPAN);

	it('is invalid', () => {
		const rig = new FaultyMeter(['clock-invalid']);
		equal(bytesIn(value(rig, 8, NAME.clock, 2))[11], 1);
		equal(numberIn(value(rig, 8, NAME.clock, 4)), 1);
		equal(timeIn(rig), NOON);
	});

	it('jumps, and is itself again', () => {
		const rig = new FaultyMeter(['clock-jumps=always']);
		equal(timeIn(rig), NOON + HOUR);
		rig.faults.switches.set('clock-jumps', undefined);
		equal(timeIn(rig), NOON);
		equal(timeIn(new FaultyMeter(['clock-jumps=20min'])), NOON + 20 * MINUTE);
	});
});

describe('the alarm register of a meter with faults', () => {
	it('flutters', () => {
		const rig = new FaultyMeter(['alarm-flutters=always']);
		equal(numberIn(value(rig, 1, NAME.alarmRegister1, 2)), 0x2000);
		equal(numberIn(value(rig, 1, NAME.alarmRegister2, 2)), 0);
		rig.faults.switches.set('alarm-flutters', undefined);
		equal(numberIn(value(rig, 1, NAME.alarmRegister1, 2)), 0);
	});
});

describe('the object list of a meter with faults', () => {
	it('has 600 entries or more, and each of them can be read', () => {
		const rig = new FaultyMeter(['many-objects']);
		const list = itemsIn(value(rig, 15, NAME.association, 2));
		equal(list.length >= 600 && list.length < 620, true, `${list.length}`);
		const last = itemsIn(list.at(-1));
		const name = bytesIn(last[2]).reduce((sum, byte) => sum * 256 + byte, 0);
		equal(numberIn(value(rig, numberIn(last[0]), name, 2)) > 500, true);
		equal(numberIn(value(rig, 3, NAME.importEnergy, 2)), 12345);
		rig.faults.switches.set('many-objects', undefined);
		equal(itemsIn(value(rig, 15, NAME.association, 2)).length < 200, true);
	});
});
