import { contentRoom, sizeLength } from '../../../../modules/dlms/axdr/data-length.js';
import { plainRoom } from '../../../../modules/dlms/security/ciphering.js';
import { bytesEqual, equal, hex, toHex } from '../../../assert.js';
import { sweepStep } from '../../../fuzz/campaign.js';
import { answerTo, clientSecurity, Line, MANAGEMENT, NAMES, PUBLIC, rig } from '../device-rig.js';
import { encoded } from '../encoded.js';
import { ECHO, forms, measured, newOpenCipher, readsWhole, sendsWhole, VALUE } from './pdu-walk.js';

/** Where one more byte of content needs one more byte of length. */
const STEPS = [0x7f, 0x80, 0xff, 0x100, 0xffff, 0x10000];
/** PDUs at which a block, ciphered or not, comes to a step of its length. */
const SIZES = [60, 61];
for (let pdu = 137; pdu <= 172; pdu += sweepStep()) SIZES.push(pdu, pdu + 128);

describe('content beside its length', () => {
	it('takes all the room there is, at each step of the length', () => {
		for (const step of STEPS)
			for (let content = step - 1; content <= step + 1; content++) {
				equal(sizeLength(content), encoded((w) => w.size(content)).length, `${content}`);
				const space = sizeLength(content) + content;
				equal(contentRoom(space), content, `${space}`);
				// Where the next length would be longer, a byte stays free.
				equal(contentRoom(space + 1), STEPS.includes(content) && STEPS.indexOf(content) % 2 === 0 ? content : content + 1, `${space} + 1`);
			}
	});

	it('leaves as much for an APDU as its ciphered form does not take', () => {
		const session = clientSecurity({ cipher: newOpenCipher() }).firstSession();
		session.useDedicatedKey(new Uint8Array(16).fill(1));
		for (const { protocol, control } of forms())
			for (let length = 90; length <= 300; length += sweepStep()) {
				const sealed = (plain: number) => {
					const apdu = new Uint8Array(plain);
					apdu[0] = 0xc0;
					return encoded((w) => void session.seal(w, apdu, protocol, control)).length;
				};
				const room = plainRoom(length, protocol, control);
				equal(sealed(room) <= length, true, `${room} in ${length}, ${protocol}`);
				equal(sealed(room + 1) > length, true, `${room} and 1 in ${length}, ${protocol}`);
			}
		equal(plainRoom(100, 'plain', 0), 100);
	});
});

describe('what is sent', () => {
	const objects = 'C0 01 C1 000F 0000280000FF 02 00';
	// The Green Book's AARQ, its conformance GET alone, its PDU 65,535 bytes.
	const aarq = (pdu: string) => hex(`601DA109060760857405080101BE10040E01000000065F1F04000000 10${pdu}`);

	it('is as long as the client takes it, who may have no blocks', () => {
		const association = rig({ maxPdu: 128, maxSend: 4096 }).server.connect(PUBLIC)!;
		const aare = answerTo(association, aarq('FFFF'))!;
		bytesEqual(aare.subarray(aare.length - 4), '0080 0007');
		const answer = answerTo(association, hex(objects))!;
		bytesEqual(answer.subarray(0, 6), 'c401c1000103');
		equal(answer.length > 128, true);
		bytesEqual(answerTo(association, hex('C0 01 C1 000F 0000280000FF 05 00'))!, 'c401c100 0206 0418000010 120080 121000 1106 0f00 0900');
	});

	it('is no longer than the server’s memory, or the connection, lets it be', () => {
		for (const [server, maxSend] of [
			[rig({ maxPdu: 128 }).server, 0xffff],
			[rig({ maxPdu: 128, maxSend: 128 }).server, 0xffff],
			[rig({ maxPdu: 1024, maxSend: 4096 }).server, 128],
		] as const)
			for (const pdu of ['FFFF', '0000']) {
				const association = server.connect(PUBLIC, { maxSend })!;
				answerTo(association, aarq(pdu));
				equal(association.sendSize, 128);
				// Data-Access-Result 14, data-block-unavailable.
				bytesEqual(answerTo(association, hex(objects))!, 'c401c101 0e');
			}
	});

	it('may be longer than what is taken', () => {
		const { server } = rig({ maxPdu: 200, maxSend: 0xffff, rows: 100 });
		const line = new Line(server, MANAGEMENT, { security: clientSecurity(), maxPdu: 0xffff });
		equal(line.associate(), 'ok');
		const longest = measured(line);
		longest();
		let length = 0;
		line.get({ classId: 7, name: NAMES.profile, index: 2, selection: undefined }, (_, value) => {
			length = (value as Uint8Array).length;
		});
		equal(length, 2 + 100 * 23);
		equal(longest().answer, length + 4 + 1 + 3 + 5 + 12);
	});
});

describe('a long value', () => {
	// AARQ of a head-end that asks for 138 bytes at most.
	it('is read at 138 bytes, where its block would be the first with two bytes of length', () => {
		const association = rig().server.connect(PUBLIC)!;
		answerTo(association, hex('601DA109060760857405080101BE10040E01000000065F1F0400FFFFFF008A'));
		const answer = answerTo(association, hex('C001C1000F0000280000FF0200'))!;
		bytesEqual(answer.subarray(0, 10), 'c402c1000000000100 7f');
		equal(answer.length, 137);
	});

	it('is read whole in the clear at every PDU from 12 to 300 bytes, none of which is too long', () => {
		const { server } = rig({ policy: 0 });
		const security = clientSecurity();
		const writer = new Line(server, MANAGEMENT, { security });
		equal(writer.associate(), 'ok');
		writer.set(ECHO, VALUE, () => {});
		for (let pdu = 12; pdu <= 300; pdu += sweepStep()) {
			writer.association.sendSize = pdu;
			let raw = '';
			let answer = answerTo(writer.association, hex('C0 01 C1 0001 0000600102FF 02 00'))!;
			for (let number = 1; ; number++) {
				bytesEqual(answer.subarray(0, 3), 'c402c1');
				equal(answer.length <= pdu, true, `${answer.length} of ${pdu}`);
				equal(answer[3] === 1 || answer.length >= pdu - 1, true, `${answer.length} of ${pdu}`);
				raw += toHex(answer.subarray(answer[9]! < 0x80 ? 10 : answer[9] === 0x81 ? 11 : 12));
				if (answer[3] === 1) break;
				answer = answerTo(writer.association, new Uint8Array([0xc0, 2, 0xc1, 0, 0, 0, number]))!;
			}
			equal(raw, toHex(VALUE), `PDU ${pdu}`);
		}
	});

	for (const form of forms()) {
		const how = `${form.protocol} with ${form.control.toString(16)}`;
		it(`is read whole at each PDU near a step: ${how}`, () => readsWhole(form, SIZES));
		it(`is sent whole, and returned: ${how}`, () => sendsWhole(form, SIZES.slice(2)));
	}
});
