import { timeIn } from '../../../../modules/mbus/date-time.js';
import { openMode5, sealMode5 } from '../../../../modules/mbus/encryption.js';
import { decodeHeader, HEADER_LENGTH, manufacturerLetters, STATUS } from '../../../../modules/mbus/header.js';
import { DAY, HOUR } from '../../../../modules/time/durations.js';
import { drawn, GAS, HEAT, WATER } from '../../../../src/world/mbus/consumption.js';
import { equal, hex, toHex } from '../../../assert.js';
import { EVENING, MeterRig, newCipher } from './mbus-rig.js';

const SEND = 0x51;
const SEALED_SEND = 0x5a;
const NOW = '0c13';
const FULL_HOUR = '4c13';
const FLOW = '0b3b';
const VALVE = '01fd1a';
const KEY = '000102030405060708090a0b0c0d0e0f';
const UNSPECIFIED = 0;
const UNKNOWN_CI = 1;
const CUT_SHORT = 4;

/** What transfers this key to a meter. */
function transfer(rig: MeterRig, key: string): Uint8Array {
	return hex(`0D FD 19 F0 ${toHex(newCipher().encryptBlock(rig.meter.defaultKey, hex(key)))}`);
}

function sealed(rig: MeterRig, command: string, key: string): Uint8Array {
	const made = sealMode5(newCipher(), hex(key), { ...rig.meter.secondary, accessNumber: 9, status: 0, configuration: 0 }, hex(command));
	const { configuration } = made.header;
	return Uint8Array.of(9, 0, configuration & 0xff, configuration >> 8, ...made.sealed);
}

describe('what a household draws', () => {
	for (const [name, consumption] of Object.entries({ GAS, WATER, HEAT })) {
		it(`only rises, for ${name}, whatever hour is asked for`, () => {
			let before = 0;
			for (let time = Date.UTC(2023, 11, 30); time < Date.UTC(2028, 0, 1); time += 7 * HOUR) {
				const now = drawn(consumption, 3, time);
				equal(now >= before, true, new Date(time).toISOString());
				before = now;
			}
		});

		it(`has the mean of ${name} over years, and its season`, () => {
			const from = Date.UTC(2024, 11, 31, 15);
			const mean = (drawn(consumption, 3, from + 2 * 365.25 * DAY) - drawn(consumption, 3, from)) / (2 * 365.25);
			equal(Math.abs(mean / consumption.daily - 1) < 0.01, true, String(mean));
			const month = (begin: number) => drawn(consumption, 3, begin + 30 * DAY) - drawn(consumption, 3, begin);
			const winter = month(Date.UTC(2025, 0, 10));
			const summer = month(Date.UTC(2025, 6, 10));
			equal(winter > summer, consumption.season > 0);
		});
	}

	it('is the same for the same seed, and another for another', () => {
		equal(drawn(GAS, 3, EVENING), drawn(GAS, 3, EVENING));
		equal(drawn(GAS, 3, EVENING) === drawn(GAS, 4, EVENING), false);
		equal(drawn(GAS, 3, Date.UTC(2020, 0, 1)), 0);
	});
});

describe('an emulated M-Bus meter', () => {
	it('tells who it is, its counter, the one of the last full hour, and its clock', () => {
		const rig = new MeterRig();
		const { manufacturer, deviceType, status } = rig.header;
		equal(manufacturerLetters(manufacturer), 'KEI');
		equal([deviceType, status].join(), '3,0');
		const now = rig.value(NOW)!;
		const hour = rig.value(FULL_HOUR)!;
		equal(now > hour, true);
		equal(timeIn(rig.records[1]!.data, 540), EVENING);
		equal(rig.records.map(({ dib, vib }) => toHex(dib) + toHex(vib)).join(), '0c13,046d,0b3b,4c13,446d,01fd1a,01fd17');
		rig.pass(40);
		equal(rig.value(FULL_HOUR)! > hour, true);
		equal(rig.value(FULL_HOUR), rig.value(NOW));
	});

	it('counts its answers', () => {
		const rig = new MeterRig();
		equal([rig.header, rig.header].map(({ accessNumber }) => accessNumber).join(), '1,2');
	});

	it('of heat tells energy, volume, power and temperatures', () => {
		const rig = new MeterRig({ kind: 'heat' });
		equal(rig.records.map(({ dib, vib }) => toHex(dib) + toHex(vib)).join(), '0c06,046d,0c14,0b2d,0a5a,0a5e,4c06,446d,01fd17');
		equal(rig.value('0a5a')! > rig.value('0a5e')!, true);
	});

	it('of another number, seed or kind is another meter', () => {
		const ids = [{}, { number: 2 }, { seed: 2 }, { kind: 'water' as const }].map((options) => new MeterRig(options).meter.secondary.identification);
		equal(new Set(ids).size, 4);
		equal(
			ids.every((id) => /^[1-9]\d{7}$/.test(id.toString(16))),
			true,
		);
	});

	it('tells what is wrong with it as status bits, and an error in its flags', () => {
		const status = (...troubles: ('battery' | 'fraud' | 'error')[]) => new MeterRig({ troubles }).header.status;
		equal(status('battery'), STATUS.powerLow);
		equal(status('fraud', 'error'), STATUS.fraud | STATUS.permanentError);
		equal(new MeterRig({ troubles: ['error'] }).value('01fd17'), 1);
		equal(new MeterRig({ troubles: ['battery'] }).value('01fd17'), 0);
	});

	it('takes a primary address from 0 to 250', () => {
		const rig = new MeterRig();
		equal(rig.meter.address, 1);
		for (const [address, error] of [
			['05', undefined],
			['FA', undefined],
			['FB', UNSPECIFIED],
			['00', undefined],
		] as const) {
			rig.meter.onData(SEND, hex(`01 7A ${address}`));
			equal(rig.error, error, address);
		}
		equal(rig.meter.address, 0);
	});

	it('has a clock that can be set, which its full hours go by', () => {
		const rig = new MeterRig();
		for (const ahead of [50, -50]) {
			const to = new Date(EVENING + ahead * 60_000 + 9 * HOUR);
			const [hours, minutes] = [to.getUTCHours(), to.getUTCMinutes()];
			rig.meter.onData(SEND, Uint8Array.of(0x04, 0x6d, minutes, hours | 0x20, 30 | (2 << 5), 11 | (3 << 4)));
			equal(rig.error, undefined);
			equal(rig.meter.now, EVENING + ahead * 60_000);
			equal(timeIn(rig.records[4]!.data, 540), Math.floor((EVENING + ahead * 60_000) / HOUR) * HOUR);
		}
		rig.meter.onData(SEND, hex('04 6D BF 2A 5E 3B'));
		equal(rig.error, UNSPECIFIED);
		equal(rig.meter.now, EVENING - 50 * 60_000);
	});

	it('of gas stops when its valve closes, and goes on from there when it opens', () => {
		const rig = new MeterRig();
		equal(rig.value(VALVE), 1);
		const before = rig.value(NOW)!;
		rig.meter.onData(SEND, hex('01 FD 1F 00'));
		equal(rig.value(VALVE), 0);
		rig.pass(600);
		equal(rig.value(NOW), before);
		equal(rig.value(FULL_HOUR), before);
		equal(rig.value(FLOW), 0);
		rig.meter.onData(SEND, hex('01 FD 1F 01'));
		equal(Math.abs(rig.value(NOW)! - before) <= 1, true);
		rig.pass(600);
		equal(rig.value(NOW)! > before + 100, true);
		const again = rig.value(NOW)!;
		rig.meter.onData(SEND, hex('01 FD 1F 00'));
		rig.meter.onData(SEND, hex('01 FD 1F 00'));
		rig.pass(60);
		equal(rig.value(NOW), again);
	});

	it('refuses what it does not know, and tells so once, in its next answer', () => {
		const refusals: readonly (readonly [string, number, string, number])[] = [
			['a CI that it has not', 0x55, '', UNKNOWN_CI],
			['a record that it takes nothing from', SEND, '0C 13 00000000', UNSPECIFIED],
			['a valve position that there is not', SEND, '01 FD 1F 02', UNSPECIFIED],
			['a key of 15 bytes', SEND, `0D FD 19 EF ${'00'.repeat(15)}`, UNSPECIFIED],
			['records that are cut short', SEND, '01 7A', CUT_SHORT],
			['records with eleven DIFEs', SEND, `${'81'.repeat(12)} 00`, 5],
			['records with eleven VIFEs', SEND, `01 ${'81'.repeat(12)} 00`, 6],
			['what is sealed, while it has no key', SEALED_SEND, '09 00 10 05 00', UNSPECIFIED],
		];
		for (const [why, ci, data, error] of refusals) {
			const rig = new MeterRig();
			rig.meter.onData(ci, hex(data));
			equal(rig.error, error, why);
			equal(rig.error, undefined, why);
		}
		const water = new MeterRig({ kind: 'water' });
		water.meter.onData(SEND, hex('01 FD 1F 00'));
		equal(water.error, UNSPECIFIED);
		equal(water.value(VALVE), undefined);
	});

	it('forgets what was wrong at an application reset', () => {
		const rig = new MeterRig();
		rig.meter.onData(0x55, hex(''));
		rig.meter.onData(0x50, hex(''));
		equal(rig.error, undefined);
	});

	it('with a key tells all by mode 5, and takes valve and key only so', () => {
		const rig = new MeterRig();
		rig.meter.onData(SEND, transfer(rig, KEY));
		equal(rig.error, undefined);
		const open = (key: string) => {
			const { data } = rig.meter.answer();
			return openMode5(newCipher(), hex(key), decodeHeader(data), data.subarray(HEADER_LENGTH));
		};
		equal(toHex(open(KEY)!).startsWith('0c13'), true);
		equal(open(KEY.replace('00', '01')), undefined);
		rig.meter.onData(SEND, hex('01 FD 1F 00'));
		equal(rig.error, UNSPECIFIED);
		rig.meter.onData(SEND, hex('0D FD 19 E0'));
		equal(rig.error, UNSPECIFIED);
		equal(rig.meter.isValveOpen, true);
		rig.meter.onData(SEALED_SEND, sealed(rig, '01 FD 1F 00', KEY.replace('00', '01')));
		equal(rig.error, UNSPECIFIED);
		rig.meter.onData(SEALED_SEND, sealed(rig, '01 FD 1F 00', KEY));
		equal(rig.error, undefined);
		equal(rig.meter.isValveOpen, false);
		rig.meter.onData(SEALED_SEND, sealed(rig, '0D FD 19 E0', KEY));
		equal(rig.value(VALVE), 0);
	});

	it('keeps address, clock, valve, counter and key over another run', () => {
		const rig = new MeterRig();
		const before = rig.value(NOW)!;
		for (const command of ['01 7A 07', '04 6D 00 2A 5E 3B', '01 FD 1F 00']) rig.meter.onData(SEND, hex(command));
		const { now } = rig.meter;
		rig.pass(60);
		rig.again();
		equal(rig.meter.address, 7);
		equal(rig.meter.now, now + HOUR);
		equal(rig.value(NOW), before);
		rig.meter.onData(SEND, transfer(rig, KEY));
		rig.again();
		equal(decodeHeader(rig.meter.answer().data).configuration >> 8, 5);
	});
});
