import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { bytesEqual, equal, hex, toHex } from '../../../assert.js';
import { answerTo, clientSecurity, Line, MANAGEMENT, rig } from '../device-rig.js';

const ECHO = '0001 0000600102FF';
const ENERGY = '0003 0100010800FF';
const PROFILE = '0007 0100630100FF';

/** An association without a policy, so that messages go in the clear. */
function open(maxPdu = 1024, rows = 48) {
	const device = rig({ policy: 0, maxPdu, rows });
	const line = new Line(device.server, MANAGEMENT, { security: clientSecurity(), maxPdu });
	equal(line.associate(), 'ok');
	const asks = (request: string | Uint8Array, expected: string) =>
		bytesEqual(answerTo(line.association, typeof request === 'string' ? hex(request) : request)!, expected.replace(/ /g, ''));
	return { ...device, line, association: line.association, asks };
}

/** SETs an octet-string of this length, so that it can be read. */
function remember({ association }: ReturnType<typeof open>, length: number): string {
	const value = new DataWriter().octetString(new Uint8Array(length).fill(0x5a)).bytes;
	answerTo(association, new DataWriter().put(hex(`C1 01 C1 ${ECHO} 02 00`)).put(value).bytes);
	return toHex(value);
}

describe('GET in blocks', () => {
	it('begins where a value does not fit any more', () => {
		const whole = open(200);
		const value = remember(whole, 180);
		// Tag, length and value: 3 + 180; the response around it: 4.
		whole.asks(`C0 01 C1 ${ECHO} 02 00`, `c401c100${value}`);
		for (const [length, blocks] of [
			[193, 1],
			[194, 2],
		] as const) {
			const room = open(200);
			const value = remember(room, 160);
			equal(value.length, 2 * 163);
			equal(remember(room, length).length, 2 * (length + 3));
			const answer = answerTo(room.association, hex(`C0 01 C1 ${ECHO} 02 00`))!;
			equal(answer[1], blocks);
			equal(answer.length <= 200, true);
		}
	});

	it('counts them from 1, the last one marked', () => {
		const { association, asks } = open(128, 12);
		let raw = '';
		let answer = answerTo(association, hex(`C0 01 C1 ${PROFILE} 02 00`))!;
		for (let number = 1; ; number++) {
			equal(answer.length <= 128, true);
			bytesEqual(answer.subarray(0, 3), 'c402c1');
			bytesEqual(answer.subarray(4, 9), `000000${number < 16 ? '0' : ''}${number.toString(16)}00`);
			raw += toHex(answer.subarray(10));
			equal(answer[9], answer.length - 10);
			if (answer[3] === 1) break;
			answer = answerTo(association, new Uint8Array([0xc0, 2, 0xc1, 0, 0, 0, number]))!;
		}
		equal(raw.length, 2 * (2 + 12 * 23));
		equal(raw.slice(0, 8), '010c0203');
		asks('C0 02 C1 00000003', 'c402c101000000030110');
	});

	it('refuses block 0, one of the past and one of the future, and ends', () => {
		for (const number of ['00000000', '00000001', '00000003', 'ffffffff']) {
			const { association, asks } = open(128);
			answerTo(association, hex(`C0 01 C1 ${PROFILE} 02 00`));
			answerTo(association, hex('C0 02 C1 00000001'));
			asks(`C0 02 C1 ${number}`, `c402c101${number}0113`);
			asks('C0 02 C1 00000002', 'c402c101000000020110');
		}
	});

	it('is ended by any other request', () => {
		for (const other of [`C0 01 C1 ${ENERGY} 02 00`, `C1 01 C1 ${ECHO} 02 00 0900`, `C3 01 C1 ${ECHO} 01 00`, 'C3 02 C1 00000001']) {
			const { association, asks } = open(128);
			answerTo(association, hex(`C0 01 C1 ${PROFILE} 02 00`));
			answerTo(association, hex(other));
			asks('C0 02 C1 00000001', 'c402c101000000010110');
		}
	});

	it('carries a list, errors among its values', () => {
		const { association } = open(128, 12);
		let raw = '';
		let answer = answerTo(association, hex(`C0 03 C1 03 ${ENERGY} 02 00 ${ENERGY} 09 00 ${PROFILE} 02 00`))!;
		for (let number = 1; ; number++) {
			raw += toHex(answer.subarray(10));
			if (answer[3] === 1) break;
			answer = answerTo(association, new Uint8Array([0xc0, 2, 0xc1, 0, 0, 0, number]))!;
		}
		equal(raw.slice(0, 32), '03 00 0600003039 0103 00 010c 0203 090c'.replace(/ /g, ''));
		equal(raw.length, 2 * (1 + 6 + 2 + 1 + 2 + 12 * 23));
	});

	it('echoes the invoke id of each request', () => {
		const { asks, association } = open(128);
		for (let id = 0; id < 16; id++) {
			for (const flags of [0x40, 0xc0]) {
				const invoke = (flags | id).toString(16);
				asks(`C0 01 ${invoke} ${ENERGY} 02 00`, `c401${invoke}000600003039`);
			}
		}
		equal(answerTo(association, hex(`C0 01 C1 ${PROFILE} 02 00`))![2], 0xc1);
		equal(answerTo(association, hex('C0 02 45 00000001'))![2], 0x45);
	});
});

describe('SET in blocks', () => {
	it('answers each block with its number, the last with the result', () => {
		const { asks } = open();
		asks(`C1 02 C1 ${ECHO} 02 00 00 00000001 02 0903`, 'c502c1 00000001');
		asks('C1 03 C1 00 00000002 01 01', 'c502c1 00000002');
		asks('C1 03 C1 01 00000003 02 0203', 'c503c1 00 00000003');
		asks(`C0 01 C1 ${ECHO} 02 00`, 'c401c100 0903010203');
	});

	it('may be one block', () => {
		const { asks } = open();
		asks(`C1 02 C1 ${ECHO} 02 00 01 00000001 03 090107`, 'c503c1 00 00000001');
		asks(`C0 01 C1 ${ECHO} 02 00`, 'c401c100 090107');
	});

	it('refuses another number than the next, and ends', () => {
		const { asks, echo } = open();
		asks(`C1 02 C1 ${ECHO} 02 00 00 00000002 02 0903`, 'c503c1 13 00000002');
		asks('C1 03 C1 01 00000002 02 0203', 'c503c1 12 00000002');
		asks(`C1 02 C1 ${ECHO} 02 00 00 00000001 02 0903`, 'c502c1 00000001');
		asks('C1 03 C1 01 00000003 03 010203', 'c503c1 13 00000003');
		asks('C1 03 C1 01 00000002 03 010203', 'c503c1 12 00000002');
		equal(echo.calls, 0);
	});

	it('of a list refuses for all of it', () => {
		const { asks, echo } = open();
		const targets = `02 ${ECHO} 02 00 ${ENERGY} 02 00`;
		asks(`C1 05 C1 ${targets} 00 00000001 03 020901`, 'c502c1 00000001');
		asks('C1 03 C1 01 00000003 03 051105', 'c504c1 02 13 13 00000003');
		asks(`C1 05 C1 ${targets} 01 00000001 02 0100`, 'c504c1 02 0c 0c 00000001');
		equal(echo.calls, 0);
		asks(`C1 05 C1 ${targets} 01 00000001 06 020901051105`, 'c504c1 02 00 03 00000001');
	});

	it('refuses what is no value, and too much of one', () => {
		const { association, asks } = open();
		asks(`C1 02 C1 ${ECHO} 02 00 01 00000001 02 0903`, 'c503c1 0c 00000001');
		const block = (number: number) => new DataWriter().put(hex('C1 03 C1 00')).uint(4, number).size(900).put(new Uint8Array(900)).copy();
		asks(`C1 02 C1 ${ECHO} 02 00 00 00000001 04 09820BB8`, 'c502c1 00000001');
		equal(toHex(answerTo(association, block(2))!), 'c502c100000002');
		equal(toHex(answerTo(association, block(3))!), 'c502c100000003');
		equal(toHex(answerTo(association, block(4))!), 'c503c11100000004');
	});

	it('is ended by any other request', () => {
		const { asks } = open();
		asks(`C1 02 C1 ${ECHO} 02 00 00 00000001 02 0903`, 'c502c1 00000001');
		asks(`C0 01 C1 ${ENERGY} 02 00`, 'c401c100 0600003039');
		asks('C1 03 C1 01 00000002 03 010203', 'c503c1 12 00000002');
		asks(`C3 04 C1 ${ECHO} 01 00 00000001 02 0903`, 'c704c1 00000001');
		asks('C1 03 C1 01 00000002 03 010203', 'c503c1 12 00000002');
	});
});

describe('ACTION in blocks', () => {
	it('answers each block with its number, the last with the outcome', () => {
		const { asks, echo } = open();
		asks(`C3 04 C1 ${ECHO} 01 00 00000001 02 0903`, 'c704c1 00000001');
		asks('C3 06 C1 00 00000002 01 01', 'c704c1 00000002');
		asks('C3 06 C1 01 00000003 02 0203', 'c701c1 00 01 00 0903010203');
		equal(echo.calls, 1);
	});

	it('gives what a method returns in blocks', () => {
		const room = open(128);
		const value = new DataWriter().octetString(new Uint8Array(150).fill(7)).copy();
		const { asks, association } = room;
		const first = new DataWriter()
			.put(hex(`C3 04 C1 ${ECHO} 01 00 00000001`))
			.size(100)
			.put(value.subarray(0, 100)).bytes;
		asks(first, 'c704c1 00000001');
		const last = new DataWriter()
			.put(hex('C3 06 C1 01 00000002'))
			.size(value.length - 100)
			.put(value.subarray(100)).bytes;
		const answer = answerTo(association, last)!;
		equal(toHex(answer.subarray(0, 9)), 'c702c10000000001' + answer[8]!.toString(16));
		const rest = answerTo(association, hex('C3 02 C1 00000001'))!;
		equal(toHex(rest.subarray(0, 8)), 'c702c10100000002');
		equal(toHex(answer.subarray(9)) + toHex(rest.subarray(9)), `000100${toHex(value)}`);
		asks('C3 02 C1 00000002', 'c701c1 10 00');
	});

	it('refuses another number than the next, and ends', () => {
		const { asks, echo } = open();
		asks(`C3 04 C1 ${ECHO} 01 00 00000002 02 0903`, 'c701c1 0f 00');
		asks(`C3 04 C1 ${ECHO} 01 00 00000001 02 0903`, 'c704c1 00000001');
		asks('C3 06 C1 01 00000001 03 010203', 'c701c1 0f 00');
		asks('C3 06 C1 01 00000002 03 010203', 'c701c1 10 00');
		equal(echo.calls, 0);
	});

	it('refuses another block of what a method returns', () => {
		const { association, asks } = open(128);
		answerTo(association, new DataWriter().put(hex(`C3 01 C1 ${ECHO} 01 01`)).octetString(new Uint8Array(100)).bytes);
		const list = new DataWriter()
			.put(hex(`C3 03 C1 02 ${ECHO} 01 ${ECHO} 01 02`))
			.octetString(new Uint8Array(65).fill(1))
			.octetString(new Uint8Array(60).fill(2)).bytes;
		equal(toHex(answerTo(association, list)!.subarray(0, 8)), 'c702c10000000001');
		asks('C3 02 C1 00000002', 'c701c1 0f 00');
		asks('C3 02 C1 00000001', 'c701c1 10 00');
	});

	it('refuses a list with other parameters than methods', () => {
		const { asks, echo } = open();
		asks(`C3 05 C1 02 ${ECHO} 01 ${ECHO} 01 01 00000001 02 0100`, 'c701c1 0c 00');
		equal(echo.calls, 0);
	});
});
