/** With what each command ends: one table for all of them. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leavesOf } from '../../../boards/host/config/options-table.js';
import { createProgram } from '../../../boards/host/program.js';
import { EXIT, EXIT_TEXTS, exitCodesText } from '../../../boards/host/shared/exit-codes.js';
import { sectionHeader } from '../../../modules/capture/pcapng.js';
import { build, keiki, keikiIn, keikiLater } from './command-line-rig.js';
import { keikiHere } from './here-rig.js';

describe('exit codes', () => {
	let folder = '';
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const leaves = leavesOf(createProgram('0', () => {}, { places: new Map(), file: new Map() })).map(({ words }) => words);

	it('are of all commands', () => {
		assert.deepEqual(
			leaves.map((words) => words.join(' ')),
			[
				...['run', 'meter', 'catalogue types', 'catalogue combinations', 'catalogue check', 'catalogue select', 'faults', 'hems read', 'hems watch'],
				...['hes read', 'hes profile', 'hes walk', 'hes get', 'hes set', 'hes action', 'hes disconnect', 'hes reconnect'],
				...[
					'hes limit',
					'hes alarms',
					'hes events',
					'hes quality',
					'hes stats',
					'hes account show',
					'hes account topup',
					'hes token make',
					...['list', 'scan', 'read', 'capture', 'install', 'remove', 'key', 'valve', 'send', 'clock', 'reset-alarm'].map(
						(word) => `hes mbus ${word}`,
					),
					'hes usecase',
					'hes push set',
					'hes push listen',
					'hes collect',
					'hes campaign',
					'hes tariff get',
					'hes tariff set',
					'hes image make',
					'hes image load',
					'hes image status',
					'hes credentials status',
					'hes credentials set',
					'hes credentials key',
					'hes clock get',
					'hes clock set',
					'hes keys change',
					'hes keys agree',
					'hes policy',
					...['list', 'request', 'import', 'export', 'remove'].map((word) => `hes certificates ${word}`),
					'replay',
				],
				...['exam', 'exam init', 'exam list', 'conformance test', 'conformance list', 'conformance write'],
				...['keys seal', 'keys make'],
				// A line a piece of the office.
				...['init'].map((word) => `office ${word}`),
				...['receive', 'list', 'refuse', 'done', 'withdraw'].map((word) => `office application ${word}`),
				'office design',
				...['issue', 'list', 'show', 'assign', 'withdraw', 'done'].map((word) => `office order ${word}`),
				...['list', 'show', 'close'].map((word) => `office case ${word}`),
				'office due',
				...['password issue', 'password rewrite', 'password rewrite-many', 'password letter', 'print'].map((word) => `office ${word}`),
				...['add', 'list', 'lost'].map((word) => `office handheld ${word}`),
				...['add', 'list', 'roles', 'password', 'passkeys', 'disable', 'enable'].map((word) => `office staff ${word}`),
				...['list', 'approve', 'refuse'].map((word) => `office proposal ${word}`),
				...['show', 'verify', 'head'].map((word) => `office audit ${word}`),
				...['give', 'list', 'withdraw'].map((word) => `office consent ${word}`),
				...['person', 'erase', 'retain'].map((word) => `office ${word}`),
				...['diagnose', 'supply', 'amperes', 'units', 'job list', 'job show', 'job withdraw', 'exchange'].map((word) => `office ${word}`),
				...['demo', 'import', 'export', 'find', 'check'].map((word) => `office ${word}`),
				...['serve', 'customer-code'].map((word) => `office ${word}`),
				...['init', 'office', 'set', 'built', 'diagnose', 'results', 'serve'].map((word) => `handheld ${word}`),
				...['relay serve', 'relay certify', 'supervise', 'fleet'],
				...['take', 'status', 'query', 'gaps', 'validate', 'export', 'serve'].map((word) => `mdm ${word}`),
				'config',
			],
		);
	});

	for (const words of [...leaves, ['capture', 'open'], ['office', 'customer-grants'], ['completion'], ['help']]) {
		it(`${EXIT.usage} for wrong words of keiki ${words.join(' ')}, with what would be right and no trace of the program`, async () => {
			const wrong = [...words, words[0] === 'meter' ? 'nonsense' : '--no-such-option'];
			const { status, stdout, stderr } = await keikiHere(...wrong);
			assert.deepEqual([status, stdout], [EXIT.usage, '']);
			assert.doesNotMatch(stderr, /\n\s+at /);
			// The built program says so, too: one of each command shows it.
			if (words !== leaves.find(([first]) => first === words[0])) return;
			const built = keiki(...wrong);
			assert.deepEqual([built.status, built.stdout, built.stderr], [status, stdout, stderr]);
		});
	}

	it(`${EXIT.untold} where keiki capture open finds no Wireshark to start`, () => {
		const file = join(folder, 'empty.pcapng');
		writeFileSync(file, sectionHeader('a test'));
		const { status, stdout, stderr } = keikiIn({ PATH: folder }, 'capture', 'open', file);
		assert.equal(status, EXIT.untold, stderr);
		assert.match(stdout, /0 link keys/);
		assert.match(stderr, /Wireshark does not start \(there is none\)/);
	});

	for (const [line, code] of [
		['--version', EXIT.done],
		['--help', EXIT.done],
		['help exit-codes', EXIT.done],
		['help hes read', EXIT.done],
		['help nonsense', EXIT.usage],
		['faults --json', EXIT.done],
		['meter help', EXIT.done],
		['catalogue types', EXIT.done],
		['catalogue combinations --count', EXIT.done],
		['catalogue check rf-b,1p3w-60-2way', EXIT.done],
		['catalogue check rf-old,1p3w-120-2way,switch-60', EXIT.no],
		['catalogue select --site remote --contract 3p3w --amperes 9000', EXIT.no],
		['config', EXIT.done],
		['exam', EXIT.usage],
		['exam init --schema', EXIT.done],
		['exam list', EXIT.done],
		['completion bash', EXIT.done],
		['meter status --control /nowhere/control', EXIT.untold],
		['hes read --meter 127.0.0.1:1 --retries 0', EXIT.untold],
		['hes walk --meter 127.0.0.1:1 --retries 0', EXIT.untold],
		['hes get --meter 127.0.0.1:1 --retries 0 0.0.42.0.0.255:2', EXIT.untold],
		['hes set --meter 127.0.0.1:1 --retries 0 0.0.1.0.0.255:3 i16:-540', EXIT.untold],
		['hes action --meter 127.0.0.1:1 --retries 0 0.0.1.0.0.255:6', EXIT.untold],
		['hes clock get --meter 127.0.0.1:1 --retries 0', EXIT.untold],
		['hes profile --meter 127.0.0.1:1 --retries 0', EXIT.untold],
		['hes push set --meter 127.0.0.1:1 --retries 0', EXIT.untold],
		['hes push listen --port 4059', EXIT.usage],
		['hes collect', EXIT.usage],
		['hes campaign /nonexistent/campaign.csv --meters /nonexistent/meters.jsonl', EXIT.usage],
		['hes disconnect --meter 127.0.0.1:1 --retries 0', EXIT.untold],
		['hes reconnect --meter 127.0.0.1:1 --retries 0 --at 2100-01-01', EXIT.untold],
		['hes limit --meter 127.0.0.1:1 --retries 0 --threshold 30', EXIT.untold],
		['hes alarms --meter 127.0.0.1:1 --retries 0 --clear', EXIT.untold],
		['hes events --meter 127.0.0.1:1 --retries 0', EXIT.untold],
		['hes quality --meter 127.0.0.1:1 --retries 0 --under 95', EXIT.untold],
		['hes usecase 3 --meter 127.0.0.1:1 --retries 0', EXIT.untold],
		['hes stats --meter 127.0.0.1:1 --retries 0', EXIT.untold],
		['conformance list', EXIT.done],
		['conformance test', EXIT.usage],
		['hes account show --meter 127.0.0.1:1 --retries 0', EXIT.untold],
		['hes account topup 1234 --retries 0', EXIT.usage],
		['hes mbus list --meter 127.0.0.1:1 --retries 0', EXIT.untold],
		['hes mbus valve 1 shut', EXIT.usage],
		['hes token make 1000 --for KEIKI0000001 --number 1', EXIT.done],
		['conformance write --pics', EXIT.done],
		['conformance write', EXIT.usage],
		['handheld results --data /nowhere/handheld', EXIT.usage],
		['handheld set --data /nowhere/handheld', EXIT.usage],
	] as const) {
		it(`${code} for keiki ${line}, and the same is said where other tests run it in their own process`, async () => {
			const { status, stdout, stderr } = keiki(...line.split(' '));
			assert.equal(status, code, stderr);
			assert.deepEqual(await keikiHere(...line.split(' ')), { status, stdout, stderr });
		});
	}

	it(`${EXIT.no} for a scenario that expected something else, ${EXIT.done} for one that did not`, () => {
		const file = join(folder, 'story.txt');
		const play = (text: string) => {
			writeFileSync(file, text);
			return keiki('run', '--dongle', 'tcp:0', '--route-a', 'off', '--speed', 'max', '--quiet', '--scenario', file);
		};
		assert.equal(play('+1s expect supply off\n+2s end\n').status, EXIT.no);
		const { status, stderr, stdout } = play('+1s expect supply on\n+2s end\n');
		assert.deepEqual([status, stderr], [EXIT.done, '']);
		assert.doesNotMatch(stdout, /recording/);
	});

	it(`${EXIT.untold} for a HEMS without a dongle, which says what makes one`, () => {
		const { status, stderr } = keikiIn({ TMPDIR: folder, ...emptyTmp() }, 'hems', 'read');
		assert.match(stderr, /^keiki: no dongle is there: .*keiki-dongle is none; "keiki run" makes it, and --dongle names another one$/m);
		assert.equal(status, EXIT.untold);
	});

	it(`${EXIT.untold} for a HEMS whose dongle does not answer`, async () => {
		const silent = createServer((socket) => socket.on('error', () => {}).end()).listen(0, '127.0.0.1');
		await new Promise((resolve) => silent.once('listening', resolve));
		const { port } = silent.address() as { port: number };
		const { status } = await keikiLater('hems', 'read', '--dongle', `127.0.0.1:${port}`);
		silent.close();
		assert.equal(status, EXIT.untold);
	});

	it('stand in README.md, in both languages, and in the help', () => {
		for (const code of Object.values(EXIT)) {
			for (const name of ['README.md', 'README.ja.md']) assert.match(readFileSync(name, 'utf8'), new RegExp(`^\\| ${code} \\| `, 'm'));
			assert.ok(readFileSync('README.md', 'utf8').includes(`| ${code} | ${EXIT_TEXTS[code]} |`));
		}
		assert.equal(keiki('help', 'exit-codes').stdout, exitCodesText());
		assert.ok(keiki('--help').stdout.includes(exitCodesText()));
	});
});

/** Links of /tmp are not looked at: none of a meter that runs on this machine is found. */
function emptyTmp(): NodeJS.ProcessEnv {
	const script = `
		import fs from 'node:fs';
		import { syncBuiltinESMExports } from 'node:module';
		const { lstatSync } = fs;
		fs.lstatSync = (path, options) => (String(path).startsWith('/tmp/keiki-dongle') ? undefined : lstatSync(path, options));
		syncBuiltinESMExports();`;
	return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` };
}
