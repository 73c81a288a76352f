import { decodeGeneralBlock } from '../../../../modules/dlms/apdu/general-block.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { GENERAL_OVERHEAD } from '../../../../modules/dlms/security/ciphering.js';
import { GeneralBlocks, receiveSizeOf } from '../../../../modules/dlms/server/general-blocks.js';
import { bytesEqual, equal, hex, toHex } from '../../../assert.js';
import { answersTo, answerTo, clientSecurity, Line, MANAGEMENT, MANAGEMENT_CONFORMANCE, NAMES, type RigOptions, rig } from '../device-rig.js';

const IN_BLOCKS = MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer;
const ECHO = { classId: 1, name: NAMES.echo, index: 2, selection: undefined };
const METHOD = { classId: 1, name: NAMES.echo, index: 1 };
const PROFILE = { classId: 7, name: NAMES.profile, index: 2, selection: undefined };
const octets = (length: number) => new DataWriter().octetString(Uint8Array.from({ length }, (_, i) => i * 7)).copy();

/** An association in general blocks; without a policy messages go in the clear. */
function open(options: RigOptions & { window?: number } = {}, connection = {}) {
	const device = rig({ policy: 0, maxPdu: 128, maxTransfer: 100_000, conformance: IN_BLOCKS, ...options });
	const line = new Line(
		device.server,
		MANAGEMENT,
		{ security: clientSecurity(), conformance: IN_BLOCKS, maxPdu: options.maxPdu ?? 128, window: options.window ?? 6 },
		connection,
	);
	equal(line.associate(), 'ok');
	line.requests.length = line.answers.length = 0;
	return { ...device, line, association: line.association };
}

/** What a GET brings, and the turns that it took. */
function read(line: Line, target = PROFILE) {
	let text = 'no answer';
	line.requests.length = line.answers.length = 0;
	line.get(target, (error, value) => {
		text = error?.text ?? (typeof value === 'object' ? toHex(value) : String(value));
	});
	return { text, turns: line.requests.length };
}

describe('general blocks of a server', () => {
	it('begin with one, until the client tells its window, and go on in rows', () => {
		const { association, echo } = open();
		echo.value = { tag: 9, bytes: new Uint8Array(400).fill(0x5a) };
		const [first, ...none] = answersTo(association, hex('C0 01 C1 0001 0000600102FF 02 00'));
		equal(none.length, 0);
		equal(toHex(first!.subarray(0, 8)), 'e004000100007901'.replace('7901', '79c4'));
		const row = answersTo(association, hex('E0 82 0001 0001 00'));
		equal(row.map((block) => toHex(block.subarray(0, 6))).join(' '), 'e04400020001 e00400030001');
		const rest = answersTo(association, hex('E0 BF 0002 0003 00'));
		equal(rest.map((block) => toHex(block.subarray(0, 6))).join(' '), 'e08400040002');
		const parts = [first!, ...row, ...rest].map((block) => toHex(decodeGeneralBlock(block).part)).join('');
		equal(parts, `c401c100${'09820190'}${'5a'.repeat(400)}`);
		equal(answersTo(association, hex('E0 81 0003 0004 00')).length, 0, 'all is acknowledged');
	});

	it('go before the blocks of the service, unless the answer is longer than goes in them', () => {
		const whole = open({ rows: 48 });
		equal(read(whole.line).text.length > 2000, true);
		equal(whole.line.answers[0]![0], 0xe0);
		const long = open({ rows: 48, maxTransfer: 500 });
		const { text } = read(long.line);
		equal(text, read(whole.line).text);
		equal(long.line.answers[0]![0] === 0xe0, false);
	});

	it('carry what fits into a PDU as it is', () => {
		const { line } = open();
		read(line, { classId: 3, name: NAMES.energy, index: 2, selection: undefined });
		equal(line.answers.length, 1);
		equal(line.answers[0]![0] === 0xe0, false);
	});

	it('are exactly as refused as before where they were not agreed on', () => {
		const before = rig({ policy: 0 });
		const line = new Line(before.server, MANAGEMENT, { security: clientSecurity() });
		equal(line.associate(), 'ok');
		bytesEqual(answerTo(line.association, hex('E0 81 0001 0000 0D C001C100010000600102FF0200'))!, 'd80202');
		const idle = open().server.connect(MANAGEMENT)!;
		bytesEqual(answerTo(idle, hex('E0 81 0001 0000 00'))!, 'd80101');
	});

	it('carry a request, which is answered in them, too', () => {
		const { association } = open();
		const answer = answerTo(association, hex('E0 83 0001 0000 0D C001C1 0003 0100010800FF 02 00'.replace(/ /g, '')))!;
		equal(toHex(answer), `e0840001000109${'c401c1000600003039'}`);
	});

	it('are no answer to a request that comes whole after one in them that is no APDU', () => {
		const { association } = open();
		equal(answersTo(association, hex('E0 83 0001 0000 03 C80530')).length, 0);
		bytesEqual(answerTo(association, hex('C001C1 0003 0100010800FF 02 00'))!, 'c401c1000600003039');
	});

	it('are acknowledged in the midst of a request', () => {
		const { association, echo } = open();
		bytesEqual(answerTo(association, hex('E0 01 0001 0000 08 C101C100010000 60'))!, 'e0840001000100');
		equal(answersTo(association, hex('E0 41 0002 0001 06 0102FF020009')).length, 0);
		bytesEqual(answerTo(association, hex('E0 81 0003 0001 03 020304'))!, 'e0840002000304c501c100');
		equal(echo.calls, 1);
	});

	it('do a request once, whose last block comes twice, and answer again', () => {
		const { line, echo } = open({ policy: 3 });
		let done = 0;
		let last: Uint8Array | undefined;
		line.onAnswer = (answer) => answer;
		line.act(METHOD, octets(300), (error, outcome) => {
			equal(error, undefined);
			equal(toHex(outcome!.returned as Uint8Array), toHex(octets(300)));
			done++;
		});
		equal(done, 1);
		equal(echo.calls, 1);
		// The last block that carried a part of the request.
		for (const block of line.requests) if (block[0] === 0xe0 && decodeGeneralBlock(block).part.length > 0) last = block;
		const again = answersTo(line.association, last!);
		equal(again.length > 0 && again.every((block) => block[0] === 0xe0), true);
		equal(echo.calls, 1);
	});

	it('carry a request again that is the same in the clear, as any other is done again', () => {
		const { association, echo } = open();
		const set = hex('E0 81 0001 0000 11 C101C1 0001 0000600102FF 02 00 0902 0304');
		for (const calls of [1, 2]) {
			equal(toHex(answerTo(association, set)!).endsWith('c501c100'), true);
			equal(echo.calls, calls);
		}
	});

	it('refuse a request that is longer than the longest, in a ciphered form of any kind', () => {
		const { association } = open({ maxRequest: 200 });
		const part = 'AA'.repeat(100);
		for (let number = 1; number <= 2; number++) answersTo(association, hex(`E0 41 000${number} 0000 64 ${part}`));
		bytesEqual(answerTo(association, hex(`E0 41 0003 0000 64 ${part}`))!, 'd80104');
		bytesEqual(answerTo(association, hex('E0 83 0001 0000 0D C001C1 0003 0100010800FF 02 00'))!, `e0840001000109${'c401c1000600003039'}`);
	});

	it('end with number 0 and with what was never sent, and the association goes on', () => {
		const { association, line } = open();
		answersTo(association, hex('C0 01 C1 0007 0100630100FF 02 00'));
		bytesEqual(answerTo(association, hex('E0 81 0000 0001 00'))!, 'd80103');
		bytesEqual(answerTo(association, hex('E0 81 0001 0002 00'))!, 'd80103');
		equal(read(line).text.length > 100, true);
		// What was under way is over: nobody goes on with it.
		for (const wrong of ['E0 81 0000 0001 00', 'E0 81 0001 0009 00']) {
			answersTo(association, hex('C0 01 C1 0007 0100630100FF 02 00'));
			bytesEqual(answerTo(association, hex(wrong))!, 'd80103');
			bytesEqual(answerTo(association, hex('E0 86 0001 0001 00'))!, 'd80103');
		}
	});

	it('are given up for any other request, and for the end of the association', () => {
		for (const other of ['C0 01 C1 0003 0100010800FF 02 00', '62 00']) {
			const { association } = open();
			answersTo(association, hex('C0 01 C1 0007 0100630100FF 02 00'));
			answersTo(association, hex(other));
			bytesEqual(answerTo(association, hex('E0 86 0001 0001 00'))!, other === '62 00' ? 'd80101' : 'd80103');
		}
	});

	it('are as many in a row as the connection carries', () => {
		const { line } = open({ window: 63, rows: 48 }, { burst: 1 });
		const { text, turns } = read(line);
		equal(text, read(open({ window: 63, rows: 48 }).line).text);
		equal(turns, line.answers.length);
	});

	for (const protocol of ['glo', 'ded', 'general-glo', 'general-ded'] as const) {
		it(`carry what is ciphered, both ways: ${protocol}`, () => {
			const device = rig({ maxPdu: 128, maxTransfer: 100_000, conformance: IN_BLOCKS });
			const security = clientSecurity();
			const line = new Line(device.server, MANAGEMENT, {
				security,
				protocol,
				dedicated: protocol.endsWith('ded'),
				conformance: IN_BLOCKS,
				maxPdu: 128,
				window: 5,
			});
			equal(line.associate(), 'ok');
			let returned = '';
			line.act(METHOD, octets(500), (error, outcome) => {
				returned = error?.text ?? toHex(outcome!.returned as Uint8Array);
			});
			equal(returned, toHex(octets(500)));
			line.set(ECHO, octets(700), (_, result) => equal(result, 0));
			equal(read(line, ECHO).text, toHex(octets(700)));
			for (const block of [...line.requests, ...line.answers]) equal(block.length <= 128, true, 'a block that fits');
		});
	}

	it('answer nothing that is unconfirmed', () => {
		const { association, echo } = open();
		equal(answersTo(association, hex('E0 81 0001 0000 11 C101 81 0001 0000600102FF 02 00 0902 0304')).length, 0);
		equal(echo.calls, 1);
	});
});

describe('the longest PDU that a server takes', () => {
	/** What else a server is made of has no part in it. */
	const maxRequestOf = (maxPdu: number, maxRequest: number | undefined) =>
		({ ...rig({ maxPdu }).server.options, maxPdu, maxRequest }) as Parameters<typeof receiveSizeOf>[1];
	const rows: readonly (readonly [agreed: boolean, maxPdu: number, maxRequest: number | undefined, size: number])[] = [
		[false, 1024, 16_384, 1024],
		[false, 1024, undefined, 1024],
		[true, 1024, undefined, 2048],
		[true, 1024, 16_384, 16_384],
		[true, 4096, 2048, 4096],
		[true, 1024, 100_000, 65_535],
	];
	for (const [agreed, maxPdu, maxRequest, size] of rows)
		it(`has ${size} bytes ${agreed ? 'with' : 'without'} general blocks, of ${maxPdu} and requests of ${maxRequest ?? 'the usual length'}`, () =>
			equal(receiveSizeOf(MANAGEMENT_CONFORMANCE | (agreed ? CONFORMANCE.generalBlockTransfer : 0), maxRequestOf(maxPdu, maxRequest)), size));
});

describe('general blocks by themselves', () => {
	it('say whether an answer went out: as one PDU, in blocks, or not, for it has more of them than there are numbers', () => {
		const sent: number[] = [];
		const reply = (apdu: Uint8Array) => void sent.push(apdu.length);
		equal(new GeneralBlocks({}, {}).answer(new Uint8Array(20), 20, reply), true);
		equal(new GeneralBlocks({}, {}).answer(new Uint8Array(21), 20, reply), true);
		equal(new GeneralBlocks({}, {}).answer(new Uint8Array(21), 7, reply), false);
		equal(sent.join(), '20,20');
	});

	it('take four in a row, and requests of 2,048 bytes with what ciphers them, unless told', () => {
		const blocks = new GeneralBlocks({}, {});
		let window = 0;
		const reply = (apdu: Uint8Array) => {
			window = decodeGeneralBlock(apdu).window;
		};
		const part = (number: number, length: number) =>
			hex(
				`E0 81 ${number.toString(16).padStart(4, '0')} 0000 ${length > 127 ? `82 ${length.toString(16).padStart(4, '0')}` : ''} ${'AA'.repeat(length)}`,
			);
		const whole = blocks.take(part(1, 2048 + GENERAL_OVERHEAD), reply);
		equal(typeof whole === 'object' && whole.length, 2048 + GENERAL_OVERHEAD);
		equal(new GeneralBlocks({}, {}).take(part(1, 2049 + GENERAL_OVERHEAD), reply), 'tooLong');
		equal(new GeneralBlocks({}, {}).take(hex('E0 01 0001 0000 01 AA'), reply), 'more');
		equal(window, 4);
		equal(new GeneralBlocks({ blockWindow: 9 }, {}).take(hex('E0 01 0001 0000 01 AA'), reply), 'more');
		equal(window, 9);
	});
});
