/** Frames of Route A under general-ciphering and general-signing: every byte has its field, and what can be opened with the meter's keys is. */
import assert from 'node:assert/strict';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import type { CosemClient } from '../../../../modules/dlms/client/client.js';
import type { GeneralOptions } from '../../../../modules/dlms/client/client-options.js';
import { SecuritySuite } from '../../../../modules/dlms/security/ciphering.js';
import type { KeyChoice } from '../../../../modules/dlms/security/general-keys.js';
import { ClientSecurity } from '../../../../modules/dlms/security/security.js';
import { keysOfClient, type RouteAKeys } from '../../../../src/route-a/keys.js';
import { summaryOf } from '../../../../src/world/watch/frame-summary.js';
import { assertLikeCodecs, type Held } from '../../../modules/capture/fields/codecs.node.js';
import { assertParted, malformedOf } from '../../../modules/capture/fields/rig.node.js';
import { CLIENT_TITLE, MemoryCounters } from '../../../modules/dlms/device-rig.js';
import { CURVES, materialOf, withCurves } from '../../route-a/general-rig.node.js';
import { meter, newKeys, READING } from '../../route-a/route-a-rig.js';
import { WatchedRouteA } from './cosem-rig.js';

const ENERGY = { classId: 3, name: NAME.importEnergy, index: 2, selection: undefined };
const OBJECTS = { classId: 15, name: NAME.association, index: 2, selection: undefined };
const PDU = 500;
const CHOICES: readonly (KeyChoice | undefined)[] = ['identified', 'wrapped', 'one-pass', 'static', undefined];

function keysWith(suite: number, isOpen: boolean): RouteAKeys {
	const key = (fill: number) => new Uint8Array(suite === 2 ? 32 : 16).fill(fill);
	const clients = { [READING]: { encryption: key(1), authentication: key(2), suite } };
	return withCurves({ ...newKeys(), kek: key(3), broadcast: key(4), clients }, suite, isOpen);
}

function clientOf(watched: WatchedRouteA, way: 'byTcp' | 'byHdlc', keys: RouteAKeys, suite: number, general: GeneralOptions): CosemClient {
	const security = new ClientSecurity({
		...{ suite: new SecuritySuite(CURVES, suite), title: CLIENT_TITLE, keys: keysOfClient(keys, READING), policy: 3 },
		...{ counters: new MemoryCounters(), name: '', general: materialOf(suite, new SeededRandom(9)) },
	});
	return watched[way](READING, { security, general, maxPdu: PDU });
}

/** Reads a value and, in blocks, a long one. */
function readWith(client: CosemClient, watched: WatchedRouteA): Uint8Array {
	watched.asked<undefined>((done) => client.associate(done));
	watched.asked((done) => client.get(ENERGY, done));
	const list = watched.asked<Uint8Array | number>((done) => client.get(OBJECTS, done));
	watched.asked<undefined>((done) => client.release(done));
	return list as Uint8Array;
}

function assertFields(watched: WatchedRouteA): Held {
	const held: Held = new Map();
	for (const [i, dissection] of watched.dissections.entries()) {
		assertParted(dissection, `frame ${i + 1}`);
		assertLikeCodecs(dissection, `frame ${i + 1}`, held);
		assert.equal(malformedOf(dissection)?.value, undefined, `frame ${i + 1}`);
	}
	return held;
}

const infos = (watched: WatchedRouteA) => watched.frames.map((frame) => summaryOf(frame, watched.reader.read(frame), () => undefined).info);

describe('frames under general protection', () => {
	for (const suite of [0, 1, 2])
		for (const choice of CHOICES)
			for (const signed of choice === undefined ? ['signed'] : ['', 'signed', 'signed inside']) {
				if (suite === 0 && (choice === 'one-pass' || choice === 'static')) continue;
				it(`are parted and opened in suite ${suite}, ${choice ?? 'glo'}${signed === '' ? '' : `, ${signed}`}`, () => {
					const keys = keysWith(suite, true);
					const general = { choice, isSigned: signed !== '', isSignedInside: signed === 'signed inside' };
					for (const way of ['byTcp', 'byHdlc'] as const) {
						const { routeA } = meter({ keys: keysWith(suite, false), cipher: CURVES, maxSend: PDU });
						const watched = new WatchedRouteA(routeA.server, keys);
						const list = readWith(clientOf(watched, way, keys, suite, general), watched);
						assertFields(watched);
						const told = infos(watched);
						const tail = `(deciphered${signed === '' ? '' : ', signed'})`;
						assert.deepEqual(
							told.filter((info) => /^(glo-(?!Init)|general)/.test(info)),
							[],
						);
						assert.ok(told.filter((info) => info.startsWith(`Get-Request ${tail}`)).length > 2, told.join('\n'));
						assert.ok(told.some((info) => info.startsWith(`Get-Response ${tail}`)));
						const [joined] = watched.dissections.flatMap(({ sources }) => sources.filter(({ name }) => name === 'blocks together'));
						assert.deepEqual(joined?.bytes, list);
						watched.readings.settle();
						assert.deepEqual(
							watched.told.map(({ name, value }) => [name, value]),
							[[NAME.importEnergy, 12345]],
						);
					}
				});
			}

	it('stay closed where nobody else has the key: what the meter agreed on with its client', () => {
		const keys = keysWith(1, false);
		const { routeA } = meter({ keys, cipher: CURVES, maxSend: PDU });
		const watched = new WatchedRouteA(routeA.server, keys);
		readWith(clientOf(watched, 'byTcp', keys, 1, { choice: 'one-pass' }), watched);
		assertFields(watched);
		const told = infos(watched);
		assert.ok(told.some((info) => info.startsWith('Get-Request (deciphered)')));
		assert.equal(
			told.some((info) => info.startsWith('Get-Response')),
			false,
		);
		assert.ok(told.some((info) => info.startsWith('general-ciphering')));
	});
});
