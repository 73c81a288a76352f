/** `keiki run --like`: what one Keiki was read as, another one is. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DUMP_WORDS, dumpWrongText } from '../../../../boards/host/run/like-words.js';
import type { DumpWrong } from '../../../../src/world/like/dump.js';
import { build, type Event, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';

const JAPANESE = /[぀-ヿ一-鿿]/;
/** What goes on with the time, and how long each answer took. */
const LIVE = ['97', '98', 'D0', 'E0', 'EA', 'EB'];
const WRONGS: { readonly [Kind in DumpWrong['kind']]: Extract<DumpWrong, { readonly kind: Kind }> } = {
	notJson: { kind: 'notJson' },
	notEvent: { kind: 'notEvent' },
	twice: { kind: 'twice' },
	noReading: { kind: 'noReading' },
	noProperties: { kind: 'noProperties' },
	entry: { kind: 'entry' },
	failed: { kind: 'failed', message: 'ENOENT' },
	epc: { kind: 'epc', got: '"XX"' },
	edt: { kind: 'edt', epc: 0xe7, got: '"0"' },
	field: { kind: 'field', epc: 0xe7, field: 'ms', most: 60000, got: '"x"' },
	form: { kind: 'form', epc: 0xe7, edt: '01F4' },
	epcTwice: { kind: 'epcTwice', epc: 0xe7 },
	noMap: { kind: 'noMap', epc: 0x9d },
	notTold: { kind: 'notTold', epc: 0xe7 },
	notListed: { kind: 'notListed', epc: 0xe7 },
	setMap: { kind: 'setMap', epc: 0x9f },
	holds: { kind: 'holds', digits: 8, wattHours: 10_000_000 },
	range: { kind: 'range', epc: 0xd7, least: 1, most: 8, got: 9 },
};

describe('keiki run --like', function () {
	this.timeout(120_000);
	const folder = mkdtempSync(join(tmpdir(), 'keiki-like-'));
	let running: Running | undefined;
	before(build);
	afterEach(async () => {
		await running?.stop('SIGKILL');
		running = undefined;
	});
	after(() => rmSync(folder, { recursive: true, force: true }));

	/** What a HEMS reads of `keiki run` with these words. */
	async function read(words: readonly string[], ...more: readonly string[]): Promise<{ readonly text: string; readonly events: readonly Event[] }> {
		running = await Running.start('--dongle', 'tcp:0', '--speed', 'max', '--start', '2026-11-22T20:10', '--load', 'constant:2000', ...words);
		const { status, stdout, stderr } = await keikiHere('hems', 'read', '--json', '--dongle', running.ready.dongle as string, ...more);
		assert.equal(status, 0, stderr);
		await running.stop();
		const events = stdout
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as Event);
		return { text: stdout, events };
	}
	const properties = ({ events }: { readonly events: readonly Event[] }) =>
		(events.find(({ event }) => event === 'get')!.properties as { epc: string; edt: string; ms?: number; masked?: number }[]).map(
			({ ms: _, ...property }) => property,
		);

	for (const [what, words] of [
		['gen1', []],
		['gen2', ['--profile', 'gen2']],
		[
			'one that differs',
			['--profile', 'gen2', '--release', 'S1', '--without', 'EC,ED', '--unreadable', '8D', '--coefficient', '30', '--digits', '7'],
		],
	] as const) {
		it(`is ${what} again, property by property`, async () => {
			const original = await read([...words, '--register', '4711,42']);
			const file = join(folder, `${what}.jsonl`);
			writeFileSync(file, original.text);
			const like = await read(['--like', file, '--seed', '7']);
			assert.deepEqual(
				properties(like).map(({ epc }) => epc),
				properties(original).map(({ epc }) => epc),
			);
			for (const property of properties(original)) {
				if (LIVE.includes(property.epc)) continue;
				assert.deepEqual(
					properties(like).find(({ epc }) => epc === property.epc),
					property,
				);
			}
			const imported = Number.parseInt(properties(like).find(({ epc }) => epc === 'E0')!.edt, 16);
			assert.ok(imported >= 4711 && imported < 4720, `${imported}`);
		});
	}

	it('has a serial number of its own where the dump was made to be shared, and the dump has none', async () => {
		const original = await read(['--profile', 'gen2', '--seed', '3'], '--mask');
		const told = original.text.replace(/"(?:time|detail)":"[^"]*"/g, '');
		for (const secret of ['KEIKI', '4B45494B49', 'CCDDEEFF', '001C64']) assert.ok(!told.includes(secret), secret);
		assert.ok(!original.events.some(({ event }) => event === 'day'));
		const file = join(folder, 'masked.jsonl');
		writeFileSync(file, original.text);
		const like = properties(await read(['--like', file, '--seed', '9']));
		assert.equal(Buffer.from(like.find(({ epc }) => epc === '8D')!.edt, 'hex').toString(), 'KEIKI0000009');
	});

	it('refuses what is no dump, in both languages, with line and reason', async () => {
		const file = join(folder, 'broken.jsonl');
		writeFileSync(file, '{"event":"scan"}\nE7 500 W\n');
		const en = await keikiHere('run', '--like', file, '--lang', 'en');
		assert.equal(en.status, 2);
		assert.match(en.stderr, /--like: .*broken\.jsonl:2: expected JSON, one object a line, as keiki hems read --json writes it/);
		const ja = await keikiHere('run', '--like', file, '--lang', 'ja');
		assert.equal(ja.status, 2);
		assert.match(ja.stderr, /broken\.jsonl:2: keiki hems read --jsonが書き出す/);
		assert.match((await keikiHere('run', '--like', join(folder, 'none'))).stderr, /--like: cannot read .*none: ENOENT/);
		assert.match((await keikiHere('run', '--like', file, '--profile', 'gen2', '--lang', 'en')).stderr, /broken\.jsonl:2/);
	});

	it('is no named profile besides', async () => {
		const file = join(folder, 'gen1.jsonl');
		const { status, stderr } = await keikiHere('run', '--like', file, '--profile', 'gen2');
		assert.equal(status, 2);
		assert.match(stderr, /--profile gen2: expected it without --like/);
	});

	it('says each reason in both languages', () => {
		for (const wrong of Object.values(WRONGS)) {
			const [en, ja] = [dumpWrongText(wrong, 'en'), dumpWrongText(wrong, 'ja')];
			assert.doesNotMatch(en, JAPANESE, wrong.kind);
			assert.match(ja, JAPANESE, wrong.kind);
			for (const field of Object.entries(wrong).filter(([name]) => name !== 'kind' && name !== 'epc')) {
				for (const text of [en, ja]) assert.ok(text.includes(String(field[1])), `${wrong.kind}: ${field[0]}`);
			}
		}
		assert.deepEqual(Object.keys(DUMP_WORDS.ja).sort(), Object.keys(WRONGS).sort());
	});
});
