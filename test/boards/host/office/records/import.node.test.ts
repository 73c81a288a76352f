/** What the three systems give, whole or not at all; and what the office gives, which is taken again. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import { OfficeRefusal } from '../../../../../boards/host/office/database/refusal.js';
import { makeOfficeKeys } from '../../../../../boards/host/office/password/master-key.js';
import { giveConsent } from '../../../../../boards/host/office/people/consents.js';
import { importCredentialKeys } from '../../../../../boards/host/office/records/credential-keys.js';
import { CONTROLS, type ExportWishes, exported, exportRecords } from '../../../../../boards/host/office/records/export.js';
import { searchContracts } from '../../../../../boards/host/office/records/find.js';
import { type ImportFile, type ImportWishes, importFile, RowsRefused } from '../../../../../boards/host/office/records/import.js';
import { linkedContracts } from '../../../../../boards/host/office/records/links.js';
import { makeTown } from '../../../../../boards/host/office/records/town.js';
import { credentialText } from '../../../../../boards/host/shared/credential-file.js';
import { UsageError } from '../../../../../boards/host/shared/usage-error.js';
import { fromHex } from '../../../../../modules/bytes/hex.js';
import { messageText, readMessage } from '../../../../../src/operations/records/iec61968/messages.js';
import { RECORD_KINDS, recordKind } from '../../../../../src/operations/records/record-kinds.js';
import { ANYBODY, onEachEngine } from '../engines.js';

const NOW = Date.UTC(2026, 10, 30, 3);
const DAY = 86_400_000;
const CONTRACT_HEADER = 'code,customer,reading,address,street,phases,amperes,feed_in,route_b,state,since,until';
const contract = (number: number, customer = '山田 計', street = '桜町') =>
	`C${String(number).padStart(10, '0')},${customer},,瑞原県みどり野市東区${street}1番2号,${street},1p3w,40,no,none,active,2020-01-01,`;
const STOCK_HEADER = 'serial,type,maker,depot,state,order,title,credential_key';

/** The octets of a text, in pieces of a few. */
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
	const octets = Buffer.from(text);
	for (let at = 0; at < octets.length; at += 7) yield octets.subarray(at, at + 7);
}

interface Given extends ImportWishes {
	readonly asOf?: number;
	readonly format?: ImportFile['format'];
	readonly file?: string;
}

const give = (
	office: Office,
	name: string | undefined,
	text: string,
	{ asOf = NOW - DAY, format = 'csv', file = `${name}.${format}`, ...wishes }: Given = {},
) => importFile(office, ANYBODY, { name: file, format, pieces: pieces(text), asOf }, name === undefined ? undefined : recordKind(name)!, wishes);

async function exportOf(office: Office, what: string, wishes: ExportWishes): Promise<string> {
	let text = '';
	await exportRecords(office, ANYBODY, exported(what)!, wishes, async (piece) => {
		text += piece;
	});
	return text;
}

const codes = async (office: Office, text: string) => (await searchContracts(office.database, text)).found.map(({ code }) => code);

describe('records of other systems', function () {
	this.timeout(60_000);

	onEachEngine((open) => {
		it('are taken in any order of columns, the later ones in place of the earlier, and found as they are then', async () => {
			const office = await open({ now: () => NOW });
			const first = await give(office, 'contract', `${CONTRACT_HEADER}\n${contract(1)}\n${contract(2, '"森, 灯"')}\n`);
			assert.deepEqual([first.records, first.rows, first.wrongs, first.asOf], ['contract', 2, [], NOW - DAY]);
			assert.deepEqual(
				[await codes(office, '山田'), await codes(office, '森'), await codes(office, '桜町')],
				[['C0000000001'], ['C0000000002'], ['C0000000001', 'C0000000002']],
			);
			const columns = CONTRACT_HEADER.split(',').reverse().join(',');
			await give(office, 'contract', `${columns}\r\n,2020-01-01,active,none,no,40,1p3w,光町,光町9番,,川,C0000000001\r\n`, { asOf: NOW });
			assert.deepEqual([await codes(office, '山田'), await codes(office, '川'), await codes(office, '桜町')], [[], ['C0000000001'], ['C0000000002']]);
			const rows = await office.database.selectFrom('contract').select(['code', 'as_of', 'imported_at', 'until', 'since']).orderBy('code').execute();
			const since = Date.UTC(2019, 11, 31, 15);
			assert.deepEqual(rows, [
				{ code: 'C0000000001', as_of: NOW, imported_at: NOW, until: null, since },
				{ code: 'C0000000002', as_of: NOW - DAY, imported_at: NOW, until: null, since },
			]);
			// A site that comes to another contract takes its words along.
			const site = (of: number) => `code,contract,street,kind,phases,rain,transformer\nS1,C000000000${of},鍛冶町,detached,1p3w,yes,T1\n`;
			await give(office, 'site', site(1), { asOf: NOW - 2 * DAY });
			assert.deepEqual(await codes(office, '鍛冶町'), ['C0000000001']);
			await give(office, 'site', site(2));
			assert.deepEqual(await codes(office, '鍛冶町'), ['C0000000002']);
			const imports = await office.database.selectFrom('import').select(['id', 'system', 'records', 'rows', 'by']).orderBy('id').execute();
			assert.deepEqual(
				imports.map(({ system, records, rows: count }) => [system, records, count]),
				[
					['customer', 'contract', 2],
					['customer', 'contract', 1],
					['distribution', 'site', 1],
					['distribution', 'site', 1],
				],
			);
		});

		it('are taken whole or not at all: each bad row is told by line and column', async () => {
			const office = await open({ now: () => NOW });
			const text = [CONTRACT_HEADER, contract(1), contract(2).replace('1p3w', '2p'), contract(3), 'C4,short', contract(1)].join('\n');
			const wrongs = [
				{ kind: 'value', line: 3, column: 39, name: 'phases', got: '2p' },
				{ kind: 'fields', line: 5, column: 1, expected: 12, got: 2 },
				{ kind: 'twice', line: 6, column: 1, key: 'C0000000001', before: 2 },
			];
			const plain = (found: readonly object[]) => found.map((each) => Object.fromEntries(Object.entries(each).filter(([name]) => name !== 'right')));
			await assert.rejects(give(office, 'contract', text), (error) => {
				assert.ok(error instanceof RowsRefused);
				assert.deepEqual([plain(error.wrongs), error.count], [wrongs, 3]);
				return true;
			});
			assert.deepEqual(await office.database.selectFrom('contract').selectAll().execute(), []);
			assert.deepEqual(await office.database.selectFrom('import').selectAll().execute(), []);
			assert.deepEqual(await codes(office, '山田'), []);
			const result = await give(office, 'contract', text, { skipBad: true });
			assert.deepEqual([result.rows, plain(result.wrongs)], [2, wrongs]);
			assert.equal(result.refused, [CONTRACT_HEADER, contract(2).replace('1p3w', '2p'), 'C4,short', contract(1), ''].join('\n'));
		});

		it('tell of a wrong key that it is one, and not which', async () => {
			const office = await open({ now: () => NOW });
			const key = '00112233445566778899AABBCCDDEEFF';
			await assert.rejects(give(office, 'stock', `${STOCK_HEADER}\nC1,rf-b,none,東,in-stock,,,${key}\n`), (error) => {
				assert.ok(error instanceof RowsRefused);
				const [wrong] = error.wrongs;
				assert.ok(wrong?.kind === 'value');
				assert.deepEqual([wrong.name, wrong.got, JSON.stringify(error.wrongs).includes(key)], ['credential_key', '…', false]);
				return true;
			});
		});

		it('are refused as a whole for their columns, their encoding, their time', async () => {
			const office = await open({ now: () => NOW });
			for (const [text, wrong] of [
				['', /contract\.csv: it is empty/],
				[CONTRACT_HEADER.replace('amperes', 'ampere'), /contract\.csv:1: contract has no column "ampere"; it has code, customer/],
				[`${CONTRACT_HEADER},code`, /column code is there twice/],
				[CONTRACT_HEADER.replace(',phases,amperes', ''), /missing columns: phases, amperes/],
				[`${CONTRACT_HEADER}\n"C1`, /contract\.csv:2:1: this double quote is never closed/],
			] as const) {
				await assert.rejects(give(office, 'contract', text), (error) => error instanceof UsageError && wrong.test(error.message));
			}
			const sjis = {
				name: 'contract.csv',
				format: 'csv' as const,
				asOf: NOW,
				pieces: (async function* () {
					yield Uint8Array.of(0x8e, 0x52, 0x93, 0x63);
				})(),
			};
			await assert.rejects(importFile(office, ANYBODY, sjis, recordKind('contract')!), /it is not UTF-8; from Shift_JIS: iconv/);
			await assert.rejects(give(office, 'contract', CONTRACT_HEADER, { asOf: NOW + 2 * DAY }), /is yet to come/);
			await assert.rejects(give(office, 'contract', CONTRACT_HEADER, { whole: true }), /--whole: it is for site/);
			await assert.rejects(give(office, 'site', 'code', { whole: true, skipBad: true }), /--whole and --skip-bad: one of them/);
			await give(office, 'contract', `${CONTRACT_HEADER}\n${contract(1)}\n`, { file: 'today.csv' });
			const older = give(office, 'contract', `${CONTRACT_HEADER}\n${contract(1, '旧')}\n`, { asOf: NOW - 2 * DAY, file: 'yesterday.csv' });
			await assert.rejects(older, (error) => error instanceof OfficeRefusal && /^yesterday\.csv: .* already \(today\.csv\)/.test(error.message));
			// The same file again is no harm, and neither is another kind of records of an earlier time.
			await give(office, 'contract', `${CONTRACT_HEADER}\n${contract(1)}\n`, { file: 'today.csv' });
			await give(office, 'transformer', 'code,street,kva\nT1,桜町,30\n', { asOf: NOW - 9 * DAY });
		});

		it('leave alone what the office knows better', async () => {
			const office = await open({ now: () => NOW });
			const { database } = office;
			await give(office, 'contract', `${CONTRACT_HEADER}\n${contract(1)}\n`);
			await database.updateTable('contract').set({ customer: '', reading: '', address: '', street: '', state: 'erased' }).execute();
			await give(office, 'contract', `${CONTRACT_HEADER}\n${contract(1)}\n`, { asOf: NOW });
			assert.deepEqual(await database.selectFrom('contract').select(['customer', 'state']).execute(), [{ customer: '', state: 'erased' }]);

			const key = `public:${'A'.repeat(128)}`;
			const unit = (state: string, order = '', held = key) =>
				`${STOCK_HEADER}\nC1,rf-b,none,東,${state},${order},4A504D0000000001,${held}\nM1,1p3w-60-2way,none,東,${state},,,\n`;
			await give(office, 'stock', unit('in-stock'), { asOf: NOW - 3 * DAY });
			const order = {
				number: 'W00000001',
				contract: 'C0000000001',
				application: null,
				design: null,
				kind: 'mount' as const,
				meter: null,
				units: '{}',
				state: 'issued' as const,
			};
			await database
				.insertInto('work_order')
				.values({ ...order, worker: null, due: null, issued_at: NOW, issued_by: 'a', done_at: null, result: null })
				.execute();
			await database.updateTable('stock').set({ state: 'reserved', order: 'W00000001' }).where('serial', '=', 'C1').execute();
			await give(office, 'stock', unit('returned', '', ''), { asOf: NOW - 2 * DAY });
			const held = () =>
				database.selectFrom('stock').select(['serial', 'state', 'order', 'title', 'credential_key', 'kind']).orderBy('serial').execute();
			const record = JSON.stringify({ kind: 'public', key: 'A'.repeat(128) });
			assert.deepEqual(await held(), [
				{ serial: 'C1', state: 'reserved', order: 'W00000001', title: '4A504D0000000001', credential_key: record, kind: 'communication' },
				{ serial: 'M1', state: 'returned', order: null, title: null, credential_key: null, kind: 'metering' },
			]);
			await database.updateTable('work_order').set({ state: 'withdrawn' }).execute();
			await give(office, 'stock', unit('scrapped'));
			assert.deepEqual(
				(await held()).map(({ state, order: number }) => [state, number]),
				[
					['scrapped', null],
					['scrapped', null],
				],
			);

			await give(office, 'application', 'number,contract,kind,wishes,received_at\nA00000001,C0000000001,amperes,amperes=50,2026-11-01\n', {
				asOf: NOW - 2 * DAY,
			});
			await database.updateTable('application').set({ state: 'done' }).execute();
			await give(office, 'application', 'number,contract,kind,wishes,received_at\nA00000001,C0000000001,amperes,amperes=60,2026-11-01\n');
			assert.deepEqual(await database.selectFrom('application').select(['state', 'wishes']).execute(), [
				{ state: 'done', wishes: '{"amperes":"50"}' },
			]);

			// What was mounted since the file was made.
			const mounted =
				'meter,contract,communication,metering,option,cover,serials,mounted_at,certified_until\n4A504D0000000001,C0000000001,rf,1p3w-60-1way,,normal,communication=C1,2020-01-01,2030-01-01\n';
			await give(office, 'mounted', mounted, { asOf: NOW - 2 * DAY });
			await database.updateTable('mounted').set({ communication: 'rf-b', as_of: NOW }).execute();
			await give(office, 'mounted', mounted);
			assert.equal((await database.selectFrom('mounted').select('communication').executeTakeFirstOrThrow()).communication, 'rf-b');
		});

		it('take away what a whole file does not have', async () => {
			const office = await open({ now: () => NOW });
			const header = 'code,contract,street,kind,phases,rain,transformer\n';
			const site = (number: number) => `S${number},C000000000${number},鍛冶町,detached,1p3w,no,T1\n`;
			await give(office, 'site', header + site(1) + site(2));
			const { gone } = await give(office, 'site', header + site(2), { asOf: NOW, whole: true });
			assert.deepEqual([gone, await codes(office, '鍛冶町')], [1, ['C0000000002']]);
		});

		it('come back from what is exported, as CSV and as JSON, each kind', async () => {
			const [one, other, third] = [await open({ now: () => NOW }), await open({ now: () => NOW }), await open({ now: () => NOW })];
			makeOfficeKeys(one.data);
			await makeTown(one, ANYBODY, 200, 1);
			for (const { name } of RECORD_KINDS) {
				const [csv, json] = [await exportOf(one, name, { format: 'csv' }), await exportOf(one, name, { format: 'json' })];
				assert.ok(csv.split('\n').length > 2, name);
				await give(other, name, csv);
				await give(third, name, json, { format: 'json' });
				for (const office of [other, third]) {
					assert.equal(await exportOf(office, name, { format: 'csv' }), csv, name);
				}
			}
			const words = (office: Office) => office.database.selectFrom('search_word').selectAll().orderBy('word').orderBy('contract').execute();
			assert.deepEqual(await words(other), await words(one));
		});

		it('are exported of a time only where each is of one', async () => {
			const office = await open({ now: () => NOW });
			await assert.rejects(
				exportOf(office, 'contract', { format: 'csv', from: NOW }),
				/--from and --until: they are for readings and events; contract goes/,
			);
			await assert.rejects(exportOf(office, CONTROLS, { format: 'xml', until: NOW }), /controls goes whole/);
			await give(office, 'reading', 'contract,at,import,export\nC0000000001,2026-11-28,1,\nC0000000001,2026-11-29,2,\nC0000000001,2026-11-30,3,\n');
			const csv = await exportOf(office, 'readings', { format: 'csv', from: NOW - 1.5 * DAY, until: NOW - DAY / 2 });
			assert.match(csv, /^contract,at,import,export\nC0000000001,2026-11-29T00:00:00\+09:00,2,\n$/);
		});

		it('of a meter data management are messages of IEC 61968-9, too, both ways', async () => {
			const [one, other] = [await open({ now: () => NOW }), await open({ now: () => NOW })];
			makeOfficeKeys(one.data);
			await makeTown(one, ANYBODY, 200, 1);
			const mounted = await exportOf(one, 'mounted', { format: 'csv' });
			await give(other, 'mounted', mounted);
			for (const what of ['readings', 'events']) {
				const xml = await exportOf(one, what, { format: 'xml' });
				const result = await give(other, undefined, xml, { format: 'xml', file: 'm.xml' });
				assert.deepEqual([result.asOf, result.leftOut], [NOW, []]);
				assert.equal(await exportOf(other, what, { format: 'csv' }), await exportOf(one, what, { format: 'csv' }));
			}
			// By the meter alone, where no usage point is told.
			const { content } = readMessage(await exportOf(one, 'readings', { format: 'xml' }), 'xml');
			assert.ok(content.noun === 'MeterReadings');
			const items = content.items.filter(({ meter }) => meter !== '').map((each) => ({ ...each, contract: '' }));
			const xml = messageText({ noun: 'MeterReadings', items }, NOW, 'm2', 'xml');
			await other.database.deleteFrom('reading').execute();
			await give(other, undefined, xml, { format: 'xml', file: 'm.xml' });
			const { count } = await other.database
				.selectFrom('reading')
				.select(({ fn }) => fn.countAll().as('count'))
				.executeTakeFirstOrThrow();
			assert.equal(Number(count), items.length);
			await assert.rejects(give(other, undefined, xml.replaceAll('4A504D', '4A504E'), { format: 'xml' }), RowsRefused);
			const job = {
				kind: 'supply' as const,
				contract: 'C0000000001',
				meter: '4A504D0000000001',
				body: '{"to":"open"}',
				not_before: NOW,
				expires: NOW + DAY,
				state: 'queued' as const,
			};
			await one.database
				.insertInto('job')
				.values({ id: 'b1', ...job, by: 'a', approved_by: null, at: NOW, sent_at: null, ended_at: null, result: null })
				.execute();
			const controls = await exportOf(one, CONTROLS, { format: 'json' });
			assert.deepEqual(readMessage(controls, 'json').content.items, [
				{ id: 'b1', meter: '4A504D0000000001', contract: 'C0000000001', to: 'open', notBefore: NOW, expires: NOW + DAY },
			]);
			await assert.rejects(give(one, undefined, controls, { format: 'json' }), /supplies are not switched by a file/);
		});

		it('of a message are those that were asked for, each once, and drawn and fed-in of one time are one', async () => {
			const office = await open({ now: () => NOW });
			const none = { contract: 'C0000000001', meter: '', at: NOW - DAY, import: null, export: null };
			const message = (items: readonly object[]) => messageText({ noun: 'MeterReadings', items: items as never }, NOW, 'm', 'json');
			const file = { format: 'json', file: 'm.json' } as const;
			await give(office, undefined, message([{ ...none, import: 70 }]).replace('"Readings"', '"x":1,"Readings"'), file);
			const apart = JSON.parse(message([{ ...none, import: 100 }]));
			apart.EventMessage.Payload.MeterReadings.MeterReading.push(
				...JSON.parse(message([{ ...none, export: 5 }])).EventMessage.Payload.MeterReadings.MeterReading,
			);
			assert.equal((await give(office, undefined, JSON.stringify(apart), file)).rows, 1);
			const readings = await office.database.selectFrom('reading').select(['import', 'export']).execute();
			assert.deepEqual(readings, [{ import: 100, export: 5 }]);
			const event = { meter: '4A504D0000000001', at: NOW - DAY, type: '3.26.0.85', text: '' };
			const events = messageText({ noun: 'EndDeviceEvents', items: [event, { ...event, text: 'again' }] }, NOW, 'm', 'json');
			await assert.rejects(give(office, undefined, events, file), (error) => {
				assert.ok(error instanceof RowsRefused);
				assert.deepEqual([error.count, error.wrongs[0]!.kind, error.wrongs[0]!.line], [1, 'twice', 2]);
				return true;
			});
			await assert.rejects(give(office, 'site', events, { ...file, whole: true }), /it is a message with meter_event, and not with site/);
			const sites = '{"records":"site","as_of":"2026-11-29","rows":[]}';
			await assert.rejects(give(office, undefined, sites, file), /expected \{ "records": "reading"/);
			await give(office, undefined, '{"records":"meter_event","as_of":"2026-11-29","rows":[]}', file);
		});

		it('are linked by the units of their meters alone, whatever else has the same digits', async () => {
			const office = await open({ now: () => NOW });
			await give(office, 'contract', `${CONTRACT_HEADER}\n${contract(1)}\n${contract(12345678)}\n`);
			const row = (meter: number, code: number) =>
				`4A504D000000000${meter},C${String(code).padStart(10, '0')},rf,1p3w-60-1way,,normal,communication=12345678,2020-01-01,2030-01-01`;
			const header = 'meter,contract,communication,metering,option,cover,serials,mounted_at,certified_until';
			const elsewhere = async () => [...(await linkedContracts(office.database, ['C0000000001']))[0]!.elsewhere];
			await give(office, 'mounted', `${header}\n${row(1, 1)}\n`);
			assert.deepEqual(await elsewhere(), []);
			await give(office, 'mounted', `${header}\n${row(2, 2)}\n`);
			assert.deepEqual(await elsewhere(), [['12345678', 'C0000000002']]);
		});

		it('are given to somebody else only of contracts that have consented', async () => {
			const office = await open({ now: () => NOW });
			await give(office, 'contract', `${CONTRACT_HEADER}\n${contract(1)}\n${contract(2)}\n`);
			await give(
				office,
				'reading',
				'contract,at,import,export\nC0000000001,2026-11-29,100,\nC0000000002,2026-11-29,200,\nC0000000002,2026-11-30,210,5\n',
			);
			assert.match(await exportOf(office, 'readings', { format: 'csv', to: 'A社' }), /^[^\n]*\n$/);
			await giveConsent(office, ANYBODY, 'C0000000002', { to: 'A社', data: ['readings'], from: NOW - DAY, until: NOW + DAY });
			const from = Date.UTC(2026, 10, 29, 15);
			assert.equal(
				await exportOf(office, 'readings', { format: 'csv', to: 'A社', from }),
				'contract,at,import,export\nC0000000002,2026-11-30T00:00:00+09:00,210,5\n',
			);
			assert.match(await exportOf(office, 'readings', { format: 'csv', until: from }), /C0000000001,.*100,\nC0000000002,.*200,\n$/);
			await assert.rejects(exportOf(office, 'contract', { format: 'csv', to: 'A社' }), /--for: it is for readings, events and controls/);
			const acts = await office.database
				.selectFrom('audit')
				.select(['act', 'subject'])
				.where('act', 'in', ['records.share', 'records.export'])
				.execute();
			assert.deepEqual(
				acts.map(({ act, subject }) => `${act} ${subject}`),
				['records.share reading', 'records.share reading', 'records.export reading'],
			);
		});

		it('of events and controls are given to somebody else only where the contract has consented to these', async () => {
			const office = await open({ now: () => NOW });
			await give(office, 'contract', `${CONTRACT_HEADER}\n${contract(1)}\n${contract(2)}\n`);
			const mounted = { communication: 'rf', metering: '1p3w-60-1way', option: null, cover: 'normal', serials: '{}' };
			const times = { mounted_at: 0, certified_until: 0, as_of: 0, imported_at: 0 };
			const job = { kind: 'supply', body: '{"to":"open"}', not_before: NOW, expires: NOW + DAY, state: 'done', by: 'a', approved_by: null } as const;
			const ends = { at: NOW, sent_at: null, ended_at: null, result: null, withdrawn_at: null, withdrawn_by: null };
			for (const n of [1, 2, 3]) {
				const [meter, code] = [`4A504D000000000${n}`, `C000000000${n}`];
				if (n < 3)
					await office.database
						.insertInto('mounted')
						.values({ meter, contract: code, ...mounted, ...times })
						.execute();
				await office.database.insertInto('meter_event').values({ meter, at: NOW, type: '3.26.0.85', text: '', imported_at: 0 }).execute();
				await office.database
					.insertInto('job')
					.values({ id: `b${n}`, contract: code, meter, ...job, ...ends })
					.execute();
			}
			const meters = async (what: string) =>
				[...(await exportOf(office, what, { format: 'xml', to: 'A社' })).matchAll(/4A504D000000000\d/g)].map(([meter]) => meter);
			const consent = { to: 'A社', from: NOW - DAY, until: NOW + DAY };
			await giveConsent(office, ANYBODY, 'C0000000001', { ...consent, data: ['events'] });
			await giveConsent(office, ANYBODY, 'C0000000002', { ...consent, data: ['controls', 'readings'] });
			assert.deepEqual([await meters('events'), await meters(CONTROLS)], [['4A504D0000000001'], ['4A504D0000000002']]);
		});

		it('of keys of communication units are kept wrapped, or as the public half', async () => {
			const office = await open({ now: () => NOW });
			makeOfficeKeys(office.data);
			const folder = mkdtempSync(join(tmpdir(), 'keiki-keys-'));
			try {
				const path = join(folder, 'a.credential');
				const key = Uint8Array.from({ length: 16 }, (_, i) => i);
				const titles = ['4A504D0000000001', '4A504D0000000002'];
				writeFileSync(
					path,
					credentialText(titles.map((title, i) => ({ systemTitle: fromHex(title), key: i === 0 ? key : new Uint8Array(64).fill(7), sealed: 3 * i }))),
					{ mode: 0o600 },
				);
				await assert.rejects(importCredentialKeys(office, ANYBODY, path), /2 units are not in the stock \(4A504D0000000001, 4A504D0000000002\)/);
				await give(office, 'stock', `${STOCK_HEADER}\n${titles.map((title, i) => `C${i},rf-b,none,東,in-stock,,${title},`).join('\n')}\n`);
				assert.equal(await importCredentialKeys(office, ANYBODY, path), 2);
				const [secret, pair] = await office.database.selectFrom('stock').select('credential_key').orderBy('serial').execute();
				assert.match(secret!.credential_key!, /^\{"kind":"wrapped","key":"[0-9A-F]{48}"\}$/);
				const sealed = JSON.stringify({ kind: 'public', key: '07'.repeat(64), sealed: 3 });
				assert.equal(pair!.credential_key, sealed);
				// The same key in a file of stock does not make the office forget what was sealed for it elsewhere; another key is another.
				await give(office, 'stock', await exportOf(office, 'stock', { format: 'csv' }));
				const keyOf = async () =>
					(await office.database.selectFrom('stock').select('credential_key').where('serial', '=', 'C1').executeTakeFirstOrThrow()).credential_key;
				assert.equal(await keyOf(), sealed);
				await give(office, 'stock', `${STOCK_HEADER}\nC1,rf-b,none,東,in-stock,,${titles[1]},public:${'08'.repeat(64)}\n`);
				assert.equal(await keyOf(), JSON.stringify({ kind: 'public', key: '08'.repeat(64) }));
			} finally {
				rmSync(folder, { recursive: true });
			}
		});
	});
});
