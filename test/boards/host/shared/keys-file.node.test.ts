import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { keysText, parseKeys, readKeysFile } from '../../../../boards/host/shared/keys-file.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { OFFERS } from '../../../../src/route-a/offers.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { notTested } from '../../../interop/peers.js';

const KEY = '00112233445566778899AABBCCDDEEFF';
const CLIENT = { encryption: KEY, authentication: 'FFEEDDCCBBAA99887766554433221100' };
const GOOD = { systemTitle: '4A504D0000000001', clients: { 1: CLIENT } };
/** As messages list the offers. */
const KNOWN = Object.keys(OFFERS)
	.map((word) => `"${word}"`)
	.join(', ');
const message = (value: unknown): string => {
	try {
		parseKeys(typeof value === 'string' ? value : JSON.stringify(value), 'keys.json');
	} catch (error) {
		assert.ok(error instanceof UsageError);
		return error.message;
	}
	return 'none';
};

describe('a file of keys', () => {
	it('has the title, the clients, and for a reader no more', () => {
		const keys = parseKeys(JSON.stringify(GOOD), 'keys.json');
		assert.equal(toUpperHex(keys.systemTitle), GOOD.systemTitle);
		assert.deepEqual(Object.keys(keys.clients), ['1']);
		assert.equal(toUpperHex(keys.clients[1]!.encryption), KEY);
		assert.equal(toUpperHex(keys.clients[1]!.authentication), CLIENT.authentication);
		assert.equal(keys.kek, undefined);
		assert.equal(keys.broadcast, undefined);
	});

	it('is written as it is read', () => {
		assert.deepEqual(parseKeys(keysText(DEMO_KEYS), 'demo'), { ...DEMO_KEYS, clients: { ...DEMO_KEYS.clients } });
		const [short] = [parseKeys(JSON.stringify(GOOD), 'keys.json')];
		assert.deepEqual(parseKeys(keysText(short), 'again'), short);
	});

	it('tells what a client is offered besides, and of one without keys what it has in their place', () => {
		const told = {
			...GOOD,
			signatureKey: KEY.repeat(2),
			agreementKey: KEY.repeat(4),
			securitySetup: 0,
			clients: {
				1: { ...CLIENT, offers: ['hls5', 'hls6'], secret: 'hex:00FF' },
				3: { offers: ['lls'], secret: '12345678' },
				4: { offers: ['hls7'], signatureKey: KEY.repeat(6), agreementKey: KEY.repeat(3) },
			},
		};
		const keys = parseKeys(JSON.stringify(told), 'keys.json');
		assert.deepEqual(Object.keys(keys.clients), ['1']);
		assert.deepEqual(keys.clients[1]!.secret, new Uint8Array([0, 255]));
		assert.deepEqual(keys.clients[1]!.offers, ['hls5', 'hls6']);
		assert.deepEqual(keys.keyless?.[3], { offers: ['lls'], secret: new TextEncoder().encode('12345678') });
		assert.equal(keys.keyless?.[4]?.signatureKey?.length, 96);
		assert.equal(keys.signatureKey?.length, 32);
		assert.equal(keys.securitySetup, 0);
		assert.deepEqual(parseKeys(keysText(keys), 'again'), keys);
	});

	const withClient = (client: object) => ({ ...GOOD, clients: { 2: client } });
	for (const [what, value, text] of [
		[
			'a secret in place of keys that nothing asks for',
			withClient({ secret: 'x', offers: ['hls7'] }),
			'clients.2.encryption: expected 32 hexadecimal digits, got nothing',
		],
		['a mechanism without its secret', withClient({ offers: ['lls'] }), 'clients.2.encryption: expected 32 hexadecimal digits, got nothing'],
		[
			'no secret',
			withClient({ ...CLIENT, secret: '' }),
			'clients.2.secret: expected a text of 1 to 64 bytes, or hex: and pairs of hexadecimal digits',
		],
		[
			'half a byte',
			withClient({ ...CLIENT, secret: 'hex:123' }),
			'clients.2.secret: expected a text of 1 to 64 bytes, or hex: and pairs of hexadecimal digits',
		],
		[
			'a long secret',
			withClient({ ...CLIENT, secret: 'x'.repeat(65) }),
			'clients.2.secret: expected a text of 1 to 64 bytes, or hex: and pairs of hexadecimal digits',
		],
		[
			'a key of no curve',
			withClient({ ...CLIENT, signatureKey: KEY }),
			'clients.2.signatureKey: expected a private key (64 or 96 hexadecimal digits) or a public one (128 or 192) of P-256 or P-384, or file: and the path of one in PEM',
		],
		[
			'a number for a key',
			{ ...GOOD, signatureKey: 1 },
			'signatureKey: expected a private key (64 or 96 hexadecimal digits) or a public one (128 or 192) of P-256 or P-384, or file: and the path of one in PEM',
		],
		[
			'a word that offers nothing',
			withClient({ ...CLIENT, offers: ['hls8'] }),
			`clients.2.offers: expected a list of ${KNOWN}, each once, got "hls8"`,
		],
		['another version of the security setup', { ...GOOD, securitySetup: 2 }, 'securitySetup: expected 0 or 1'],
		['an offer twice', withClient({ ...CLIENT, offers: ['lls', 'lls'] }), `clients.2.offers: expected a list of ${KNOWN}, each once, got "lls"`],
	] as const)
		it(`with ${what} is refused`, () => assert.equal(message(value), `keys.json: ${text}`));

	it('tells what a client is offered, and is written with it', () => {
		const keys = parseKeys(JSON.stringify({ ...GOOD, clients: { 1: { ...CLIENT, offers: ['gbt', 'access'] }, 2: CLIENT } }), 'keys.json');
		assert.deepEqual(keys.clients[1]!.offers, ['gbt', 'access']);
		assert.equal('offers' in keys.clients[2]!, false);
		assert.deepEqual(parseKeys(keysText(keys), 'again'), keys);
	});

	for (const [what, value, text] of [
		['no JSON', `{"kek": "${KEY}"`, 'keys.json: expected JSON'],
		['no object', [], 'keys.json: the file: expected an object, got an array'],
		[
			'an unknown field',
			{ ...GOOD, kekk: KEY },
			'keys.json: the file: expected systemTitle, kek, broadcast, firmwareKey, firmwareSignatureKey, signatureKey, agreementKey, authorities, certificate, securitySetup, clients, got "kekk"',
		],
		['no title', { clients: GOOD.clients }, 'keys.json: systemTitle: expected 16 hexadecimal digits, got nothing'],
		['a short title', { ...GOOD, systemTitle: '4A504D' }, 'keys.json: systemTitle: expected 16 hexadecimal digits, got 6'],
		['a firmware key of another length', { ...GOOD, firmwareKey: 'C0' }, 'keys.json: firmwareKey: expected 32 hexadecimal digits, got 2'],
		['a number', { ...GOOD, kek: 12 }, 'keys.json: kek: expected 32 hexadecimal digits, got a number'],
		[
			'a wrong digit',
			{ ...GOOD, broadcast: `${KEY.slice(0, 4)}x${KEY.slice(5)}` },
			'keys.json: broadcast: expected 32 hexadecimal digits, but character 5 is something else',
		],
		['no clients', { systemTitle: GOOD.systemTitle }, 'keys.json: clients: expected an object, got nothing'],
		['an empty list', { ...GOOD, clients: {} }, 'keys.json: clients: expected one client at least, like "1", got none'],
		[
			'a client that is none',
			{ ...GOOD, clients: { reader: CLIENT } },
			'keys.json: clients: expected a client\'s number from 1 to 65535, got "reader"',
		],
		[
			'256 clients',
			{ ...GOOD, clients: Object.fromEntries(Array.from({ length: 256 }, (_, i) => [i + 1, CLIENT])) },
			'keys.json: clients: expected at most 255 clients, got 256',
		],
		['client 70000', { ...GOOD, clients: { 70000: CLIENT } }, 'keys.json: clients: expected a client\'s number from 1 to 65535, got "70000"'],
		[
			'half a client',
			{ ...GOOD, clients: { 2: { encryption: KEY } } },
			'keys.json: clients.2.authentication: expected 32 hexadecimal digits, got nothing',
		],
		[
			'a long key',
			{ ...GOOD, clients: { 2: { ...CLIENT, encryption: `${KEY}00` } } },
			'keys.json: clients.2.encryption: expected 32 hexadecimal digits, got 34',
		],
		[
			'an offer that there is not',
			{ ...GOOD, clients: { 2: { ...CLIENT, offers: ['gbt', 'gtb'] } } },
			`keys.json: clients.2.offers: expected a list of ${KNOWN}, each once, got "gtb"`,
		],
		[
			'an offer twice',
			{ ...GOOD, clients: { 2: { ...CLIENT, offers: ['gbt', 'gbt'] } } },
			`keys.json: clients.2.offers: expected a list of ${KNOWN}, each once, got "gbt"`,
		],
		[
			'an offer that is no list',
			{ ...GOOD, clients: { 2: { ...CLIENT, offers: 'gbt' } } },
			`keys.json: clients.2.offers: expected a list of ${KNOWN}, each once, got "gbt"`,
		],
		[
			'an offer that is no word',
			{ ...GOOD, clients: { 2: { ...CLIENT, offers: [12] } } },
			`keys.json: clients.2.offers: expected a list of ${KNOWN}, each once, got a number`,
		],
	] as const) {
		it(`with ${what} is refused, and no digit of a key told`, () => {
			assert.equal(message(value), text);
			assert.ok(!message(value).includes(KEY.slice(0, 6)));
		});
	}

	describe('on the disk', () => {
		let folder = '';
		beforeEach(() => {
			folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		});
		afterEach(() => rmSync(folder, { recursive: true }));

		it('that is not there is said to be unreadable', () => {
			assert.throws(() => readKeysFile(join(folder, 'none.json')), /^Error: --keys .*none\.json: cannot read it: ENOENT/);
		});

		it('that others can read is warned of, and one that they cannot is not', function () {
			if (process.platform === 'win32') notTested(this, 'Windows has no modes of files');
			const path = join(folder, 'keys.json');
			writeFileSync(path, JSON.stringify(GOOD));
			const said: string[] = [];
			const write = process.stderr.write;
			process.stderr.write = ((text: string) => said.push(text) > 0) as typeof write;
			try {
				chmodSync(path, 0o644);
				readKeysFile(path);
				chmodSync(path, 0o600);
				readKeysFile(path);
			} finally {
				process.stderr.write = write;
			}
			assert.equal(said.length, 1);
			assert.match(said[0]!, /others on this host can read or change it \(mode 644\); chmod 600/);
		});
	});
});
