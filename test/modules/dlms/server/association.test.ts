import { AssociationObject } from '../../../../modules/cosem/association-object.js';
import { MECHANISM } from '../../../../modules/dlms/apdu/acse.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import type { AssociationState, Caller } from '../../../../modules/dlms/server/logical-device.js';
import { CosemServer } from '../../../../modules/dlms/server/server.js';
import { bytesEqual, equal, hex, toHex } from '../../../assert.js';
import { ACSE, XDLMS } from '../../../vectors/cosem.js';
import { answerTo, clientSecurity, Line, MANAGEMENT, MANAGEMENT_CONFORMANCE, MemoryCounters, PUBLIC, rig } from '../device-rig.js';

const OBJECTS = { classId: 15, name: 0x0000280000ff };

function open(options: Parameters<typeof rig>[0] = {}, exclusive = false) {
	const device = rig(options);
	const counters = new MemoryCounters();
	const line = new Line(device.server, MANAGEMENT, { security: clientSecurity({ counters }) }, { exclusive });
	equal(line.associate(), 'ok');
	return { ...device, line, counters };
}

describe('the association object', () => {
	it('tells what a client agreed on', () => {
		const { line } = open();
		const attributes = [
			['00', '0906 0000280000ff'],
			['partners', '0202 0f01 120001'],
			['context', '0907 60857405080103'],
			['xDLMS', '0206 0418405e9f 120400 120400 1106 0f00 0900'],
			['mechanism', '0907 60857405080205'],
			['status', '1602'],
			['security set-up', '0906 00002b0000ff'],
		] as const;
		const indices = [1, 3, 4, 5, 6, 8, 9];
		for (const [i, [what, expected]] of attributes.entries()) {
			let value: unknown;
			line.get({ ...OBJECTS, index: indices[i]!, selection: undefined }, (error, result) => {
				value = error?.text ?? result;
			});
			if (typeof value !== 'object') throw new Error(`${what}: ${String(value)}`);
			bytesEqual(value as Uint8Array, expected);
		}
	});

	it('tells the public client of its own', () => {
		const association = rig().server.connect(PUBLIC)!;
		answerTo(association, hex(ACSE.aarq));
		bytesEqual(answerTo(association, hex('C0 01 C1 000F 0000280000FF 03 00'))!, 'c401c100 0202 0f10 120001');
		bytesEqual(answerTo(association, hex('C0 01 C1 000F 0000280000FF 04 00'))!, 'c401c100 0907 60857405080101');
		bytesEqual(answerTo(association, hex('C0 01 C1 000F 0000280000FF 05 00'))!, 'c401c100 0206 0418001010 120400 120400 1106 0f00 0900');
		bytesEqual(answerTo(association, hex('C0 01 C1 000F 0000280000FF 06 00'))!, 'c401c100 0907 60857405080200');
	});

	it('tells each state', () => {
		const object = new AssociationObject({ name: OBJECTS.name, facts: { server: 1, securitySetup: 0 } });
		const caller = rig().server.connect(PUBLIC)!;
		for (const [state, expected] of [
			['idle', '1600'],
			['pending', '1601'],
			['associated', '1602'],
		] as const) {
			const w = new DataWriter();
			const other: Caller = Object.create(caller, { state: { value: state satisfies AssociationState } });
			equal(object.read(8, w, undefined, other), 0);
			bytesEqual(w.bytes, expected);
		}
	});

	it('changes neither its secret nor its objects nor its users, and asks for a proof but once', () => {
		const { line } = open();
		for (const index of [1, 2, 3, 4]) {
			let result: unknown;
			line.act({ ...OBJECTS, index }, hex('0900'), (error, outcome) => {
				result = error?.text ?? outcome!.result;
			});
			equal(result, index === 1 ? 2 : 3, `method ${index}`);
		}
		equal(line.association.state, 'associated');
	});
});

describe('a ciphered association', () => {
	it('is not released in the clear, which could be anybody’s', () => {
		const { line, server } = open();
		bytesEqual(answerTo(line.association, hex(ACSE.rlrq))!, 'd80101');
		bytesEqual(answerTo(line.association, hex('62 00'))!, 'd80101');
		bytesEqual(answerTo(line.association, hex('62 15 80 01 00 BE 10 04 0E 01 00 00 00 06 5F 1F 04 00 00 7E 1F 04 B0'))!, 'd80101');
		equal(server.statistics.refused, 3);
		equal(line.association.state, 'associated');
	});

	it('is not released while it is pending', () => {
		const device = rig();
		const line = new Line(device.server, MANAGEMENT, { security: clientSecurity() });
		line.onAnswer = () => undefined;
		line.associate();
		equal(line.association.state, 'pending');
		bytesEqual(answerTo(line.association, hex(ACSE.rlrq))!, 'd80101');
		equal(line.association.state, 'pending');
	});

	it('is released in the clear in a connection of its own', () => {
		const { line, server } = open({}, true);
		bytesEqual(answerTo(line.association, hex(ACSE.rlrq))!, ACSE.rlre.toLowerCase());
		equal(line.association.state, 'idle');
		equal(server.statistics.refused, 0);
	});

	it('is released in the clear where the policy asks for nothing', () => {
		const { line } = open({ policy: 0 });
		bytesEqual(answerTo(line.association, hex(ACSE.rlrq))!, ACSE.rlre.toLowerCase());
		equal(line.association.state, 'idle');
	});

	it('is not released by a changed or repeated message under its keys', () => {
		const { line, server, counters } = open();
		line.onAnswer = () => undefined;
		line.release(() => {});
		const request = line.requests[line.requests.length - 1]!;
		equal(line.association.state, 'idle');
		const again = new Line(server, MANAGEMENT, { security: clientSecurity({ counters }) });
		equal(again.associate(), 'ok');
		bytesEqual(answerTo(again.association, request)!.subarray(0, 3), 'd80106');
		const changed = request.slice();
		changed.fill(0xff, 12, 16);
		changed[12] = 0x7f;
		bytesEqual(answerTo(again.association, changed)!, 'd80105');
		equal(again.association.state, 'associated');
	});
});

describe('what is unconfirmed', () => {
	it('is done and not answered, whether it can be done or not', () => {
		const { line, echo } = open({ policy: 0 });
		const silent = [
			'C1 01 81 0001 0000600102FF 02 00 090105',
			'C1 01 81 0003 0100010800FF 02 00 1105',
			'C1 01 81 0001 0000600102FF 02 00 0905',
			'C3 01 81 0001 0000600102FF 01 01 090105',
			'C3 01 81 0001 0000600102FF 09 00',
		];
		for (const apdu of silent) equal(answerTo(line.association, hex(apdu)), undefined, apdu);
		equal(echo.calls, 2);
	});

	// The Green Book's worked example of suite 0 is a GET without the bit.
	it('is answered if it is a GET', () => {
		const { line } = open({ policy: 0 });
		bytesEqual(answerTo(line.association, hex('C0 01 00 0003 0100010800FF 02 00'))!, 'c401000006 00003039');
	});
});

describe('an association without a response', () => {
	// The Green Book's AARQ with response-allowed FALSE and a whole conformance.
	const AARQ = '60 1E A1 09 06 07 60 85 74 05 08 01 01 BE 11 04 0F 01 00 01 00 00 06 5F 1F 04 00 40 5E 9F 04 B0';

	function silent() {
		const { server, echo } = rig();
		const client = { id: 5, rights: MANAGEMENT, mechanism: MECHANISM.none, conformance: MANAGEMENT_CONFORMANCE, security: undefined };
		const open = new CosemServer({ ...server.options, clients: [client] });
		const association = open.connect(5)!;
		equal(answerTo(association, hex(AARQ)), undefined);
		equal(association.state, 'associated');
		return { association, echo, server: open };
	}

	it('does what is unconfirmed, and drops what is confirmed undone', () => {
		const { association, echo, server } = silent();
		equal(answerTo(association, hex('C1 01 81 0001 0000600102FF 02 00 090105')), undefined);
		equal(echo.calls, 1);
		for (const apdu of ['C1 01 C1 0001 0000600102FF 02 00 090106', 'C3 01 C1 0001 0000600102FF 01 00', 'C0 01 C1 0001 0000600102FF 02 00'])
			equal(answerTo(association, hex(apdu)), undefined, apdu);
		equal(echo.calls, 1);
		equal(server.statistics.dropped, 3);
	});

	it('answers nothing else either, until another begins', () => {
		const { association } = silent();
		for (const apdu of ['C0 01 01 0001 0000600102FF 02 00', 'E0 80 0001', 'C8 1E 30 00000001 00', `C0${'00'.repeat(1100)}`])
			equal(answerTo(association, hex(apdu)), undefined, apdu);
		answerTo(association, hex(ACSE.aarq));
		bytesEqual(answerTo(association, hex('C0 01 C1 0003 0100010800FF 02 00'))!, 'c401c10006 00003039');
	});
});

describe('an AARQ that is malformed', () => {
	it('is refused as any other, and ends nothing', () => {
		const { line, server } = open();
		const inside = ACSE.aarq.replace('04 0E 01 00 00 00 06 5F 1F', '04 0E 01 00 00 00 06 5E 1F');
		for (const aarq of ['60', '60 05 A1', '60 03 A1 09 06', inside]) {
			const answer = toHex(answerTo(server.connect(PUBLIC)!, hex(aarq))!);
			equal(answer.slice(0, 2), '61', aarq);
			equal(answer.includes('a203020101a305a103020101'), true, aarq);
		}
		equal(server.statistics.dropped, 4);
		equal(toHex(answerTo(line.association, hex('60'))!).slice(0, 2), '61');
		equal(line.association.state, 'associated');
	});
});

describe('what was not agreed on', () => {
	const cases = [
		['blocks of GET', 0x404e9f, 'C0 02 C1 00000001'],
		['lists of GET', 0x405c9f, XDLMS.getList],
		['SET', 0x405e97, XDLMS.setNormal],
		['blocks of SET', 0x40569f, XDLMS.setFirstBlock],
		['further blocks of SET', 0x40569f, XDLMS.setBlock],
		['lists of SET', 0x405c9f, XDLMS.setList],
		['lists of SET in blocks', 0x40569f, XDLMS.setFirstListBlock],
		['ACTION', 0x405e9e, XDLMS.actionBare],
		['lists of ACTION', 0x405c9f, XDLMS.actionList],
		['blocks of ACTION', 0x405a9f, XDLMS.actionFirstBlock],
		['further blocks of ACTION', 0x405a9f, XDLMS.actionBlock],
		['blocks of what ACTION returns', 0x405a9f, XDLMS.actionNext],
		['lists of ACTION in blocks', 0x405a9f, XDLMS.actionFirstListBlock],
	] as const;
	for (const [what, conformance, apdu] of cases)
		it(`is not served: ${what}`, () => {
			const { line } = open({ policy: 0, conformance });
			bytesEqual(answerTo(line.association, hex(apdu))!, 'd80102');
			bytesEqual(answerTo(line.association, hex('C0 01 C1 0003 0100010800FF 02 00'))!, 'c401c1000600003039');
		});
});
