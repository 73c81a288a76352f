/** The meter on a network with a Wi-Fi HEMS: two hosts of their own, made of network namespaces with a cable between. */
import assert from 'node:assert/strict';
import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { lacking, notTested, requirePeer } from '../../../interop/peers.js';
import { until } from '../../../until.js';
import { build, ENVIRONMENT } from '../command-line-rig.js';

/** On the port of ECHONET Lite, in its groups: each line of stdin is an address and a message, each line of stdout a sender and a message. */
const HEMS = `
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';
const [device, ipv4] = process.argv.slice(1);
const sockets = { udp4: createSocket({ type: 'udp4', reuseAddr: true }), udp6: createSocket({ type: 'udp6', reuseAddr: true, ipv6Only: true }) };
const say = (from, text) => process.stdout.write(from + ' ' + text + '\\n');
for (const socket of Object.values(sockets)) socket.on('message', (bytes, from) => say(from.address, bytes.toString('hex')));
sockets.udp4.bind(3610, '0.0.0.0', () => {
	sockets.udp4.setBroadcast(true);
	sockets.udp4.addMembership('224.0.23.0', ipv4);
	sockets.udp4.setMulticastInterface(ipv4);
	sockets.udp6.bind(3610, '::', () => {
		sockets.udp6.addMembership('ff02::1', '::%' + device);
		sockets.udp6.setMulticastInterface('::%' + device);
		say('listens', '');
	});
});
createInterface(process.stdin).on('line', (line) => {
	const [to, message] = line.split(' ');
	sockets[to.includes(':') ? 'udp6' : 'udp4'].send(Buffer.from(message, 'hex'), 3610, to);
});
`;
const METER_HOST = `keiki-m-${process.pid}`;
const HEMS_HOST = `keiki-h-${process.pid}`;
const METER = { device: 'kmeter', ipv4: '10.77.36.1' };
const CONTROLLER = { device: 'khems', ipv4: '10.77.36.2' };
const INSTANCES = '108100000ef0010ef00173 01d504 01028801'.replace(/ /g, '');
const ANNOUNCEMENT = '108100000ef0010ef0017301d5040105ff01';
const GET_POWER = '1081000105ff010288016201e700';
const POWER = '1081000102880105ff017201e704000001f4';
const GET_INSTANCES = '1081000205ff010ef0016201d600';
const INSTANCES_RES = '108100020ef00105ff017201d60401028801';

/** EA and EB of a half-hour, unasked. */
const HALF_HOUR = '02880105ff017302ea0b';

type Program = ChildProcessByStdio<Writable, Readable, Readable>;

describe('a meter on the LAN of a Wi-Fi HEMS', function () {
	this.timeout(120_000);
	const running: Program[] = [];
	let ip: string;

	const root = (...words: readonly string[]) => execFileSync(ip, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

	before(async function () {
		if (process.platform !== 'linux') notTested(this, 'network namespaces are of Linux');
		ip = requirePeer(this, 'ip', 'apt-get install iproute2');
		if (spawnSync(ip, ['netns', 'add', METER_HOST]).status !== 0) lacking(this, 'network namespaces need root');
		root('netns', 'add', HEMS_HOST);
		root('-n', METER_HOST, 'link', 'add', METER.device, 'type', 'veth', 'peer', 'name', CONTROLLER.device, 'netns', HEMS_HOST);
		for (const [host, { device, ipv4 }] of [
			[METER_HOST, METER],
			[HEMS_HOST, CONTROLLER],
		] as const) {
			root('-n', host, 'addr', 'add', `${ipv4}/24`, 'broadcast', '+', 'dev', device);
			root('-n', host, 'link', 'set', 'lo', 'up');
			root('-n', host, 'link', 'set', device, 'up');
			// 255.255.255.255 takes it.
			root('-n', host, 'route', 'add', 'default', 'dev', device);
		}
		build.call(this);
		await until(() => [METER_HOST, HEMS_HOST].every(hasLinkLocal), 'both have a link-local address');
	});
	afterEach(async () => {
		for (const each of running.splice(0)) {
			each.kill();
			if (each.exitCode === null && each.signalCode === null) await once(each, 'close');
		}
	});
	after(() => {
		for (const host of [METER_HOST, HEMS_HOST]) spawnSync(ip ?? 'ip', ['netns', 'del', host]);
	});

	/** One that others may use: no tentative one. */
	function hasLinkLocal(host: string): boolean {
		const text = root('-n', host, '-6', 'addr', 'show', 'scope', 'link', '-tentative');
		return text.includes('inet6 fe80:');
	}

	function start(host: string, ...words: readonly string[]): { readonly program: Program; readonly lines: string[]; stderr: string } {
		const program: Program = spawn(ip, ['netns', 'exec', host, process.execPath, ...words], { stdio: 'pipe', env: ENVIRONMENT });
		running.push(program);
		const said = { program, lines: [] as string[], stderr: '' };
		let rest = '';
		program.stdout.setEncoding('utf8').on('data', (text: string) => {
			const lines = (rest + text).split('\n');
			rest = lines.pop()!;
			said.lines.push(...lines);
		});
		program.stderr.setEncoding('utf8').on('data', (text: string) => {
			said.stderr += text;
		});
		return said;
	}

	/** A HEMS that listens. */
	async function hems() {
		const { program, lines } = start(HEMS_HOST, '--input-type=module', '-e', HEMS, CONTROLLER.device, CONTROLLER.ipv4);
		await until(() => lines.includes('listens '), 'the HEMS listens');
		const send = (to: string, message: string) => program.stdin.write(`${to} ${message}\n`);
		/** How often this message came, TIDs aside, and from whom. */
		const heard = (message: string) =>
			lines.filter((line) => line.split(' ')[1]?.replace(/^1081..../, '') === message.slice(8)).map((line) => line.split(' ')[0]!);
		return { send, heard, lines };
	}

	async function meter(...words: readonly string[]) {
		const said = start(METER_HOST, 'dist/boards/host/main.js', 'run', '--json', '--load', 'constant:500', '--dongle', 'tcp:0', ...words);
		await until(() => said.lines.length > 0 || said.program.exitCode !== null, 'the meter is ready');
		assert.equal(said.program.exitCode, null, said.stderr);
		return { lines: said.lines, ...(JSON.parse(said.lines[0]!) as { readonly lan: string }) };
	}

	/** One that has announced itself already; its time begins once it is ready, by which its line is there however long the start takes. */
	async function announcedMeter(...words: readonly string[]): Promise<void> {
		const { lines } = await meter('--start', '2026-11-22T09:10:00', ...words);
		await until(() => lines.some((line) => line.includes('"event":"notify"') && line.includes('"epc":"D5"')), 'the announcement at the start');
	}

	it('is found on an interface by its link-local address: it announces itself, and answers to the group and to itself', async () => {
		const { send, heard, lines } = await hems();
		const { lan } = await meter('--lan', METER.device, '--start', '2026-11-22T09:29:57', '--notify-delay', '0-100ms');
		assert.match(lan, /^fe80:.*%kmeter$/);
		const own = lan.replace(/%.*/, '');
		await until(() => heard(INSTANCES).length > 0, 'the announcement at the start');
		send(`ff02::1%${CONTROLLER.device}`, GET_INSTANCES);
		await until(() => heard(INSTANCES_RES).length > 0, 'an answer to the group');
		send(`${own}%${CONTROLLER.device}`, GET_POWER);
		await until(() => heard(POWER).length > 0, 'an answer to itself');
		await until(() => lines.some((line) => line.includes(HALF_HOUR)), 'the notification of the half-hour');
		assert.deepEqual(new Set([...heard(INSTANCES), ...heard(INSTANCES_RES), ...heard(POWER)].map((from) => from.replace(/%.*/, ''))), new Set([own]));
	});

	it('that announced itself before the HEMS came answers its announcement, where it is told to', async () => {
		await announcedMeter('--lan', METER.device, '--answer-announcements');
		const { send, heard } = await hems();
		send(`ff02::1%${CONTROLLER.device}`, ANNOUNCEMENT);
		await until(() => heard(INSTANCES).length > 0, 'the instance list');
	});

	it('that is not told to stays silent, as meters are known to', async () => {
		await announcedMeter('--lan', METER.device);
		const { send, heard } = await hems();
		send(`ff02::1%${CONTROLLER.device}`, ANNOUNCEMENT);
		send(`ff02::1%${CONTROLLER.device}`, GET_INSTANCES);
		await until(() => heard(INSTANCES_RES).length > 0, 'an answer to the request behind it');
		send(`ff02::1%${CONTROLLER.device}`, GET_POWER);
		await until(() => heard(POWER).length > 0, 'an answer to the one after that');
		assert.deepEqual(heard(INSTANCES), []);
	});

	it('hears the group and the broadcasts of IPv4', async () => {
		await meter('--lan', METER.ipv4);
		const { send, heard } = await hems();
		for (const [i, to] of ['224.0.23.0', '10.77.36.255', '255.255.255.255', METER.ipv4].entries()) {
			send(to, GET_POWER);
			await until(() => heard(POWER).length === i + 1, `an answer to ${to}`);
		}
		assert.deepEqual(new Set(heard(POWER)), new Set([METER.ipv4]));
	});

	it('is refused an interface without a link-local address', async () => {
		const { program, lines } = start(METER_HOST, 'dist/boards/host/main.js', 'run', '--json', '--lan', 'lo');
		await until(() => program.exitCode !== null, 'it ends');
		assert.equal(program.exitCode, 2, lines.join());
	});
});
