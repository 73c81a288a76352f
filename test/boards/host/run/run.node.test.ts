import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { packetComments } from '../../../../modules/capture/pcapng.js';
import { notTested } from '../../../interop/peers.js';
import { until } from '../../../until.js';
import { build, type Event, keiki, Program, Running } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';

const GET_POWER = '1081000105FF010288016201E700';

describe('keiki run', () => {
	let running: Running | undefined;
	before(build);
	afterEach(async () => {
		await running?.stop('SIGKILL');
		running = undefined;
	});

	it('is ready with all that a program needs, on a pseudo-terminal that goes with it', async () => {
		const before = Date.now();
		running = await Running.start('--local-port');
		const after = Date.now();
		const { ready } = running;
		const { time, elapsedMs, meters, routeA, routeAPlaces, localPort, control, ...rest } = ready;
		const path = ready.dongle as string;
		assert.deepEqual(rest, {
			event: 'ready',
			node: 'meter',
			schema: 1,
			dongle: path,
			dongles: [{ path, line: 'pty', model: 'bp35a1' }],
			lan: null,
			routeBId: '00112233445566778899AABBCCDDEEFF',
			password: '0123456789AB',
			macAddress: '001C64004B450001',
			panId: ready.panId,
			channel: ready.channel,
			units: 'rf-b,1p3w-60-2way,normal',
			seed: 1,
			profile: 'gen1',
			speed: 1,
			capture: null,
			state: null,
			panel: null,
			panelToken: null,
			panelTokenFile: null,
		});
		assert.match(routeA as string, /^\[::1\]:\d+$|^127\.0\.0\.1:\d+$/);
		assert.equal((routeAPlaces as readonly string[])[0], routeA);
		assert.match(localPort as string, /keiki-local-port(-\d+)?$/);
		assert.match(control as string, /keiki-control(-\d+)?$/);
		assert.equal(lstatSync(control as string).mode & 0o777, 0o600, 'for its owner alone');
		assert.match(ready.panId as string, /^[0-9A-F]{4}$/);
		assert.ok((ready.channel as number) >= 33 && (ready.channel as number) <= 59);
		assert.match(time as string, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+09:00$/);
		const shown = Date.parse(time as string);
		assert.ok(shown >= before && shown <= after, `${time} is between ${before} and ${after}`);
		assert.equal((meters as unknown[]).length, 1);
		assert.ok(typeof elapsedMs === 'number');
		assert.equal(lstatSync(path).isSymbolicLink(), true);
		assert.match(path, /keiki-dongle(-\d+)?$/);
		assert.equal(await running.stop('SIGTERM'), 0);
		assert.equal(existsSync(path), false);
		assert.equal(existsSync(localPort as string), false);
		assert.equal(existsSync(control as string), false);
		const end = running.events.at(-1)!;
		assert.deepEqual([end.event, end.node, end.reason], ['end', 'keiki', 'SIGTERM']);
	});

	it('has its serial port and its control socket where they are asked to be', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const [dongle, control] = [join(folder, 'ttyB'), join(folder, 'control')];
		running = await Running.start('--dongle', `pty:${dongle},bp35c2`, '--control', control);
		assert.deepEqual(running.ready.dongles, [{ path: dongle, line: 'pty', model: 'bp35c2' }]);
		assert.equal(running.ready.control, control);
		assert.equal((await keikiHere('meter', '--control', control, 'status')).status, 0);
		assert.equal(await running.stop(), 0);
		assert.equal(existsSync(dongle) || existsSync(control), false);
		rmSync(folder, { recursive: true });
	});

	it('lets a new TCP connection begin anew, or go on where the one before stopped', async () => {
		running = await Running.start('--dongle', 'tcp:0,bp35a1,binary', '--dongle', 'tcp:0,keep');
		const [clean, kept] = (running.ready.dongles as { path: string }[]).map(({ path }) => path);
		const heard: string[] = [];
		for (const path of [clean!, kept!]) {
			const first = await Program.open(path);
			await first.type('SKV', 'SKV');
			first.close();
			const second = await Program.open(path);
			heard.push(await second.type('ER\r\n', '\r\n'));
			if (path === clean) assert.equal(await second.type('ROPT\r', 'OK 00\r'), 'FAIL ER04\r\nROPT\r\nOK 00\r', 'and binary');
			else assert.equal(await second.hear('OK\r\n'), 'EVER 1.2.10\r\nOK\r\n');
			second.close();
		}
		assert.deepEqual(heard, ['ER\r\n', 'ER\r\n']);
	});

	it('has a dongle that speaks J11, and starts it anew when it is told', async () => {
		running = await Running.start('--dongle', 'tcp:0,rs-wsuha-j11,strict', '--json');
		assert.equal((running.ready.dongles as { model: string }[])[0]!.model, 'rs-wsuha-j11');
		const program = await Program.open(running.ready.dongle as string);
		const frame = (digits: string) => Buffer.from(digits, 'hex').toString('latin1');
		const status = frame('D0EA83FC00010004033E0000');
		const fresh = frame('D0F9EE5D20010008033D000501020101');
		assert.equal(await program.type(status, fresh), fresh);
		await program.type(frame('D0EA83FC005F000803A0000905000400'), frame('D0F9EE5D205F00050398000101'));
		const { status: code, stdout } = await keikiHere('meter', '--control', running.ready.control as string, 'dongle', 'reset');
		assert.equal(`${code} ${stdout}`, '0 dongle starts anew\n');
		assert.equal(await program.hear(frame('D0F9EE5D6019000403910000')), frame('D0F9EE5D6019000403910000'));
		assert.equal(await program.type(status, fresh), fresh);
		await program.type(frame('D0EA83FC00D9000400000000'), frame('D0F9EE5D2FFF0005044700F0F0'));
		program.close();
		assert.equal((await keikiHere('meter', '--control', running.ready.control as string, 'dongle', 'reset', '2')).status, 1);
	});

	// On hardware EVENT 22 comes seconds after the EPANDESC; a program that answers that one at once must not meet it in between.
	it('at full speed answers what was asked during a scan before the scan ends', async () => {
		running = await Running.start('--dongle', 'tcp:0,bp35c2', '--speed', 'max');
		const { ready } = running;
		const program = await Program.open(ready.dongle as string);
		await program.type(`SKSETPWD C ${ready.password}\r\n`);
		await program.type(`SKSETRBID ${ready.routeBId}\r\n`);
		await program.type('SKSCAN 2 FFFFFFFF 6 0\r\n', 'PairID:CCDDEEFF\r\n');
		const heard = await program.type(`SKLL64 ${ready.macAddress}\r\n`, '\r\nFE80');
		const address = `FE80${(await program.hear('\r\n')).trim()}`;
		const set = await program.type(`SKSREG S2 ${Number(ready.channel).toString(16)}\r\n`);
		assert.equal(`${heard}${set}${await program.type(`SKSREG S3 ${ready.panId}\r\n`)}`.includes('EVENT 22'), false);
		assert.match(await program.type(`SKJOIN ${address}\r\n`, 'EVENT 25'), /^SKJOIN \S+\r\nOK\r\nEVENT 22/);
		program.close();
	});

	it('takes no more than 120 MB', async function () {
		if (process.platform !== 'linux') notTested(this, 'only Linux tells the peak in /proc');
		running = await Running.start('--dongle', 'tcp:0', '--speed', '1000');
		await sleep(1000);
		const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${running.pid}/status`, 'utf8'))![1]);
		assert.ok(peak < 120 * 1024, `${peak} kB`);
		assert.equal(await running.stop('SIGINT'), 0);
	});

	it('lets a program join and read over TCP, tells of it step by step, and captures it', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const capture = join(folder, 'air.pcapng');
		const words = ['--dongle', 'tcp:0', '--dongle', 'tcp:0,rl7023-ips', '--speed', 'max', '--start', '2026-11-22T10:00'];
		running = await Running.start(...words, '--load', 'constant:1234.6', '--capture', capture, '--route-b-id', '0123456789abcdef0123456789abcdef');
		const { ready } = running;
		assert.equal(ready.routeBId, '0123456789ABCDEF0123456789ABCDEF');
		assert.match(ready.time as string, /^2026-11-22T10:00:00/);
		const program = await Program.open(ready.dongle as string);
		const address = await program.join(ready);
		const answer = await program.ask(address, GET_POWER);
		assert.equal(answer, '1081000102880105FF017201E704000004D3');
		const set = await program.ask(address, '1081000205FF010288016101E50105');
		assert.equal(set, '1081000202880105FF017101E500');
		await program.type('SKTERM\r\n', 'EVENT 27');

		const kinds = (isIt: (event: Event) => boolean) => running!.events.filter(isIt);
		const scans = kinds(({ event }) => event === 'scan');
		assert.deepEqual(
			scans.map(({ node, state }) => [node, state]),
			[
				['dongle', 'started'],
				['dongle', 'done'],
			],
		);
		const { panId, macAddress, channel } = ready;
		assert.deepEqual(scans[1]!.found, [{ channel, panId, macAddress, lqi: 190, rssi: -52, pairingId: '89ABCDEF' }]);
		const joins = kinds(({ event, node }) => event === 'join' && node === 'dongle').map(({ step, detail }) => `${step} ${detail}`.trim());
		const messages = ['sent PCI', 'received PAR[S]', 'sent PAN[S]', 'received PAR', 'sent PAN', 'received PAR', 'sent PAN'];
		assert.deepEqual(joins, [...messages, 'received PAR[C]', 'sent PAN[C]', 'authenticated', 'sent PTR', 'received PTA', 'terminated']);
		assert.deepEqual(
			kinds(({ event, node }) => event === 'join' && node === 'meter').map(({ step, peerNode }) => [step, peerNode]),
			[
				['joined', 'dongle'],
				['left', 'dongle'],
			],
		);
		const notify = kinds(({ event }) => event === 'notify')[0]!;
		assert.deepEqual([notify.service, notify.object], ['INF', '0EF001']);
		const get = kinds(({ event }) => event === 'get')[0]!;
		assert.deepEqual([get.node, get.peerNode, get.medium, get.service, get.tid, get.object], ['meter', 'dongle', 'wi-sun', 'Get_Res', 1, '028801']);
		assert.deepEqual(get.properties, [{ epc: 'E7', name: 'power, W', edt: '000004D3', value: 1235, accepted: true }]);
		const [{ properties, service } = { properties: undefined, service: undefined }] = kinds(({ event }) => event === 'set');
		assert.deepEqual([service, properties], ['Set_Res', [{ epc: 'E5', name: 'day of the history', edt: '05', value: 5, accepted: true }]]);
		const times = running.events.map(({ elapsedMs }) => elapsedMs as number);
		assert.deepEqual(
			times,
			[...times].sort((a, b) => a - b),
		);

		await until(() => packetComments(readFileSync(capture)).length === 1, 'the capture is on disk while it runs');
		assert.equal(await running.stop(), 0);
		assert.equal(packetComments(readFileSync(capture)).length, 1);
		rmSync(folder, { recursive: true });
	});

	it('lets a HEMS in while it has none, and meets the second with silence', async () => {
		running = await Running.start('--dongle', 'tcp:0', '--dongle', 'tcp:0', '--speed', 'max');
		const [first, second] = await Promise.all((running.ready.dongles as { path: string }[]).map(({ path }) => Program.open(path)));
		const address = await first!.join(running.ready);
		await second!.logIn(running.ready);
		await second!.type(`SKJOIN ${address}\r\n`, 'EVENT 24');
		const isRefusal = ({ event, node, step }: Event) => event === 'join' && step === 'failed' && (node === 'dongle-2' || node === 'meter');
		assert.match((await running.until((each) => isRefusal(each) && each.node === 'dongle-2')).detail as string, /^not authenticated within 40000 ms/);
		assert.equal((await running.until((each) => isRefusal(each) && each.node === 'meter')).peerNode, 'dongle-2');
		assert.match(await first!.ask(address, GET_POWER), /^1081000102880105FF017201E704/, 'the first one goes on');
	});

	it('jumps over what nobody answers, but does not let a session grow old', async () => {
		running = await Running.start('--dongle', 'tcp:0', '--speed', 'max', '--fault', 'no-reply');
		const program = await Program.open(running.ready.dongle as string);
		const before = performance.now();
		const address = await program.join(running.ready);
		await program.type(`SKSENDTO 1 ${address} 0E1A 1 000E ${Buffer.from(GET_POWER, 'hex').toString('latin1')}`);
		await sleep(300);
		await program.type('SKTERM\r\n', 'EVENT 27');
		const { elapsedMs } = await running.until(({ event, step }) => event === 'join' && step === 'terminated');
		const joined = (await running.until(({ event, step }) => event === 'join' && step === 'joined')).elapsedMs as number;
		const passed = (elapsedMs as number) - joined;
		const wall = performance.now() - before;
		assert.ok(passed > 20_000 && passed < 20_000 + wall + 2000, `${passed} ms of virtual time in ${wall} ms`);
	});

	it('notifies by INFC, as long after the half-hour as it is told', async () => {
		running = await Running.start('--dongle', 'tcp:0', '--start', '2026-11-22T12:29:30', '--speed', '20', '--notify', 'infc', '--notify-delay', '3s');
		const program = await Program.open(running.ready.dongle as string);
		await program.join(running.ready);
		const told = ({ event, service }: Event) => event === 'notify' && service === 'INFC';
		const first = await running.until(told);
		assert.match(first.time as string, /^2026-11-22T12:30:03/);
		assert.deepEqual(
			(first.properties as readonly Event[]).map(({ epc, edt }) => [epc, (edt as string).slice(0, 14)]),
			[
				['EA', '07EA0B160C1E00'],
				['EB', '07EA0B160C1E00'],
			],
		);
		// Nobody confirms it.
		await running.until((event) => told(event) && event !== first);
		program.close();
	});

	it('is the meter that the options describe', async () => {
		const traits = [
			'--without',
			'EC,ED',
			'--unreadable',
			'8D',
			'--energy-unit',
			'02',
			'--coefficient',
			'30',
			'--digits',
			'6',
			'--register',
			'999998,5',
		];
		running = await Running.start('--dongle', 'tcp:0', '--lan', '--lan-answers', 'asker', '--load', 'constant:500', ...traits);
		const socket = createSocket('udp4');
		const heard = once(socket, 'message') as Promise<[Buffer]>;
		socket.send(Buffer.from('1081000105FF010288016207EC008D00E100D300D700E000E300', 'hex'), 3610, running.ready.lan as string);
		assert.equal((await heard)[0].toString('hex').toUpperCase(), '1081000102880105FF015207EC008D00E10102D3040000001ED70106E004000F423EE30400000005');
		socket.close();
	});

	it('wakes the sleeping dongle by what is written to it', async () => {
		running = await Running.start('--dongle', 'tcp:0', '--speed', 'max');
		const program = await Program.open(running.ready.dongle as string);
		await program.type('SKDSLEEP\r\n');
		assert.equal(await program.type('SKVER\r\n'), 'EVENT C0\r\nSKVER\r\nEVER 1.2.10\r\nOK\r\n');
		program.close();
	});

	it('is on a LAN too, the same meter', async () => {
		running = await Running.start('--dongle', 'tcp:0', '--lan', '--lan-answers', 'asker', '--load', 'constant:500');
		const socket = createSocket('udp4');
		const heard = once(socket, 'message') as Promise<[Buffer]>;
		socket.send(Buffer.from(GET_POWER, 'hex'), 3610, running.ready.lan as string);
		assert.equal((await heard)[0].toString('hex').toUpperCase(), '1081000102880105FF017201E704000001F4');
		socket.close();
		if (process.platform === 'linux') {
			const { status, stderr } = keiki('run', '--dongle', 'tcp:0', '--lan');
			assert.equal(status, 2);
			assert.match(stderr, /--lan 127\.0\.0\.2: somebody else has UDP port 3610 there/);
		}
		const get = await running.until(({ event }) => event === 'get');
		assert.deepEqual([get.medium, get.peerNode], ['lan', null]);
		assert.match(get.peer as string, /^127\.0\.0\./);
	});

	it('keeps the time of the air at speed 1', async () => {
		running = await Running.start('--dongle', 'tcp:0');
		const program = await Program.open(running.ready.dongle as string);
		const begun = performance.now();
		await program.type('SKSCAN 3 00010000 4\r\n', 'EVENT 22');
		const took = performance.now() - begun;
		const scan = async (state: string) => (await running!.until((each) => each.event === 'scan' && each.state === state)).elapsedMs as number;
		const virtual = (await scan('done')) - (await scan('started'));
		assert.ok(virtual > 160 && virtual < 400, `a scan of one channel took ${virtual} ms`);
		assert.ok(took >= virtual - 1, `${virtual} ms passed in ${took} ms`);
	});
});
