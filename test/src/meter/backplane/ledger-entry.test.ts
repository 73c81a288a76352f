import { putUint48 } from '../../../../modules/bytes/uint.js';
import { certificationEnd, certificationState } from '../../../../src/meter/backplane/certification.js';
import { decodeEntry, ENTRY_LENGTH, isBehind, putSerial, serialAt } from '../../../../src/meter/backplane/ledger-entry.js';
import { fromCivil, MINUTES_PER_DAY } from '../../../../src/meter/metering/calendar.js';
import { bytesEqual, equal, hex } from '../../../assert.js';

/** M1 pulled without being announced on 2026-11-22 at 10:45, last known at 10:44:58: 900 kWh in, 5 kWh out, certified on 2024-04-01. */
const OUT = hex(`
	02 82 019aa93a57a0 019aa93a4fd0
	000035a4e900 00000000 0000004c4b40 00000007
	4d3100000000000000000000 01b3e99c
`);

describe('ledger entry', () => {
	it('is read field by field', () => {
		const entry = decodeEntry(OUT)!;
		equal(entry.mark, 'out');
		equal(entry.cause, 'unannounced');
		equal(entry.lastKnown, true);
		equal(entry.when, 0x019aa93a57a0);
		equal(entry.time, entry.when - 2000);
		equal(entry.import, 900_000_000);
		equal(entry.export, 5_000_000);
		equal(entry.serial, 'M1');
		equal(entry.certified, 0x01b3e99c);
	});

	it('is none where mark, cause or length are unknown', () => {
		for (let length = 0; length < ENTRY_LENGTH; length++) equal(decodeEntry(OUT.slice(0, length)), undefined);
		for (const [at, value] of [
			[0, 0],
			[0, 3],
			[0, 9],
			[1, 5],
			[1, 0x85],
		] as const) {
			const bytes = OUT.slice();
			bytes[at] = value;
			equal(decodeEntry(bytes), undefined);
		}
	});

	it('takes times of six bytes and serial numbers of up to twelve characters', () => {
		const bytes = new Uint8Array(ENTRY_LENGTH).fill(0xa5);
		putUint48(bytes, 2, 0x019aa93a57a0);
		bytesEqual(bytes.subarray(1, 9), 'a5019aa93a57a0a5');
		putSerial(bytes, 'KEIKI0000001');
		equal(serialAt(bytes), 'KEIKI0000001');
		putSerial(bytes, 'M1');
		bytesEqual(bytes.subarray(33, 47), 'a54d3100000000000000000000a5');
	});

	it('is behind another where one of its registers stands lower, to the last nanojoule', () => {
		const registers = OUT.slice(14, 34);
		equal(isBehind(registers, 0, OUT), false);
		const less = registers.slice();
		less[19] = 6;
		equal(isBehind(less, 0, OUT), true, 'export by 1 nJ');
		const mixed = registers.slice();
		mixed[5] = 1;
		mixed[19] = 6;
		equal(isBehind(mixed, 0, OUT), true, 'import higher, export lower');
		mixed[19] = 7;
		equal(isBehind(mixed, 0, OUT), false);
	});
});

describe('certification', () => {
	it('lasts ten years to the day; what was given on a leap day ends on the last of February', () => {
		equal(certificationEnd(fromCivil(2026, 11, 22)!), fromCivil(2036, 11, 22));
		equal(certificationEnd(fromCivil(2024, 2, 29)!), fromCivil(2034, 2, 28));
		equal(certificationEnd(fromCivil(2014, 3, 1)!), fromCivil(2024, 3, 1));
	});

	it('is warned of 180 days before, or as told', () => {
		const certified = fromCivil(2026, 11, 22)!;
		const end = certificationEnd(certified);
		equal(certificationState(certified, end - 180 * MINUTES_PER_DAY - 1), 'valid');
		equal(certificationState(certified, end - 180 * MINUTES_PER_DAY), 'ends soon');
		equal(certificationState(certified, end - 1), 'ends soon');
		equal(certificationState(certified, end), 'ended');
		equal(certificationState(certified, end - 8 * MINUTES_PER_DAY, 7), 'valid');
	});
});
