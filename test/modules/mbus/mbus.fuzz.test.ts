import type { SeededRandom } from '../../../hal/virtual/random.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { openMode5 } from '../../../modules/mbus/encryption.js';
import { decodeMbusFrame, encodeMbusFrame, MbusStream } from '../../../modules/mbus/frame.js';
import { decodeHeader, encodeHeader } from '../../../modules/mbus/header.js';
import { bytesIn, decodeRecords, dibParts, encodeRecords, numberIn, textIn } from '../../../modules/mbus/record.js';
import { equal, hex, toHex } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { MBUS } from '../../vectors/mbus.js';

const DECODED = 200_000;
const STREAMED = 20_000;
const FRAME = hex(MBUS.worked);
const RECORDS = hex(`2F2F ${MBUS.oms.plain} 0D FD0C 03 434241 01 FC 03 4B4F57 3B 05 DA02 3B 1301 8B60 04 371802 0F AABB`);

function mutate(random: SeededRandom, seed: Uint8Array): Uint8Array {
	const way = random.below(6);
	const bytes = way === 0 ? new Uint8Array(random.below(40)) : seed.slice(0, way === 1 ? random.below(seed.length) : seed.length);
	if (way === 0) random.fill(bytes);
	for (let i = random.below(4); i > 0 && bytes.length > 0; i--) bytes[random.below(bytes.length)] = random.below(256);
	return bytes;
}

/** Whether it was taken; what it throws is a DecodeError. */
function takes(decode: () => void): boolean {
	try {
		decode();
		return true;
	} catch (error) {
		if (!(error instanceof DecodeError)) throw error;
		return false;
	}
}

describe('M-Bus fuzz', () => {
	it('decoding throws nothing but DecodeError, and what it takes it encodes as it was', () => {
		const random = fuzzRandom(20_261_130);
		const cipher = new PortableCipher();
		let frames = 0;
		let records = 0;
		for (let i = fuzzCount(DECODED); i > 0; i--) {
			const frame = tried(mutate(random, FRAME));
			if (takes(() => equal(toHex(encodeMbusFrame(decodeMbusFrame(frame))), toHex(frame)))) frames++;
			const bytes = tried(mutate(random, RECORDS));
			const taken = takes(() => {
				const { records: found, manufacturerData } = decodeRecords(bytes);
				for (const record of found) {
					numberIn(record);
					textIn(record);
					bytesIn(record);
					dibParts(record.dib);
				}
				equal(encodeRecords(found).length + manufacturerData.length <= bytes.length, true);
			});
			if (taken) records++;
			if (i % 16 !== 0) continue;
			takes(() => {
				const header = decodeHeader(bytes);
				equal(toHex(encodeHeader(header)), toHex(bytes.subarray(0, 12)));
				openMode5(cipher, new Uint8Array(16), header, bytes.subarray(12));
			});
		}
		equal(frames > 0 && records > 0, true, 'some are valid');
	});

	it('a stream of anything loses no frame that comes whole after a pause', () => {
		const random = fuzzRandom(20_261_201);
		let last = '';
		const stream = new MbusStream({
			onFrame: (frame) => {
				last = toHex(encodeMbusFrame(frame));
			},
			onError: () => {},
		});
		let now = 0;
		for (let i = fuzzCount(STREAMED); i > 0; i--) {
			stream.receive(tried(mutate(random, FRAME)), now);
			now += 300;
			stream.receive(FRAME, now);
			equal(last, toHex(FRAME));
			last = '';
			now += 300;
		}
	});
});
