import { deepEqual } from 'node:assert/strict';
import { NodeCipher } from '../../../hal/node/cipher.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { MECHANISM } from '../../../modules/dlms/apdu/acse.js';
import type { CosemClientOptions } from '../../../modules/dlms/client/client-options.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { mechanismWord, type Offer } from '../../../src/route-a/offers.js';
import { equal, hex } from '../../assert.js';
import { CLIENT_TITLE, Line, MANAGEMENT, MemoryCounters } from '../../modules/dlms/device-rig.js';
import { SCALARS } from '../../vectors/dlms-security.js';
import { get, keysOf, meter, newKeys, READING, securityOf } from './route-a-rig.js';

const cipher = new NodeCipher(new PortableCipher());
const SECRET = hex('3132333435363738');
const ALL: readonly Offer[] = ['lls', 'hls2', 'hls3', 'hls4', 'hls5', 'hls6', 'hls7'];
const SIGNATURES = { signatureKey: hex(SCALARS.clientSigning), peerSignatureKey: cipher.publicKey(hex(SCALARS.serverSigning))! };
const METER_KEY = hex(SCALARS.serverSigning);
const KEYLESS = 5;

function keysWith(offers: readonly Offer[], client: number): RouteAKeys {
	const terms = { offers, secret: SECRET, signatureKey: cipher.publicKey(SIGNATURES.signatureKey)! };
	const keys = newKeys({ signatureKey: METER_KEY });
	const own = keys.clients[client];
	return own === undefined ? { ...keys, keyless: { [client]: terms } } : { ...keys, clients: { ...keys.clients, [client]: { ...own, ...terms } } };
}

function optionsOf(mechanism: number): Partial<CosemClientOptions> {
	if (mechanism === MECHANISM.low) return { password: SECRET };
	if (mechanism === MECHANISM.highGmac) return {};
	return { hls: { mechanism, credentials: { cipher, title: CLIENT_TITLE, secret: SECRET, ...SIGNATURES } } };
}

describe('a client that is offered other ways to prove itself', () => {
	it('comes by hls7 on P-384, too, and by no key of another curve', () => {
		const [own, meterKey] = [0x21, 0x11].map((byte) => new Uint8Array(48).fill(byte)) as [Uint8Array, Uint8Array];
		const told = keysWith(['hls7'], MANAGEMENT);
		const row = { ...told.clients[MANAGEMENT]!, signatureKey: cipher.publicKey(own)! };
		const { routeA, keys } = meter({ keys: { ...told, signatureKey: meterKey, clients: { ...told.clients, [MANAGEMENT]: row } }, cipher });
		const counters = new MemoryCounters();
		for (const [signatureKey, peerSignatureKey, expected] of [
			[own, cipher.publicKey(meterKey)!, true],
			[own, SIGNATURES.peerSignatureKey, false],
			[SIGNATURES.signatureKey, cipher.publicKey(meterKey)!, false],
		] as const) {
			const hls = { mechanism: MECHANISM.highEcdsa, credentials: { cipher, title: CLIENT_TITLE, signatureKey, peerSignatureKey } };
			const line = new Line(routeA.server, MANAGEMENT, { hls, security: securityOf(keysOf(keys, MANAGEMENT), counters) });
			equal(line.associate() === 'ok', expected);
			if (expected) equal(line.requests[1]!.length > 96, true, 'r and s of 48 bytes');
		}
	});

	for (const offer of ALL) {
		const mechanism = ALL.indexOf(offer) + 1;

		it(`comes with keys by ${offer}, and by nothing else`, () => {
			const { routeA, keys } = meter({ keys: keysWith([offer], MANAGEMENT), cipher });
			equal(mechanismWord(mechanism), offer);
			const counters = new Map<string, number>();
			const store = { read: (name: string) => counters.get(name), write: (name: string, value: number) => void counters.set(name, value) };
			for (const [i, other] of ALL.entries()) {
				const security = securityOf(keysOf(keys, MANAGEMENT), store);
				const line = new Line(routeA.server, MANAGEMENT, { ...optionsOf(i + 1), security });
				equal(line.associate() === 'ok', other === offer, other);
				if (other !== offer) continue;
				equal(line.association.mechanism, mechanism);
				// Rights are the client's, and its requests ciphered as always.
				equal(typeof get(line, 17, 0x0000290000ff, 2), 'object');
				equal(line.requests[line.requests.length - 1]![0], 0xc8);
			}
		});

		if (offer !== 'hls5')
			it(`comes without keys by ${offer}, and reads as the reading client does`, () => {
				const { routeA, lines } = meter({ keys: keysWith([offer], KEYLESS), cipher });
				const line = new Line(routeA.server, KEYLESS, optionsOf(mechanism));
				equal(line.associate(), 'ok');
				equal(typeof get(line, 3, 0x0100010800ff, 2), 'object');
				equal(get(line, 64, 0x00002b0000ff, 2), 11);
				equal(line.requests[line.requests.length - 1]![0], 0xc0);
				let result = -1;
				line.set({ classId: 8, name: 0x0000010000ff, index: 2, selection: undefined }, hex('090c07ea0b1607 0c000000 fde400'), (_, told) => {
					result = told ?? -1;
				});
				equal(result, 3);
				equal(new Line(routeA.server, KEYLESS).associate() === 'ok', false);
				deepEqual(
					lines.filter((text) => text.includes('not')),
					[],
					'log',
				);
			});
	}

	it('has the rights of its role without keys, too', () => {
		const { [MANAGEMENT]: _, ...clients } = newKeys().clients;
		const keys = { ...newKeys({ clients }), keyless: { [MANAGEMENT]: { offers: ['lls' as const], secret: SECRET } } };
		const { routeA, clock } = meter({ keys });
		const line = new Line(routeA.server, MANAGEMENT, { password: SECRET });
		equal(line.associate(), 'ok');
		let result = -1;
		line.set({ classId: 8, name: 0x0000010000ff, index: 2, selection: undefined }, hex('090c07ea0c0102 0c000000 fde400'), (_error, told) => {
			result = told ?? -1;
		});
		equal(result, 0);
		equal(new Date(clock.now() + 9 * 3600_000).toISOString().slice(0, 10), '2026-12-01');
	});

	it('is not offered what this platform cannot, and is told of it', () => {
		const { routeA, lines } = meter({ keys: keysWith(ALL, READING), cipher: new PortableCipher() });
		const served = routeA.server.options.clients.find(({ id }) => id === READING)!;
		deepEqual([served.mechanism, ...served.otherMechanisms!], [MECHANISM.low, MECHANISM.high, MECHANISM.highGmac, MECHANISM.highSha256]);
		for (const word of ['hls3', 'hls4', 'hls7'])
			equal(
				lines.some((text) => text.startsWith(`client ${READING} is not offered ${word}: `)),
				true,
				word,
			);
	});

	it('is not served if nothing is left to prove itself by, and is told of it', () => {
		const { routeA, lines } = meter({ keys: keysWith(['hls3'], KEYLESS) });
		equal(routeA.server.connect(KEYLESS), undefined);
		equal(
			lines.some((text) => text === `client ${KEYLESS} has nothing to prove itself by: it is not served`),
			true,
		);
	});

	it('is not the public client, nor the pre-established one', () => {
		const terms = { offers: ['lls' as const], secret: SECRET };
		const { routeA, lines } = meter({ keys: { ...newKeys(), keyless: { 16: terms, 102: terms } } });
		const served = routeA.server.options.clients;
		deepEqual(
			served.map(({ id }) => id),
			[16, 1, 2, 102],
			'clients',
		);
		equal(
			served.some(({ credentials }) => credentials !== undefined),
			false,
		);
		equal(lines.filter((text) => text.includes('which its role does without')).length, 2);
	});
});

describe('the public client', () => {
	it('writes nothing and calls nothing, whatever it asks for, nor does a client that has proved nothing', () => {
		const { routeA, clock } = meter({ keys: keysWith(ALL, KEYLESS), cipher });
		const before = clock.now();
		const values = ['00', '0900', '1600', '0f00', '090c07ea0c0102 0c000000 fde400', '0600000000', '0300', '0100', '0200'];
		for (const client of [16, MANAGEMENT, READING, KEYLESS]) {
			const line = new Line(routeA.server, client);
			line.record = false;
			line.associate();
			for (const { type, name } of routeA.server.options.device.objects)
				for (const value of values) {
					for (let index = -1; index <= type.attributes + 2; index++) {
						let result: unknown;
						line.set({ classId: type.classId, name, index, selection: undefined }, hex(value), (error, told) => {
							result = error ?? told;
						});
						equal(result === 0 || result === undefined, false, `set ${client} ${name.toString(16)}:${index}`);
					}
					for (let index = -1; index <= type.methods + 2; index++) {
						let result: unknown;
						line.act({ classId: type.classId, name, index }, hex(value), (error, told) => {
							result = error ?? told?.result;
						});
						equal(result === 0 || result === undefined, false, `act ${client} ${name.toString(16)}/${index}`);
					}
				}
		}
		equal(clock.now(), before);
		equal(routeA.eventCode, 0);
	});
});
