import { NodeCipher } from '../../../hal/node/cipher.js';
import type { Store } from '../../../hal/ports/store.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import type { CosemClientOptions } from '../../../modules/dlms/client/client-options.js';
import { SecuritySuite } from '../../../modules/dlms/security/ciphering.js';
import { ClientSecurity, type Keys } from '../../../modules/dlms/security/security.js';
import { keysOfClient, type RouteAKeys } from '../../../src/route-a/keys.js';
import { equal, hex, throws, toHex } from '../../assert.js';
import { answerTo, CLIENT_TITLE, Line, MANAGEMENT, MemoryCounters } from '../../modules/dlms/device-rig.js';
import { bytesIn, get, MemoryStore, type Meter, meter, newKeys, numberIn, PRE_ESTABLISHED, READING } from './route-a-rig.js';

const cipher = new NodeCipher(new PortableCipher());
const key = (fill: number, length: number) => new Uint8Array(length).fill(fill);

function keysWith(suite: number, clients: readonly number[] = [MANAGEMENT, READING, PRE_ESTABLISHED]): RouteAKeys {
	const length = suite === 2 ? 32 : 16;
	return {
		...newKeys(),
		kek: key(0xf0, length),
		broadcast: key(0xb0, length),
		clients: Object.fromEntries(
			clients.map((client) => [client, { encryption: key(client, length), authentication: key(client + 1, length), suite }]),
		),
	};
}

function securityWith(suite: number, keys: Keys, counters = new MemoryCounters()): ClientSecurity {
	return new ClientSecurity({ suite: new SecuritySuite(cipher, suite), title: CLIENT_TITLE, keys, policy: 3, counters, name: 'c' });
}

function lineTo(
	{ routeA, keys }: Meter,
	client: number,
	suite: number,
	options: Partial<CosemClientOptions> & { readonly keys?: Keys; readonly first?: number } = {},
): Line {
	const counters = new MemoryCounters();
	const { keys: told = keysOfClient(keys, client), first = 1, ...more } = options;
	counters.write('tc', first);
	return new Line(routeA.server, client, { security: securityWith(suite, told, counters), ...more });
}

function transfer(line: Line, kek: Uint8Array, keys: readonly (readonly [number, Uint8Array])[]): number {
	const w = new DataWriter().array(keys.length);
	for (const [id, value] of keys) w.structure(2).enum(id).octetString(cipher.keyWrap(kek, value));
	let result = -1;
	line.act({ classId: 64, name: NAME.securitySetup, index: 2 }, w.copy(), (_, outcome) => {
		result = outcome?.result ?? -1;
	});
	return result;
}

for (const suite of [1, 2]) {
	const length = suite === 2 ? 32 : 16;
	describe(`Route A: clients of suite ${suite}`, () => {
		for (const protocol of ['glo', 'ded', 'general-glo', 'general-ded'] as const)
			it(`are served, ciphered ${protocol}`, () => {
				const all = meter({ keys: keysWith(suite), cipher });
				for (const client of [MANAGEMENT, READING]) {
					const line = lineTo(all, client, suite, { protocol, dedicated: protocol === 'ded' || protocol === 'general-ded' });
					equal(line.associate(), 'ok');
					equal(numberIn(get(line, 64, NAME.securitySetup, 3)), suite);
					equal(toHex(line.answers[2]!).includes(`3${suite}0000`), true, 'security control');
				}
			});

		it('keep changed keys over restarts, and no other suite gets in', () => {
			const store: Store = new MemoryStore();
			const keys = keysWith(suite);
			const first = meter({ keys, cipher, store });
			const line = lineTo(first, MANAGEMENT, suite);
			equal(line.associate(), 'ok');
			const fresh: Keys = { ...keysOfClient(keys, MANAGEMENT), encryption: key(0x77, length), authentication: key(0x88, length) };
			equal(transfer(line, keys.kek!, [[0, fresh.encryption] as const, [2, fresh.authentication] as const]), 0);
			for (const wrong of [8, 48 - length]) equal(transfer(line, keys.kek!, [[0, key(1, wrong === 8 ? 24 : wrong)] as const]), 12, `${wrong} bytes`);
			equal(lineTo(first, MANAGEMENT, suite, { first: 500 }).associate() === 'ok', false, 'old keys');
			equal(lineTo(first, MANAGEMENT, suite, { keys: fresh, first: 1 }).associate(), 'ok');
			for (let run = 0; run < 3; run++) {
				const again = meter({ keys, cipher, store });
				equal(lineTo(again, MANAGEMENT, suite, { first: 5000 + run }).associate() === 'ok', false, 'old keys after a restart');
				const served = lineTo(again, MANAGEMENT, suite, { keys: fresh, first: 100 * (run + 1) });
				equal(served.associate(), 'ok');
				// Where each of the two places for keys has been written.
				equal(transfer(served, keys.kek!, [[1, key(0xc0 + run, length)] as const]), 0);
			}
			const broadcast = key(0xc2, length);
			const last = meter({ keys, cipher, store });
			equal(toHex(last.routeA.server.options.clients.find(({ id }) => id === PRE_ESTABLISHED)!.security!.keys.broadcast!), toHex(broadcast));
			// Other keys from outside count, and the kept ones are gone.
			const told = { ...keys, kek: key(0xf1, length) };
			equal(lineTo(meter({ keys: told, cipher, store }), MANAGEMENT, suite, { first: 9000 }).associate(), 'ok');
		});

		it('use no IV twice over restarts', () => {
			const store: Store = new MemoryStore();
			const keys = keysWith(suite);
			const seen = new Set<string>();
			for (let run = 0; run < 4; run++) {
				const line = lineTo(meter({ keys, cipher, store }), MANAGEMENT, suite, { first: 1000 * (run + 1) });
				equal(line.associate(), 'ok');
				for (let i = 0; i < 20; i++) get(line, 64, NAME.securitySetup, 3);
				for (const answer of line.answers.slice(1)) {
					const counter = toHex(answer.subarray(answer.length > 128 ? 4 : 3, answer.length > 128 ? 8 : 7));
					equal(seen.has(counter), false, `counter ${counter}`);
					seen.add(counter);
				}
			}
			equal(seen.size > 80, true);
		});

		it('are sent to by the broadcast key of their length', () => {
			const { routeA, clock, keys } = meter({ keys: keysWith(suite), cipher });
			const security = securityWith(suite, keysOfClient(keys, PRE_ESTABLISHED));
			const w = new DataWriter();
			const set = hex('c101 81 0008 0000010000ff 02 00 090c07ea0c0102 0c000000 fde400');
			equal(security.session(hex('4a504d0000000001'))!.seal(w, set, 'general-glo', 0x70), true);
			equal(answerTo(routeA.server.connect(PRE_ESTABLISHED)!, w.copy()), undefined);
			equal(new Date(clock.now() + 9 * 3600_000).toISOString().slice(0, 10), '2026-12-01');
		});

		it('are refused under another suite, and the other way round', () => {
			const all = meter({ keys: keysWith(suite), cipher });
			const zero = meter();
			const other = suite === 2 ? 1 : 0;
			const short: Keys = { encryption: key(MANAGEMENT, 16), authentication: key(MANAGEMENT + 1, 16), broadcast: undefined, kek: undefined };
			equal(lineTo(all, MANAGEMENT, other, { keys: short }).associate() === 'ok', false);
			const long: Keys = { encryption: key(0x10, length), authentication: key(0xa0, length), broadcast: undefined, kek: undefined };
			equal(lineTo(zero, MANAGEMENT, suite, { keys: long }).associate() === 'ok', false);
		});
	});
}

describe('Route A: suites', () => {
	it('stand beside each other, and those of another length have no common keys', () => {
		const two = keysWith(2, [MANAGEMENT]);
		const all = meter({ keys: { ...two, clients: { ...two.clients, ...keysWith(1, [READING]).clients, ...newKeysOf(PRE_ESTABLISHED) } }, cipher });
		for (const [client, suite] of [
			[MANAGEMENT, 2],
			[READING, 1],
		] as const)
			equal(lineTo(all, client, suite).associate(), 'ok', `${client}`);
		const [reading, broadcasting] = [READING, PRE_ESTABLISHED].map(
			(id) => all.routeA.server.options.clients.find((client) => client.id === id)!.security!.keys,
		);
		equal(reading!.kek, undefined);
		equal(broadcasting!.broadcast, undefined);
		const line = lineTo(all, MANAGEMENT, 2, { first: 100 });
		equal(line.associate(), 'ok');
		equal(transfer(line, two.kek!, [[1, key(0xcc, 32)] as const]), 0);
		equal(lineTo(all, READING, 1, { first: 100 }).associate(), 'ok');
		equal(bytesIn(get(line, 64, NAME.securitySetup, 5)).length, 8);
	});

	it('that the platform has not serve nobody, and it says so', () => {
		const { routeA, lines } = meter({ keys: keysWith(2), cipher: new PortableCipher() });
		equal(routeA.server.options.clients.length, 1);
		for (const client of [MANAGEMENT, READING, PRE_ESTABLISHED])
			equal(lines.includes(`client ${client} has keys of suite 2, which this platform cannot: it is not served`), true);
	});

	it('have no KEK of another length', () => {
		throws(() => meter({ keys: { ...keysWith(2), kek: key(1, 16) }, cipher }), /key: expected 32 bytes, got 16/);
		throws(() => meter({ keys: { ...keysWith(1), broadcast: key(1, 32) }, cipher }), /key: expected 16 bytes, got 32/);
	});

	it('change with the keys of a file, and what was kept is forgotten, but for the counters', () => {
		const store = new MemoryStore();
		const one = meter({ keys: keysWith(1), cipher, store });
		const line = lineTo(one, MANAGEMENT, 1, { first: 7000 });
		equal(line.associate(), 'ok');
		equal(transfer(line, key(0xf0, 16), [[0, key(0x77, 16)] as const]), 0);
		const two = meter({ keys: keysWith(2), cipher, store });
		equal(lineTo(two, MANAGEMENT, 2, { first: 100 }).associate() === 'ok', false, 'a counter from before');
		equal(lineTo(two, MANAGEMENT, 2, { first: 8000 }).associate(), 'ok');
		const back = meter({ keys: keysWith(1), cipher, store });
		equal(lineTo(back, MANAGEMENT, 1, { first: 7500 }).associate() === 'ok', false, 'a counter from between');
		equal(lineTo(back, MANAGEMENT, 1, { first: 9000 }).associate(), 'ok');
	});
});

function newKeysOf(client: number): RouteAKeys['clients'] {
	return { [client]: newKeys().clients[client]! };
}
