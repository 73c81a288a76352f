/** `keiki mdm export --for`: nothing leaves for somebody else but what contracts have consented to. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedExport, exportFrom } from '../../../../boards/host/mdm/export/export-command.js';
import { Office } from '../../../../boards/host/office/database/office.js';
import { giveConsent, withdrawConsent } from '../../../../boards/host/office/people/consents.js';
import { dayOf } from '../../../../src/mdm/calendar.js';
import { closeDay } from '../../../../src/mdm/closing.js';
import { firstSlotOf, HALF_HOURS } from '../../../../src/mdm/day-matrix.js';
import { HALF_HOUR, MeterRegister } from '../../../../src/mdm/meter-register.js';
import { usualRules } from '../../../../src/mdm/rules.js';
import { registerText } from '../../../src/mdm/hand-made.js';
import { MemoryStore } from '../../../src/mdm/memory-store.js';
import { ANYBODY } from '../office/engines.js';
import { withContract } from '../office/people/contract-row.js';

const DAY = dayOf(2026, 11, 19);
const REGISTER = registerText(
	...[1, 2, 3].map((number) => `${number},4b4549000000000${number},S${number},P${number},100,6,60,0,,,,`),
	'4,,S4,P4,100,6,60,0,,,,',
);
/** A boundary of which most meters tell later. */
const LATE = 7;
const STAFF = Object.freeze({
	...{ name: 'clerk', shown: 'clerk', password: null, roles: '["administrator"]', state: 'active', at: 0, failures: 0, locked_until: null },
} as const);

describe('keiki mdm export --for', function () {
	this.timeout(60_000);
	let folder = '';
	let office: Office;
	const store = new MemoryStore();
	before(async () => {
		for (let boundary = 0; boundary <= 2 * HALF_HOURS; boundary++) {
			for (const number of boundary === LATE ? [4] : [1, 2, 3, 4]) {
				store.readings.push({ number, slot: firstSlotOf(DAY) + boundary, import: boundary * (1 + (boundary % 2)), export: 0, status: 0 });
			}
		}
		for (const day of [DAY, DAY + 1]) await closeDay(store, MeterRegister.parse(REGISTER), usualRules(), day, 0, DAY + 2);
	});
	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		writeFileSync(join(folder, 'register.csv'), REGISTER);
		office = await Office.open({ data: folder, url: undefined }, { isNew: true });
		await office.database.insertInto('staff').values(STAFF).execute();
		// P2's contract began in the middle of the first day: that day is another household's, too.
		for (const [number, since] of [
			[1, 0],
			[2, (firstSlotOf(DAY) + 20) * HALF_HOUR],
			[3, 0],
		] as const) {
			const code = `C000000000${number}`;
			await withContract(office, { code, since });
			const row = { meter: `4B4549000000000${number}`, contract: code, communication: 'rf', metering: '1p3w-60-1way', option: null, cover: 'normal' };
			const times = { mounted_at: 0, certified_until: 0, as_of: 0, imported_at: 0 };
			await office.database
				.insertInto('mounted')
				.values({ ...row, serials: '{}', ...times })
				.execute();
		}
	});
	afterEach(async () => {
		await office.close();
		rmSync(folder, { recursive: true });
	});

	async function shared(to: string, kind = 'daily', more = {}) {
		const out = join(folder, `out-${to}`);
		const words = { data: folder, office: folder, from: '2026-11-19', to: '2026-11-20', out, quiet: true, for: to, ...more };
		const code = await exportFrom(store, askedExport(kind, words, Date.UTC(2026, 10, 22)), words);
		return { code, lines: code === 0 ? readFileSync(out, 'utf8').trimEnd().split('\n').slice(1) : [] };
	}
	const consent = (number: number, data: 'readings' | 'events' = 'readings') =>
		giveConsent(office, ANYBODY, `C000000000${number}`, { to: 'A社', data: [data], from: 0, until: Date.now() + 1e9 });
	const told = (lines: readonly string[]) => lines.map((line) => line.split(',').slice(0, 2).join(' ').slice(0, 13));

	it('gives those that have consented, from the first whole day of their contract', async () => {
		await consent(1);
		await consent(2);
		await consent(3, 'events');
		assert.deepEqual(told((await shared('A社')).lines), ['P1 2026-11-19', 'P1 2026-11-20', 'P2 2026-11-20']);
		assert.deepEqual(told((await shared(' Ａ社 ')).lines), ['P1 2026-11-19', 'P1 2026-11-20', 'P2 2026-11-20']);
		assert.equal((await shared('A社', 'readings')).lines.length, 3 * HALF_HOURS);
		const acts = await office.database.selectFrom('audit').select(['act', 'subject', 'outcome']).where('act', '=', 'records.share').execute();
		assert.deepEqual(acts, Array(3).fill({ act: 'records.share', subject: 'half_hours', outcome: 'done' }));
	});

	it('gives nothing to who has no consent, or has it no more, and makes no file', async () => {
		const id = await consent(1);
		assert.deepEqual(await shared('B社'), { code: 1, lines: [] });
		assert.throws(() => readFileSync(join(folder, 'out-B社')), /ENOENT/);
		assert.deepEqual(await shared('A社', 'daily', { point: ['P2'] }), { code: 1, lines: [] });
		assert.equal((await shared('A社', 'daily', { point: ['P1'] })).lines.length, 2);
		await withdrawConsent(office, ANYBODY, 'C0000000001', id);
		assert.deepEqual(await shared('A社'), { code: 1, lines: [] });
	});

	it('gives nothing of changes to others than those that have consented', async () => {
		for (const number of [1, 2, 3]) store.readings.push({ number, slot: firstSlotOf(DAY) + LATE, import: LATE, export: 0, status: 0 });
		await closeDay(store, MeterRegister.parse(REGISTER), usualRules(), DAY, 0, DAY + 2);
		await consent(1);
		assert.deepEqual(new Set(told((await shared('A社', 'changes')).lines)), new Set(['P1 1']));
	});
});
