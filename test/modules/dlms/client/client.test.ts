import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import type { DataResult } from '../../../../modules/dlms/apdu/apdu.js';
import { ArrayStream } from '../../../../modules/dlms/axdr/array-stream.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CosemClient } from '../../../../modules/dlms/client/client.js';
import type { ClientError } from '../../../../modules/dlms/client/client-error.js';
import type { CosemClientOptions } from '../../../../modules/dlms/client/client-options.js';
import { Suite0 } from '../../../../modules/dlms/security/ciphering.js';
import { ClientSecurity } from '../../../../modules/dlms/security/security.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';
import { ACSE, SUITE0 } from '../../../vectors/cosem.js';
import { clientSecurity, Line, MANAGEMENT, MemoryCounters, NAMES, PUBLIC, PUBLIC_CONFORMANCE, rig } from '../device-rig.js';

const target = (classId: number, name: number, index = 2) => ({ classId, name, index, selection: undefined });
const method = (index: number) => ({ classId: 1, name: NAMES.echo, index });
const ECHO = target(1, NAMES.echo);
const ENERGY = target(3, NAMES.energy);
const PROFILE = target(7, NAMES.profile);
const octets = (length: number, fill = length) => new DataWriter().octetString(new Uint8Array(length).fill(fill)).copy();

function open(maxPdu = 1024, options: Parameters<typeof rig>[0] = {}) {
	const device = rig({ maxPdu, ...options });
	const line = new Line(device.server, MANAGEMENT, { security: clientSecurity(), maxPdu });
	equal(line.associate(), 'ok');
	return { ...device, line };
}

/** What a request came to: its value, or the text of its error. */
function outcome<T>(ask: (done: (error: ClientError | undefined, value: T | undefined) => void) => void): T | string {
	let result: T | string = 'no answer';
	ask((error, value) => {
		result = error === undefined ? value! : error.text;
	});
	return result;
}

/** A value that a GET brings. */
function read(line: Line, what: typeof ECHO): Uint8Array {
	const value = outcome<DataResult>((done) => line.get(what, done));
	if (typeof value !== 'object') throw new Error(String(value));
	return value;
}

/** A client without keys, whose server is the test: it says what is answered to each request. */
function scripted(answers: readonly string[], ask: (client: CosemClient) => void): { client: CosemClient; sent: string[] } {
	const sent: string[] = [];
	const client: CosemClient = new CosemClient({
		send: (apdu) => sent.push(toHex(apdu)),
		random: { fill() {} },
		conformance: PUBLIC_CONFORMANCE,
		maxPdu: 1024,
		maxValue: 16,
	});
	client.associate(() => {});
	client.receive(hex(ACSE.aare));
	sent.length = 0;
	ask(client);
	for (const answer of answers) client.receive(hex(answer));
	return { client, sent };
}

describe('a COSEM client sets lists', () => {
	for (const [how, maxPdu, length] of [
		['in one PDU', 1024, 10],
		['in blocks', 120, 300],
	] as const)
		it(how, () => {
			const { line, echo } = open(maxPdu);
			const before = line.requests.length;
			const value = octets(length);
			const results = outcome<readonly number[]>((done) => line.setList([ECHO, ENERGY, ECHO], [value, hex('1105'), octets(length)], done));
			equal(String(results), '0,3,0');
			equal(echo.calls, 2);
			equal(line.requests.length - before > 1, length > 100);
			bytesEqual(read(line, ECHO), toHex(value));
		});

	it('whose targets do not fit into a PDU: not at all', () => {
		const { line } = open(120);
		const many = new Array<typeof ECHO>(12).fill(ECHO);
		equal(
			outcome((done) =>
				line.setList(
					many,
					many.map(() => octets(9)),
					done,
				),
			),
			'the request does not fit into the server’s PDU',
		);
		equal(line.client.busy, false);
	});

	it('of a value for each target', () => {
		const { line } = open();
		throws(() => line.setList([ECHO, ECHO], [hex('00')], () => {}), /expected a value for each of 2 targets, got 1/);
		throws(() => line.actList([], [], () => {}), /expected a value for each of 0 targets/);
	});

	it('that the server refuses as a whole, one result for all', () => {
		let results: unknown;
		scripted(['c501c103'], (client) => client.setList([ECHO, ECHO], [hex('00'), hex('00')], (_error, value) => (results = value)));
		equal(String(results), '3,3');
	});
});

describe('a COSEM client calls methods', () => {
	it('of a list, in one PDU', () => {
		const { line, echo } = open();
		const outcomes = outcome((done: Parameters<typeof line.actList>[2]) =>
			line.actList([method(1), method(2), { ...method(1), classId: 3 }], [hex('090105'), undefined, undefined], done),
		);
		if (typeof outcomes === 'string') throw new Error(outcomes);
		equal(outcomes.map(({ result }) => result).join(), '0,2,9');
		bytesEqual(outcomes[0]!.returned as Uint8Array, '090105');
		equal(outcomes[1]!.returned, undefined);
		equal(echo.calls, 2);
	});

	it('of a list, in blocks both ways', () => {
		const { line } = open(120);
		const outcomes = outcome((done: Parameters<typeof line.actList>[2]) =>
			line.actList([method(1), method(1)], [octets(200, 1), octets(250, 2)], done),
		);
		if (typeof outcomes === 'string') throw new Error(outcomes);
		equal(outcomes.length, 2);
		bytesEqual(outcomes[0]!.returned as Uint8Array, toHex(octets(200, 1)));
		bytesEqual(outcomes[1]!.returned as Uint8Array, toHex(octets(250, 2)));
	});

	it('one, in blocks both ways', () => {
		const { line } = open(120);
		const called = outcome((done: Parameters<typeof line.act>[2]) => line.act(method(1), octets(1000, 3), done));
		if (typeof called === 'string') throw new Error(called);
		equal(called.result, 0);
		bytesEqual(called.returned as Uint8Array, toHex(octets(1000, 3)));
	});

	it('and takes what one returns in blocks', () => {
		let returned: unknown;
		const { sent } = scripted(['c702c1000000000103000100', 'c702c10100000002021105'], (client) =>
			client.act(method(1), undefined, (error, value) => (returned = error?.text ?? value)),
		);
		equal(sent.slice(1).join(), 'c302c100000001');
		const { result, returned: value } = returned as { result: number; returned: Uint8Array };
		equal(result, 0);
		bytesEqual(value, '1105');
	});
});

describe('a COSEM client with a password', () => {
	const PASSWORD = hex('3132333435363738');
	/** The Green Book's: conformance 007E1F, PDU 1200. */
	const options = {
		random: { fill: (bytes: Uint8Array) => bytes.set(hex('00112233445566778899aabbccddeeff')) },
		conformance: 0x007e1f,
		maxPdu: 1200,
	};

	function associate(answer: string, changes: Partial<CosemClientOptions> = {}): { sent: string; result: string } {
		let sent = '';
		const client = new CosemClient({ ...options, password: PASSWORD, send: (apdu) => (sent = toHex(apdu)), ...changes });
		let result = 'no answer';
		client.associate((error) => (result = error?.text ?? `conformance ${client.conformance.toString(16)}`));
		client.receive(hex(answer));
		return { sent, result };
	}

	it('tells it in the AARQ, and is associated', () => {
		const { sent, result } = associate(ACSE.aare);
		bytesEqual(hex(sent), ACSE.aarqLow.toLowerCase());
		equal(result, 'conformance 501f');
	});

	it('ciphers the rest where it has keys', () => {
		const { encryptionKey, authenticationKey, title, counter } = SUITE0;
		const security = new ClientSecurity({
			suite: new Suite0(new PortableCipher()),
			title: hex(title),
			keys: { encryption: hex(encryptionKey), authentication: hex(authenticationKey), broadcast: undefined, kek: undefined },
			policy: 0,
			counters: new MemoryCounters(),
			transmit: { exhausted: false, next: () => counter },
			name: '',
		});
		bytesEqual(hex(associate(ACSE.aare, { security, dedicated: true }).sent), ACSE.aarqCiphered.toLowerCase());
	});

	it('takes no for an answer', () => {
		equal(associate(ACSE.aare.replace('A2 03 02 01 00 A3 05 A1 03 02 01 00', 'A2 03 02 01 01 A3 05 A1 03 02 01 0D')).result, 'association refused');
		equal(associate(ACSE.aareGmac).result, 'the server wants another authentication');
	});
});

describe('a COSEM client reads', () => {
	it('a list that does not fit into the server’s PDU: not at all', () => {
		const { line } = open(128);
		equal(
			outcome((done) => line.getList(new Array<typeof ECHO>(12).fill(ECHO), done)),
			'the request does not fit into the server’s PDU',
		);
		equal(line.client.busy, false);
		equal((outcome((done) => line.getList([ECHO, ENERGY], done)) as readonly unknown[]).length, 2);
	});

	it('a profile row by row while its blocks come', () => {
		const { line } = open(500, { rows: 2160 });
		line.record = false;
		let parts = 0;
		let rows = 0;
		let last = '';
		const stream = new ArrayStream({
			onElement: (row) => {
				rows++;
				last = toHex(row.subarray(row.length - 5));
			},
		});
		const result = outcome<number>((done) =>
			line.getParts(
				PROFILE,
				(part) => {
					parts++;
					stream.push(part);
					equal(rows >= Math.floor((parts - 1) * 18), true, 'rows so far');
				},
				done,
			),
		);
		equal(result, 0);
		stream.end();
		equal(rows, 2160);
		equal(last, '060000086f');
		equal(parts > 100, true);
	});

	it('a short value as one part, and no part of what it may not read', () => {
		const { line } = open();
		const parts: string[] = [];
		equal(
			outcome<number>((done) => line.getParts(ENERGY, (part) => parts.push(toHex(part)), done)),
			0,
		);
		equal(parts.join(), '0600003039');
		equal(
			outcome<number>((done) => line.getParts(target(1, NAMES.secret), () => parts.push('none'), done)),
			3,
		);
		equal(parts.length, 1);
	});

	it('no further when a part is not what was asked for, or it gives up', () => {
		const { line } = open(500, { rows: 200 });
		const stream = new ArrayStream({ onElement: () => {}, maxElement: 8 });
		equal(
			outcome<number>((done) => line.getParts(PROFILE, (part) => stream.push(part), done)),
			'array: at byte 3: expected a shorter element',
		);
		equal(
			outcome<number>((done) => line.getParts(PROFILE, () => line.client.abort('enough'), done)),
			'enough',
		);
		equal(line.client.busy, false);
		bytesEqual(read(line, ENERGY), '0600003039');
	});

	it('values put together from blocks, up to its limit', () => {
		let value: unknown;
		const ask = (client: CosemClient) => client.get(ECHO, (error, result) => (value = error?.text ?? result));
		const { sent } = scripted(['c402c1000000000100020902', 'c402c1010000000200020102'], ask);
		equal(sent[1], 'c002c100000001');
		bytesEqual(value as Uint8Array, '09020102');
		scripted([`c402c10000000001001109 0f${'00'.repeat(15)}`], ask);
		equal(value, 'the value is longer than 16 bytes');
		scripted(
			Array.from({ length: 18 }, (_, i) => `c402c100000000${(i + 1).toString(16).padStart(2, '0')}0000`),
			ask,
		);
		equal(value, 'the value is longer than 16 bytes');
		scripted(['c402c1010000000101 0f'], ask);
		equal(value, 'block refused: Data-Access-Result 15');
		scripted(['c402c1010000000100020905'], ask);
		equal(value, 'COSEM client: at byte 2: expected data (5 bytes), found 0');
	});

	it('a list that is refused as a whole, one result for all', () => {
		let results: unknown;
		scripted(['c401c1010e'], (client) => client.getList([ECHO, ENERGY], (_error, value) => (results = value)));
		equal(String(results), '14,14');
	});

	it('a list, of which there are too few results', () => {
		let text: unknown;
		scripted(['c403c101000600003039'], (client) => client.getList([ECHO, ENERGY], (error) => (text = error?.text)));
		equal(text, 'COSEM client: at byte 3: expected 2 results, found 1');
	});
});

describe('a COSEM client waits', () => {
	it('for the answer to this request, not to an earlier one', () => {
		let value: unknown = 'no answer';
		const { client, sent } = scripted([], (client) => {
			client.get(ECHO, () => {});
			client.abort('time-out');
			client.get(ECHO, (_error, result) => (value = result));
		});
		equal(sent[0]!.slice(0, 6), 'c001c1');
		equal(sent[1]!.slice(0, 6), 'c001c2');
		client.receive(hex('c401c1001105'));
		equal(value, 'no answer');
		equal(client.refused, 1);
		client.receive(hex('c401c2001106'));
		bytesEqual(value as Uint8Array, '1106');
	});

	it('for the next block, not for another', () => {
		let value: unknown = 'no answer';
		const { client } = scripted(['c402c1000000000100020902', 'c402c1010000000300020102', 'c402c1000000000100020902'], (client) =>
			client.get(ECHO, (_error, result) => (value = result)),
		);
		equal(value, 'no answer');
		equal(client.refused, 2);
		client.receive(hex('c402c1010000000200020102'));
		bytesEqual(value as Uint8Array, '09020102');
	});

	it('for one request at a time', () => {
		const { client } = scripted([], (client) => client.get(ECHO, () => {}));
		throws(() => client.get(ECHO, () => {}), /expected one request at a time/);
		throws(() => client.associate(() => {}), /expected one request at a time/);
		equal(client.busy, true);
	});

	it('for nothing when it has released', () => {
		const { line } = open();
		equal(
			outcome((done) => line.release(done)),
			undefined,
		);
		equal(line.client.conformance, 0);
		equal(
			outcome<DataResult>((done) => line.get(ENERGY, done)),
			'the server refused: operation not possible',
		);
	});

	it('for no proof of a server that has another key', () => {
		const device = rig();
		const line = new Line(device.server, MANAGEMENT, { security: clientSecurity() });
		line.onAnswer = (apdu) => (apdu[0] === 0x61 ? apdu : undefined);
		equal(line.associate(), 'no answer');
		line.client.abort('time-out');
		equal(line.client.conformance, 0);
	});

	it('in the clear as the public client', () => {
		const line = new Line(rig().server, PUBLIC);
		equal(line.associate(), 'ok');
		equal(line.client.conformance, PUBLIC_CONFORMANCE);
		bytesEqual(read(line, ENERGY), '0600003039');
	});
});

describe('a COSEM client that is listened to', () => {
	it('tells each message as it goes and in the clear, and one that it cannot open', () => {
		const told: string[] = [];
		const line = new Line(rig().server, MANAGEMENT, {
			security: clientSecurity(),
			onMessage: (sent, apdu, clear) =>
				told.push(`${sent ? '>' : '<'}${apdu[0]!.toString(16)} ${clear === undefined ? '-' : clear[0]!.toString(16)}`),
		});
		equal(line.associate(), 'ok');
		line.get(ENERGY, () => {});
		equal(told.join(), '>60 60,<61 61,>cb c3,<cf c7,>c8 c0,<cc c4');
		told.length = 0;
		line.onAnswer = (answer) => answer.map((byte, i) => (i === answer.length - 1 ? byte ^ 1 : byte));
		line.get(ENERGY, () => {});
		equal(told.join(), '>c8 c0,<cc -');
		line.client.abort('enough');
	});
});
