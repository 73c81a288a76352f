import { DecodeError } from '../../../modules/bytes/reader.js';
import { decodeMbusFrame } from '../../../modules/mbus/frame.js';
import { decodeRecords } from '../../../modules/mbus/record.js';
import { APPLICATION_ERROR, applicationErrorOf, type MbusApplication, MbusSlave } from '../../../modules/mbus/slave.js';
import { equal, hex, toHex } from '../../assert.js';

const ACK = 'e5';

class Rig implements MbusApplication {
	address = 5;
	readonly secondary = { identification: 0x12345678, manufacturer: 0x4024, version: 1, deviceType: 7 };
	readonly taken: string[] = [];
	answers = 0;
	readonly slave = new MbusSlave(this);

	onData(ci: number, data: Uint8Array): void {
		this.taken.push(`${ci.toString(16)} ${toHex(data)}`);
	}

	answer() {
		return { ci: 0x78, data: Uint8Array.of(++this.answers) };
	}

	/** What it says to a frame, checksum and all left out. */
	say(control: number, address: number, ci?: number, data = ''): string {
		const bytes = hex(data);
		const frame = ci === undefined ? ({ kind: 'short', control, address } as const) : ({ kind: 'long', control, address, ci, data: bytes } as const);
		const answer = this.slave.receive(frame);
		if (answer === undefined) return 'nothing';
		const said = decodeMbusFrame(answer);
		return said.kind === 'long' ? `${said.address} ${said.ci.toString(16)} ${toHex(said.data)}` : toHex(answer);
	}

	select(secondary: string): string {
		return this.say(0x53, 0xfd, 0x52, secondary);
	}
}

describe('M-Bus slave', () => {
	const table: readonly (readonly [string, number, number | undefined, readonly (readonly [number, string])[]])[] = [
		[
			'SND_NKE',
			0x40,
			undefined,
			[
				[5, ACK],
				[6, 'nothing'],
				[0xfd, 'nothing'],
				[0xfe, ACK],
				[0xff, 'nothing'],
			],
		],
		[
			'REQ_UD2',
			0x5b,
			undefined,
			[
				[5, '5 78 01'],
				[6, 'nothing'],
				[0xfd, 'nothing'],
				[0xfe, '5 78 01'],
				[0xff, 'nothing'],
			],
		],
		[
			'REQ_UD1',
			0x5a,
			undefined,
			[
				[5, ACK],
				[6, 'nothing'],
				[0xfd, 'nothing'],
				[0xfe, ACK],
				[0xff, 'nothing'],
			],
		],
		[
			'SND_UD',
			0x53,
			0x51,
			[
				[5, ACK],
				[6, 'nothing'],
				[0xfd, 'nothing'],
				[0xfe, ACK],
				[0xff, 'nothing'],
			],
		],
		[
			'RSP_UD of another',
			0x08,
			0x72,
			[
				[5, 'nothing'],
				[0xfe, 'nothing'],
			],
		],
		[
			'what is no request',
			0x49,
			undefined,
			[
				[5, 'nothing'],
				[0xfe, 'nothing'],
			],
		],
	];
	for (const [what, control, ci, rows] of table)
		for (const [address, answer] of rows)
			it(`says ${answer} to ${what} at address ${address}`, () => {
				const rig = new Rig();
				equal(rig.say(control, address, ci, ci === undefined ? '' : '01'), answer);
				equal(rig.taken.length, what === 'SND_UD' && [5, 0xfe, 0xff].includes(address) ? 1 : 0);
			});

	it('keeps its next answer for whoever may ask: all that are asked at once answer nothing, and tell nothing', () => {
		const rig = new Rig();
		for (const control of [0x5b, 0x7b, 0x5b]) equal(rig.say(control, 0xff), 'nothing');
		equal(rig.say(0x7b, 5), '5 78 01');
		// It was no request that counts.
		equal(rig.say(0x5b, 0xff), 'nothing');
		equal(rig.say(0x7b, 5), '5 78 01');
	});

	it('is selected by its secondary address, and answers at 253 then', () => {
		const rig = new Rig();
		equal(rig.select('78563412 2440 01 07'), ACK);
		equal(rig.say(0x7b, 0xfd), '5 78 01');
		equal(rig.say(0x40, 0xfd), ACK);
		equal(rig.say(0x7b, 0xfd), 'nothing');
	});

	for (const [why, undo] of [
		['another is selected', (rig: Rig) => rig.select('79563412 2440 01 07')],
		['a selection is cut short', (rig: Rig) => rig.select('78563412 2440 01')],
		['all begin anew', (rig: Rig) => rig.say(0x40, 0xff)],
		['its power comes back', (rig: Rig) => rig.slave.reset()],
	] as const)
		it(`is not selected any more when ${why}`, () => {
			const rig = new Rig();
			rig.select('FFFFFFFF FFFF FF FF');
			undo(rig);
			equal(rig.say(0x5b, 0xfd), 'nothing');
		});

	it('stays selected when its primary address is told to begin anew', () => {
		const rig = new Rig();
		rig.select('FFFFFFFF FFFF FF FF');
		equal(rig.say(0x40, 5), ACK);
		equal(rig.say(0x7b, 0xfd), '5 78 01');
	});

	it('repeats its answer to a repetition, and gives a new one to a new request', () => {
		const rig = new Rig();
		equal([0x7b, 0x7b, 0x5b, 0x5b, 0x7b].map((control) => rig.say(control, 5)).join(), '5 78 01,5 78 01,5 78 02,5 78 02,5 78 03');
		rig.say(0x40, 5);
		equal(rig.say(0x7b, 5), '5 78 04');
	});

	it('carries out a repetition once, and the same again after another request', () => {
		const rig = new Rig();
		for (const control of [0x53, 0x53, 0x73]) equal(rig.say(control, 5, 0x51, '01'), ACK);
		equal(rig.say(0x73, 5, 0x51, '02'), ACK);
		equal(rig.taken.join(), '51 01,51 01,51 02');
	});

	it('carries out a repetition to all once', () => {
		const rig = new Rig();
		for (let i = 0; i < 2; i++) equal(rig.say(0x73, 0xff, 0x51, '01'), 'nothing');
		equal(rig.taken.join(), '51 01');
	});

	const { cutShort, tooManyDifes, tooManyVifes } = APPLICATION_ERROR;
	const refused: readonly (readonly [string, string, number])[] = [
		['too many DIFEs', `81 ${'80'.repeat(10)}00 13 05`, tooManyDifes],
		['too many VIFEs', `01 93 ${'80'.repeat(10)}00 05`, tooManyVifes],
		['an end where a DIFE was to come', '81', cutShort],
		['an end where a VIFE was to come', '01 93', cutShort],
		['an end within the data', '04 13 05', cutShort],
	];
	for (const [why, bytes, code] of refused)
		it(`has application error ${code} for records with ${why}`, () => {
			let error: unknown;
			try {
				decodeRecords(hex(bytes));
			} catch (thrown) {
				error = thrown;
			}
			equal(error instanceof DecodeError && applicationErrorOf(error), code);
		});
});
