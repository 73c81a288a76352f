import { DecodeError, Reader } from '../../../../modules/bytes/reader.js';
import { CONTEXT } from '../../../../modules/dlms/apdu/acse.js';
import { ArrayStream } from '../../../../modules/dlms/axdr/array-stream.js';
import { LARGE, readData, skipData } from '../../../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CosemClient } from '../../../../modules/dlms/client/client.js';
import type { ClientError } from '../../../../modules/dlms/client/client-error.js';
import { encodeAcceptance, initiateResponse } from '../../../../modules/dlms/server/admission.js';
import { equal, hex } from '../../../assert.js';
import { fuzzCount } from '../../../fuzz/campaign.js';
import { Mutations } from '../../../fuzz/mutations.js';
import { ACCESS, ACSE, GENERAL_BLOCK, XDLMS } from '../../../vectors/cosem.js';
import { clientSecurity, KEYS, Line, MANAGEMENT, NAMES, PUBLIC, PUBLIC_CONFORMANCE, rig } from '../device-rig.js';

const INPUTS = 1_000_000;
const ARRAYS = [
	'01 02 02 03 090C07EA0B01070C1E0000FDE400 1100 0600003039 02 03 00 1100 060000303A',
	'01 03 02 02 0B01 0C02C3A9 01 01 16FF 0409 FF80',
	'01 81 02 12 0001 1A 07EA0B01FF',
	'01 00',
	'13 02 03 1A 11 01 0002 09 0B 07EA0B01FF 01 01AA 02BBBB',
	'13 12 04 0001 0002',
	'01 02 13 11 02 0102 00',
].map((text) => hex(text));
const ANSWERS = [
	...[ACSE.aare, ACSE.aareGmac, ACSE.aareBadContext, ACSE.rlre, XDLMS.getValue, XDLMS.getError, XDLMS.getBlock, XDLMS.getListResponse],
	...[XDLMS.setResult, XDLMS.setBlockResponse, XDLMS.setLastBlock, XDLMS.setLastListBlock, XDLMS.setListResponse],
	...[XDLMS.actionDone, XDLMS.actionBlockResponse, XDLMS.actionListResponse, XDLMS.actionNextResponse, XDLMS.exceptionCounter],
	'C4 02 C1 01 00000002 00 02 0102',
	'C7 02 C1 01 00000001 03 000000',
].map((text) => hex(text));
/** Each as if to the first request of an association. */
const BLOCKS = [
	...[...Object.values(GENERAL_BLOCK), ACCESS.response, ACCESS.described],
	'DA C0000001 00 00 01 0901AA 01 01 00',
	'E0 81 0001 0000 06 C401C1000500',
	'E0 03 0001 0000 06 C401C1001105',
	'E0 83 0001 0000 07 C401C100110511',
	'E0 83 0001 0001 06 C401C2001105',
	'E0 43 0002 0001 02 0500',
	'E0 83 0003 0001 02 0000',
	'E0 82 0001 0001 00',
	'E0 82 0002 0003 00',
].map((text) => hex(text));
const ECHO = { classId: 1, name: NAMES.echo, index: 2, selection: undefined };
const METHOD = { classId: 1, name: NAMES.echo, index: 1 };
const LONG = new Uint8Array([DataTag.octetString, 0x81, 200, ...new Array<number>(200).fill(1)]);

/** Whether these bytes are one array, compact or not, and nothing else. */
function isArray(bytes: Uint8Array): boolean {
	const isCompact = bytes[0] === DataTag.compactArray;
	if (bytes[0] !== DataTag.array && !isCompact) return false;
	try {
		const r = new Reader('test', bytes);
		if (isCompact) readData(r, LARGE);
		else skipData(r);
		r.end();
		return true;
	} catch (error) {
		if (error instanceof DecodeError) return false;
		throw error;
	}
}

/** Asks for something, one of all there is. */
function ask(client: CosemClient, which: number, done: (error: ClientError | undefined) => void): void {
	if (which === 0) client.associate(done);
	else if (which === 1) client.get(ECHO, done);
	else if (which === 2) client.getList([ECHO, ECHO], done);
	else if (which === 3) client.set(ECHO, LONG, done);
	else if (which === 4) client.setList([ECHO, ECHO], [LONG, LONG], done);
	else if (which === 5) client.act(METHOD, LONG, done);
	else if (which === 6) client.actList([METHOD, METHOD], [LONG, undefined], done);
	else if (which === 7) client.release(done);
	else client.getParts(ECHO, (part) => new ArrayStream({ onElement: () => {} }).push(part), done);
}

describe('what comes to a COSEM client', () => {
	it('in an array is handed on if and only if it is one', () => {
		const mutations = new Mutations('array', ARRAYS);
		let arrays = 0;
		for (let i = 0; i < fuzzCount(INPUTS); i++) {
			const bytes = mutations.next();
			let taken = 0;
			const stream = new ArrayStream({ onElement: (element) => (taken += element.length) });
			let complete = true;
			try {
				for (let at = 0; at < bytes.length; ) {
					const end = Math.min(bytes.length, at + 1 + mutations.random.below(30));
					stream.push(bytes.subarray(at, end));
					at = end;
				}
				stream.end();
			} catch (error) {
				if (!(error instanceof DecodeError)) throw error;
				complete = false;
			}
			// Few bytes of a compact-array may be more values than the stream takes.
			if (i % 8 === 0 && (complete || bytes[0] !== DataTag.compactArray)) equal(complete, isArray(bytes));
			if (complete) arrays++;
			equal(taken < bytes.length || bytes.length === 0 || bytes[0] === DataTag.compactArray, true);
		}
		equal(arrays > 0, true);
	});

	it('ends its requests, each once, or leaves them, whatever it is', () => {
		const mutations = new Mutations('client', ANSWERS);
		let sent = 0;
		const client = new CosemClient({ send: () => sent++, random: { fill() {} }, conformance: PUBLIC_CONFORMANCE, maxPdu: 128, maxValue: 64 });
		let asked = 0;
		let ended = 0;
		const done = () => {
			ended++;
		};
		for (let i = 0; i < fuzzCount(INPUTS); i++) {
			if (client.busy && i % 16 === 0) client.abort('time-out');
			if (!client.busy) {
				asked++;
				ask(client, mutations.random.below(9), done);
			}
			client.receive(mutations.next());
			equal(ended, client.busy ? asked - 1 : asked, 'requests that were ended');
		}
		equal(ended > 0 && sent > ended, true);
	});

	it('in general blocks and to ACCESS, too', () => {
		const every = 0xffffff;
		const aare = new DataWriter();
		encodeAcceptance(aare, { context: CONTEXT.logicalNames, title: undefined, challenge: undefined, userInformation: initiateResponse(every, 60) });
		const mutations = new Mutations('client in blocks', [...BLOCKS, ...ANSWERS], 0.3);
		let sent = 0;
		const client = new CosemClient({ send: () => sent++, random: { fill() {} }, conformance: every, maxPdu: 60, maxValue: 300, window: 3 });
		client.associate((error) => equal(error, undefined));
		client.receive(aare.bytes);
		let asked = 0;
		let ended = 0;
		let brought = 0;
		for (let i = 0; i < fuzzCount(INPUTS / 2); i++) {
			if (client.busy && i % 32 === 0) client.abort('time-out');
			if (!client.busy) {
				asked++;
				const done = (error: ClientError | undefined) => {
					ended++;
					if (error === undefined) brought++;
				};
				if (mutations.random.below(3) === 0) client.access([{ service: 'get', target: ECHO, value: undefined }], {}, done);
				else ask(client, 1 + mutations.random.below(6), done);
			}
			if (i % 8 === 0) client.recover();
			client.receive(mutations.next());
			equal(ended, client.busy ? asked - 1 : asked, 'requests that were ended');
		}
		equal(brought > 0 && sent > ended, true);
	});

	it('changes nothing of a ciphered association unless it is under its keys', () => {
		const line = new Line(rig().server, MANAGEMENT, { security: clientSecurity({ keys: KEYS }) });
		equal(line.associate(), 'ok');
		line.getList([ECHO, ECHO], () => {});
		const mutations = new Mutations('ciphered client', [...ANSWERS.filter((apdu) => apdu[0] !== 0xd8), ...line.answers.slice(1)]);
		const agreed = line.client.conformance;
		line.onAnswer = () => undefined;
		line.get(ECHO, () => {});
		for (let i = 0; i < fuzzCount(INPUTS / 4); i++) {
			const apdu = mutations.next();
			if (apdu[0] === 0xd8 || apdu[0] === 0x0e) continue;
			line.client.receive(apdu);
			equal(line.client.busy, true);
		}
		equal(line.client.conformance, agreed);
		equal(line.client.refused > 0, true);
		equal(new Line(rig().server, PUBLIC).associate(), 'ok');
	});
});
