import { DayHistory, TimedHistory } from '../../../src/route-b/histories.js';
import { bytesEqual, equal, hex, toHex } from '../../assert.js';
import { GET_DAY, GET_DAY_RES, GET_HISTORY, GET_HISTORY_RES, HISTORY_VALUES, SET_DAY_I } from '../../vectors/echonet-lite.js';
import { connected, DUMP_TIME, japan, ScriptedReadings } from './route-b-rig.js';

const NO_DATA = 'fffffffe';

function readings(now = DUMP_TIME): ScriptedReadings {
	return new ScriptedReadings(() => now * 60_000);
}

/** Every half-hour from `from` on, numbered from 0. */
function fill(script: ScriptedReadings, from: number, slots: number): void {
	for (let i = 0; i < slots; i++) script.halfHours.set(from + 30 * i, { import: i, export: 1000 + i });
}

function slots(values: Uint8Array): string[] {
	return toHex(values.subarray(2)).match(/.{8}/g) ?? [];
}

describe('history 1 (E2, E4 by E5)', () => {
	it('answers as a real meter did', () => {
		const { ask, readings: script } = connected();
		const day = japan(2026, 5, 18);
		HISTORY_VALUES.split(' ').forEach((value, i) => {
			script.halfHours.set(day + 30 * i, { import: Number.parseInt(value, 16), export: 0 });
		});
		equal(ask(SET_DAY_I).join(), '');
		equal(ask(GET_DAY).join(), GET_DAY_RES.replace(/\s/g, ''));
		equal(ask(GET_HISTORY).join(), GET_HISTORY_RES.replace(/\s/g, ''));
	});

	it('is without day and data until a day is chosen', () => {
		const script = readings();
		fill(script, japan(2026, 5, 20), 29);
		const history = new DayHistory(script, 'no data');
		bytesEqual(history.choice(), 'ff');
		bytesEqual(history.values('import'), `00ff${NO_DATA.repeat(48)}`);
	});

	it('shows today instead, where a profile says so', () => {
		const script = readings();
		fill(script, japan(2026, 5, 20), 29);
		const values = new DayHistory(script, 'today').values('import');
		bytesEqual(values.subarray(0, 6), '00ff 00000000');
		equal(slots(values)[28], '0000001c');
	});

	it('runs from 00:00 to 23:30 in Japan, and has no data for what lies ahead', () => {
		const script = readings(japan(2026, 5, 20, 14, 26));
		fill(script, japan(2026, 5, 20), 48);
		const history = new DayHistory(script, 'no data');
		equal(history.choose(hex('00')), true);
		const values = slots(history.values('export'));
		equal(values[0], '000003e8');
		equal(values[28], '00000404');
		equal(values[29], NO_DATA);
		equal(values[47], NO_DATA);
	});

	it('counts days back from today, over midnight', () => {
		let now = japan(2026, 3, 1, 0, 0);
		const script = new ScriptedReadings(() => now * 60_000);
		fill(script, japan(2026, 2, 28), 48);
		const history = new DayHistory(script, 'no data');
		history.choose(hex('01'));
		equal(slots(history.values('import'))[47], '0000002f');
		now -= 1;
		equal(slots(history.values('import'))[47], NO_DATA);
	});

	it('has no data for a day without records', () => {
		const history = new DayHistory(readings(), 'no data');
		history.choose(hex('63'));
		bytesEqual(history.values('import'), `0063${NO_DATA.repeat(48)}`);
	});

	it('follows the last day that was accepted', () => {
		const history = new DayHistory(readings(), 'no data');
		equal(history.choose(hex('02')), true);
		for (const edt of ['64', 'ff', '', '0001']) equal(history.choose(hex(edt)), false, `day ${edt}`);
		bytesEqual(history.choice(), '02');
		bytesEqual(history.values('import').subarray(0, 2), '0002');
	});
});

describe('history 2 (EC by ED)', () => {
	function history(script: ScriptedReadings, twoWay = true): TimedHistory {
		script.twoWay = twoWay;
		return new TimedHistory(script, 'halfHour');
	}

	it('has its default before anything is chosen', () => {
		bytesEqual(history(readings()).choice(), 'ffffffffffff01');
		bytesEqual(history(readings()).values(), `ffffffffffff01 ${NO_DATA} ${NO_DATA}`);
	});

	it('runs backwards from the time that was chosen', () => {
		const script = readings();
		fill(script, japan(2026, 5, 20, 0, 0), 3);
		const chosen = history(script);
		equal(chosen.choose(hex('07ea0514 0100 04')), true);
		bytesEqual(chosen.choice(), '07ea0514010004');
		bytesEqual(chosen.values(), `07ea0514010004 00000002000003ea 00000001000003e9 00000000000003e8 ${NO_DATA}${NO_DATA}`);
	});

	it('has no data for a direction that is not counted', () => {
		const script = readings();
		fill(script, japan(2026, 5, 20, 0, 0), 1);
		const chosen = history(script, false);
		chosen.choose(hex('07ea0514 0000 01'));
		bytesEqual(chosen.values(), `07ea0514000001 00000000 ${NO_DATA}`);
	});

	it('is 103 bytes at most', () => {
		const chosen = history(readings());
		equal(chosen.choose(hex('07ea0514 0e1e 0c')), true);
		equal(chosen.values().length, 103);
	});

	it('refuses times off the half-hour, dates that are none, and numbers out of range', () => {
		const chosen = history(readings());
		const refused = ['07ea0514 0e1a 01', '07ea0514 0e1e 00', '07ea0514 0e1e 0d', '07ea021e 0000 01', '07ea0514 1800 01', '07ea0514 003c 01'];
		for (const edt of [...refused, 'ffffffffffff 01', '07ea0514 0e00', '07ea0514 0e00 01 00', '']) equal(chosen.choose(hex(edt)), false, edt);
		bytesEqual(chosen.choice(), 'ffffffffffff01');
	});
});
