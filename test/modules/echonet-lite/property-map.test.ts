import { decodePropertyMap, encodePropertyMap } from '../../../modules/echonet-lite/property-map.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';
import { GEN1_READABLE, GEN1_READABLE_MAP } from '../../vectors/echonet-lite.js';

describe('ECHONET Lite property map', () => {
	it('decodes the bitmap of a real meter', () => equal(decodePropertyMap(hex(GEN1_READABLE_MAP)).join(), GEN1_READABLE.join()));

	it('encodes it to the same bytes, from any order', () => bytesEqual(encodePropertyMap([...GEN1_READABLE].reverse()), GEN1_READABLE_MAP));

	it('is a list below 16 properties', () => {
		bytesEqual(encodePropertyMap([0x88, 0x80, 0x81]), '03 808188');
		bytesEqual(encodePropertyMap([]), '00');
		equal(decodePropertyMap(hex('03 8180 88')).join(), '128,129,136');
	});

	it('changes its form at 16', () => {
		const epcs = Array.from({ length: 16 }, (_, i) => 0x80 + 8 * i);
		equal(encodePropertyMap(epcs.slice(1)).length, 16);
		const map = encodePropertyMap(epcs);
		bytesEqual(map, '10 ff00000000000000 ff00000000000000');
		equal(decodePropertyMap(map).join(), epcs.join());
	});

	it('holds all 128 properties there can be', () => {
		const all = Array.from({ length: 128 }, (_, i) => 0x80 + i);
		bytesEqual(encodePropertyMap(all), `80 ${'ff'.repeat(16)}`);
		equal(decodePropertyMap(encodePropertyMap(all)).length, 128);
	});

	it('refuses every truncation of both forms', () => {
		for (const text of [GEN1_READABLE_MAP, '03 808188']) {
			const whole = hex(text);
			for (let length = 0; length < whole.length; length++)
				throws(() => decodePropertyMap(whole.subarray(0, length)), /^ECHONET Lite property map: at byte/);
		}
	});

	it('refuses a bitmap whose bits are not as many as it says, and bytes behind it', () => {
		throws(() => decodePropertyMap(hex(`1a ${GEN1_READABLE_MAP.slice(3)}`)), /expected 26 bits set, found 25/);
		throws(() => decodePropertyMap(hex('01 80 81')), /expected the end, found 1 more/);
	});

	it('refuses to encode what no map can say', () => {
		throws(() => encodePropertyMap([0x7f]), /expected EPCs from 0x80 to 0xff, got 0x7f/);
		throws(() => encodePropertyMap([0x80, 0x80]), /expected EPC 0x80 once, got it twice/);
	});
});
