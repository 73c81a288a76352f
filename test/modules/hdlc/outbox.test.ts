import { decodeHdlcFrame, shortAddress } from '../../../modules/hdlc/frame.js';
import { encodeParameters, Incoming, LLC_CLIENT } from '../../../modules/hdlc/link.js';
import { Outbox } from '../../../modules/hdlc/outbox.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { HdlcRig } from './hdlc-rig.js';

const ENDS = { destination: shortAddress(1), source: shortAddress(16) };
const SIZE = 8;

/** Control fields and information of what goes. */
function row(outbox: Outbox, window: number, receiveNumber = 0): string {
	const count = outbox.begin(SIZE, window);
	return Array.from({ length: count }, (_, i) => {
		const bytes = outbox.frame(i, SIZE, receiveNumber);
		const { control, information, segmented } = decodeHdlcFrame(bytes.subarray(1, bytes.length - 1));
		return `${toHex(Uint8Array.of(control))}${segmented ? 's' : ''} ${toHex(information)}`;
	}).join(', ');
}

describe('HDLC outbox', () => {
	it('cuts an APDU that ends with its last frame, and goes on with the next', () => {
		const outbox = new Outbox(ENDS, LLC_CLIENT);
		// With its LLC header two frames, to the last byte.
		outbox.add(new Uint8Array(13).fill(1));
		outbox.add(hex('02'));
		equal(outbox.frames(SIZE), 3);
		equal(row(outbox, 7, 5), 'a0s e6e6000101010101, a2 0101010101010101, b4 e6e60002');
		equal(outbox.acknowledge(2, SIZE), 2);
		equal(outbox.length, 1);
		equal(row(outbox, 7, 5), 'b4 e6e60002');
		equal(outbox.acknowledge(3, SIZE), 1);
		equal(`${outbox.length}, ${outbox.frames(SIZE)}, ${outbox.onItsWay}`, '0, 0, 0');
		throws(() => outbox.frame(0, SIZE, 0), /^HDLC: frame 0: expected one of 0 that wait$/);
	});

	it('takes no number of frames that are not on their way, and numbers modulo 8', () => {
		const outbox = new Outbox(ENDS, LLC_CLIENT);
		outbox.add(new Uint8Array(100));
		equal(outbox.acknowledge(1, SIZE), undefined);
		for (let number = 0; number < 12; number += 3) {
			outbox.begin(SIZE, 3);
			equal(outbox.acknowledge((number + 4) & 7, SIZE), undefined);
			equal(outbox.acknowledge((number + 3) & 7, SIZE), 3);
		}
		equal(outbox.sendNumber, 4);
		outbox.begin(SIZE, 7);
		outbox.clear();
		equal(outbox.acknowledge(5, SIZE), undefined);
		equal(outbox.length, 0);
	});

	it('gives up what has not begun, and nothing that has', () => {
		const outbox = new Outbox(ENDS, LLC_CLIENT);
		for (let i = 1; i < 4; i++) outbox.add(new Uint8Array(10).fill(i));
		row(outbox, 1);
		outbox.giveUp();
		equal(outbox.length, 1);
		equal(outbox.acknowledge(1, SIZE), 1);
		equal(row(outbox, 7), '12 0101010101');
	});
});

describe('HDLC APDUs on their way in', () => {
	it('are as long as may be, and have each byte of their LLC header', () => {
		for (const [length, isTaken] of [
			[19, true],
			[20, true],
			[21, false],
		] as const) {
			const incoming = new Incoming(LLC_CLIENT, 20);
			equal(incoming.add(hex('e6e600')) && incoming.add(new Uint8Array(length)), isTaken, `${length}`);
			if (isTaken) equal(incoming.take()!.length, length);
		}
		for (const wrong of ['e7e60001', 'e6e70001', 'e6e60101', 'e6e600']) {
			const incoming = new Incoming(LLC_CLIENT, 20);
			incoming.add(hex(wrong));
			equal(incoming.take(), undefined, wrong);
			equal(incoming.isUnderWay, false);
		}
	});

	it('are told in one byte up to 255, in two above', () => {
		const sizes = { transmit: 255, receive: 256, transmitWindow: 1, receiveWindow: 1 };
		bytesEqual(encodeParameters(sizes).subarray(0, 10), '818013 0501ff 06020100'.replace(/ /g, ''));
	});
});

describe('HDLC link of rows', () => {
	it('sends as many APDUs at once as have room in a row, one where there is no link', () => {
		const rig = new HdlcRig({ serverInformation: 100, clientInformation: 100, serverWindow: 7, clientWindow: 7 });
		equal(rig.server.atOnce(10), 1);
		rig.client.connect();
		rig.run(100);
		equal([1, 97, 98, 197, 198, 5000].map((length) => rig.server.atOnce(length)).join(), '7,7,3,3,2,1');
	});

	it('is busy with what it carries until it arrives, and not while the server is at its answer', () => {
		const rig = new HdlcRig({ serverWindow: 7, clientWindow: 7, mostApdus: 63, answer: () => undefined });
		equal(rig.client.isCarrying, false);
		rig.client.connect();
		equal(rig.client.isCarrying, false);
		rig.run(100);
		equal(rig.client.isCarrying, false);
		rig.isLost = (frame) => frame === '>10' && rig.controls.length < 3;
		rig.client.send(hex('01'));
		rig.run(2000);
		equal(rig.client.isCarrying, true);
		rig.run(2000);
		equal(rig.client.isCarrying, false, rig.controls.join(' '));
		rig.run(2500);
		equal(rig.client.isCarrying, false, rig.controls.join(' '));
	});
});
