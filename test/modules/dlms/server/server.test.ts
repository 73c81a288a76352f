import { Reader } from '../../../../modules/bytes/reader.js';
import { encodeEntryDescriptor, encodeRange, SELECTOR, selectionOf } from '../../../../modules/dlms/apdu/selective-access.js';
import { type Data, LARGE, numberOf, readData } from '../../../../modules/dlms/axdr/data.js';
import { DataTag, DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../../modules/dlms/axdr/date-time.js';
import { logicalNameOf } from '../../../../modules/dlms/axdr/obis.js';
import { CONTROL, GENERAL_OVERHEAD } from '../../../../modules/dlms/security/ciphering.js';
import { bytesEqual, equal, hex, toHex } from '../../../assert.js';
import { ACSE, XDLMS } from '../../../vectors/cosem.js';
import {
	answerTo,
	CLIENT_TITLE,
	clientSecurity,
	KEYS,
	Line,
	MANAGEMENT,
	MANAGEMENT_CONFORMANCE,
	NAMES,
	newCipher,
	PUBLIC,
	rig,
} from '../device-rig.js';

const target = (classId: number, name: number, index = 2) => ({ classId, name, index, selection: undefined });
const ENERGY = target(3, NAMES.energy);
const PROFILE = target(7, NAMES.profile);
const OBJECTS = target(15, 0x0000280000ff);

function data(bytes: unknown) {
	const r = new Reader('test', bytes as Uint8Array);
	const value = readData(r, LARGE);
	r.end();
	return value;
}

function inside(value: Data): readonly Data[] {
	return 'items' in value ? value.items : [];
}

function items(bytes: unknown): readonly Data[] {
	return inside(data(bytes));
}

/** What a GET brought: hexadecimal, or the Data-Access-Result. */
function got(line: Line, what: Parameters<Line['client']['get']>[0]): unknown {
	let value: unknown = 'no answer';
	line.get(what, (error, result) => {
		value = error?.text ?? result;
	});
	return value;
}

describe('a COSEM server to the public client', () => {
	const associated = () => {
		const { server } = rig();
		const association = server.connect(PUBLIC)!;
		answerTo(association, hex(ACSE.aarq));
		return association;
	};

	// Green Book's AARQ; only what is agreed on differs from its AARE.
	it('answers the AARQ of the Green Book', () => {
		const answer = answerTo(rig({ maxPdu: 500 }).server.connect(PUBLIC)!, hex(ACSE.aarq))!;
		bytesEqual(answer, ACSE.aare.replace('50 1F 01 F4', '10 10 01 F4').toLowerCase());
	});

	it('tells each reason of a refusal', () => {
		const refusals = [
			['context', ACSE.aarq.replace('05 08 01 01', '05 08 01 02'), 'a203020101a305a103020102'],
			['ciphered context', ACSE.aarq.replace('05 08 01 01', '05 08 01 03'), 'a203020101a305a103020102'],
			['mechanism', ACSE.aarqLow, 'a203020101a305a10302010b'],
			['version', ACSE.aarq.replace('00 06 5F', '00 05 5F'), 'a203020101a305a103020101be0604040e010601'],
			['nothing in common', ACSE.aarq.replace('7E 1F', '00 08'), 'a203020101a305a103020101be0604040e010602'],
			['PDU', ACSE.aarq.replace('04 B0', '00 0B'), 'a203020101a305a103020101be0604040e010603'],
			['ACSE version', ACSE.aarq.replace('60 1D', '60 21 80 02 07 00'), 'a203020101a305a203020102'],
		] as const;
		for (const [what, aarq, expected] of refusals) {
			const association = rig().server.connect(PUBLIC)!;
			equal(toHex(answerTo(association, hex(aarq))!).includes(expected), true, what);
			equal(association.state, 'idle');
		}
	});

	it('answers nothing but AARQ and RLRQ before', () => {
		const association = rig().server.connect(PUBLIC)!;
		bytesEqual(answerTo(association, hex(XDLMS.getClock))!, 'd80101');
		bytesEqual(answerTo(association, hex(ACSE.rlrq))!, '6303800100');
		equal(answerTo(association, hex(XDLMS.getValue)), undefined);
		equal(answerTo(association, new Uint8Array(0)), undefined);
	});

	it('reads a value, and tells why not', () => {
		const association = associated();
		const results = [
			['0003 0100010800FF 02', 'c401c1000600003039'],
			['0003 0100010800FF 03', 'c401c10002020f02161e'],
			['0003 0100010800FF 01', 'c401c10009060100010800ff'],
			['0003 0100010800FF 04', 'c401c10103'],
			['0003 0100010800FF 00', 'c401c10103'],
			['0004 0100010800FF 02', 'c401c10109'],
			['0003 0100020800FF 02', 'c401c10104'],
			['0003 0100200700FF 02', 'c401c10104'],
			['000F 0000280000FF 07', 'c401c10103'],
		] as const;
		for (const [what, expected] of results) bytesEqual(answerTo(association, hex(`C0 01 C1 ${what} 00`))!, expected);
	});

	it('refuses services that were not agreed on, and unknown ones', () => {
		const association = associated();
		bytesEqual(answerTo(association, hex(XDLMS.setNormal))!, 'd80102');
		bytesEqual(answerTo(association, hex(XDLMS.actionDisconnect))!, 'd80102');
		bytesEqual(answerTo(association, hex('E0 80 0001'))!, 'd80202');
		bytesEqual(answerTo(association, hex('C0 01 C1 00'))!, 'd80103');
		bytesEqual(answerTo(association, new Uint8Array(1024 + GENERAL_OVERHEAD + 1).fill(0xc0))!, 'd80104');
	});

	it('refuses blocks that were not begun, or not this one', () => {
		const association = associated();
		bytesEqual(answerTo(association, hex(XDLMS.getNext))!, 'c402c101000000010110');
		answerTo(association, hex('62 03 80 01 00'));
		answerTo(association, hex(ACSE.aarq.replace('04 B0', '00 40')));
		bytesEqual(answerTo(association, hex('C0 01 C1 000F 0000280000FF 02 00'))!.subarray(0, 8), 'c402c10000000001');
		bytesEqual(answerTo(association, hex('C0 02 C1 00000002'))!, 'c402c101000000020113');
		bytesEqual(answerTo(association, hex('C0 02 C1 00000001'))!, 'c402c101000000010110');
	});
});

describe('a COSEM client with keys', () => {
	const open = (options: Parameters<typeof rig>[0] = {}, client: ConstructorParameters<typeof Line>[2] = {}) => {
		const device = rig(options);
		const line = new Line(device.server, MANAGEMENT, { security: clientSecurity(), ...client });
		equal(line.associate(), 'ok');
		return { ...device, line };
	};

	for (const protocol of ['glo', 'general-glo', 'ded', 'general-ded'] as const)
		for (const control of [CONTROL.authentication | CONTROL.encryption, CONTROL.authentication, CONTROL.encryption]) {
			it(`is answered in kind: ${protocol} with ${control.toString(16)}`, () => {
				const dedicated = protocol.endsWith('ded') && (control & CONTROL.encryption) !== 0;
				if (protocol.endsWith('ded') !== dedicated) return;
				const { line } = open({ policy: control >> 4 }, { protocol, control, dedicated });
				bytesEqual(got(line, ENERGY) as Uint8Array, '0600003039');
				const tag = { glo: 0xcc, ded: 0xd4, 'general-glo': 0xdb, 'general-ded': 0xdc }[protocol];
				const answer = line.answers[line.answers.length - 1]!;
				equal(answer[0], tag);
				equal(answer[protocol.startsWith('general') ? 11 : 2], control);
			});
		}

	it('releases under its keys', () => {
		const { line } = open();
		let released = false;
		line.release((error) => {
			released = error === undefined;
		});
		equal(released, true);
		equal(line.association.state, 'idle');
		bytesEqual(line.answers[line.answers.length - 1]!.subarray(0, 12), '6328800100be230421281f30');
	});

	it('reads lists, errors among the values', () => {
		const { line } = open();
		let results: readonly unknown[] = [];
		line.getList([ENERGY, target(3, NAMES.voltage), target(1, NAMES.secret), PROFILE, target(1, NAMES.text)], (_error, value) => {
			results = value!;
		});
		equal(results.length, 5);
		bytesEqual(results[0] as Uint8Array, '0600003039');
		equal(results[1], 2);
		equal(results[2], 3);
		equal(items(results[3]).length, 48);
		bytesEqual(results[4] as Uint8Array, '0a074a504d30303031');
	});

	it('walks the object list, and every right is as listed', () => {
		const { line } = open();
		const list = items(got(line, OBJECTS));
		equal(list.length, 8);
		for (const entry of list) {
			const [classId, , name, rights] = inside(entry);
			const value = { classId: numberOf(classId!)!, name: logicalNameOf('bytes' in name! ? name.bytes : new Uint8Array(6)) };
			for (const each of inside(inside(rights!)[0]!)) {
				const [index, mode] = inside(each).map(numberOf);
				const result = got(line, target(value.classId, value.name, index));
				equal(result === 3, (mode! & 1) === 0, `${value.name.toString(16)}:${index}`);
			}
		}
	});

	for (const maxPdu of [500, 1024]) {
		it(`reads a profile in blocks at a PDU of ${maxPdu}`, () => {
			const { line } = open({ maxPdu, rows: 200 }, { maxPdu });
			line.record = false;
			let longest = 0;
			line.onAnswer = (apdu) => {
				longest = Math.max(longest, apdu.length);
				return apdu;
			};
			const value = got(line, PROFILE) as Uint8Array;
			// Count, then rows of 23 bytes: structure, time, status, energy.
			equal(value.length, 3 + 200 * 23);
			bytesEqual(value.subarray(0, 5), '0181c80203');
			bytesEqual(value.subarray(value.length - 5), '06000000c7');
			equal(longest <= maxPdu && longest > maxPdu - 60, true, `${longest} of ${maxPdu}`);
		});

		it(`reads 2,160 rows in blocks at a PDU of ${maxPdu}, of which only one is in memory`, () => {
			const { server } = rig({ maxPdu, rows: 2160, policy: 0 });
			const line = new Line(server, MANAGEMENT, { security: clientSecurity(), maxPdu });
			equal(line.associate(), 'ok');
			let answer = answerTo(line.association, hex('C0 01 C1 0007 0100630100FF 02 00'))!;
			let length = 0;
			for (let number = 1; ; number++) {
				bytesEqual(answer.subarray(0, 3), 'c402c1');
				equal(answer[7], number & 0xff);
				const header = answer[9]! < 0x80 ? 10 : answer[9] === 0x81 ? 11 : 12;
				length += answer.length - header;
				if (answer[3] === 1) break;
				answer = answerTo(line.association, new Uint8Array([0xc0, 2, 0xc1, 0, 0, number >> 8, number]))!;
			}
			equal(length, 4 + 2160 * 23);
			bytesEqual(answer.subarray(answer.length - 5), '060000086f');
		});
	}

	it('reads rows by range and by entry', () => {
		const { line, rows } = open();
		const w = new DataWriter();
		const time = (row: number) => ({ tag: DataTag.octetString, bytes: dateTimeOf(Date.UTC(2026, 9, 31, 15, 30 * row), -540, 0) }) as const;
		const restricting = { classId: 8, name: NAMES.clock, attribute: 2, dataIndex: 0 };
		encodeRange(w, { restricting, from: time(3), to: time(5), columns: [{ classId: 3, name: NAMES.energy, attribute: 2, dataIndex: 0 }] });
		bytesEqual(
			got(line, { ...PROFILE, selection: selectionOf(SELECTOR.range, w) }) as Uint8Array,
			'0103 0201 0600000003 0201 0600000004 0201 0600000005',
		);
		const entry = (fromEntry: number, toEntry: number) => {
			const parameters = new DataWriter();
			encodeEntryDescriptor(parameters, { fromEntry, toEntry, fromColumn: 3, toColumn: 0 });
			return got(line, { ...PROFILE, selection: selectionOf(SELECTOR.entry, parameters) });
		};
		bytesEqual(entry(1, 1) as Uint8Array, '0101 0201 0600000000');
		rows.first = 40;
		bytesEqual(entry(7, 0) as Uint8Array, '0102 0201 060000002e 0201 060000002f');
		bytesEqual(entry(9, 0) as Uint8Array, '0100');
		equal(entry(0, 0), 13);
	});

	it('is told null-data for rows that are given up while it reads', () => {
		const { line, rows } = open({ maxPdu: 128, rows: 20 }, { maxPdu: 128 });
		line.onAnswer = (apdu) => {
			rows.first = 10;
			return apdu;
		};
		const list = items(got(line, PROFILE));
		equal(list.length, 20);
		equal(list.filter((row) => 'items' in row && row.items[0]!.tag === DataTag.nullData).length > 0, true);
	});

	it('sets and calls, in one PDU and in blocks', () => {
		const { line } = open({ maxPdu: 200 }, { maxPdu: 200 });
		for (const length of [10, 120, 1500]) {
			const value = new DataWriter().octetString(new Uint8Array(length).fill(length)).copy();
			let result: unknown;
			line.set(target(1, NAMES.echo), value, (error, value) => {
				result = error?.text ?? value;
			});
			equal(result, 0);
			bytesEqual(got(line, target(1, NAMES.echo)) as Uint8Array, toHex(value));
		}
		const parameter = new DataWriter().octetString(new Uint8Array(100).fill(7)).copy();
		let returned: unknown;
		line.act({ classId: 1, name: NAMES.echo, index: 1 }, parameter, (error, outcome) => {
			returned = error?.text ?? outcome!.returned;
		});
		bytesEqual(returned as Uint8Array, toHex(parameter));
	});

	it('sets and calls lists, in one PDU and in blocks', () => {
		const { line } = open({ policy: 0 });
		const echo = '0001 0000600102FF';
		const energy = '0003 0100010800FF';
		const exchanges = [
			[`C1 04 C1 02 ${echo} 02 00 ${energy} 02 00 02 090105 1105`, 'c505c1020003'],
			[`C1 05 C1 02 ${echo} 02 00 ${energy} 02 00 00 00000001 03 020901`, 'c502c100000001'],
			['C1 03 C1 01 00000002 03 051105', 'c504c102000300000002'],
			['C1 03 C1 01 00000003 01 00', 'c503c11200000003'],
			[`C1 02 C1 ${echo} 02 00 00 00000001 01 09`, 'c502c100000001'],
			['C1 03 C1 01 00000003 01 00', 'c503c11300000003'],
			[`C3 03 C1 02 ${echo} 01 ${echo} 02 02 090105 00`, 'c703c10200010009010502 00'],
			[`C3 05 C1 01 ${echo} 01 00 00000001 02 0109`, 'c704c100000001'],
			['C3 06 C1 01 00000002 02 0107', 'c703c101000100090107'],
			['C3 06 C1 01 00000003 01 00', 'c701c11000'],
			['C3 02 C1 00000001', 'c701c11000'],
			[`C3 01 C1 ${echo} 03 00`, 'c701c10300'],
			[`C3 01 C1 ${energy} 01 00`, 'c701c10300'],
			[`C3 01 C1 ${echo} 01 00`, 'c701c10000'],
		] as const;
		for (const [request, expected] of exchanges) bytesEqual(answerTo(line.association, hex(request))!, expected);
	});

	it('does what is unconfirmed, and does not answer it', () => {
		const { line } = open({ policy: 0 });
		equal(answerTo(line.association, hex('C1 01 81 0001 0000600102FF 02 00 090105')), undefined);
		bytesEqual(answerTo(line.association, hex('C0 01 C1 0001 0000600102FF 02 00'))!, 'c401c100090105');
	});

	// Clients that read as many attributes as the class has in its last version go on after 3, and some of them end after 4.
	it('has no access to attributes and methods that an object has not', () => {
		const { line } = open({ policy: 0 });
		const answers = [
			['C0 01 C1 000F 0000280000FF 0A 00', 'c401c10103'],
			['C1 01 C1 0001 0000600102FF 03 00 1105', 'c501c103'],
			['C3 01 C1 0001 0000600102FF 03 00', 'c701c10300'],
			['C0 01 C1 0001 0000600103FF 02 00', 'c401c10104'],
		] as const;
		for (const [request, expected] of answers) bytesEqual(answerTo(line.association, hex(request))!, expected);
	});

	it('is refused values of another type, attributes it may not write, and too long ones', () => {
		const { line } = open();
		const set = (what: ReturnType<typeof target>, value: Uint8Array) => {
			let result: unknown;
			line.set(what, value, (error, code) => {
				result = error?.text ?? code;
			});
			return result;
		};
		equal(set(target(1, NAMES.echo), hex('1105')), 12);
		equal(set(ENERGY, hex('1105')), 3);
		equal(set(target(1, NAMES.echo, 3), hex('1105')), 3);
		equal(set(target(1, NAMES.echo), new DataWriter().octetString(new Uint8Array(3000)).copy()), 17);
	});

	it('changes keys, which serve the next association', () => {
		const { line, serverSecurity, saved, server } = open();
		const wrapped = newCipher().keyWrap(KEYS.kek!, new Uint8Array(16).fill(0x77));
		const parameter = new DataWriter().array(1).structure(2).enum(0).octetString(wrapped).copy();
		let result: unknown;
		line.act({ classId: 64, name: NAMES.security, index: 2 }, parameter, (error, outcome) => {
			result = error?.text ?? outcome!.result;
		});
		equal(result, 0);
		bytesEqual(saved[0]!.keys.encryption, '77'.repeat(16));
		equal(serverSecurity.lastReceived, 0);
		bytesEqual(got(line, ENERGY) as Uint8Array, '0600003039');
		equal(new Line(server, MANAGEMENT, { security: clientSecurity() }).associate(), 'the server refused: deciphering error');
		const keys = { ...KEYS, encryption: new Uint8Array(16).fill(0x77) };
		equal(new Line(server, MANAGEMENT, { security: clientSecurity({ keys }) }).associate(), 'ok');
	});

	it('raises the policy and never lowers it', () => {
		const { line, serverSecurity } = open({ policy: 1 });
		const activate = (policy: number) => {
			let result: unknown;
			line.act({ classId: 64, name: NAMES.security, index: 1 }, new DataWriter().enum(policy).copy(), (error, outcome) => {
				result = error?.text ?? outcome!.result;
			});
			return result;
		};
		equal(activate(0), 3);
		equal(activate(2), 3);
		equal(activate(4), 3);
		equal(activate(3), 0);
		equal(activate(1), 3);
		equal(serverSecurity.policy, 3);
	});

	it('agrees on what both have', () => equal(open({ conformance: 0x001014 }).line.client.conformance, 0x001014 & MANAGEMENT_CONFORMANCE));
	it('knows its server by title', () => equal(toHex(open().line.association.session!.peerTitle), toHex(CLIENT_TITLE)));
});
