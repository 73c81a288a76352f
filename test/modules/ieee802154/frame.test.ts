import {
	BROADCAST,
	decodeFrame,
	encodeFrame,
	type Frame,
	FrameType,
	FrameVersion,
	headerLength,
	splitPayload,
} from '../../../modules/ieee802154/frame.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { ANNEX_C, frameNamed, HEMS, METER, SESSION } from '../../vectors/ieee802154.js';

const PAN_ID = 0x8888;

function addressText(address: number | Uint8Array | undefined): string {
	return typeof address === 'object' ? toHex(address) : String(address);
}

describe('IEEE 802.15.4 frame', () => {
	for (const { name, psdu } of SESSION) {
		it(`decodes and encodes to the same bytes: ${name} ${psdu.slice(4, 6)}`, () => {
			const frame = decodeFrame(hex(psdu));
			bytesEqual(encodeFrame(frame), psdu);
			equal(headerLength(frame), frame.headerLength);
		});
	}

	for (const { name, header, open, sealed } of ANNEX_C) {
		it(`decodes and encodes to the same bytes: Annex ${name}`, () => {
			const bytes = hex(header + open + sealed);
			const frame = decodeFrame(bytes);
			equal(frame.headerLength, hex(header).length);
			bytesEqual(encodeFrame(frame), toHex(bytes));
		});
	}

	it('refuses every truncation that ends in the header', () => {
		for (const { psdu } of SESSION) {
			const whole = hex(psdu);
			const { headerLength: end, headerElements } = decodeFrame(whole);
			const last = headerElements ? end - 2 : end;
			for (let length = 0; length < last; length++) throws(() => decodeFrame(whole.subarray(0, length)), /^IEEE 802\.15\.4: at byte \d+: expected/);
		}
	});

	it('tells the fields of a data frame of version 1', () => {
		const frame = decodeFrame(hex(frameNamed('PCI')));
		equal(frame.type, FrameType.data);
		equal(frame.version, FrameVersion.v2006);
		equal(frame.ackRequest, true);
		equal(frame.framePending, false);
		equal(frame.sequence, 0x0a);
		equal(frame.destinationPan, PAN_ID);
		equal(addressText(frame.destination), METER);
		equal(frame.sourcePan, undefined);
		equal(addressText(frame.source), HEMS);
		equal(frame.security, undefined);
		equal(toHex(frame.payload).slice(0, 8), '7e33f002');
	});

	it('tells the fields of a secured broadcast', () => {
		const { security, destination, ackRequest } = decodeFrame(hex(frameNamed('INF mcast')));
		equal(destination, BROADCAST);
		equal(ackRequest, false);
		equal(security?.level, 5);
		equal(security?.frameCounter, 2);
		equal(security?.keyIndex, 1);
		equal(security?.keySource, undefined);
	});

	it('parts payload IEs from what follows them', () => {
		const { elements, content } = splitPayload(decodeFrame(hex(frameNamed('EBR'))));
		equal(elements.length, 2);
		bytesEqual(content, '07');
	});

	it('of version 2 may have no sequence number', () => {
		// Data, suppressed sequence number, short to short with one PAN ID.
		const psdu = '41a9 8888 0100 0200 ff';
		const frame = decodeFrame(hex(psdu));
		equal(frame.sequence, undefined);
		equal(frame.destination, 1);
		equal(frame.source, 2);
		bytesEqual(encodeFrame(frame), psdu);
	});

	it('stops header IEs that have no termination before the MIC', () => {
		// Level 1, MIC of 4 bytes behind one vendor header IE of 1 byte.
		const frame = decodeFrame(hex('49ee 01 1111111111111111 2222222222222222 09 01000000 01 0100 aa 01020304'));
		equal(frame.headerElements?.length, 1);
		bytesEqual(frame.payload, '01020304');
	});

	it('leaves room behind the payload', () => {
		const frame = decodeFrame(hex(frameNamed('BR')));
		bytesEqual(encodeFrame(frame, 2), `${frameNamed('BR')}0000`);
	});

	it('refuses what it cannot read, and says why', () => {
		throws(() => decodeFrame(hex('0500 01')), /at byte 0: expected a beacon, data, ack or command frame, found type 5 \(multipurpose\)/);
		throws(() => decodeFrame(hex('0600 01')), /found type 6 \(fragment\)/);
		throws(() => decodeFrame(hex('0700 01')), /found type 7 \(extended\)/);
		throws(() => decodeFrame(hex('0400 01')), /found reserved type 4/);
		throws(() => decodeFrame(hex('0130 01')), /at byte 1: expected frame version 0, 1 or 2, found 3/);
		throws(() => decodeFrame(hex('0900 01')), /at byte 1: expected frame version 1 or 2 with security enabled, found 0/);
		throws(() => decodeFrame(hex('0104 01')), /at byte 1: expected addressing mode 0, 2 or 3, found 1/);
		throws(() => decodeFrame(hex('0140 01')), /at byte 1: expected addressing mode 0, 2 or 3, found 1/);
	});

	it('refuses to encode a header that no frame has', () => {
		const frame: Frame = { type: FrameType.data, version: FrameVersion.v2006, sequence: 1, source: 2, payload: new Uint8Array(0) };
		throws(() => encodeFrame(frame), /PAN IDs: expected the source for these addresses, got none/);
		throws(() => encodeFrame({ ...frame, sourcePan: 1, sequence: undefined }), /expected a sequence number in version 1, got none/);
		throws(() => encodeFrame({ ...frame, sourcePan: 1, headerElements: [] }), /expected no IEs in version 1, got some/);
	});
});

describe('IEEE 802.15.4 PAN ID presence', () => {
	// IEEE 802.15.4-2015 table 7-2, and -2006 §7.2.1.1.5 where both addresses are there: destination mode, source mode, compression, PAN IDs.
	const rows2015 = [
		'n n 0 -',
		'n n 1 d',
		'x n 0 d',
		'x n 1 -',
		's n 0 d',
		's n 1 -',
		'n x 0 s',
		'n x 1 -',
		'n s 0 s',
		'n s 1 -',
		'x x 0 d',
		'x x 1 -',
	];
	const rowsOfShort2015 = ['s s 0 ds', 's s 1 d', 's x 0 ds', 's x 1 d', 'x s 0 ds', 'x s 1 d'];
	const rows2006 = [
		'n n 0 -',
		'x n 0 d',
		's n 0 d',
		'n x 0 s',
		'n s 0 s',
		'x x 0 ds',
		'x x 1 d',
		's s 0 ds',
		's s 1 d',
		's x 0 ds',
		's x 1 d',
		'x s 1 d',
	];

	function check(version: number, row: string): void {
		const [destination, source, compression, panIds] = row.split(' ') as [string, string, string, string];
		const address = (mode: string) => (mode === 'n' ? undefined : mode === 's' ? 0x1234 : hex(METER));
		const frame: Frame = {
			type: FrameType.data,
			version,
			sequence: 1,
			panIdCompression: compression === '1',
			destination: address(destination),
			destinationPan: panIds.includes('d') ? 0xaaaa : undefined,
			source: address(source),
			sourcePan: panIds.includes('s') ? 0xbbbb : undefined,
			payload: new Uint8Array(0),
		};
		const decoded = decodeFrame(encodeFrame(frame));
		equal(decoded.destinationPan, frame.destinationPan, row);
		equal(decoded.sourcePan, frame.sourcePan, row);
		equal(addressText(decoded.destination), addressText(frame.destination), row);
		equal(addressText(decoded.source), addressText(frame.source), row);
	}

	it('of version 2', () => {
		for (const row of [...rows2015, ...rowsOfShort2015]) check(FrameVersion.v2015, row);
	});

	it('of versions 0 and 1', () => {
		for (const row of rows2006) {
			check(FrameVersion.v2003, row);
			check(FrameVersion.v2006, row);
		}
	});
});
