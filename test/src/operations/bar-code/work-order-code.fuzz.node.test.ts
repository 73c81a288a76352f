/** Bar codes that were spoiled on paper, by a scanner, or by somebody: each is what it was, or a fault, and none throws. */
import assert from 'node:assert/strict';
import { asciiBytes, latin1Text } from '../../../../modules/bytes/ascii.js';
import { type BarCodeFields, decodeBarCode, encodeBarCode } from '../../../../src/operations/bar-code/bar-code-text.js';
import { isFault } from '../../../../src/operations/bar-code/faults.js';
import { openBarCode, sealBarCode } from '../../../../src/operations/bar-code/work-order-code.js';
import { fuzzCount } from '../../../fuzz/campaign.js';
import { Mutations } from '../../../fuzz/mutations.js';
import { AT_HANDHELD, CIPHER, CODE, HPKE, NAME, TO_HANDHELD } from './code-rig.js';

const open = (text: string) => openBarCode(HPKE, AT_HANDHELD, NAME, text);

describe('spoiled bar codes', function () {
	this.timeout(600_000);
	let text = '';
	before(async () => {
		text = await sealBarCode(HPKE, CIPHER, TO_HANDHELD, CODE);
	});

	it('of 100,000 texts those open that say the same, and no other', async () => {
		const mutations = new Mutations('bar code', [asciiBytes(text)], 0.02);
		let opened = 0;
		for (let i = fuzzCount(100_000); i > 0; i--) {
			const scanned = latin1Text(mutations.next());
			const found = await open(scanned);
			if (isFault(found)) continue;
			assert.deepEqual(found, CODE);
			assert.equal(scanned.trim().toUpperCase(), text);
			opened++;
		}
		assert.ok(opened > 0);
	});

	it('of 4,000 envelopes with a check that fits those open that are the same, and no other', async () => {
		const fields = decodeBarCode(text) as BarCodeFields;
		const { enc, sealed } = fields.envelope;
		const mutations = new Mutations('envelope', [new Uint8Array([...enc, ...sealed])], 0.02);
		for (let i = fuzzCount(4000); i > 0; i--) {
			const bytes = mutations.next();
			const envelope = { enc: bytes.slice(0, enc.length), sealed: bytes.slice(enc.length) };
			const found = await open(encodeBarCode({ ...fields, envelope }));
			if (!isFault(found)) assert.deepEqual([found, envelope], [CODE, { enc: Uint8Array.from(enc), sealed: Uint8Array.from(sealed) }]);
			else assert.ok(found.kind === 'not-opened' || found.kind === 'misread', found.kind);
		}
	});
});
