/** What `keiki hes --capture` writes, byte for byte; tshark reads it in test/interop. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keysText } from '../../../../boards/host/shared/keys-file.js';
import { packetComments } from '../../../../modules/capture/pcapng.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { MeterRig } from '../../../src/head-end/meter-rig.js';
import { hes } from './hes-rig.js';

const INTERFACE_DESCRIPTION = 1;

describe('keiki hes --capture', () => {
	let folder = '';
	const rigs: MeterRig[] = [];
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
	});
	afterEach(() => {
		for (const rig of rigs.splice(0)) rig.close();
		rmSync(folder, { recursive: true });
	});
	const meter = async (): Promise<string> => {
		const rig = new MeterRig({ keys: DEMO_KEYS });
		rigs.push(rig);
		return rig.tcp();
	};

	it('has what --trace tells: each message as it went, and in the clear', async () => {
		const file = join(folder, 'hes.pcapng');
		const { code, stderr } = await hes('get', '--meter', await meter(), '3/1.0.1.8.0.255:2', '--capture', file, '--trace');
		assert.equal(code, 0);
		const lines = stderr.trimEnd().split('\n');
		const clear = lines.map((line) => /: {4}\S+ ([0-9A-F]+)$/.exec(line)?.[1]).filter((digits) => digits !== undefined);
		const written = readFileSync(file);
		assert.deepEqual(
			packetComments(written),
			clear.map((digits) => `clear APDU: ${digits}`),
		);
		assert.ok(clear.length >= 4);
		for (const line of lines.filter((each) => /: [<-][->] /.test(each))) {
			const [, direction, digits] = /: (<-|->) \S+ ([0-9A-F]+)$/.exec(line)!;
			const before = `0023000400000${direction === '->' ? '000' : '001'}00000000`;
			assert.ok(written.toString('hex').toUpperCase().includes(`${before}${digits}`), line);
		}
		assert.equal(statSync(file).mode & 0o777, 0o600);
	});

	it('has the association that proves new keys, too, as --trace has it', async () => {
		const [keys, file] = [join(folder, 'keys.json'), join(folder, 'hes.pcapng')];
		writeFileSync(keys, keysText(DEMO_KEYS), { mode: 0o600 });
		const { code, stderr } = await hes('keys', 'change', '--meter', await meter(), '--keys', keys, '--capture', file, '--trace');
		assert.equal(code, 0, stderr);
		// Those of client 16, which asks for the counter, are shorter.
		assert.equal(stderr.match(/: -> AARQ 605D/g)?.length, 2, stderr);
		const clear = [...stderr.matchAll(/: {4}\S+ ([0-9A-F]+)$/gm)].map(([, digits]) => `clear APDU: ${digits}`);
		assert.deepEqual(packetComments(readFileSync(file)), clear);
	});

	it('has an interface for each meter', async () => {
		const file = join(folder, 'hes.pcapng');
		const places = [await meter(), await meter()];
		const { code } = await hes('get', ...places.flatMap((place) => ['--meter', place]), '3/1.0.1.8.0.255:2', '--capture', file);
		assert.equal(code, 0);
		const bytes = readFileSync(file);
		let described = 0;
		for (let at = 0; at < bytes.length; at += bytes.readUInt32LE(at + 4)) if (bytes.readUInt32LE(at) === INTERFACE_DESCRIPTION) described++;
		assert.equal(described, 2);
		for (const place of places) assert.ok(bytes.includes(place));
	});

	it('writes over no file that is something else, and asks no meter then', async () => {
		const file = join(folder, 'notes.txt');
		writeFileSync(file, 'not to be lost');
		const { code, stderr } = await hes('get', '--meter', '127.0.0.1:1', '3/1.0.1.8.0.255:2', '--capture', file);
		assert.equal(code, 2);
		assert.match(stderr, /^keiki: --capture: .*notes\.txt is there and is no capture/);
		assert.equal(readFileSync(file, 'utf8'), 'not to be lost');
	});
});
