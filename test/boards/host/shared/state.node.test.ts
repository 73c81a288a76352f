import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateDirectory } from '../../../../boards/host/shared/state.js';
import type { RamFlash } from '../../../../hal/virtual/flash.js';
import { packetComments } from '../../../../modules/capture/pcapng.js';
import * as owned from '../../../../src/world/meter/route-a-flash.js';
import { build, Program, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';

const GET_ENERGY = '1081000105FF010288016201E000';
/** What is there once a run has ended. */
const WHOLE = ['base.flash', 'keiki.json', 'meter.flash', 'route-a-control.flash', 'route-a-tariff.flash', 'route-a.flash', 'units'];

describe('keiki run --state', () => {
	let folder = '';
	let state = '';
	let running: Running | undefined;
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		state = join(folder, 'state');
	});
	afterEach(async () => {
		await running?.stop('SIGKILL');
		running = undefined;
		rmSync(folder, { recursive: true });
	});

	const start = (...words: readonly string[]) => Running.start('--dongle', 'tcp:0', '--speed', 'max', '--state', state, ...words);

	/** Joins, asks, and ends. */
	async function visit<Result>(words: readonly string[], doing: (program: Program, address: string) => Promise<Result>): Promise<Result> {
		running = await start(...words);
		const program = await Program.open(running.ready.dongle as string);
		const result = await doing(program, await program.join(running.ready));
		program.close();
		assert.equal(await running.stop(), 0);
		return result;
	}

	/** Counts that a history says of one half-hour (set by `ED`), undefined where it has none. */
	async function halfHour(program: Program, address: string, at: string): Promise<number | undefined> {
		await program.ask(address, `1081000205FF010288016101ED07${at}01`);
		const answer = Buffer.from(await program.ask(address, '1081000305FF010288016201EC00'), 'hex');
		const count = answer.readUInt32BE(14 + 7);
		return count === 0xfffffffe ? undefined : count;
	}

	it('goes on where it stood, days later: registers, history, location, dongle', async () => {
		const words = ['--load', 'constant:1000'];
		const first = await visit([...words, '--start', '2026-11-22T10:10'], async (program, address) => {
			await program.ask(address, '1081000105FF01028801610181010A');
			await program.type('SKUDPPORT 3 0D05\r\n');
			await program.type('SKSREG SFF 1\r\n');
			await program.type('SKSAVE\r\n');
			return { energy: await program.ask(address, GET_ENERGY), at: await halfHour(program, address, '07EA0B160A00') };
		});
		assert.notEqual(first.at, undefined);
		const second = await visit([...words, '--start', '2026-11-25T10:10'], async (program, address) => ({
			energy: await program.ask(address, GET_ENERGY),
			location: await program.ask(address, '1081000105FF0102880162018100'),
			ports: await program.type('SKTABLE E\r\n'),
			at: await halfHour(program, address, '07EA0B160A00'),
			off: await halfHour(program, address, '07EA0B180A00'),
		}));
		assert.equal(second.energy, first.energy, 'no energy while it was off');
		assert.match(second.location, /7201810110?A$|7201810[01]0A$/);
		assert.match(second.ports, /3333/);
		assert.deepEqual([second.at, second.off], [first.at, undefined]);
	});

	it('survives a kill, and takes the lock of the dead over', async () => {
		running = await start();
		await running.stop('SIGKILL');
		assert.equal(existsSync(join(state, 'lock')), true);
		running = await start();
		assert.match(running.stderr, /resumed without an orderly stop/);
		assert.equal(await running.stop(), 0);
		assert.deepEqual(readdirSync(state).sort(), WHOLE);
	});

	/** Refused with 2 and this message, and nothing is other than before. */
	async function refuses(message: RegExp): Promise<void> {
		const names = () => (existsSync(state) ? readdirSync(state, { recursive: true, encoding: 'utf8' }) : []);
		const files = () => names().filter((name) => statSync(join(state, name)).isFile());
		const content = () => files().map((name) => [name, readFileSync(join(state, name), 'latin1')]);
		const before = content();
		const { status, stderr } = await keikiHere('run', '--dongle', 'tcp:0', '--load', 'constant:500', '--state', state);
		assert.match(stderr, message);
		assert.equal(status, 2);
		assert.deepEqual(content(), before);
	}

	/** Whatever keiki.json is written by, it cannot be: as on a full disk. Returns what ends it. */
	function fill(): () => void {
		const blocks = ['keiki.json.new', 'keiki.json.part'].map((name) => join(state, name));
		for (const block of blocks) mkdirSync(join(block, 'in the way'), { recursive: true });
		return () => {
			for (const block of blocks) rmSync(block, { recursive: true });
		};
	}

	it('refuses SKSAVE and WOPT where they cannot be kept, says so once, and goes on', async () => {
		running = await start();
		const program = await Program.open(running.ready.dongle as string);
		const free = fill();
		assert.equal(await program.type('SKSAVE\r\n', 'ER10\r\n'), 'SKSAVE\r\nFAIL ER10\r\n');
		assert.equal(await program.type('WOPT 00\r', 'ER10\r'), 'WOPT 00\r\nFAIL ER10\r');
		assert.equal(await program.type('ROPT\r', 'OK 01\r'), 'ROPT\r\nOK 01\r');
		assert.equal(await program.type('SKLOAD\r\n', 'ER10\r\n'), 'SKLOAD\r\nFAIL ER10\r\n', 'nothing was saved');
		assert.equal(running.stderr.match(/dongle: its memory cannot be written: /g)?.length, 1, running.stderr);
		free();
		assert.equal(await program.type('SKSAVE\r\n'), 'SKSAVE\r\nOK\r\n');
		program.close();
		assert.equal(await running.stop(), 0);
	});

	it('goes on when units are exchanged while nothing can be written, and writes it later', async () => {
		running = await start();
		const control = ['meter', '--control', running.ready.control as string];
		const free = fill();
		assert.equal((await keikiHere(...control, 'plug', 'switch-60')).status, 0);
		assert.equal((await keikiHere(...control, 'status')).status, 0);
		free();
		assert.equal(await running.stop(), 0);
		assert.match(running.stderr, /state: .*cannot be written: /);
		running = await start();
		assert.match(running.ready.units as string, /switch-60/);
	});

	it('is not for two at once', async () => {
		running = await start();
		await refuses(new RegExp(`another keiki uses it, process ${running.pid}`));
		assert.equal(await running.stop(), 0);
	});

	it('refuses what it does not know, and leaves it alone', async () => {
		StateDirectory.open(state, () => {}).close();
		const mark = join(state, 'keiki.json');
		const flash = join(state, 'meter.flash');
		const good = { mark: readFileSync(mark), flash: readFileSync(flash) };
		const restore = () => {
			writeFileSync(mark, good.mark);
			writeFileSync(flash, good.flash);
		};
		const CASES: readonly (readonly [RegExp, () => void])[] = [
			[/it is of version 2; this keiki reads version 1/, () => writeFileSync(mark, good.mark.toString().replace('"version": 1', '"version": 2'))],
			[/keiki\.json is damaged: .*JSON/, () => writeFileSync(mark, good.mark.subarray(0, 40))],
			[/keiki\.json is damaged, or not Keiki's/, () => writeFileSync(mark, '{"name": "something"}')],
			[/keiki\.json is damaged: expected "filled"/, () => writeFileSync(mark, good.mark.toString().replace('"filled": true', '"filled": 1'))],
			[/meter\.flash is missing/, () => rmSync(flash)],
			[
				/meter\.flash was altered, or sealed under another key than the one in .*state\.key/,
				() => writeFileSync(flash, good.flash.subarray(0, 5000)),
			],
			[/meter\.flash is not sealed, though all files of this state were/, () => writeFileSync(flash, Buffer.alloc(good.flash.length, 0x55))],
			[/expected an empty directory, or one that keiki made: it has no keiki\.json, but "meter\.flash"/, () => rmSync(mark)],
		];
		for (const [message, damage] of CASES) {
			restore();
			damage();
			await refuses(message);
		}
		restore();
		running = await start();
		assert.equal(await running.stop(), 0);
	});

	for (const [name, remedy] of [
		['keiki.json', /keiki\.json is damaged: .*; put back a copy of it, or begin with a new directory/],
		['meter.flash', /; put back a copy of it, or begin with a new directory: the registers and 45 days of history were in it/],
		['route-a.flash', /; put back a copy of it, or begin with a new directory and other keys \(--keys\): the counters in it keep old messages out/],
		['base.flash', /; put back a copy of it, or begin with a new directory/],
		['units/C0001002.flash', /; put back a copy of it, or begin with a new directory/],
	] as const) {
		it(`refuses a ${name} that is missing, empty, not sealed or altered, and says what to do`, async () => {
			running = await start('--route-a', '127.0.0.1:0');
			assert.equal(await running.stop(), 0);
			const file = join(state, name);
			const good = readFileSync(file);
			const named = (what: string) => new RegExp(`${name.replace('.', '\\.')} ${what}.*${remedy.source}`);
			if (name !== 'keiki.json') {
				rmSync(file);
				await refuses(named('is missing'));
				writeFileSync(file, Buffer.alloc(good.length, 0xff));
				await refuses(named('is not sealed, though all files of this state were'));
				writeFileSync(file, good.subarray(0, 5000));
				await refuses(named('was altered, or sealed under another key than the one in .*state\\.key'));
				const altered = Buffer.from(good);
				altered[altered.length >> 1]! ^= 1;
				writeFileSync(file, altered);
				await refuses(named('was altered, or sealed under another key than the one in .*state\\.key'));
			}
			writeFileSync(file, '');
			await refuses(name === 'keiki.json' ? remedy : named('is empty'));
			writeFileSync(file, good);
			running = await start('--route-a', '127.0.0.1:0');
			assert.equal(await running.stop(), 0);
		});
	}

	it('needs the files of a directory from before they were listed in its mark, too', async () => {
		running = await start();
		assert.equal(await running.stop(), 0);
		const mark = join(state, 'keiki.json');
		const { files: _files, runs: _runs, ...old } = JSON.parse(readFileSync(mark, 'utf8')) as Record<string, unknown>;
		writeFileSync(mark, JSON.stringify(old));
		const routeA = readFileSync(join(state, 'route-a.flash'));
		rmSync(join(state, 'route-a.flash'));
		await refuses(/route-a\.flash is missing/);
		writeFileSync(join(state, 'route-a.flash'), routeA);
		running = await start();
		assert.equal(await running.stop(), 0);
	});

	it('is not closed for ever by a disk that was full when it was made, nor by a half-made file', async () => {
		// A file gets no longer than 64 kB here: the flash of 112 kB does not fit.
		const words = `exec "$0" dist/boards/host/main.js run --dongle tcp:0 --route-a off --state "$1"`;
		const { NODE_OPTIONS: _ours, TS_NODE_PROJECT: _project, ...env } = process.env;
		const full = spawnSync('bash', ['-c', `ulimit -f 64; trap '' XFSZ; ${words}`, process.execPath, state], { encoding: 'utf8', env });
		assert.match(full.stderr, /--state .*state: EFBIG/);
		assert.equal(full.status, 2);
		assert.equal(existsSync(state), false);
		mkdirSync(state);
		writeFileSync(join(state, 'keiki.json.part'), '{');
		writeFileSync(join(state, 'meter.flash.part'), 'half');
		running = await start();
		assert.equal(await running.stop(), 0);
		assert.deepEqual(readdirSync(state).sort(), WHOLE);
	});

	it('is for its owner alone, whatever the umask', async () => {
		const before = process.umask(0);
		try {
			running = await start();
		} finally {
			process.umask(before);
		}
		assert.equal(await running.stop(), 0);
		for (const name of ['', ...readdirSync(state, { recursive: true, encoding: 'utf8' })]) {
			assert.equal(statSync(join(state, name)).mode & 0o077, 0, name);
		}
	});

	it('draws other link keys in each run, and the same ones in the same run of the same seed', async () => {
		const keys = async (directory: string) => {
			const capture = join(folder, 'air.pcapng');
			running = await Running.start('--dongle', 'tcp:0', '--route-a', 'off', '--speed', 'max', '--state', directory, '--capture', capture);
			const program = await Program.open(running.ready.dongle as string);
			await program.join(running.ready);
			program.close();
			assert.equal(await running.stop(), 0);
			const comments = packetComments(readFileSync(capture));
			assert.equal(comments.length, 1);
			return comments[0];
		};
		const [first, second, third] = [await keys(state), await keys(state), await keys(state)];
		assert.equal(new Set([first, second, third]).size, 3);
		const other = join(folder, 'other');
		assert.deepEqual([await keys(other), await keys(other)], [first, second]);
	});

	it('makes no directory where another one is missing', async () => {
		state = join(folder, 'none', 'state');
		await refuses(/ENOENT/);
		assert.deepEqual(readdirSync(folder), []);
	});

	it('is filled with 45 days once, and again if that was interrupted', () => {
		let fills = 0;
		const fill = (flash: RamFlash) => {
			fills++;
			if (fills === 1) throw new Error('interrupted');
			flash.write(0, Uint8Array.of(1));
		};
		mkdirSync(state);
		assert.throws(() => StateDirectory.open(state, fill), /interrupted/);
		StateDirectory.open(state, fill).close();
		StateDirectory.open(state, fill).close();
		assert.equal(fills, 2);
		const kept = new Uint8Array(1);
		const again = StateDirectory.open(state, fill);
		again.flash.read(0, kept);
		again.close();
		assert.equal(kept[0], 1);
		if (process.platform !== 'win32') assert.equal(statSync(join(state, 'meter.flash')).mode & 0o77, 0);
	});

	it('is as it was, and so is a capture, after a start that was refused late', async () => {
		await visit([], async () => {});
		const capture = join(folder, 'air.pcapng');
		writeFileSync(capture, Buffer.from('0a0d0d0a00000000', 'hex'));
		const files = () =>
			readdirSync(folder, { recursive: true, withFileTypes: true })
				.filter((each) => each.isFile())
				.map((each) => join(each.parentPath, each.name))
				.sort()
				.map((path) => [path, readFileSync(path).toString('base64')]);
		const before = files();
		const { status, stderr } = await keikiHere('run', '--dongle', 'tcp:0', '--state', state, '--capture', capture, '--contract', '40');
		assert.match(stderr, /--contract 40: there is no switching unit/);
		assert.equal(status, 2);
		assert.deepEqual(files(), before);
	});

	it('takes away what every owner has, where a run that made it was interrupted or does not come about', () => {
		const owners = Object.entries(owned)
			.filter(([name, value]) => name.startsWith('ROUTE_A') && typeof value === 'string')
			.map(([, owner]) => `${owner}.flash`);
		assert.ok(owners.length >= 8, owners.join());
		StateDirectory.open(state, () => {}).discard();
		mkdirSync(state);
		const made = StateDirectory.open(state, () => {});
		for (const file of owners) if (!existsSync(join(state, file))) writeFileSync(join(state, file), 'left');
		made.discard();
		assert.deepEqual(readdirSync(state), []);
	});

	it('takes away what it made if the run does not come about', () => {
		StateDirectory.open(state, () => {}).discard();
		assert.equal(existsSync(state), false);
		mkdirSync(state);
		StateDirectory.open(state, () => {}).discard();
		assert.deepEqual(readdirSync(state), []);
		StateDirectory.open(state, () => {}).close();
		StateDirectory.open(state, () => {}).discard();
		assert.deepEqual(readdirSync(state).sort(), ['keiki.json', 'meter.flash', 'route-a.flash']);
	});
});
