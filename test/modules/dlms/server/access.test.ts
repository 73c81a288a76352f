import { SeededRandom } from '../../../../hal/virtual/random.js';
import { decodeAccessResponse, LONG_INVOKE } from '../../../../modules/dlms/apdu/access.js';
import { CONTEXT } from '../../../../modules/dlms/apdu/acse.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { CosemClient } from '../../../../modules/dlms/client/client.js';
import type { AccessOutcome } from '../../../../modules/dlms/client/client-access.js';
import { encodeAcceptance, initiateResponse } from '../../../../modules/dlms/server/admission.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';
import { ACCESS } from '../../../vectors/cosem.js';
import { answersTo, answerTo, clientSecurity, Line, MANAGEMENT, MANAGEMENT_CONFORMANCE, NAMES, type RigOptions, rig } from '../device-rig.js';

const WITH_ACCESS = MANAGEMENT_CONFORMANCE | CONFORMANCE.access;
const ENERGY = { classId: 3, name: NAMES.energy, index: 2, selection: undefined };
const SECRET = { classId: 1, name: NAMES.secret, index: 2, selection: undefined };
const ECHO = { classId: 1, name: NAMES.echo, index: 2, selection: undefined };
const PROFILE = { classId: 7, name: NAMES.profile, index: 2, selection: undefined };
const octets = (text: string) => new DataWriter().octetString(hex(text)).copy();

function open(options: RigOptions = {}) {
	const device = rig({ policy: 0, conformance: WITH_ACCESS, ...options });
	const line = new Line(device.server, MANAGEMENT, { security: clientSecurity(), conformance: options.conformance ?? WITH_ACCESS });
	equal(line.associate(), 'ok');
	return { ...device, line, association: line.association };
}

/** Of a request with this first byte of its long invoke id. */
function results(line: Line, items: string, invoke = '40000001') {
	const answer = answerTo(line.association, hex(`D9 ${invoke} 00 ${items}`))!;
	return decodeAccessResponse(answer);
}

const READ_ENERGY = '01 0003 0100010800FF 02';
const READ_SECRET = '01 0001 0000600101FF 02';
const SET_ECHO = '02 0001 0000600102FF 02';
const CALL_ECHO = '03 0001 0000600102FF 01';
const CALL_REFUSED = '03 0001 0000600102FF 02';

describe('ACCESS of a server', () => {
	it('reads, writes and calls in order, with a result for each', () => {
		const { line, echo } = open();
		const {
			invoke,
			specifications,
			values,
			results: each,
		} = results(line, `04 ${READ_ENERGY} ${SET_ECHO} 01 0001 0000600102FF 02 ${CALL_ECHO} 04 00 0902 AABB 00 0901 CC`);
		equal(invoke, 0x40000001);
		equal(specifications, undefined);
		equal(values.map(toHex).join(), '0600003039,00,0902aabb,0901cc');
		equal(each.map(({ service, result }) => `${service} ${result}`).join(), 'get 0,set 0,get 0,action 0');
		equal(echo.calls, 2);
	});

	it('refuses each for itself: rights, other classes, names and types', () => {
		const { line, echo } = open();
		const { values, results: each } = results(
			line,
			`06 ${READ_SECRET} 01 0001 0100010800FF 02 01 0001 0000636363FF 02 ${SET_ECHO} 02 0003 0100010800FF 02 ${CALL_REFUSED} 06 00 00 00 1105 1105 00`,
		);
		equal(each.map(({ result }) => result).join(), '3,9,4,12,3,2');
		equal(
			values.every((value) => toHex(value) === '00'),
			true,
		);
		equal(echo.calls, 2);
	});

	it('reads a part of a profile, and no part of what has none', () => {
		const { line } = open();
		const entry = '02 02 04 06 00000002 06 00000002 12 0001 12 0000';
		const { values, results: each } = results(line, `02 04 0007 0100630100FF 02 ${entry} 04 0003 0100010800FF 02 ${entry} 02 00 00`);
		equal(each.map(({ result }) => result).join(), '0,13');
		equal(toHex(values[0]!).startsWith('0101020309'), true);
	});

	it('stops behind the first that fails where that is asked for', () => {
		const { line, echo } = open();
		const { results: each } = results(line, `03 ${READ_SECRET} ${SET_ECHO} ${CALL_ECHO} 03 00 0901 AA 00`, '60000001');
		equal(each.map(({ result }) => result).join(), '3,250,250');
		equal(echo.calls, 0);
	});

	it('tells the specifications back where that is asked for', () => {
		const { line } = open();
		const answer = results(line, `02 ${READ_ENERGY} ${SET_ECHO} 02 00 0901 AA`, '50000001');
		equal(answer.specifications?.map(({ service, target }) => `${service} ${target.classId} ${target.index}`).join(), 'get 3 2,set 1 2');
		equal((answer.invoke & LONG_INVOKE.selfDescriptive) !== 0, true);
	});

	it('does what is unconfirmed, and does not answer', () => {
		const { association, echo } = open();
		equal(answersTo(association, hex(`D9 00000001 00 01 ${SET_ECHO} 01 0901 AA`)).length, 0);
		equal(echo.calls, 1);
	});

	it('answers the Green Book’s request, of whose objects this device has one', () => {
		const { line } = open();
		const answer = decodeAccessResponse(answerTo(line.association, hex(ACCESS.calendar))!);
		equal(answer.results.map(({ service, result }) => `${service} ${result}`).join(), 'get 0,get 4,set 4,set 4');
		equal(toHex(answer.values[0]!), '0a074a504d30303031');
	});

	it('gives no value that does not fit any more, and goes on', () => {
		const { line } = open();
		const { values, results: each } = results(line, `03 ${READ_ENERGY} 01 0007 0100630100FF 02 ${READ_ENERGY} 03 00 00 00`);
		equal(each.map(({ result }) => result).join(), '0,14,0');
		equal(values.map((value) => value.length).join(), '5,1,5');
	});

	it('does nothing where not even the results would fit', () => {
		const { association, echo } = open();
		association.sendSize = 30;
		const many = Array.from({ length: 10 }, () => CALL_ECHO).join(' ');
		bytesEqual(answerTo(association, hex(`D9 40000001 00 0A ${many} 0A ${'00'.repeat(10)}`))!, 'd80104');
		equal(echo.calls, 0);
	});

	it('is refused malformed, and where it was not agreed on', () => {
		bytesEqual(answerTo(open().association, hex('D9 40000001 00 01 01'))!, 'd80103');
		bytesEqual(answerTo(open({ conformance: MANAGEMENT_CONFORMANCE }).association, hex(`D9 40000001 00 01 ${READ_ENERGY} 01 00`))!, 'd80202');
	});

	it('ends a long response of another service', () => {
		const { association } = open({ rows: 2160 });
		answerTo(association, hex('C0 01 C1 0007 0100630100FF 02 00'));
		answerTo(association, hex(`D9 40000001 00 01 ${READ_ENERGY} 01 00`));
		bytesEqual(answerTo(association, hex('C0 02 C1 00000001'))!, 'c402c10100000001 0110');
	});
});

describe('ACCESS of a client', () => {
	const ITEMS = [
		{ service: 'get', target: ENERGY, value: undefined },
		{ service: 'set', target: ECHO, value: octets('AABB') },
		{ service: 'get', target: SECRET, value: undefined },
		{ service: 'action', target: { ...ECHO, index: 1 }, value: octets('CC') },
	] as const;
	const text = (outcomes: readonly AccessOutcome[] | undefined) => outcomes?.map(({ result, value }) => `${result} ${toHex(value)}`).join();

	for (const protocol of ['glo', 'ded', 'general-glo', 'general-ded'] as const) {
		it(`does all of it in one request, which has no ciphered form of its own: ${protocol}`, () => {
			const device = rig({ conformance: WITH_ACCESS });
			const line = new Line(device.server, MANAGEMENT, {
				security: clientSecurity(),
				protocol,
				dedicated: protocol.endsWith('ded'),
				conformance: WITH_ACCESS,
			});
			equal(line.associate(), 'ok');
			const before = line.requests.length;
			line.access(ITEMS, {}, (error, outcomes) => equal(error?.text ?? text(outcomes), '0 0600003039,0 00,3 00,0 0901cc'));
			equal(line.requests.length, before + 1);
			equal(line.requests[before]![0], protocol.endsWith('ded') ? 0xdc : 0xdb);
			equal(line.answers[before]![0], protocol.endsWith('ded') ? 0xdc : 0xdb);
		});
	}

	it('in general blocks, both ways', () => {
		const conformance = WITH_ACCESS | CONFORMANCE.generalBlockTransfer;
		const device = rig({ conformance, maxPdu: 200, maxTransfer: 100_000, rows: 200 });
		const line = new Line(device.server, MANAGEMENT, { security: clientSecurity(), conformance, maxPdu: 200, window: 9 });
		equal(line.associate(), 'ok');
		const long = new DataWriter().octetString(new Uint8Array(900).fill(7)).copy();
		const items = [
			{ service: 'get', target: PROFILE, value: undefined },
			{ service: 'action', target: { ...ECHO, index: 1 }, value: long },
		] as const;
		line.access(items, {}, (error, outcomes) => {
			equal(error, undefined);
			equal(outcomes!.map(({ result, value }) => `${result} ${value.length > 800}`).join(), '0 true,0 true');
		});
	});

	it('waits for the answer to this request, with a result for each', () => {
		const sent: string[] = [];
		const client = new CosemClient({
			send: (apdu) => sent.push(toHex(apdu)),
			random: new SeededRandom(1, 'client'),
			conformance: CONFORMANCE.access,
			maxPdu: 1024,
		});
		const aare = new DataWriter();
		const userInformation = initiateResponse(CONFORMANCE.access, 1024);
		encodeAcceptance(aare, { context: CONTEXT.logicalNames, title: undefined, challenge: undefined, userInformation });
		client.associate((error) => equal(error, undefined));
		client.receive(aare.bytes);
		let outcome: string | undefined;
		client.access([ITEMS[0], ITEMS[1]], { breakOnError: true, time: hex('07EA0B01070C1E0000FDE400') }, (error, outcomes) => {
			outcome = error?.text ?? text(outcomes);
		});
		equal(sent[1], `d9e00000010c07ea0b01070c1e0000fde40002010003${'0100010800ff'}02020001${'0000600102ff'}02020009${'02aabb'}`);
		client.receive(hex('DA E0000002 00 00 02 00 00 02 01 00 02 00'));
		client.receive(hex('C4 01 C1 00 00'));
		client.receive(hex('DA E0000001 00 00 01 00 01 01 00'));
		client.receive(hex('DA E0000001 00 00 02 00 00 02 02 00 01 00'));
		equal(outcome, undefined);
		equal(client.refused, 4);
		client.receive(hex('DA E0000001 00 00 02 1105 00 02 01 00 02 03'));
		equal(outcome, '0 1105,3 00');
	});

	it('is refused with nothing to do', () => throws(() => open().line.client.access([], {}, () => {}), /expected something to do/));
});
