/** `keiki run` with a dongle and Route A over TCP, and a folder for its files: new ones for each test of the suite that calls this. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, Running } from './command-line-rig.js';

export interface Run {
	readonly folder: string;
	/** The one that was started last. */
	readonly running: Running;
	/** Starts one with these words alone. */
	begin(...words: readonly string[]): Promise<Running>;
	/** Returns the place of Route A. */
	start(...words: readonly string[]): Promise<string>;
}

export function runOfEachTest(): Run {
	let running: Running | undefined;
	let folder = '';
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-'));
	});
	afterEach(async () => {
		await running?.stop('SIGKILL');
		running = undefined;
		rmSync(folder, { recursive: true, force: true });
	});
	const begin = async (...words: readonly string[]): Promise<Running> => {
		running = await Running.start(...words);
		return running;
	};
	return {
		begin,
		get folder() {
			return folder;
		},
		get running() {
			return running!;
		},
		async start(...words) {
			const { ready } = await begin('--dongle', 'tcp:0', '--route-a', '127.0.0.1:0', ...words);
			return ready.routeA as string;
		},
	};
}
