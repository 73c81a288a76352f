/** The work order: read by poppler, its code by zbar and by zxing, opened by the hand-held that it is for. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { OfficeRefusal } from '../../../../../boards/host/office/database/refusal.js';
import { handhelds, loseHandheld, readHandheldFile, registerHandheld } from '../../../../../boards/host/office/password/handhelds.js';
import { loadHpke } from '../../../../../boards/host/office/password/hpke.js';
import { issuePassword } from '../../../../../boards/host/office/password/issue.js';
import { printOrder } from '../../../../../boards/host/office/password/print-order.js';
import { fromHex } from '../../../../../modules/bytes/hex.js';
import { openCredentials } from '../../../../../modules/cosem/sealed-credentials.js';
import { isFault } from '../../../../../src/operations/bar-code/faults.js';
import { openBarCode } from '../../../../../src/operations/bar-code/work-order-code.js';
import { requirePeer } from '../../../../interop/peers.js';
import { build } from '../../command-line-rig.js';
import { ANYBODY, onEachEngine } from '../engines.js';
import { AES, CIPHER, CONTRACT, furnish, METER, newHandheld, onTheirWay, pdfText, publicFileOf, scanned } from './password-rig.js';

const NOW = Date.UTC(2026, 11, 1, 1);
const refusal = (kind: string) => (error: unknown) => error instanceof OfficeRefusal && error.refusal.kind === kind;

/** The office's public envelope key, as it is carried to the hand-helds. */
function officeKey({ data }: Office): Uint8Array {
	const { envelopeKey } = JSON.parse(readFileSync(join(data, 'office.public'), 'utf8')) as { readonly envelopeKey: string };
	return fromHex(envelopeKey);
}

describe('a printed work order', function () {
	this.timeout(120_000);
	before(build);

	onEachEngine((open, engine) => {
		it('brings the password to its hand-held, through paper and camera', async function () {
			const office = await open({ now: () => NOW });
			await furnish(office);
			const handheld = newHandheld();
			await registerHandheld(office, ANYBODY, 'no. 3', handheld);
			const { bearer } = await issuePassword(office, ANYBODY, { contract: CONTRACT, by: 'handheld', language: 'ja' });
			const { file, code, missing } = await printOrder(office, ANYBODY, { order: bearer, handheld: 'no. 3', language: 'ja' });
			assert.deepEqual(missing, []);
			const path = join(office.data, 'order.pdf');
			writeFileSync(path, file);
			assert.equal(scanned(this, path), code);
			const text = pdfText(this, path);
			for (const expected of [
				'作業票 W00000001',
				CONTRACT,
				'佐藤 ひなの',
				'梅田1-2-3',
				METER,
				handheld.handheld,
				'2026年12月1日 10:00',
				'2026年12月8日 10:00',
				'業務記録',
			])
				assert.ok(text.includes(expected), `${expected}: ${text}`);
			const opened = await openBarCode(
				await loadHpke(),
				{ privateKey: handheld.privateKey, publicKey: officeKey(office) },
				handheld.handheld,
				scanned(this, path),
			);
			assert.ok(!isFault(opened));
			const { sealed, ...told } = opened;
			assert.deepEqual(told, { order: bearer, meter: METER, notBefore: NOW, notAfter: NOW + 7 * 86_400_000, version: 1 });
			assert.match(openCredentials(CIPHER, AES, fromHex(METER), 1, sealed)!.password, /^[2-9A-HJ-NP-Z]{12}$/);
			// Nothing on paper is more than the code.
			assert.equal(text.includes(openCredentials(CIPHER, AES, fromHex(METER), 1, sealed)!.password), false);
		});

		it('is printed for a hand-held that is there, and good for a time to come', async () => {
			const office = await open({ now: () => NOW });
			await furnish(office);
			const handheld = newHandheld();
			const order = await onTheirWay(office, 1);
			const print = (wished: object) => printOrder(office, ANYBODY, { order, language: 'en', ...wished });
			await assert.rejects(print({}), refusal('whichHandheld'));
			await assert.rejects(print({ handheld: handheld.handheld }), refusal('noHandheld'));
			await registerHandheld(office, ANYBODY, 'no. 4', handheld);
			await assert.rejects(registerHandheld(office, ANYBODY, 'no. 5', handheld), refusal('handheldKnown'));
			await assert.rejects(print({ handheld: 'no. 4', until: NOW }), refusal('untilPast'));
			assert.ok((await print({ handheld: handheld.handheld.toLowerCase(), until: NOW + 1 })).code);
			await loseHandheld(office, ANYBODY, handheld.handheld);
			await assert.rejects(print({ handheld: 'no. 4' }), refusal('handheldLost'));
			await assert.rejects(loseHandheld(office, ANYBODY, '0'.repeat(16)), refusal('noHandheld'));
			assert.deepEqual(
				(await handhelds(office)).map(({ name, state }) => [name, state]),
				[['no. 4', 'lost']],
			);
			await office.database.updateTable('work_order').set({ state: 'done' }).execute();
			await assert.rejects(print({ handheld: 'no. 4' }), refusal('orderEnded'));
			await assert.rejects(print({ order: 'W99999999' }), refusal('noOrder'));
		});

		it('tells which units to take out and put in, and has no code where no password goes with it', async function () {
			const office = await open({ now: () => NOW });
			await furnish(office);
			const units = { communication: { out: 'S1', in: 'S2', type: 'rf-b' }, cover: { in: 'S3', type: 'rain' } };
			await office.database
				.insertInto('work_order')
				.values({
					...{
						number: 'W00000007',
						contract: CONTRACT,
						application: null,
						design: null,
						kind: 'exchange',
						meter: METER,
						units: JSON.stringify(units),
					},
					...{
						state: 'assigned',
						worker: 'kato',
						due: Date.parse('2026-12-02T00:00+09:00'),
						issued_at: NOW,
						issued_by: 'anybody',
						done_at: null,
						result: null,
					},
				})
				.execute();
			for (const [language, expected] of [
				[
					'en',
					[
						'Work order W00000007',
						'Exchange units',
						'kato',
						'2026-12-01',
						'take out',
						'S1',
						'put in',
						'S2',
						'rf-b',
						'Terminal cover',
						'rain',
						'No Route B password',
					],
				],
				['ja', ['ユニットの交換', '2026年12月1日', '取り外し', '端子カバー', 'Bルートのパスワードはありません']],
			] as const) {
				const { file, code } = await printOrder(office, ANYBODY, { order: 'W00000007', language });
				assert.equal(code, undefined);
				const path = join(office.data, `${language}.pdf`);
				writeFileSync(path, file);
				const text = pdfText(this, path);
				for (const each of expected) assert.ok(text.includes(each), `${each}: ${text}`);
				assert.equal(scanned(this, path), '');
			}
		});

		if (engine === 'sqlite') {
			it('has a code that zxing reads from a picture, too', async function () {
				const draws = requirePeer(this, 'pdftoppm', 'apt-get install poppler-utils');
				const office = await open({ now: () => NOW });
				await furnish(office);
				const handheld = newHandheld();
				await registerHandheld(office, ANYBODY, 'a', handheld);
				const order = await onTheirWay(office, 1);
				const { file, code } = await printOrder(office, ANYBODY, { order, handheld: 'a', language: 'ja' });
				const path = join(office.data, 'order.pdf');
				writeFileSync(path, file);
				spawnSync(draws, ['-r', '110', '-png', '-singlefile', path, join(office.data, 'sheet')]);
				const wasm = readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm');
				await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer as ArrayBuffer }, fireImmediately: true });
				const [read] = await readBarcodes(new Uint8Array(readFileSync(join(office.data, 'sheet.png'))));
				assert.equal(read?.text, code);
			});
		}
	});

	it('is for a hand-held that is called by its key', async () => {
		const handheld = newHandheld();
		const path = join('/tmp', `keiki-handheld-${process.pid}.json`);
		const read = (fields: object) => {
			writeFileSync(path, JSON.stringify({ ...JSON.parse(publicFileOf(handheld)), ...fields }));
			return readHandheldFile(path);
		};
		assert.deepEqual(read({}), { handheld: handheld.handheld, envelopeKey: handheld.envelopeKey, signatureKey: handheld.signatureKey });
		assert.throws(() => read({ handheld: '0'.repeat(16) }), new RegExp(`handheld: expected ${handheld.handheld}`));
		assert.throws(() => read({ envelopeKey: '00' }), /envelopeKey/);
		assert.throws(() => read({ more: 1 }), /more/);
	});
});
