/**
 * A remote rewrite and a diagnosis from end to end, with all processes real: the office's commands and its exchange with the relay, `keiki relay serve`,
 * `keiki supervise` and `keiki run`, on the town of the demo.
 */
import { type ChildProcess, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Office } from '../boards/host/office/database/office.js';
import { median } from './report.js';
import { MAIN, started } from './rewrites.js';

export interface RemoteWork {
	/** From the start of the command to the meter's answer at the office, ms: half of all, and the longest. */
	readonly rewrite: { readonly median: number; readonly longest: number };
	/** From the start of the command to its end, likewise. */
	readonly diagnosis: { readonly median: number; readonly longest: number };
}

const METERS = 20;
/** Of the first contracts of the town, whose meters are those of the run. */
const CONTRACTS = Object.freeze([1, 2, 3, 4, 5].map((number) => `C${`${number}`.padStart(10, '0')}`));
/** Between two looks whether the answer is there, ms. */
const LOOK = 20;

export async function benchRemoteWork(): Promise<RemoteWork> {
	const folder = mkdtempSync(join(tmpdir(), 'keiki-bench-'));
	const children: ChildProcess[] = [];
	const file = (name: string) => join(folder, name);
	const start = (...words: readonly string[]) => started(children, () => {}, words);
	const keiki = (...words: readonly string[]) => {
		const { status, stderr } = spawnSync(process.execPath, [MAIN, ...words], { encoding: 'utf8' });
		if (status !== 0) throw new Error(`bench: keiki ${words.join(' ')}: ${status}: ${stderr}`);
	};
	try {
		for (const words of [['init'], ['demo', '--contracts', '200']]) keiki('office', ...words, '--data', folder);
		keiki('keys', 'make', file('keys.jsonl'), '--meters', `${METERS}`, '--quiet');
		const keys = ['--keys', file('keys.jsonl'), '--credential-key', file('demo.credential'), '--meters-file', file('meters.jsonl')];
		const places = ['--route-a', '127.0.0.1:0', '--route-a-first', '127.0.0.1:0', '--dongle', 'tcp:0'];
		await start('run', '--meters', `${METERS}`, ...keys, ...places, '--quiet');
		const { ready } = await start('relay', 'serve', '--data', file('relay'), '--port', '0');
		const relay = ['--relay', String(ready.url)];
		await start('supervise', '--data', file('control'), ...relay, '--meters', file('meters.jsonl'), '--check', 'never');
		await start('office', 'serve', '--data', folder, '--staff', '127.0.0.1:0', ...relay);
		const office = await Office.open({ data: folder, url: undefined });
		try {
			const rewrites: number[] = [];
			const diagnoses: number[] = [];
			for (const contract of CONTRACTS) {
				keiki('office', 'password', 'issue', contract, '--by', 'relay', '--data', folder);
				await isDone(office, contract);
				rewrites.push(
					await timed(async () => {
						keiki('office', 'password', 'rewrite', contract, '--data', folder);
						await isDone(office, contract);
					}),
				);
				diagnoses.push(await timed(async () => keiki('office', 'diagnose', contract, '--data', folder, ...relay)));
			}
			const of = (times: readonly number[]) => ({ median: median(times), longest: Math.max(...times) });
			return { rewrite: of(rewrites), diagnosis: of(diagnoses) };
		} finally {
			await office.close();
		}
	} finally {
		for (const child of children) child.kill('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	}
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const before = performance.now();
	await work();
	return performance.now() - before;
}

/** Once the meter has the password that was asked for. Throws where it has another end. */
async function isDone({ database }: Office, contract: string): Promise<void> {
	for (;;) {
		const { state, ended_at, result } = await database
			.selectFrom('job')
			.select(['state', 'ended_at', 'result'])
			.where('contract', '=', contract)
			.where('kind', '=', 'credentials')
			.orderBy('at', 'desc')
			.limit(1)
			.executeTakeFirstOrThrow();
		if (state === 'done') return;
		if (ended_at !== null) throw new Error(`bench: rewrite at ${contract}: ${state}: ${result}`);
		await sleep(LOOK);
	}
}
