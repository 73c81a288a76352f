/** A password from its issue to the meter: sealed, on a letter once, and nowhere else. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Office, Work } from '../../../../../boards/host/office/database/office.js';
import { OfficeRefusal } from '../../../../../boards/host/office/database/refusal.js';
import { settleFailed, settleInForce, settleWithdrawn } from '../../../../../boards/host/office/password/in-force.js';
import { issuePassword, rewritePassword } from '../../../../../boards/host/office/password/issue.js';
import { handOutLetter, letterPlace } from '../../../../../boards/host/office/password/letters.js';
import type { WishedPassword } from '../../../../../boards/host/office/password/making.js';
import { fromHex, toUpperHex } from '../../../../../modules/bytes/hex.js';
import { openCredentials } from '../../../../../modules/cosem/sealed-credentials.js';
import { inGroups } from '../../../../../src/operations/password/draw.js';
import { build } from '../../command-line-rig.js';
import { ANYBODY, onEachEngine } from '../engines.js';
import { findInFiles, needlesOfText } from '../secret-search.js';
import { AES, CIPHER, CONTRACT, furnish, idOn, METER, onTheirWay, pair, passwordOn, pdfText } from './password-rig.js';

const BY_RELAY = Object.freeze({ contract: CONTRACT, by: 'relay', language: 'ja' } as const satisfies WishedPassword);
const BY_HANDHELD = Object.freeze({ ...BY_RELAY, by: 'handheld' } as const satisfies WishedPassword);
const DESIGNER = Object.freeze({ name: 'kato', roles: Object.freeze(['designer'] as const) });

const rows = ({ database }: Office) => database.selectFrom('credential').selectAll().orderBy('version').execute();
const states = async (office: Office) => (await rows(office)).map(({ version, state }) => `${version} ${state}`);
const settle = (office: Office, work: (work: Work) => Promise<unknown>) => office.act(ANYBODY, 'password.confirm', CONTRACT, work);
const refusal = (kind: string) => (error: unknown) => error instanceof OfficeRefusal && error.refusal.kind === kind;

describe('a password of the office', function () {
	this.timeout(120_000);
	before(build);

	onEachEngine((open) => {
		it('is sealed for the communication unit, stands on the letter, and the office cannot read it', async function () {
			const office = await open();
			await furnish(office);
			const issued = await issuePassword(office, ANYBODY, BY_HANDHELD);
			assert.deepEqual(issued, { contract: CONTRACT, meter: METER, version: 1, by: 'handheld', bearer: 'W00000001', missing: [] });
			const [row, ...others] = await rows(office);
			assert.deepEqual(others, []);
			assert.deepEqual([row!.state, row!.way, row!.bearer, row!.letter_printed_at], ['issued', 'handheld', 'W00000001', null]);
			const opened = openCredentials(CIPHER, AES, fromHex(METER), 1, fromHex(row!.sealed!))!;
			const letter = pdfText(this, letterPlace(office.data, CONTRACT, 1));
			assert.equal(passwordOn(letter), opened.password);
			assert.equal(idOn(letter), opened.id);
			assert.equal(row!.route_b_id, opened.id);
			assert.equal(statSync(letterPlace(office.data, CONTRACT, 1)).mode & 0o777, 0o600);
			const needles = [opened.password, inGroups(opened.password)].flatMap((text) => needlesOfText('password', text));
			const found = findInFiles([office.data], needles);
			assert.deepEqual([...new Set(found.map(({ place }) => place.replace(/\.pdf.*/, '.pdf')))], [letterPlace(office.data, CONTRACT, 1)]);
		});

		it('is sealed for the public half of a pair as well, under a version above all that were sealed elsewhere', async () => {
			const office = await open();
			const { privateKey, publicKey } = pair();
			await furnish(office, { key: JSON.stringify({ kind: 'public', key: toUpperHex(publicKey), sealed: 41 }) });
			const { version, bearer } = await issuePassword(office, ANYBODY, BY_RELAY);
			assert.equal(version, 42);
			const [{ sealed } = { sealed: null }] = await rows(office);
			const { password } = openCredentials(CIPHER, privateKey, fromHex(METER), 42, fromHex(sealed!))!;
			assert.match(password, /^[2-9A-HJ-NP-Z]{12}$/);
			const job = await office.database.selectFrom('job').selectAll().executeTakeFirstOrThrow();
			assert.deepEqual([job.id, job.kind, job.meter, job.state, job.not_before], [bearer, 'credentials', METER, 'queued', 0]);
			assert.deepEqual(JSON.parse(job.body), { version: 42, sealed });
		});

		it('has its letter printed once, and a second time only with a new password', async () => {
			const office = await open();
			await furnish(office);
			await issuePassword(office, ANYBODY, BY_RELAY);
			const [file, second] = [join(office.data, 'out.pdf'), join(office.data, 'again.pdf')];
			assert.equal(await handOutLetter(office, ANYBODY, CONTRACT, file), 1);
			assert.equal(readFileSync(file).subarray(0, 5).toString(), '%PDF-');
			assert.deepEqual(readdirSync(join(office.data, 'letters')), []);
			await assert.rejects(handOutLetter(office, ANYBODY, CONTRACT, second), refusal('letterPrinted'));
			assert.equal(existsSync(second), false);
			const { version } = await rewritePassword(office, ANYBODY, BY_RELAY);
			assert.equal(await handOutLetter(office, ANYBODY, CONTRACT, second), version);
		});

		it('leaves its letter where it is when the file to print to is taken', async () => {
			const office = await open();
			await furnish(office);
			await issuePassword(office, ANYBODY, BY_RELAY);
			const file = join(office.data, 'out.pdf');
			writeFileSync(file, 'taken');
			await assert.rejects(handOutLetter(office, ANYBODY, CONTRACT, file), /--out .*: expected a new file, found one/);
			assert.equal(readFileSync(file, 'utf8'), 'taken');
			assert.equal(await handOutLetter(office, ANYBODY, CONTRACT, `${file}.2`), 1);
		});

		it('is rewritten under the same id, and the old one works until the meter has told the new', async () => {
			const office = await open();
			await furnish(office);
			await assert.rejects(rewritePassword(office, ANYBODY, BY_RELAY), refusal('noneYet'));
			await issuePassword(office, ANYBODY, BY_HANDHELD);
			await settle(office, (work) => settleInForce(work, METER, 1));
			await assert.rejects(issuePassword(office, ANYBODY, BY_HANDHELD), refusal('inForce'));
			await rewritePassword(office, ANYBODY, BY_RELAY);
			assert.deepEqual(await states(office), ['1 in-force', '2 issued']);
			await settle(office, (work) => settleInForce(work, METER, 2));
			assert.deepEqual(await states(office), ['1 superseded', '2 in-force']);
			const [one, two] = await rows(office);
			assert.equal(one!.route_b_id, two!.route_b_id);
			assert.deepEqual([one!.sealed, two!.sealed], [null, null]);
			await rewritePassword(office, ANYBODY, { ...BY_RELAY, isNewId: true });
			assert.notEqual((await rows(office))[2]!.route_b_id, one!.route_b_id);
		});

		it('that has lost against a later one is known to have lost, in whichever order both are told', async () => {
			const office = await open();
			await furnish(office);
			for (const version of [1, 2]) await onTheirWay(office, version);
			assert.equal(await settle(office, (work) => settleInForce(work, METER, 2)), 'in-force');
			assert.equal(await settle(office, (work) => settleInForce(work, METER, 1)), 'superseded');
			assert.equal(await settle(office, (work) => settleInForce(work, METER, 2)), 'in-force');
			assert.equal(await settle(office, (work) => settleInForce(work, METER, 3)), 'unknown');
			assert.deepEqual(await states(office), ['1 superseded', '2 in-force']);
			assert.ok((await rows(office)).every(({ confirmed_at }) => confirmed_at !== null));
		});

		it('that the unit did not take, or nobody brings, leaves what is in force', async () => {
			const office = await open();
			await furnish(office);
			for (const version of [1, 2, 3]) await onTheirWay(office, version);
			await settle(office, (work) => settleFailed(work, METER, 2, 1));
			assert.deepEqual(await states(office), ['1 in-force', '2 failed', '3 issued']);
			await settle(office, (work) => settleWithdrawn(work, METER, 3));
			assert.deepEqual(await states(office), ['1 in-force', '2 failed', '3 withdrawn']);
			await settle(office, (work) => settleFailed(work, METER, 1));
			assert.deepEqual((await states(office))[0], '1 in-force');
			// It was set all the same.
			await settle(office, (work) => settleInForce(work, METER, 3));
			assert.deepEqual(await states(office), ['1 superseded', '2 failed', '3 in-force']);
		});

		it('is of no version that was drawn before, whatever became of that', async () => {
			const office = await open();
			await furnish(office);
			const order = { ...BY_HANDHELD, order: 'W00000009' };
			await assert.rejects(issuePassword(office, ANYBODY, order), refusal('noOrder'));
			const expired = { ...BY_RELAY, expires: 1 };
			await assert.rejects(issuePassword(office, ANYBODY, expired), refusal('jobUnfit'));
			assert.deepEqual(await rows(office), []);
			assert.deepEqual(readdirSync(join(office.data, 'letters')), []);
			assert.equal((await issuePassword(office, ANYBODY, BY_RELAY)).version, 2);
		});

		it('is refused, in words and in the log, where there is nobody, nothing or no right to make it for', async () => {
			const office = await open();
			await furnish(office, { key: null });
			const { database } = office;
			await assert.rejects(issuePassword(office, DESIGNER, BY_RELAY), refusal('noRight'));
			await assert.rejects(issuePassword(office, ANYBODY, { ...BY_RELAY, contract: 'C0000000099' }), refusal('noContract'));
			await assert.rejects(issuePassword(office, ANYBODY, BY_RELAY), refusal('noKey'));
			const stock = (set: object) => database.updateTable('stock').set(set).execute();
			await stock({ credential_key: '{"kind":"public","key":"00"}' });
			await assert.rejects(issuePassword(office, ANYBODY, BY_RELAY), refusal('wrongKey'));
			await stock({ credential_key: JSON.stringify({ kind: 'public', key: '11'.repeat(64) }) });
			await assert.rejects(issuePassword(office, ANYBODY, BY_RELAY), refusal('wrongKey'));
			await stock({ credential_key: JSON.stringify({ kind: 'wrapped', key: '11'.repeat(24) }) });
			await assert.rejects(issuePassword(office, ANYBODY, BY_RELAY), refusal('otherMaster'));
			await stock({ type: 'rf' });
			await assert.rejects(issuePassword(office, ANYBODY, BY_RELAY), refusal('noRouteB'));
			await database.deleteFrom('mounted').execute();
			await assert.rejects(issuePassword(office, ANYBODY, BY_RELAY), refusal('noUnit'));
			await database.updateTable('contract').set({ state: 'ended' }).execute();
			await assert.rejects(issuePassword(office, ANYBODY, BY_RELAY), refusal('contractEnded'));
			await assert.rejects(handOutLetter(office, ANYBODY, CONTRACT, join(office.data, 'out.pdf')), refusal('noLetter'));
			const log = await database.selectFrom('audit').select(['act', 'outcome']).execute();
			assert.deepEqual([log.length, [...new Set(log.map(({ outcome }) => outcome))]], [10, ['refused']]);
			assert.deepEqual(await rows(office), []);
		});
	});
});
