/** What a platform's cipher may lack: for each, what the meter does not offer then, and that it answers all else rightly. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import { RamFlash } from '../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import type { GeneralOptions } from '../../../modules/dlms/client/client-options.js';
import { SecuritySuite } from '../../../modules/dlms/security/ciphering.js';
import { ClientSecurity } from '../../../modules/dlms/security/security.js';
import { CERTIFICATE_SECTORS } from '../../../src/route-a/certificates/certificate-memory.js';
import { keysOfClient, type RouteAKeys } from '../../../src/route-a/keys.js';
import { mechanismWord, type Offer } from '../../../src/route-a/offers.js';
import { equal } from '../../assert.js';
import { CLIENT_TITLE, Line, MANAGEMENT, MemoryCounters } from '../../modules/dlms/device-rig.js';
import { CURVES, materialOf } from './general-rig.node.js';
import { type Meter, meter, newKeys } from './route-a-rig.js';
import { setupKeys } from './setup-rig.node.js';

type Optional = 'aes256' | 'sha384' | 'md5' | 'sha1' | 'publicKey' | 'sign' | 'verify' | 'agree';

/** What there is where nothing lacks: mechanisms, version and methods of class 64, ways of general protection that are answered. */
interface Offered {
	readonly mechanisms: string;
	readonly setup: string;
	readonly general: string;
}

const MECHANISMS: readonly Offer[] = ['lls', 'hls2', 'hls3', 'hls4', 'hls5', 'hls6', 'hls7'];
const WAYS: Readonly<Record<string, GeneralOptions>> = {
	identified: { choice: 'identified' },
	wrapped: { choice: 'wrapped' },
	'one-pass': { choice: 'one-pass' },
	static: { choice: 'static' },
	signed: { isSigned: true },
	'signed inside': { choice: 'identified', isSigned: true, isSignedInside: true },
};
const ALL: Offered = {
	mechanisms: 'lls hls2 hls3 hls4 hls5 hls6 hls7',
	setup: '1/11111111',
	general: 'identified wrapped one-pass static signed signed inside',
};
const NO_CURVES = { setup: '0/11', general: 'identified wrapped signed signed inside' };
const NO_SIGNATURES = { mechanisms: 'lls hls2 hls3 hls4 hls5 hls6', setup: '0/11', general: 'identified wrapped' };
/** Changes by suite: 0 has no curves, and no general protection here; undefined: its clients are not served. */
const LACKING: Readonly<Record<Optional, readonly [suite0: Partial<Offered>, suite1: Partial<Offered>, suite2: Partial<Offered> | undefined]>> = {
	aes256: [{}, {}, undefined],
	sha384: [{}, {}, NO_CURVES],
	md5: [{ mechanisms: 'lls hls2 hls4 hls5 hls6' }, { mechanisms: 'lls hls2 hls4 hls5 hls6 hls7' }, { mechanisms: 'lls hls2 hls4 hls5 hls6 hls7' }],
	sha1: [{ mechanisms: 'lls hls2 hls3 hls5 hls6' }, { mechanisms: 'lls hls2 hls3 hls5 hls6 hls7' }, { mechanisms: 'lls hls2 hls3 hls5 hls6 hls7' }],
	publicKey: [{}, NO_CURVES, NO_CURVES],
	sign: [{}, NO_SIGNATURES, NO_SIGNATURES],
	verify: [{}, NO_SIGNATURES, NO_SIGNATURES],
	agree: [{}, NO_CURVES, NO_CURVES],
};

function without(lacking: Optional | undefined): Cipher {
	return new Proxy(CURVES, {
		get: (cipher: Cipher, name) => {
			const member: unknown = name === lacking ? undefined : Reflect.get(cipher, name);
			return typeof member === 'function' ? member.bind(cipher) : member;
		},
	});
}

function keysOf(suite: number): RouteAKeys {
	const keys = suite === 0 ? newKeys() : setupKeys(suite);
	const offers: readonly Offer[] = [...MECHANISMS, ...(suite > 0 ? (['general'] as const) : [])];
	return { ...keys, clients: { ...keys.clients, [MANAGEMENT]: { ...keys.clients[MANAGEMENT]!, offers, secret: new Uint8Array(16).fill(3) } } };
}

/** The clock, asked by a client that lacks nothing: `ok`, or what came instead. */
function asked({ routeA, keys }: Meter, suite: number, counters: MemoryCounters, general?: GeneralOptions): string {
	const material = suite > 0 ? materialOf(suite, new SeededRandom(9)) : undefined;
	const security = new ClientSecurity({
		...{ suite: new SecuritySuite(CURVES, suite), title: CLIENT_TITLE, keys: keysOfClient(keys, MANAGEMENT), policy: 0, counters, name: 'c' },
		...(material && { general: material, agreement: material }),
	});
	const line = new Line(routeA.server, MANAGEMENT, { security, ...(general && { general }) });
	const told = line.associate();
	if (told !== 'ok') return told;
	let outcome = 'no answer';
	line.get({ classId: 8, name: NAME.clock, index: 2, selection: undefined }, (error, value) => {
		outcome = error?.text ?? (typeof value === 'object' ? 'ok' : `result ${value}`);
	});
	return outcome;
}

function offered(of: Meter, suite: number): Offered | undefined {
	const { clients, device } = of.routeA.server.options;
	const served = clients.find(({ id }) => id === MANAGEMENT);
	if (served === undefined) return undefined;
	const at = device.objects.findIndex(({ name }) => name === NAME.securitySetup);
	const counters = new MemoryCounters();
	const ways = Object.entries(suite === 0 ? {} : WAYS).filter(([word, general]) => {
		const told = asked(of, suite, counters, general);
		// Refused before it is done, and not left without an answer.
		if (told !== 'ok') equal(told, 'the server refused: service not supported', word);
		return told === 'ok';
	});
	equal(asked(of, suite, counters), 'ok');
	return {
		mechanisms: [served.mechanism, ...(served.otherMechanisms ?? [])].map(mechanismWord).join(' '),
		setup: `${device.objects[at]!.type.version}/${device.rights[at]![MANAGEMENT]!.methods}`,
		general: ways.map(([word]) => word).join(' '),
	};
}

const SUITE_0: Offered = { mechanisms: 'lls hls2 hls3 hls4 hls5 hls6', setup: '0/11', general: '' };

function made(lacking: Optional | undefined, suite: number): Meter {
	return meter({ keys: keysOf(suite), cipher: without(lacking), certificateFlash: new RamFlash(CERTIFICATE_SECTORS) });
}

describe('a platform whose cipher lacks nothing', () => {
	for (const suite of [0, 1, 2])
		it(`offers all of suite ${suite}`, () =>
			equal(JSON.stringify(offered(made(undefined, suite), suite)), JSON.stringify(suite === 0 ? SUITE_0 : ALL)));
});

for (const [lacking, changes] of Object.entries(LACKING) as [Optional, (typeof LACKING)[Optional]][]) {
	describe(`a platform whose cipher lacks ${lacking}`, () => {
		for (const [suite, change] of changes.entries()) {
			it(`offers what it can of suite ${suite}, and tells what it cannot`, () => {
				const of = made(lacking, suite);
				const expected = change && { ...(suite === 0 ? SUITE_0 : ALL), ...change };
				equal(JSON.stringify(offered(of, suite)), JSON.stringify(expected));
				if (expected === undefined) {
					equal(of.lines.includes(`client ${MANAGEMENT} has keys of suite ${suite}, which this platform cannot: it is not served`), true);
					const at = of.routeA.server.options.device.objects.findIndex(({ name }) => name === NAME.securitySetup);
					equal(of.routeA.server.options.device.objects[at]!.type.version, 0, 'version of class 64');
					return;
				}
				for (const mechanism of MECHANISMS) {
					const isTold = of.lines.some((line) => line.startsWith(`client ${MANAGEMENT} is not offered ${mechanism}: `));
					equal(isTold, !expected.mechanisms.split(' ').includes(mechanism), mechanism);
				}
			});
		}
	});
}
