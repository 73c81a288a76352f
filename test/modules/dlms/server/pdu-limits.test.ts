import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { contentRoom } from '../../../../modules/dlms/axdr/data-length.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import type { CosemClientOptions } from '../../../../modules/dlms/client/client-options.js';
import { CONTROL, GENERAL_OVERHEAD } from '../../../../modules/dlms/security/ciphering.js';
import { equal, hex, toHex } from '../../../assert.js';
import { answersTo, answerTo, clientSecurity, Line, MANAGEMENT, MANAGEMENT_CONFORMANCE, NAMES, type RigOptions, rig } from '../device-rig.js';

const IN_BLOCKS = MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer;
const ECHO = { classId: 1, name: NAMES.echo, index: 2, selection: undefined };
const SET_ECHO = 'C1 01 C1 0001 0000600102FF 02 00';
const GENERAL_BLOCK = 0xe0;
/** What a server takes at once: without general blocks, and with them. */
const SERVER_PDU = 300;
const MAX_REQUEST = 600;
/** What a client takes at once. */
const CLIENT_PDU = 200;
/** What goes in general blocks. */
const MAX_TRANSFER = 900;
const METHOD = { classId: 1, name: NAMES.echo, index: 1 };
const TOO_LONG = 'd80104';

const octets = (length: number) => new DataWriter().octetString(Uint8Array.from({ length }, (_, i) => i * 7)).copy();

/** The value, an octet-string, that makes of `head` bytes and itself so many. Throws where none does. */
function valueFor(total: number, head: number): Uint8Array {
	const length = contentRoom(total - head - 1);
	const value = octets(length);
	equal(head + value.length, total, 'a length that there is');
	return value;
}

function open(inBlocks: boolean, options: RigOptions = {}, client: Partial<CosemClientOptions> = {}) {
	const conformance = inBlocks ? IN_BLOCKS : MANAGEMENT_CONFORMANCE;
	const limits = { maxPdu: SERVER_PDU, maxSend: 2000, maxRequest: MAX_REQUEST, maxTransfer: MAX_TRANSFER };
	const device = rig({ policy: 0, ...limits, conformance, ...options });
	const line = new Line(device.server, MANAGEMENT, { security: clientSecurity(), conformance, maxPdu: CLIENT_PDU, window: 9, ...client });
	equal(line.associate(), 'ok');
	line.requests.length = line.answers.length = 0;
	return { ...device, line, association: line.association };
}

/** How long the APDUs are, general blocks marked. */
function lengths(apdus: readonly Uint8Array[]): string {
	return apdus.map((apdu) => `${apdu[0] === GENERAL_BLOCK ? 'E0 ' : ''}${apdu.length}`).join();
}

describe('the longest PDU that a server takes', () => {
	for (const inBlocks of [false, true]) {
		const told = inBlocks ? MAX_REQUEST : SERVER_PDU;
		it(`is the one that it tells, ${told} bytes, and what ciphering makes of that: ${inBlocks ? 'with' : 'without'} general blocks`, () => {
			const { association, echo } = open(inBlocks);
			equal(association.receiveSize, told);
			const info = answerTo(association, hex('C0 01 C1 000F 0000280000FF 05 00'))!;
			equal(toHex(info.subarray(4, 17)).includes(`12${told.toString(16).padStart(4, '0')}`), true, toHex(info));
			const head = hex(SET_ECHO).length;
			let calls = 0;
			for (const [length, answer] of [
				[told - 1, 'c501c100'],
				[told, 'c501c100'],
				[told + 1, 'c501c100'],
				[told + GENERAL_OVERHEAD - 1, 'c501c100'],
				[told + GENERAL_OVERHEAD, 'c501c100'],
				[told + GENERAL_OVERHEAD + 1, TOO_LONG],
			] as const) {
				const request = new DataWriter().put(hex(SET_ECHO)).put(valueFor(length, head)).copy();
				equal(request.length, length);
				equal(toHex(answerTo(association, request)!), answer, `${length} bytes`);
				if (answer !== TOO_LONG) calls++;
				equal(echo.calls, calls);
			}
		});
	}

	it('is the same in general blocks, put together: the longest request, and what ciphering makes of it', () => {
		for (const [length, isTaken] of [
			[MAX_REQUEST - 1, true],
			[MAX_REQUEST, true],
			[MAX_REQUEST + GENERAL_OVERHEAD, true],
			[MAX_REQUEST + GENERAL_OVERHEAD + 1, false],
		] as const) {
			const { association, echo } = open(true);
			const request = new DataWriter()
				.put(hex(SET_ECHO))
				.put(valueFor(length, hex(SET_ECHO).length))
				.copy();
			const answers: string[] = [];
			for (let at = 0, number = 1; at < length; at += 200, number++) {
				const part = request.subarray(at, at + 200);
				const last = at + 200 >= length;
				const block = new DataWriter()
					.uint(1, GENERAL_BLOCK)
					.uint(1, (last ? 0x80 : 0x40) | 9)
					.uint(2, number)
					.uint(2, 0)
					.size(part.length)
					.put(part);
				for (const answer of answersTo(association, block.copy())) answers.push(toHex(answer));
			}
			equal(answers.length, 1, `${length} bytes`);
			equal(answers[0] === TOO_LONG, !isTaken, `${length} bytes: ${answers[0]}`);
			equal(echo.calls, isTaken ? 1 : 0);
		}
	});
});

describe('the longest PDU that a client takes', () => {
	for (const ciphered of [CONTROL.authentication, CONTROL.authentication | CONTROL.encryption])
		for (const inBlocks of [false, true]) {
			const how = `${ciphered === CONTROL.authentication ? 'authenticated' : 'ciphered'}, ${inBlocks ? 'with' : 'without'} general blocks`;
			it(`is filled, and never passed: ${how}`, () => {
				const { line, echo } = open(inBlocks, {}, { control: ciphered });
				// C4 01 C1 00 before the value, and a tag, a length, the security header and a tag of 12 bytes around it.
				const around = 4 + 1 + 2 + 5 + 12;
				for (const over of [-1, 0, 1]) {
					const value = valueFor(CLIENT_PDU + over, around);
					echo.value = { tag: DataTag.octetString, bytes: value.subarray(value[1]! < 0x80 ? 2 : 3) };
					line.answers.length = 0;
					let got = 'no answer';
					line.get(ECHO, (error, result) => {
						got = error?.text ?? toHex(result as Uint8Array);
					});
					equal(got, toHex(value), `${over}`);
					if (over <= 0) equal(lengths(line.answers), `${CLIENT_PDU + over}`);
					else {
						equal(line.answers.length, 2, lengths(line.answers));
						for (const answer of line.answers) {
							equal(answer.length <= CLIENT_PDU, true, lengths(line.answers));
							equal(answer[0] === GENERAL_BLOCK, inBlocks, lengths(line.answers));
						}
					}
				}
			});
		}

	it('is passed in general blocks by answers up to the longest that goes in them', () => {
		const { line, echo } = open(true);
		for (const over of [-1, 0, 1]) {
			const value = valueFor(MAX_TRANSFER + over, 4 + 1 + 3 + 5 + 12);
			echo.value = { tag: DataTag.octetString, bytes: value.subarray(4) };
			line.answers.length = 0;
			let got = 'no answer';
			line.get(ECHO, (error, result) => {
				got = error?.text ?? toHex(result as Uint8Array);
			});
			equal(got, toHex(value), `${over}`);
			equal(line.answers[0]![0] === GENERAL_BLOCK, over <= 0, `${over}`);
			for (const answer of line.answers) equal(answer.length <= CLIENT_PDU, true, lengths(line.answers));
		}
	});
});

describe('the longest PDU that a client sends', () => {
	for (const ciphered of [CONTROL.authentication, CONTROL.authentication | CONTROL.encryption])
		for (const [inBlocks, wholePdu, most] of [
			[false, undefined, SERVER_PDU],
			[true, undefined, MAX_REQUEST],
			[true, 400, 400],
			[true, MAX_REQUEST + 1, MAX_REQUEST],
		] as const) {
			const how = `${ciphered === CONTROL.authentication ? 'authenticated' : 'ciphered'}, ${inBlocks ? `with general blocks, ${wholePdu ?? 'no'} bytes at once` : 'without'}`;
			it(`is ${most} bytes: ${how}`, () => {
				const client = { maxPdu: 2000, control: ciphered, ...(wholePdu !== undefined && { wholePdu }) };
				const { line, echo } = open(inBlocks, {}, client);
				const around = hex(SET_ECHO).length + 1 + 3 + 5 + 12;
				for (const over of [-1, 0, 1]) {
					const value = valueFor(most + over, around);
					line.requests.length = 0;
					let got: unknown;
					line.set(ECHO, value, (error, result) => {
						got = error?.text ?? result;
					});
					equal(got, 0, `${over}`);
					equal(echo.value.tag === DataTag.octetString && echo.value.bytes.length + 4, value.length);
					if (over <= 0) equal(lengths(line.requests), `${most + over}`);
					else {
						equal(line.requests.length, 2, lengths(line.requests));
						for (const request of line.requests) {
							equal(request.length <= most, true, lengths(line.requests));
							equal(request[0] === GENERAL_BLOCK, inBlocks, lengths(line.requests));
						}
					}
				}
			});
		}
});

describe('a request of a client, one or a list,', () => {
	/** Asks with a value, and one of 20 bytes behind it where it is a list. What came of the long one. */
	const ask: Readonly<Record<string, (line: Line, value: Uint8Array, done: (outcome: string) => void) => void>> = {
		SET: (line, value, done) => line.set(ECHO, value, (error, result) => done(error?.text ?? `${result}`)),
		'SET of a list': (line, value, done) => line.setList([ECHO, ECHO], [octets(20), value], (error, results) => done(error?.text ?? `${results}`)),
		ACTION: (line, value, done) => line.act(METHOD, value, (error, outcome) => done(error?.text ?? toHex(outcome!.returned as Uint8Array))),
		'ACTION of a list': (line, value, done) =>
			line.actList([METHOD, METHOD], [octets(20), value], (error, outcomes) =>
				done(error?.text ?? outcomes!.map(({ returned }) => toHex(returned as Uint8Array)).join()),
			),
	};
	for (const [name, begin] of Object.entries(ask))
		for (const inBlocks of [false, true])
			it(`goes whole as long as it fits, and in blocks behind that: ${name}, ${inBlocks ? 'with' : 'without'} general blocks`, () => {
				const { line, echo } = open(inBlocks, {}, { wholePdu: SERVER_PDU, maxPdu: 2000 });
				let longest = 0;
				let shortest = SERVER_PDU;
				for (let length = 200; length < SERVER_PDU; length++) {
					const value = octets(length);
					line.requests.length = 0;
					echo.calls = 0;
					let got = 'no answer';
					begin(line, value, (outcome) => {
						got = outcome;
					});
					const isList = name.endsWith('list');
					const returned = isList ? `${toHex(octets(20))},${toHex(value)}` : toHex(value);
					equal(got, name.startsWith('ACTION') ? returned : isList ? '0,0' : '0', `${length}`);
					equal(echo.calls, isList ? 2 : 1, `${length}`);
					for (const request of line.requests) equal(request.length <= SERVER_PDU, true, lengths(line.requests));
					if (line.requests.length === 1) longest = Math.max(longest, line.requests[0]!.length);
					else shortest = Math.min(shortest, length);
				}
				equal(longest, SERVER_PDU);
				equal(shortest < SERVER_PDU, true);
			});
});
