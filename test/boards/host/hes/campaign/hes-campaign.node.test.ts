/** `keiki hes campaign` as a process, over the meters of a fleet and of a run. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fieldsOf } from '../../../../../src/head-end/collection/register-table.js';
import { build, keikiLater, Running } from '../../command-line-rig.js';

const HEAD = 'group,command,value,time';

describe('keiki hes campaign', () => {
	let folder = '';
	let world: Running | undefined;
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(async () => {
		await world?.stop();
		world = undefined;
		rmSync(folder, { recursive: true });
	});

	const at = (name: string) => join(folder, name);
	const fleet = async (meters: number, ...words: readonly string[]): Promise<void> => {
		world = Running.begin('fleet', '--first', '[::1]:0', '--list', at('list.jsonl'), '--push', 'off', '--meters', String(meters), ...words);
		await world.until(({ event }) => event === 'ready');
	};
	const file = (...rows: readonly string[]): string => {
		writeFileSync(at('c.csv'), [HEAD, ...rows, ''].join('\n'));
		return at('c.csv');
	};
	const campaign = (...words: readonly string[]) =>
		keikiLater('hes', 'campaign', at('c.csv'), '--meters', at('list.jsonl'), '--rate', '500', ...words);
	/** Number, result and reason of each line of the results. */
	const results = (name = 'c.results.csv') =>
		readFileSync(at(name), 'utf8')
			.trim()
			.split('\n')
			.slice(1)
			.map(fieldsOf)
			.map((fields) => ({ command: fields[2], number: Number(fields[5]), result: fields[9], why: fields[10] }));
	const counts = (): Readonly<Record<string, number>> => {
		const all: Record<string, number> = {};
		for (const { command, result } of results()) all[`${command} ${result}`] = (all[`${command} ${result}`] ?? 0) + 1;
		return all;
	};

	it('commands the meters of each group, tells how it ended for each, and does nothing twice', async () => {
		await fleet(12, '--concentrators', '3');
		file('street-2,limiter,20 for 2h,', 'all,clock,,');
		const plan = await campaign('--check');
		assert.deepEqual(
			[plan.stdout, plan.status],
			['line 2: limiter 20 for 2h for street-2: 4 meters, at once\nline 3: clock for all: 12 meters, at once\n', 0],
		);
		const first = await campaign();
		assert.equal(first.status, 0, first.stderr);
		assert.match(first.stdout, /line 2: limiter 20 for 2h for street-2: 4 done\n/);
		assert.deepEqual(counts(), { 'limiter done': 4, 'clock done': 12 });
		assert.deepEqual(
			results()
				.filter(({ command }) => command === 'limiter')
				.map(({ number }) => number)
				.sort((one, other) => one - other),
			[5, 6, 7, 8],
		);
		const read = await keikiLater('hes', 'limit', '--meters', at('list.jsonl'), '--json', '--parallel', '1');
		const states = read.stdout
			.trim()
			.split('\n')
			.map((each) => JSON.parse(each) as { readonly emergency: string | null; readonly isEmergency: boolean });
		assert.deepEqual(
			states.map(({ emergency, isEmergency }) => [emergency, isEmergency]),
			Array.from({ length: 12 }, (_, i) => (i >= 4 && i < 8 ? ['20.0 A', true] : [null, false])),
		);
		const second = await campaign();
		assert.deepEqual([second.status, second.stdout, results().length], [0, '', 16]);
		// Given again, it finds all as it is to be, but for the emergency, which begins anew.
		const third = await campaign('--again');
		assert.equal(third.status, 0, third.stderr);
		assert.equal(results().filter(({ command, why }) => command === 'clock' && why === 'was so before').length, 24);
	});

	it('tells those that are silent, with code 3, and commands them alone when it is given again', async () => {
		writeFileSync(at('scenario.txt'), '+0s silent on meter 2..3\n');
		await fleet(6, '--scenario', at('scenario.txt'));
		await world!.until(({ event }) => event === 'act');
		file('all,clock,,');
		const first = await campaign('--patience', '1s', '--timeout', '0.5');
		assert.equal(first.status, 3, first.stderr);
		assert.match(first.stderr, /4 done, 2 silent/);
		const silent = results().filter(({ result }) => result === 'silent');
		assert.deepEqual(silent.map(({ number }) => number).sort(), [2, 3]);
		assert.ok(silent.every(({ why }) => why !== ''));
		const second = await campaign('--patience', '1s', '--timeout', '0.5', '--json');
		assert.equal(second.status, 3);
		const events = second.stdout
			.trim()
			.split('\n')
			.map((each) => JSON.parse(each) as { readonly event: string; readonly number?: number });
		assert.deepEqual(
			events.map(({ event }) => event),
			['begins', 'result', 'result', 'end'],
		);
	});

	it('goes on where it was killed, and where it was stopped', async () => {
		await fleet(40);
		file('all,limiter,15 for 1h from 2100-01-01T00:00:00+09:00,');
		const slowly = () => Running.begin('hes', 'campaign', at('c.csv'), '--meters', at('list.jsonl'), '--rate', '20', '--parallel', '2');
		for (const [signal, code] of [
			['SIGKILL', null],
			['SIGTERM', 3],
		] as const) {
			const running = slowly();
			let seen = 0;
			await running.until(({ event }) => event === 'result' && ++seen >= 1);
			assert.equal(await running.stop(signal), code);
		}
		const before = results().length;
		assert.ok(before >= 2 && before < 40, String(before));
		const { status, stderr } = await campaign();
		assert.equal(status, 0, stderr);
		const numbers = results().map(({ number }) => number);
		assert.deepEqual([numbers.length, new Set(numbers).size], [40, 40]);
	});

	it('gives contracts and messages to meters that have them', async () => {
		world = await Running.start(
			...['--meters', '3', '--meters-file', at('list.jsonl'), '--units', 'rf-b,1p3w-60-2way,switch-60,normal', '--customer-port', 'tcp:0'],
			...['--route-a', '[::1]:0', '--route-a-first', '[::1]:0'],
		);
		file('all,contract,40,', 'all,message,"Power cut at 10:00, Thursday",');
		writeFileSync(at('groups.csv'), 'supply_point,group\n0000000000000000000002,odd one\n');
		const first = await campaign();
		assert.equal(first.status, 0, first.stderr);
		assert.deepEqual(counts(), { 'contract done': 3, 'message done': 3 });
		file('odd one,contract,30,', 'odd one,message,,');
		const second = await campaign('--groups', at('groups.csv'), '--results', at('odd.csv'));
		assert.equal(second.status, 0, second.stderr);
		const limits = await keikiLater('hes', 'limit', '--meters', at('list.jsonl'), '--json', '--parallel', '1');
		assert.deepEqual(
			limits.stdout
				.trim()
				.split('\n')
				.map((each) => (JSON.parse(each) as { readonly normal: string }).normal),
			['40.0 A', '30.0 A', '40.0 A'],
		);
	});

	it('tells refusals by their reason, with code 1', async () => {
		await fleet(2);
		file('all,message,Hello,');
		const { status, stderr } = await campaign();
		assert.equal(status, 1, stderr);
		assert.ok(results().every(({ result, why }) => result === 'refused' && why!.startsWith('refused: object undefined')));
	});

	it('gives clock and limiter to all meters of a concentrator at once, where all of them are meant, and looks at each', async () => {
		writeFileSync(at('scenario.txt'), '+0s clock -7min all\n');
		await fleet(20, '--concentrators', '2', '--broadcast', '--scenario', at('scenario.txt'));
		await world!.until(({ event }) => event === 'act');
		writeFileSync(at('groups.csv'), `supply_point,group\n${[1, 11, 12].map((point) => `${String(point).padStart(22, '0')},some`).join('\n')}\n`);
		file('some,clock,,');
		const some = await campaign('--broadcast', '--groups', at('groups.csv'));
		assert.equal(some.status, 0, some.stderr);
		assert.match(some.stderr, /line 2: 0 messages to all meters of a concentrator, for 0 meters/);
		assert.deepEqual(
			results()
				.map(({ number, why }) => [number, why])
				.sort(([one], [other]) => Number(one) - Number(other)),
			[1, 11, 12].map((number) => [number, '']),
		);
		file('street-1,limiter,20 for 2h from 2100-01-01T00:00,');
		assert.equal((await campaign()).status, 0);
		file('all,clock,,', 'street-1,limiter,20 for 3h from 2100-01-01T00:00,', 'street-1,contract,30,');
		const all = await campaign('--broadcast', '--results', at('all.csv'), '--json');
		const events = all.stdout
			.trim()
			.split('\n')
			.map((each) => JSON.parse(each) as { readonly event: string; readonly line: number; readonly messages: number; readonly meters: number });
		assert.deepEqual(
			events
				.filter(({ event }) => event === 'broadcast')
				.map(({ line, messages, meters }) => [line, messages, meters])
				.sort(([one], [other]) => one! - other!),
			[
				[2, 2, 20],
				[3, 1, 10],
			],
		);
		assert.match(all.stderr, /line 4: contract goes to each by itself/);
		const told = results('all.csv');
		// None had to be set by itself.
		assert.ok(told.filter(({ command }) => command !== 'contract').every(({ result, why }) => result === 'done' && why === 'was so before'));
		assert.equal(told.filter(({ command }) => command !== 'contract').length, 30);
	});

	it('commands each by itself where there is no key for all', async () => {
		writeFileSync(at('scenario.txt'), '+0s clock -7min all\n');
		await fleet(4, '--scenario', at('scenario.txt'));
		await world!.until(({ event }) => event === 'act');
		file('all,clock,,');
		const { status, stderr } = await campaign('--broadcast');
		assert.equal(status, 0, stderr);
		assert.match(stderr, /line 2: 0 messages/);
		assert.ok(results().every(({ result, why }) => result === 'done' && why === ''));
	});

	for (const [what, row, words, message] of [
		['a group that no meter is in', 'street-9,clock,,', [], 'c.csv: line 2: group: no meter is in "street-9"; there are all, street-1'],
		['a rate of nothing', 'all,clock,,', ['--rate', '0'], '--rate: expected commands a second from 0.01 to 10000, got "0"'],
		['no patience', 'all,clock,,', ['--patience', 'long'], '--patience: expected a duration, as 90s, 10m or 2h, up to 45d, got "long"'],
	] as const)
		it(`refuses ${what}`, async () => {
			await fleet(1);
			file(row);
			const { status, stderr } = await campaign(...words);
			assert.equal(status, 2);
			assert.ok(stderr.includes(message), stderr);
		});
});
