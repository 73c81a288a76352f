import assert from 'node:assert/strict';
import { dissect, type FrameKind, type Opener } from '../../../../modules/capture/fields/dissect.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { writeFcs } from '../../../../modules/ieee802154/fcs.js';
import { LinkOpener } from '../../../../src/world/watch/link-opener.js';
import { hex } from '../../../assert.js';
import { ACCESS, ACSE, GENERAL_BLOCK, HDLC, PUSH, SUITE0, XDLMS } from '../../../vectors/cosem.js';
import { GENERAL } from '../../../vectors/dlms-security.js';
import * as ECHONET from '../../../vectors/echonet-lite.js';
import { LINK_KEY, LINK_KEY_INDEX, SESSION } from '../../../vectors/ieee802154.js';
import { FRAMES } from '../../../vectors/j11.js';
import * as SIXLOWPAN from '../../../vectors/sixlowpan.js';
import * as SKSTACK from '../../../vectors/skstack.js';
import { assertLikeCodecs, type Held } from './codecs.node.js';
import { assertParted, malformedOf } from './rig.node.js';

interface Vector {
	readonly name: string;
	readonly kind: FrameKind;
	readonly bytes: Uint8Array;
	readonly opener?: Opener;
	/** What its datagrams carry is made up. */
	readonly carriesNothing?: true;
}

const KEYS = [{ key: hex(LINK_KEY), index: LINK_KEY_INDEX }];
const OPENER = new LinkOpener(new PortableCipher(), () => KEYS);

function withFcs(psdu: Uint8Array): Uint8Array {
	const whole = new Uint8Array(psdu.length + 2);
	whole.set(psdu);
	writeFcs(whole, 2);
	return whole;
}

/** A data frame between the two ends of a vector that carries this 6LoWPAN payload. */
function inFrame(payload: string, source: string, destination: string): Uint8Array {
	const reversed = (eui64: string) => hex(eui64).reverse();
	return withFcs(Uint8Array.from([0x41, 0xdc, 1, 0x88, 0x88, ...reversed(destination), ...reversed(source), ...hex(payload)]));
}

const cosem = (texts: Readonly<Record<string, string>>, kind: FrameKind): Vector[] =>
	Object.entries(texts).map(([name, text]) => ({ name, kind, bytes: hex(text) }));
const { notificationWrapped, ...xdlms } = XDLMS;
const { plain: _plain, header: _header, ...protection } = GENERAL;
const { uaParameters: _ua, twoByteParameters: _two, modeEAcknowledgement: _mode, ...hdlc } = HDLC;
const iphc = Object.entries(SIXLOWPAN.IPHC_CASES).map(
	([name, { compressed }]): Vector => ({
		name,
		kind: 'ieee802154',
		bytes: inFrame(compressed, SIXLOWPAN.METER_EUI64, SIXLOWPAN.HEMS_EUI64),
		opener: OPENER,
		carriesNothing: true,
	}),
);
const VECTORS: readonly Vector[] = [
	...SESSION.map(
		({ name, psdu }): Vector => ({
			name,
			kind: 'ieee802154',
			bytes: withFcs(hex(psdu)),
			opener: OPENER,
			...(name === 'long secured' && { carriesNothing: true }),
		}),
	),
	...iphc,
	...Object.entries(ECHONET)
		.filter(([name, value]) => typeof value === 'string' && value.startsWith('1081') && name !== 'HISTORY_VALUES')
		.map(([name, value]): Vector => ({ name, kind: 'echonetLite', bytes: hex(value as string) })),
	...FRAMES.map(([name, , frame]): Vector => ({ name, kind: 'j11', bytes: hex(frame) })),
	...cosem(ACSE, 'apdu'),
	...cosem(xdlms, 'apdu'),
	...cosem(ACCESS, 'apdu'),
	...cosem(GENERAL_BLOCK, 'apdu'),
	...cosem(protection, 'apdu'),
	...cosem({ gloGetRequest: SUITE0.gloGetRequest, generalGlo: SUITE0.generalGlo, initiateRequest: SUITE0.initiateRequest, push: PUSH.plain }, 'apdu'),
	...cosem({ notificationWrapped, pushWrapped: PUSH.wrapped }, 'wrapper'),
	...cosem(hdlc, 'hdlc'),
];

const FLIPS = Object.freeze([0xff, 0x80, 0x01]);

describe('the fields of all vectors', () => {
	const held: Held = new Map();

	for (const { name, kind, bytes, opener, carriesNothing } of VECTORS) {
		it(`tell what the codecs tell, and part the bytes of ${name}`, () => {
			const dissection = dissect(kind, bytes, opener);
			assertParted(dissection, name);
			assertLikeCodecs(dissection, name, held);
			if (!carriesNothing) assert.equal(malformedOf(dissection)?.value, undefined);
		});
	}

	it('tell of each of its first bytes alone, and of each byte changed, without an error', () => {
		for (const { name, kind, bytes, opener } of VECTORS) {
			for (let length = 0; length < bytes.length; length++) {
				const dissection = dissect(kind, bytes.subarray(0, length), opener);
				assertParted(dissection, `${name}, ${length} bytes`);
				assertLikeCodecs(dissection, `${name}, ${length} bytes`, held);
			}
			for (let at = 0; at < bytes.length; at++) {
				const changed = bytes.slice();
				changed[at]! ^= FLIPS[at % FLIPS.length]!;
				const dissection = dissect(kind, changed, opener);
				assertParted(dissection, `${name}, byte ${at}`);
				assertLikeCodecs(dissection, `${name}, byte ${at}`, held);
			}
		}
	});

	it('were held against every codec', () => {
		const layers = [
			'IEEE 802.15.4',
			'IEEE 802.15.4 payload',
			'6LoWPAN',
			'IPv6',
			'UDP',
			'PANA',
			'EAP',
			'ECHONET Lite',
			'DLMS wrapper',
			'HDLC',
			'COSEM',
		];
		assert.deepEqual(
			layers.filter((protocol) => !held.has(protocol)),
			[],
		);
	});
});

describe('the fields of bytes in a Buffer, whose slices are views', () => {
	it('leave them as they are', () => {
		const frame = Buffer.from(withFcs(hex(SESSION[0]!.psdu)));
		const before = frame.toString('hex');
		dissect('ieee802154', frame, OPENER);
		assert.equal(frame.toString('hex'), before);
	});
});

describe('the fields of lines at a dongle', () => {
	it('part each line of a dialogue into its words', () => {
		const lines = [
			`SKSENDTO 1 ${SKSTACK.METER} 0E1A 1 000E `,
			`ERXUDP ${SKSTACK.METER} ${SKSTACK.OWN} 0E1A 0E1A ${SKSTACK.METER_MAC} 1 0012 ${SKSTACK.POWER}`,
			`EVENT 21 ${SKSTACK.METER} 00`,
			'OK',
			'  PAN ID:8888 ',
			'',
		];
		for (const line of lines) {
			const bytes = Uint8Array.from(line, (character) => character.charCodeAt(0));
			const dissection = dissect('line', bytes);
			assertParted(dissection, line);
			assert.equal(malformedOf(dissection), undefined);
		}
	});

	it('show the ECHONET Lite frame that a SKSENDTO carries', () => {
		const head = Uint8Array.from(`SKSENDTO 1 ${SKSTACK.METER} 0E1A 1 000E `, (character) => character.charCodeAt(0));
		const payload = hex(SKSTACK.GET_POWER);
		const dissection = dissect('line', Uint8Array.from([...head, ...payload]), {}, payload.length);
		assertParted(dissection, 'SKSENDTO');
		assert.deepEqual(
			dissection.layers.map(({ protocol }) => protocol),
			['SKSTACK-IP', 'ECHONET Lite'],
		);
	});
});
