import assert from 'node:assert/strict';
import { newHostCipher } from '../../../../boards/host/shared/host-cipher.js';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { drawnPair } from '../../../../modules/dlms/security/general-keys.js';
import {
	differenceTold,
	type HandheldResult,
	isFrom,
	isWrong,
	LONGEST_LINE,
	readResult,
	type SignedResult,
	signResult,
	timeTold,
} from '../../../../src/operations/handheld/result.js';

const CIPHER = newHostCipher();
const pair = () => drawnPair(CIPHER, SYSTEM_RANDOM, 1)!;
const COMMON = { number: 1, handheld: 'A1B2C3D4', meter: '4A504D0000000001', at: 1_796_000_000_000, meterAhead: -12 };
const STATUS = { startup: false, authentication: true, connection: true, unit: false, verdict: 'HEMS is failure', since: null, version: 3 } as const;
const UNIT = { kind: 'communication', type: 'rf-b', serial: 'C0001', firmware: '1.0.0' } as const;
const RESULTS: readonly HandheldResult[] = [
	{ ...COMMON, kind: 'set', order: 'W00000001', version: 1 },
	{ ...COMMON, kind: 'failed', order: 'W00000002', version: 2, inForce: 2, why: 'oldVersion' },
	{ ...COMMON, kind: 'diagnosis', order: null, status: STATUS },
	{ ...COMMON, kind: 'diagnosis', order: 'W00000003', status: null, meterAhead: null },
	{ ...COMMON, kind: 'built', order: 'W00000004', units: [UNIT], told: ['rf-b', 'switch-60'] },
	{ ...COMMON, kind: 'built', order: 'W00000004', units: [], told: null },
];

describe('results of a hand-held', () => {
	const { privateKey, publicKey } = pair();

	for (const result of RESULTS)
		it(`of kind ${result.kind} go as a line and come back, signed, whatever the order of their names`, () => {
			const signed = signResult(result, privateKey, CIPHER);
			const read = readResult(JSON.stringify(Object.fromEntries(Object.entries(signed).reverse())));
			assert.deepEqual(read, signed);
			assert.equal(isFrom(read as SignedResult, publicKey, CIPHER), true);
			assert.equal(isFrom(read as SignedResult, pair().publicKey, CIPHER), false);
			assert.equal(isFrom(read as SignedResult, publicKey.subarray(0, 63), CIPHER), false);
		});

	it('are no longer signed where one value of theirs is another', () => {
		for (const result of RESULTS) {
			const signed = signResult(result, privateKey, CIPHER);
			for (const [name, value] of Object.entries(result)) {
				if (typeof value !== 'number') continue;
				assert.equal(isFrom({ ...signed, [name]: value + 1 } as SignedResult, publicKey, CIPHER), false, name);
			}
		}
		const built = signResult(RESULTS[4]!, privateKey, CIPHER);
		assert.equal(isFrom({ ...built, units: [{ ...UNIT, serial: 'C0002' }] } as SignedResult, publicKey, CIPHER), false);
	});

	const line = JSON.stringify(signResult(RESULTS[0]!, privateKey, CIPHER));
	const changed = (fields: object, of: HandheldResult = RESULTS[0]!) => JSON.stringify({ ...signResult(of, privateKey, CIPHER), ...fields });
	for (const [what, text, field] of [
		['no JSON', 'set', 'line'],
		['an array', '[]', 'line'],
		['null', 'null', 'line'],
		['a line that is too long', `${line}${' '.repeat(LONGEST_LINE)}`, 'line'],
		['another kind', changed({ kind: 'done' }), 'kind'],
		['the name of a method of all objects', changed({ kind: 'constructor' }), 'kind'],
		['number 0', changed({ number: 0 }), 'number'],
		['half a number', changed({ number: 1.5 }), 'number'],
		['a contract in place of an order', changed({ order: 'C0000000001' }), 'order'],
		['no order', changed({ order: null }), 'order'],
		['a title in lower case', changed({ meter: '4a504d0000000001' }), 'meter'],
		['a time before 1970', changed({ at: -1 }), 'at'],
		['a time as text', changed({ at: '2026' }), 'at'],
		['an id with a blank', changed({ handheld: 'A B' }), 'handheld'],
		['a clock that is ahead by text', changed({ meterAhead: '1' }), 'meterAhead'],
		['version 0', changed({ version: 0 }), 'version'],
		['a field too many', changed({ password: 'x' }), 'password'],
		['a signature cut off', changed({ signature: 'AB' }), 'signature'],
		['another reason', changed({ why: 'tired' }, RESULTS[1]!), 'why'],
		['a version in force that is none', changed({ inForce: -1 }, RESULTS[1]!), 'inForce'],
		['a status without an item', changed({ status: { ...STATUS, unit: undefined } }, RESULTS[2]!), 'status'],
		['a status with one more', changed({ status: { ...STATUS, name: 'x' } }, RESULTS[2]!), 'status'],
		['another verdict', changed({ status: { ...STATUS, verdict: 'fine' } }, RESULTS[2]!), 'status'],
		['a unit of another kind', changed({ units: [{ ...UNIT, kind: 'cover' }] }, RESULTS[4]!), 'units'],
		['too many units', changed({ units: [UNIT, UNIT, UNIT, UNIT, UNIT] }, RESULTS[4]!), 'units'],
		['units that are no list', changed({ units: UNIT }, RESULTS[4]!), 'units'],
		['a code with other characters', changed({ told: ['RF'] }, RESULTS[4]!), 'told'],
	] as const)
		it(`are none with ${what}`, () => {
			const read = readResult(text);
			assert.ok(isWrong(read));
			assert.equal(read.field, field);
		});

	it('miss no field', () => {
		for (const result of RESULTS)
			for (const name of Object.keys(result)) {
				const read = readResult(changed({ [name]: undefined }, result));
				assert.ok(isWrong(read), name);
			}
	});

	it('may have the least and the most of what they count', () => {
		const fine = (fields: object, of: HandheldResult) => assert.equal(isWrong(readResult(changed(fields, of))), false, JSON.stringify(fields));
		fine({ at: 0, version: 0xffff_ffff, number: Number.MAX_SAFE_INTEGER, meterAhead: -253_402_300_799_999 }, RESULTS[0]!);
		fine({ at: 253_402_300_799_999, inForce: 0 }, RESULTS[1]!);
		fine({ units: [UNIT, UNIT, UNIT, UNIT], told: ['a', 'b', 'c', 'd'] }, RESULTS[4]!);
		assert.equal(isWrong(readResult(changed({ at: 253_402_300_800_000 }))), true);
		assert.equal(isWrong(readResult(`${line}${' '.repeat(LONGEST_LINE - line.length)}`)), false);
	});

	it('bear what a meter tells of times that no calendar of ours has as none', () => {
		const last = 253_402_300_799_999;
		assert.deepEqual([undefined, -1, 0, last, last + 1].map(timeTold), [null, null, 0, last, null]);
		assert.deepEqual([-last - 1, -last, 0, last, last + 1].map(differenceTold), [null, -last, 0, last, null]);
	});

	it('are the same with the names inside a list in another order', () => {
		const signed = signResult(RESULTS[4]!, privateKey, CIPHER) as Extract<SignedResult, { kind: 'built' }>;
		const units = signed.units.map((unit) => Object.fromEntries(Object.entries(unit).reverse())) as unknown as typeof signed.units;
		assert.equal(isFrom({ ...signed, units }, publicKey, CIPHER), true);
	});

	it('are signed by a key of P-256 alone, and where there are elliptic curves', () => {
		assert.throws(() => signResult(RESULTS[0]!, privateKey.subarray(1), CIPHER), /expected a private key of 32 bytes, got 31/);
		assert.throws(() => signResult(RESULTS[0]!, privateKey, new PortableCipher()), /this cipher has no elliptic curves/);
	});
});
