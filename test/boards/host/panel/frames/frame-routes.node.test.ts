/** Frames of a run by the API: a HEMS that joins and reads, and head-ends over TCP; lists, fields, capture files. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeWiresharkProfile } from '../../../../../boards/host/capture/capture-command.js';
import type { FieldJson, FrameDetail, FrameList, FrameRow } from '../../../../../boards/host/panel/frames/frame-row.js';
import { dissect } from '../../../../../modules/capture/fields/dissect.js';
import { packetComments } from '../../../../../modules/capture/pcapng.js';
import { keysInComments } from '../../../../../modules/capture/wireshark.js';
import { hex } from '../../../../assert.js';
import { requirePeer } from '../../../../interop/peers.js';
import { assertLikeCodecs, type Held } from '../../../../modules/capture/fields/codecs.node.js';
import { assertParted } from '../../../../modules/capture/fields/rig.node.js';
import { build, keikiLater } from '../../command-line-rig.js';
import { PanelRig } from '../panel-rig.js';

/** Fields that own bytes: all in order are all bytes of a source. */
function owners(fields: readonly FieldJson[]): FieldJson[] {
	return fields.flatMap((field) => {
		const { children = [] } = field;
		return children.length === 0 || children[0]!.bits !== undefined ? [field] : owners(children);
	});
}

function named(fields: readonly FieldJson[], name: string): FieldJson[] {
	return fields.flatMap((field) => [...(field.name === name ? [field] : []), ...named(field.children ?? [], name)]);
}

const ENHANCED_PACKET = 6;

/** Of a pcapng file. */
function packetCount(file: Uint8Array): number {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	let count = 0;
	for (let at = 0; at < file.length; at += view.getUint32(at + 4, true)) if (view.getUint32(at, true) === ENHANCED_PACKET) count++;
	return count;
}

describe('frames of a run', () => {
	let panel: PanelRig;
	let folder: string;
	before(async function () {
		this.timeout(120_000);
		build.call(this);
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		panel = await PanelRig.start('--dongle', 'tcp:0', '--speed', 'max', '--route-a', '127.0.0.1:0');
		const { dongle, routeBId, password, routeA } = panel.running.ready as Record<string, string>;
		await keikiLater('hems', 'read', '--dongle', dongle!, '--id', routeBId!, '--password', password!);
		for (const ciphering of ['glo', 'ded', 'general-glo']) {
			await keikiLater('hes', 'read', '--meter', routeA!, '--ciphering', ciphering, '1.0.1.8.0.255');
		}
	});
	after(async () => {
		await panel?.running.stop('SIGKILL');
		if (folder !== undefined) rmSync(folder, { recursive: true });
	});

	/** All that fit, however often it has to be asked. */
	async function list(query: string): Promise<FrameRow[]> {
		const rows: FrameRow[] = [];
		for (let before = ''; ; ) {
			const { status, json } = await panel.get(`/api/frames?limit=500&${query}${before}`);
			assert.equal(status, 200, JSON.stringify(json));
			const { rows: found, more } = json as FrameList;
			rows.unshift(...found);
			if (more === null) return rows;
			before = `&before=${more}`;
		}
	}

	async function bytesOf(path: string): Promise<Uint8Array> {
		const response = await fetch(new URL(path, panel.url), { headers: { Authorization: `Bearer ${panel.secret}` } });
		assert.equal(response.status, 200);
		return new Uint8Array(await response.arrayBuffer());
	}

	it('are in one order of time, from all places', async () => {
		const rows = await list('');
		for (const medium of ['air', 'serial', 'TCP'])
			assert.ok(
				rows.some((row) => row.medium === medium),
				medium,
			);
		assert.deepEqual(
			rows.map((row) => row.id),
			rows.map((_, i) => rows[0]!.id + i),
		);
		assert.ok(
			rows.every((row) => !row.malformed),
			rows.find((row) => row.malformed)?.info,
		);
		assert.ok(rows.every((row) => row.info !== ''));
	});

	it('are found by layer, node, property, transaction and text', async () => {
		const power = await list('epc=E7&medium=air');
		assert.ok(power.length > 0);
		assert.ok(power.every((row) => row.epcs.includes(0xe7) && row.protocol === 'ECHONET Lite'));
		const { tid } = power[0]!;
		assert.ok((await list(`tid=${tid}&layer=echonet%20lite`)).every((row) => row.tid === tid));
		const eap = await list('layer=EAP&medium=air');
		assert.deepEqual(
			eap.map((row) => row.info.split(': ')[1]),
			[
				'EAP Request, EAP-PSK message 1',
				'EAP Response, EAP-PSK message 2',
				'EAP Request, EAP-PSK message 3',
				'EAP Response, EAP-PSK message 4',
				'EAP Success',
			],
		);
		assert.ok((await list('node=dongle')).every((row) => [row.node, row.source, row.destination].includes('dongle')));
		assert.deepEqual(await list('text=no%20such%20text'), []);
	});

	it('open with the keys of the run, each ciphering of COSEM among them', async () => {
		const rows = await list('medium=TCP');
		const names = rows.map((row) => row.info.split(',')[0]);
		for (const name of ['AARQ', 'AARE', 'Get-Request (deciphered)', 'Get-Response (deciphered)', 'Action-Request (deciphered)', 'RLRQ']) {
			assert.ok(names.includes(name), `${name} in ${names.join()}`);
		}
		assert.deepEqual(
			names.filter((name) => /^(glo|ded|general)/.test(name!)),
			[],
		);
	});

	it('show their fields, which part all bytes, but no key unless it is asked for', async () => {
		let hidden = 0;
		for (const row of [...(await list('medium=TCP')), ...(await list('layer=PANA')), ...(await list('epc=E2'))]) {
			const { sources, layers } = (await panel.get(`/api/frames/${row.id}`)).json as FrameDetail;
			for (const [source, { hex: digits }] of sources.entries()) {
				const parts = layers.filter((layer) => layer.source === source).flatMap((layer) => owners(layer.fields));
				parts.sort((a, b) => a.start - b.start || a.end - b.end);
				let at = 0;
				for (const part of parts) {
					assert.equal(part.start, at, `frame ${row.id}: ${part.name}`);
					at = part.end;
				}
				assert.equal(at, digits.length / 2);
			}
			const keys = layers.flatMap((layer) => named(layer.fields, 'Dedicated key'));
			if (keys.length === 0) continue;
			hidden++;
			assert.ok(keys.every((field) => field.value === '' && field.hidden === true));
			assert.ok(sources.some((each) => each.hex.includes('..')));
			const asked = (await panel.get(`/api/frames/${row.id}?secrets=1`)).json as FrameDetail;
			assert.match(asked.layers.flatMap((layer) => named(layer.fields, 'Dedicated key'))[0]!.value, /^[0-9a-f]{32}$/);
		}
		assert.equal(hidden, 1, 'the AARQ with a dedicated key');
	});

	it('tell of COSEM what its codecs tell', async () => {
		const held: Held = new Map();
		for (const { id } of await list('medium=TCP')) {
			const { sources } = (await panel.get(`/api/frames/${id}?secrets=1`)).json as FrameDetail;
			for (const [source, { name, hex: digits }] of sources.entries()) {
				if (name === 'blocks together') continue;
				const dissection = dissect(source === 0 ? 'wrapper' : 'apdu', hex(digits));
				assertParted(dissection, `frame ${id}`);
				assertLikeCodecs(dissection, `frame ${id}`, held);
			}
		}
		assert.ok((held.get('DLMS wrapper') ?? 0) >= 20 && (held.get('COSEM') ?? 0) >= 40, JSON.stringify([...held]));
	});

	it('hold no password of Route B', async () => {
		const { password } = panel.running.ready as Record<string, string>;
		const hex = Buffer.from(password!).toString('hex');
		for (const row of await list('medium=serial')) {
			assert.ok(!row.info.includes(password!));
			assert.ok(!((await panel.get(`/api/frames/${row.id}`)).json as FrameDetail).sources[0]!.hex.includes(hex));
		}
	});

	it('are saved with link keys only where they are asked for', async function () {
		const [without, with_] = [await bytesOf('/api/frames.pcapng'), await bytesOf('/api/frames.pcapng?keys=1')];
		assert.deepEqual(keysInComments(packetComments(without)), []);
		assert.equal(keysInComments(packetComments(with_)).length, 1);
		requirePeer(this, 'tshark', 'apt-get install tshark');
		const file = join(folder, 'frames.pcapng');
		writeFileSync(file, with_);
		const { directory, scripts } = writeWiresharkProfile(file);
		const words = [
			...scripts.flatMap((script) => ['-X', `lua_script:${script}`]),
			'-r',
			file,
			'-Y',
			'echonetlite',
			'-T',
			'fields',
			'-e',
			'frame.number',
		];
		// Not waited for in one turn: the server may close a connection meanwhile, and the next question has to see it.
		const { stdout } = await promisify(execFile)('tshark', words, { env: { ...process.env, WIRESHARK_CONFIG_DIR: directory } });
		assert.equal(stdout.split('\n').length - 1, (await list('layer=ECHONET%20Lite&medium=air')).length);
	});

	it('are saved by the filter of the list, or one by one', async () => {
		const packets = async (query: string) => packetCount(await bytesOf(`/api/frames.pcapng?${query}`));
		assert.equal(await packets('epc=E7'), (await list('epc=E7')).length);
		assert.equal(await packets('medium=serial'), (await list('medium=serial')).length);
		const [first, second] = await list('medium=TCP');
		assert.equal(await packets(`ids=${second!.id},${first!.id},${first!.id},999999`), 2);
	});

	it('are asked for wrongly with the reason', async () => {
		for (const [query, reason] of [
			['?epc=xyz', /two hexadecimal digits/],
			['?tid=70000', /0 to 65535/],
			['?medium=water', /one of air/],
			['?before=1&after=2', /one of them/],
			['?limit=many', /whole number/],
			['/999999', /expected an id from/],
			['.pcapng?ids=a', /commas/],
		] as const) {
			const { status, json } = await panel.get(`/api/frames${query}`);
			assert.ok(status === 400 || status === 404, query);
			assert.match((json as { readonly error: string }).error, reason);
		}
	});
});
