/** Programs of all kinds under test: real processes, short scripts. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createCandidate } from '../../../../boards/host/exam/candidate.js';
import { declarationOfCommand, declarationOfNobody } from '../../../../boards/host/exam/declaration-file.js';
import { PersonCandidate } from '../../../../boards/host/exam/person-candidate.js';
import type { CandidateListener, Places } from '../../../../src/exam/candidate.js';
import type { Declaration, StartDeclaration } from '../../../../src/exam/declaration.js';
import type { Observation } from '../../../../src/exam/observation.js';
import type { Secret } from '../../../../src/exam/record/entry.js';
import { notTested } from '../../../interop/peers.js';
import { until } from '../../../until.js';

const ID = '00112233445566778899AABBCCDDEEFF';
const PASSWORD = '0123456789AB';
const PLACES: Places = { session: 1, dongle: '/tmp/keiki-dongle', id: ID, password: PASSWORD, time: Date.UTC(2026, 10, 29, 0, 30) };
/** Keeps a script running. */
const STAY = 'setInterval(() => {}, 1000);';

class Told implements CandidateListener {
	readonly lines: string[] = [];
	readonly leaks: Secret[] = [];
	readonly shown: Observation[] = [];
	readonly states: string[] = [];
	readonly details: string[] = [];
	readonly troubles: string[] = [];
	readonly asked: string[] = [];

	onAsked(what: 'start' | 'stop'): void {
		this.asked.push(what);
	}

	onOutput(stream: string, text: string, leak: readonly Secret[]): void {
		this.lines.push(`${stream} ${text}`);
		this.leaks.push(...leak);
	}

	onShown(observation: Observation): void {
		this.shown.push(observation);
	}

	onProgram(state: string, code: number | null, signal: string | null, detail: string): void {
		this.states.push([state, code, signal].filter((each) => each !== null).join(' '));
		this.details.push(detail);
	}

	onTrouble(detail: string): void {
		this.troubles.push(detail);
	}
}

describe('a program under test', () => {
	let folder = '';
	let told = new Told();
	let closing: (() => Promise<void>)[] = [];
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		[told, closing] = [new Told(), []];
	});
	afterEach(async () => {
		for (const close of closing) await close();
		rmSync(folder, { recursive: true });
	});

	/** A script of Node's, started; the options of the tests are none of its. */
	function start(script: string, { env, ...other }: Partial<StartDeclaration> = {}, declared: Partial<Declaration> = {}) {
		const words = declarationOfCommand([process.execPath, '-e', script]);
		const usual = { ...words.start!, env: { NODE_OPTIONS: '', ...env }, folder: undefined, stopWithinMs: 5000 };
		return startAs({ ...words, start: { ...usual, ...other }, ...declared });
	}

	function startAs(declaration: Declaration) {
		const candidate = createCandidate(declaration, folder, { language: 'en', tell: () => {} });
		closing.push(() => candidate.close());
		candidate.start(PLACES, told);
		return { stop: () => new Promise<void>((resolve) => candidate.stop(resolve)) };
	}

	const isAlive = (pid: number) => {
		try {
			process.kill(pid, 0);
			// One that has ended, and that nobody has asked yet, is a number alone.
			return !/^State:\s+Z/m.test(existsSync('/proc') ? readFileSync(`/proc/${pid}/status`, 'utf8') : '');
		} catch {
			return false;
		}
	};

	it('is told where its meter is, in words, in its environment and in a file that is gone afterwards', async () => {
		const script = `const fs = require('fs');
console.log(process.cwd()); console.log(process.env.KEIKI_DONGLE, process.env.EXTRA, process.env.WHEN);
console.log([process.env.KEIKI_ROUTE_B_ID, process.env.KEIKI_ROUTE_B_PASSWORD].map((text) => text.length).join());
console.log(fs.readFileSync(process.argv[1], 'utf8').length, (fs.statSync(process.argv[1]).mode & 0o777).toString(8), process.argv[1]); ${STAY}`;
		const words = declarationOfCommand([process.execPath, '-e', script, '{password-file}']);
		const env = { NODE_OPTIONS: '', EXTRA: 'on {dongle} of {env:HOME}', WHEN: '{time}', TZ: 'Asia/Tokyo' };
		const { stop } = startAs({ ...words, start: { ...words.start!, env, folder: undefined } });
		await until(() => told.lines.length === 4);
		const file = told.lines[3]!.split(' ').at(-1)!;
		await stop();
		assert.deepEqual(told.lines.slice(0, 3), [
			`stdout ${join(folder, 'work-1')}`,
			`stdout /tmp/keiki-dongle on /tmp/keiki-dongle of ${process.env.HOME} 2026-11-29 09:30:00`,
			'stdout 32,12',
		]);
		assert.match(told.lines[3]!, /^stdout 12 600 /);
		assert.ok(!existsSync(file));
		assert.deepEqual(told.states, ['started', 'ended SIGTERM']);
		assert.match(readFileSync(join(folder, 'output-1.log'), 'utf8'), /^\d+\.\d{3} stdout .*work-1\n/);
	});

	it('shows values, on stdout and on stderr, and in what it writes elsewhere', async () => {
		const source = { kind: 'stdout', pattern: 'power (?<v>\\S+)' } as const;
		const common = { what: 'power', step: 1, factor: 1, none: ['--'], is: undefined } as const;
		const tail = { kind: 'tail', file: '*.csv', column: 2, where: {}, time: undefined } as const;
		const script = `console.log('power 1237'); console.error('power --'); require('fs').writeFileSync('a.csv', 'x,5\\n'); ${STAY}`;
		const { stop } = start(
			script,
			{},
			{
				observe: [
					{ ...common, source },
					{ ...common, source: tail },
				],
			},
		);
		await until(() => told.shown.length === 3);
		await stop();
		assert.deepEqual(told.shown.map(({ value }) => String(value)).sort(), ['1237', '5', 'none']);
	});

	it('is told on where it may publish and write, and its secrets are seen there', async () => {
		const script = `const net = require('net');
fetch('http://127.0.0.1:' + process.env.INFLUX + '/write', {method: 'POST', body: 'power watt=1237,id="' + process.env.KEIKI_ROUTE_B_ID + '"'}).then((r) => console.log(r.status));
net.connect(process.env.MQTT, '127.0.0.1', () => console.log('mqtt')); ${STAY}`;
		const source = { kind: 'influx', measurement: 'power', field: 'watt', tags: {} } as const;
		const observe = [{ what: 'power', step: 1, factor: 1, none: [], is: undefined, source }] as const;
		const { stop } = start(script, { env: { INFLUX: '{influx}', MQTT: '{mqtt}' } }, { observe });
		await until(() => told.lines.length === 3);
		await stop();
		assert.deepEqual([...told.lines].sort(), ['influx power watt=1237,id="0011…EEFF"', 'stdout 204', 'stdout mqtt']);
		assert.deepEqual([told.leaks, told.shown.map(({ value }) => value)], [['id'], [1237]]);
	});

	it('has a page on a port of its own, which is looked at there', async () => {
		const script = `require('http').createServer((_, answer) => answer.end('watts 1237\\n')).listen(+process.env.PORT, '127.0.0.1'); ${STAY}`;
		const source = { kind: 'http', url: 'http://127.0.0.1:{port}/metrics', headers: {}, metric: 'watts', json: undefined, everyMs: 100 } as const;
		const observe = [{ what: 'power', step: 1, factor: 1, none: [], is: undefined, source }] as const;
		const { stop } = start(script, { env: { PORT: '{port}' } }, { observe });
		await until(() => told.shown.length > 0);
		await stop();
		assert.equal(told.shown[0]!.value, 1237);
	});

	it('prints its password: it is told, and kept nowhere', async () => {
		const { stop } = start(`console.log('password', process.env.KEIKI_ROUTE_B_PASSWORD); ${STAY}`);
		await until(() => told.lines.length === 1);
		await stop();
		assert.deepEqual([told.lines, told.leaks], [['stdout password [password]'], ['password']]);
		for (const name of readdirSync(folder, { recursive: true }) as string[]) {
			const path = join(folder, name);
			if (statSync(path).isFile()) assert.ok(!readFileSync(path, 'utf8').includes(PASSWORD), name);
		}
	});

	it('cannot be started: it is said why, and nothing is tried again', async () => {
		const none = startAs(declarationOfCommand(['keiki-no-such-program']));
		await until(() => told.states.length === 1);
		await none.stop();
		assert.deepEqual([told.states, told.details], [['failed'], ['cannot start keiki-no-such-program: spawn keiki-no-such-program ENOENT']]);
		const elsewhere = start('', { folder: join(folder, 'none'), restart: 'always' });
		await until(() => told.states.length === 2);
		await elsewhere.stop();
		assert.deepEqual([told.states[1], told.details[1]], ['failed', `there is no folder ${join(folder, 'none')}`]);
	});

	it('ends at once: its last line is told', async () => {
		const { stop } = start(`console.error('no module named serial'); process.exit(3)`);
		await until(() => told.states.length === 2);
		await stop();
		assert.deepEqual(told.states, ['started', 'exited 3']);
		assert.equal(told.details[1], 'its last line: no module named serial');
	});

	it('is started again as its supervisor would, until it is stopped', async () => {
		const { stop } = start('process.exit(1)', { restart: 'on-failure', restartAfterMs: 10 });
		await until(() => told.states.filter((state) => state === 'started').length === 3);
		await stop();
		const count = told.states.length;
		assert.deepEqual(told.states.slice(0, 5), ['started', 'exited 1', 'started', 'exited 1', 'started']);
		assert.match(told.details[1]!, /^it is started again in 0 s$/);
		assert.equal(told.states.length, count);
	});

	it('is not started again when it has ended well, where that is declared', async () => {
		const { stop } = start('', { restart: 'on-failure', restartAfterMs: 0 });
		await until(() => told.states.length === 2);
		await stop();
		assert.deepEqual(told.states, ['started', 'exited 0']);
	});

	it('ends in order by the signal that is declared', async () => {
		const { stop } = start(`process.on('SIGINT', () => { console.log('bye'); process.exit(0); }); console.log('ready'); ${STAY}`, {
			stopSignal: 'SIGINT',
		});
		await until(() => told.lines.length === 1);
		await stop();
		assert.deepEqual(
			[told.states, told.lines],
			[
				['started', 'ended 0'],
				['stdout ready', 'stdout bye'],
			],
		);
	});

	it('does not end by its signal: it is killed', async () => {
		const { stop } = start(`process.on('SIGTERM', () => console.log('no')); console.log('ready'); ${STAY}`, { stopWithinMs: 100 });
		await until(() => told.lines.length === 1);
		await stop();
		assert.deepEqual(told.states, ['started', 'killed SIGKILL']);
		assert.match(told.details[1]!, /it did not end within 0.1 s of SIGTERM/);
		assert.ok(told.lines.includes('stdout no'));
	});

	it('starts nine others, some of which leave its group: nothing of it runs afterwards', async function () {
		if (process.platform !== 'linux') notTested(this, 'only Linux tells which processes there are');
		const script = `const { spawn } = require('child_process');
for (let i = 0; i < 9; i++) { const child = spawn('sleep', ['1000'], { detached: i % 2 === 0, stdio: i < 5 ? 'inherit' : 'ignore' }); child.unref(); console.log(child.pid); }
${STAY}`;
		const { stop } = start(script);
		await until(() => told.lines.length === 9);
		const pids = told.lines.map((line) => Number(line.split(' ')[1]));
		assert.ok(pids.every(isAlive));
		await stop();
		await until(() => !pids.some(isAlive), 'each that was killed is gone');
		assert.match(told.details.at(-1)!, /killed with it: sleep \(\d+\), /);
	});

	it('goes, and leaves others that run: they are told, and ended with the stop', async function () {
		if (process.platform !== 'linux') notTested(this, 'only Linux tells which processes there are');
		const script = `const child = require('child_process').spawn('sleep', ['1000'], { detached: true, stdio: 'inherit' }); console.log(child.pid); child.unref();`;
		const { stop } = start(script);
		await until(() => told.states.length === 2);
		const pid = Number(told.lines[0]!.split(' ')[1]);
		assert.match(told.details[1]!, new RegExp(`still running of it: sleep \\(${pid}\\)`));
		assert.ok(isAlive(pid));
		await stop();
		await until(() => !isAlive(pid), 'the one that was killed is gone');
		assert.deepEqual(told.states, ['started', 'exited 0', 'killed']);
	});

	it('closes its output, and is ended all the same', async () => {
		const { stop } = start(`console.log('a'); require('fs').closeSync(1); require('fs').closeSync(2); ${STAY}`);
		await until(() => told.lines.length === 1);
		await stop();
		assert.deepEqual(told.states, ['started', 'ended SIGTERM']);
	});

	it('writes a million lines: what is kept and told has a bound, others get their turn, and its last line is known', async () => {
		const script = `let i = 0; const more = () => { while (i < 1e6) { i += 1000; let text = ''; for (let k = 0; k < 1000; k++) text += 'value ' + (i + k) + ' of a line that is as long as lines are\\n'; if (!process.stdout.write(text)) return process.stdout.once('drain', more); } process.stdout.write('last\\n'); };
more();`;
		const before = process.memoryUsage().rss;
		let turns = 0;
		const turn = setInterval(() => turns++, 1);
		const { stop } = start(script);
		await until(() => told.states.length === 2);
		clearInterval(turn);
		await stop();
		assert.match(told.details[1]!, /its last line: last/);
		assert.ok(told.lines.length < 10_000, `${told.lines.length} lines`);
		assert.match(told.lines.join('\n'), /keiki: \d+ lines are not kept here/);
		const { size } = statSync(join(folder, 'output-1.log'));
		assert.ok(size <= (16 << 20) + 200 && size > 15 << 20, `${size} bytes`);
		assert.match(readFileSync(join(folder, 'output-1.log'), 'utf8').slice(-200), /lines more are not kept: this file takes 16777216 bytes\n$/);
		assert.ok(turns > 20, `${turns} turns`);
		assert.ok(process.memoryUsage().rss - before < 200 << 20);
	});

	it('cannot be given a folder: it is said', async () => {
		writeFileSync(join(folder, 'file'), '');
		folder = join(folder, 'file');
		const { stop } = start(STAY);
		await until(() => told.states.length === 1);
		await stop();
		folder = dirname(folder);
		assert.deepEqual(told.states, ['failed']);
		assert.match(told.details[0]!, /cannot prepare its start: (ENOTDIR|EEXIST)/);
		assert.equal(told.troubles.length, 1);
	});

	it('may be stopped before it was started, twice, and started again', async () => {
		const first = start(STAY);
		await Promise.all([first.stop(), first.stop()]);
		await first.stop();
		const second = start(`console.log('again'); ${STAY}`);
		await until(() => told.lines.length === 1);
		await second.stop();
		assert.deepEqual(told.states.slice(-2), ['started', 'ended SIGTERM']);
		assert.deepEqual(told.troubles, []);
	});
});

describe('a program that a person starts', () => {
	let folder = '';
	let asked: string[] = [];
	let input = new PassThrough();
	let told = new Told();
	let candidate: PersonCandidate;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		[asked, input, told] = [[], new PassThrough(), new Told()];
		const made = createCandidate(declarationOfNobody(), folder, { language: 'en', input, tell: (text) => asked.push(text) });
		assert.ok(made instanceof PersonCandidate);
		candidate = made;
	});
	afterEach(async () => {
		await candidate.close();
		rmSync(folder, { recursive: true });
	});
	const stop = () => new Promise<void>((resolve) => candidate.stop(resolve));

	it('is asked for, and runs once Enter is pressed; it has ended at the next', async () => {
		candidate.start(PLACES, told);
		await until(() => asked.length === 1);
		assert.match(asked[0]!, new RegExp(`start your program now: dongle /tmp/keiki-dongle, id ${ID}, password ${PASSWORD}\\.`));
		input.write('\n');
		await until(() => told.states.length === 1);
		const stopped = stop();
		await until(() => asked.length === 2);
		assert.match(asked[1]!, /stop your program now, and press Enter/);
		assert.deepEqual(told.states, ['started']);
		input.write('\n');
		await stopped;
		assert.deepEqual([told.states, told.troubles, told.asked], [['started', 'ended'], [], ['start', 'stop']]);
	});

	it('runs once it uses the dongle, said once', async () => {
		candidate.start(PLACES, told);
		await until(() => asked.length === 1);
		candidate.onDongleUsed();
		candidate.onDongleUsed();
		assert.deepEqual([told.states, told.details], [['started'], ['it uses the dongle']]);
	});

	it('was never started: nobody is asked to stop it', async () => {
		candidate.start(PLACES, told);
		await stop();
		assert.deepEqual([asked.length, told.states], [1, []]);
	});

	it('cannot be asked about where nobody can press Enter, and that is said', async () => {
		candidate.start(PLACES, told);
		await until(() => asked.length === 1);
		candidate.onDongleUsed();
		const stopped = stop();
		await until(() => asked.length === 2);
		input.end();
		await stopped;
		assert.match(told.troubles[0]!, /nobody can say whether the program was stopped/);
		assert.deepEqual(told.states, ['started']);
	});
});
