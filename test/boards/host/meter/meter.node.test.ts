import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ControlSocket } from '../../../../boards/host/shared/control-socket.js';
import { build, ENVIRONMENT, Program, preloading, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';

const GET_ENERGY = '1081000105FF010288016201E000';

describe('keiki run --units, and keiki meter', () => {
	let folder = '';
	let running: Running | undefined;
	before(build);
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(async () => {
		await running?.stop('SIGKILL');
		running = undefined;
		rmSync(folder, { recursive: true });
	});

	const start = (...words: readonly string[]) => Running.start('--dongle', 'tcp:0', '--route-a', 'off', ...words);
	const unit = (...words: readonly string[]) => keikiHere('meter', '--control', running!.ready.control as string, ...words);

	it('starts the combination that is asked for', async () => {
		running = await start('--units', 'plc-bplc,3p3w-60-2way,switch-60,rain');
		assert.equal(running.ready.units, 'plc-bplc,3p3w-60-2way,switch-60,rain');
		const { data } = JSON.parse((await unit('status', '--json')).stdout) as { data: { units: Record<string, { state: string; code: string }> } };
		assert.deepEqual(
			['metering', 'communication', 'option', 'cover'].map((place) => `${data.units[place]!.state} ${data.units[place]!.code}`),
			['working 3p3w-60-2way', 'working plc-bplc', 'working switch-3p3w-60', 'working rain'],
		);
	});

	it('refuses an invalid one with every reason', async () => {
		const { status, stderr } = await keikiHere('run', '--units', 'rf-old,1p3w-120-2way,switch-60,rain,normal');
		assert.equal(status, 2);
		assert.match(stderr, /rain and normal, units 4 and 5/);
		assert.match(stderr, /switch-1p3w-60 is rated 60 A, 1p3w-120-2way 120 A/);
		assert.match(stderr, /rf-old.*two-way|two-way.*rf-old/);
		assert.match((await keikiHere('run', '--units', 'rf-c')).stderr, /unit 1 \(column 1\): "rf-c" is no unit; perhaps rf-b/);
	});

	for (const [words, message] of [
		[['--utility', 'osaka'], /--utility: expected general or one of hokkaido,/],
		[['--contract', 'forty'], /--contract: expected a whole number/],
		[['--contract', '40'], /--contract 40: there is no switching unit/],
		[['--contract', '35', '--units', 'rf-b,1p3w-60-2way,switch-60'], /--contract 35: no contract of 35 A/],
		[['--contract', '40', '--utility', 'kansai', '--units', 'rf-b,1p3w-60-2way,switch-60'], /kansai: no ampere contract/],
		[['--scenario', '/nowhere/x'], /--scenario: cannot read \/nowhere\/x/],
	] as const) {
		it(`run ${words.join(' ')} is wrong use`, async () => {
			const { status, stderr } = await keikiHere('run', '--dongle', 'tcp:0', '--route-a', 'off', ...words);
			assert.match(stderr, message);
			assert.equal(status, 2);
		});
	}

	it('swaps units, throws the breaker, changes load and voltage; the events tell of it', async () => {
		running = await start('--units', 'rf-b,1p3w-60-2way,switch-60,normal', '--contract', '40', '--load', 'constant:500');
		assert.match((await unit('load', '-800')).stdout, /the load is -800 W/);
		assert.match((await unit('voltage', 'R', '93')).stdout, /R 93 V/);
		assert.match((await unit('status')).stdout, /-[78]\d\d W at 93\.0 and 101\.0 V/);
		assert.match((await unit('switch', 'open')).stdout, /the contact is open/);
		await running.until(({ event, on }) => event === 'supply' && on === false);
		const refused = await unit('breaker', 'reset');
		assert.deepEqual([refused.status, refused.stderr], [1, 'keiki: refused: opened by the utility\n']);
		assert.match((await unit('switch', 'close')).stdout, /the contact is closed/);
		assert.match((await unit('swap', '1p3w-60-2way')).stdout, /in place of 1p3w-60-2way M\d{7}/);
		await running.until(({ event, what }) => event === 'unit' && what === 'pulled unannounced');
		await running.until(({ event, what, place }) => event === 'unit' && what === 'plugged' && place === 'metering');
		const answer = JSON.parse((await unit('plug', 'rf-b', '--json')).stdout) as Record<string, unknown>;
		assert.equal(answer.result, 'refused');
		assert.equal(answer.command, 'plug rf-b');
		await running.until(({ event, result }) => event === 'answer' && result === 'refused');
	});

	it('says what is wrong with the words, whether a meter runs or not', async () => {
		const { status, stdout, stderr } = await keikiHere('meter', 'pull', 'metre');
		assert.equal(status, 2);
		assert.equal(stdout, '');
		assert.match(stderr, /pull metre\n {5}\^ expected a place \(metering, communication, option or cover\), got "metre"; "keiki meter help"/);
		assert.equal((await keikiHere('meter')).status, 2);
	});

	it('lists its commands without a meter', async () => {
		const { status, stdout } = await keikiHere('meter', 'help');
		assert.equal(status, 0);
		assert.match(stdout, /^pull PLACE {2,}pull a unit out/m);
	});

	it('says so where no meter runs', async () => {
		const { status, stderr } = await keikiHere('meter', 'status', '--control', join(folder, 'none'));
		assert.equal(status, 3);
		assert.match(stderr, /keiki: no meter runs that is reached at .*none; "keiki run" starts one/);
	});

	it('its socket answers each line, survives what is no command, and ends who sends no end', async () => {
		running = await start();
		const path = running.ready.control as string;
		assert.equal(statSync(path).mode & 0o777, 0o600);
		const socket = connect(path).setEncoding('utf8');
		let heard = '';
		socket.on('data', (text: string) => {
			heard += text;
		});
		socket.write('stat\nstatus\n\nload 100\r\n');
		while (heard.split('\n').length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
		const results = heard
			.trim()
			.split('\n')
			.map((line) => (JSON.parse(line) as { result: string }).result);
		assert.deepEqual(results, ['words', 'done', 'words', 'done']);
		const closed = new Promise((resolve) => socket.on('close', resolve));
		socket.write('x'.repeat(5000));
		await closed;
		assert.equal((await unit('status')).status, 0);
	});

	it('its socket tells the version of the schema first, and events of the kinds that are watched', async () => {
		running = await Running.start();
		const socket = connect(running.ready.control as string).setEncoding('utf8');
		let heard = '';
		socket.on('data', (text: string) => {
			heard += text;
		});
		const lines = async (count: number) => {
			while (heard.split('\n').length <= count) await new Promise((resolve) => setTimeout(resolve, 5));
			return heard
				.trim()
				.split('\n')
				.map((line) => JSON.parse(line) as Record<string, unknown>);
		};
		socket.write('watch supply nothing\nwatch supply\npower cut\nstate\n');
		const [wrong, watching, ...rest] = await lines(5);
		assert.deepEqual([wrong!.schema, wrong!.result, wrong!.column], [1, 'words', 14]);
		assert.deepEqual(watching, { command: 'watch supply', result: 'done', reason: null, text: '' });
		const event = rest.find((each) => each.event === 'supply')!;
		assert.deepEqual([event.node, event.on], ['meter', false]);
		const answer = rest.find((each) => each.command === 'power cut')!;
		assert.deepEqual(answer.outcome, { kind: 'power', on: false });
		const state = rest.find((each) => each.command === 'state')!.data as { schema: number; meters: { power: boolean }[] };
		assert.deepEqual([state.schema, state.meters[0]!.power], [1, false]);
		socket.destroy();
	});

	it('keeps which units there are, where they are, and what each of them stored', async () => {
		const state = join(folder, 'state');
		const words = ['--state', state, '--load', 'constant:1000', '--speed', 'max', '--start', '2026-11-22T10:10'];
		const energy = async () => {
			const program = await Program.open(running!.ready.dongle as string);
			const answer = await program.ask(await program.join(running!.ready), GET_ENERGY);
			program.close();
			return answer;
		};
		running = await start(...words, '--units', 'rf-b,1p3w-60-2way,switch-60,normal', '--contract', '50');
		const old = await energy();
		await unit('swap', '1p3w-60-2way');
		await unit('switch', 'open');
		assert.equal(await running.stop(), 0);
		running = await start(...words);
		assert.equal(running.ready.units, 'rf-b,1p3w-60-2way,switch-60,normal');
		assert.match((await unit('status')).stdout, /contact +open, contract 50 A/);
		assert.notEqual(await energy(), old);
		assert.equal(await running.stop(), 0);
		running = await start(...words, '--units', 'rf-b,1p3w-60-2way,normal');
		await unit('swap', 'metering');
		assert.equal((await energy()).slice(-8), old.slice(-8), 'the first unit has its registers still');
		assert.equal(await running.stop(), 0);
	});

	it('refuses to plug a unit whose memory is damaged, and goes on', async () => {
		const words = ['--state', join(folder, 'state'), '--load', 'constant:1000', '--speed', 'max'];
		running = await start(...words);
		for (const code of ['1p3w-60-2way', '1p3w-60-2way', 'rf-b']) await unit('swap', code);
		const { beside } = (JSON.parse((await unit('status', '--json')).stdout) as { data: { beside: string[] } }).data;
		assert.equal(await running.stop(), 0);
		const flashOf = (letter: string) => join(folder, 'state', 'units', `${beside.filter((serial) => serial.startsWith(letter)).at(-1)}.flash`);
		const [metering, communication] = [flashOf('M'), flashOf('C')];
		const altered = readFileSync(metering);
		altered[altered.length - 1]! ^= 1;
		writeFileSync(metering, altered);
		writeFileSync(communication, 'short');
		running = await start(...words);
		for (const [path, message] of [
			[metering, /refused: .*units\/M\d{7}\.flash was altered/],
			[communication, /refused: .*units\/C\d{7}\.flash is not sealed/],
		] as const) {
			const { status, stderr } = await unit('swap', basename(path, '.flash'));
			assert.match(stderr, message);
			assert.equal(status, 1);
		}
		assert.match((await unit('status')).stdout, /metering +1p3w-60-2way M\d{7}\ncommunication +rf-b C\d{7}\n/);
		assert.equal(await running.stop(), 0);
	});

	it('opens a state directory from before there were units', async () => {
		const state = join(folder, 'state');
		running = await start('--state', state);
		assert.equal(await running.stop(), 0);
		const mark = join(state, 'keiki.json');
		const { units: _units, files: _files, ...old } = JSON.parse(readFileSync(mark, 'utf8')) as Record<string, unknown>;
		writeFileSync(mark, JSON.stringify(old));
		rmSync(join(state, 'units'), { recursive: true });
		rmSync(join(state, 'base.flash'));
		running = await start('--state', state);
		assert.match((await unit('status')).stdout, /metering +1p3w-60-2way M\d{7}\n/);
		assert.equal(await running.stop(), 0);
	});

	it('tells how it is in Japanese, too, and JSON as ever', async () => {
		running = await start();
		assert.match((await unit('status', '--lang', 'ja')).stdout, /^電源 +メーター: あり、宅内: あり。[\s\S]*\n計量ユニット +1p3w-60-2way M\d+\n/);
		assert.match((await unit('status', '--lang', 'en')).stdout, /^supply +the meter has power, the house has;/);
		assert.match((await unit('status', '--lang', 'ja', '--json')).stdout, /"text":"supply +the meter has power/);
		assert.equal(await running.stop(), 0);
	});

	it('plays a scenario in virtual time, and ends with whether it was met', async () => {
		const file = join(folder, 'story.txt');
		const play = async (text: string) => {
			writeFileSync(file, text);
			running = Running.begin('run', '--dongle', 'tcp:0', '--route-a', 'off', '--speed', 'max', '--load', 'constant:500', '--scenario', file);
			const code = await running.ended();
			return { code, steps: running.events.filter(({ event }) => event === 'step') };
		};
		const good = await play('+1h pull metering\n+1d expect unit metering empty\n+1d1m plug metering\n+2d expect unit metering working\n+2d end\n');
		assert.equal(good.code, 0);
		assert.deepEqual(
			good.steps.map(({ failure }) => failure),
			[null, null, null, null, null],
		);
		const bad = await play('+1m expect supply off\n+2m end');
		assert.equal(bad.code, 1);
		assert.equal(bad.steps[0]!.failure, 'expected supply off: it is on');
		writeFileSync(file, '+1m pull metering\n\n+2m pull the cover');
		const { status, stderr } = await keikiHere('run', '--scenario', file);
		assert.equal(status, 2);
		assert.match(stderr, /story\.txt:3:10: expected a place \(metering, communication, option or cover\), got "the"/);
	});
});

describe('control socket', () => {
	let folder = '';
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('takes the next place where one is taken, and that of a meter that runs no more', async () => {
		const paths = [join(folder, 'a'), join(folder, 'b')];
		const first = await ControlSocket.open(paths);
		const second = await ControlSocket.open(paths);
		assert.deepEqual([first?.path, second?.path], paths);
		first!.close();
		second!.close();
		await new Promise((resolve) => setImmediate(resolve));
		assert.equal(existsSync(paths[0]!), false);
		writeFileSync(paths[0]!, 'a file of somebody');
		const third = await ControlSocket.open(paths);
		assert.equal(third?.path, paths[1]);
		assert.equal(readFileSync(paths[0]!, 'utf8'), 'a file of somebody');
		third!.close();
	});

	it('takes the place of one that was killed for one of those that begin at the same time, and loses none', async () => {
		const paths = Array.from({ length: 8 }, (_, i) => join(folder, `${i}`));
		const killed = `require('node:net').createServer().listen(${JSON.stringify(paths[0])}, () => process.kill(process.pid, 'SIGKILL'))`;
		assert.equal(spawnSync(process.execPath, ['--eval', killed], { env: ENVIRONMENT }).signal, 'SIGKILL');
		assert.equal(statSync(paths[0]!).isSocket(), true);
		const all = await Promise.all(paths.map(() => ControlSocket.open(paths)));
		for (const each of all) each?.close();
		assert.deepEqual(all.map((each) => each?.path).sort(), paths);
	});

	it('lets a socket be that another meter has put in its place since', async () => {
		const path = join(folder, 'a');
		const first = await ControlSocket.open([path]);
		unlinkSync(path);
		const second = await ControlSocket.open([path]);
		first!.close();
		await new Promise((resolve) => setImmediate(resolve));
		assert.equal(statSync(path).isSocket(), true);
		second!.close();
	});

	/** Whoever asks gets this. */
	async function answering(text: string): Promise<{ readonly path: string; close(): void }> {
		const path = join(folder, 'meter');
		const server = createServer((socket) => socket.on('error', () => {}).end(text)).listen(path);
		await new Promise((resolve) => server.once('listening', resolve));
		return { path, close: () => server.close() };
	}

	it('of another user is not asked', async () => {
		const { path, close } = await answering('{"command": "status", "result": "done", "reason": null, "text": "I am a meter"}\n');
		const before = 'process.getuid = ((own) => () => own() + 1)(process.getuid);';
		const asked = Running.beginIn(preloading(before), 'meter', 'status', '--control', path);
		assert.equal(await asked.ended(), 2);
		assert.match(asked.stderr, /keiki meter: .*meter: it is of another user/);
		const own = Running.begin('meter', 'status', '--control', path);
		assert.equal(await own.ended(), 0);
		close();
	});

	it('says nothing to a terminal that the terminal would obey', async () => {
		const text = 'a\u001b[2Jb\u009b31mc\rd\n\te';
		const { path, close } = await answering(`${JSON.stringify({ command: 'status', result: 'done', reason: null, text })}\n`);
		const shown = await keikiHere('meter', 'status', '--control', path);
		assert.equal(shown.stdout, 'a\\u001b[2Jb\\u009b31mc\\u000dd\n\te\n');
		const json = await keikiHere('meter', 'status', '--control', path, '--json');
		assert.deepEqual(
			[...json.stdout.trimEnd()].filter((each) => each < ' ' || (each >= '\u007f' && each <= '\u009f')),
			[],
		);
		assert.equal((JSON.parse(json.stdout) as { text: string }).text, text);
		close();
	});

	it('takes no answer that is none, and none without end', async () => {
		for (const text of ['{"result": 1}\n', 'no JSON\n', '[]\n', 'x'.repeat(3 << 20)]) {
			const { path, close } = await answering(text);
			const { status, stderr } = await keikiHere('meter', 'status', '--control', path);
			assert.match(stderr, /keiki meter: .*meter: expected the answer of a meter, got something else/);
			assert.equal(status, 2);
			close();
			await new Promise((resolve) => setImmediate(resolve));
		}
	});

	it('does not take a socket over that somebody listens on', async () => {
		const path = join(folder, 'a');
		const server: Server = createServer().listen(path);
		await new Promise((resolve) => server.once('listening', resolve));
		const other = await ControlSocket.open([path, join(folder, 'b')]);
		assert.equal(other?.path, join(folder, 'b'));
		other!.close();
		server.close();
	});
});
