/** The fields of a captured session against Wireshark's: value and bytes of every field that both know by the same filter name. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWiresharkProfile } from '../../boards/host/capture/capture-command.js';
import { dissect } from '../../modules/capture/fields/dissect.js';
import type { Dissection, Field } from '../../modules/capture/fields/field.js';
import { packetComments } from '../../modules/capture/pcapng.js';
import { keysInComments } from '../../modules/capture/wireshark.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { LinkOpener } from '../../src/world/watch/link-opener.js';
import { all } from '../modules/capture/fields/rig.node.js';
import { SerialProgram } from '../src/world/simulation/serial-program-rig.js';
import { requirePeer } from './peers.js';

const HALF_HOUR = 1_800_000;
const ENHANCED_PACKET = 6;
/** How many values both must know in such a session: below it something is not compared any more. */
const COMPARED = 4500;
const NAMES = 120;

/** Where Wireshark 4.0 differs, and why. */
const DIFFERS: Readonly<Record<string, string>> = {
	'pana.flags': 'the first of two bytes alone',
};

/** What Wireshark 4.0 shows elsewhere besides. */
const SHOWN_TWICE: Readonly<Record<string, string>> = {
	'pana.avp.code': 'the value of a Result-Code',
	'data.data': 'of a first fragment, what is known of the packet',
};

/** One field in a packet of a PDML file. */
interface Shown {
	readonly start: number;
	readonly end: number;
	readonly show: string;
}

/** PSDUs of a capture of LINKTYPE_IEEE802_15_4_TAP, whose packets begin with their own length at byte 2. */
function psdusOf(file: Uint8Array): Uint8Array[] {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	const found: Uint8Array[] = [];
	for (let at = 0; at < file.length; at += view.getUint32(at + 4, true)) {
		if (view.getUint32(at, true) !== ENHANCED_PACKET) continue;
		const packet = file.subarray(at + 28, at + 28 + view.getUint32(at + 20, true));
		found.push(packet.subarray(packet[2]! | (packet[3]! << 8)));
	}
	return found;
}

/** Fields of each packet by name; those that Wireshark only makes up have no bytes, and are not among them. */
function packetsOf(pdml: string): Map<string, Shown[]>[] {
	return pdml
		.split('<packet>')
		.slice(1)
		.map((packet) => {
			const fields = new Map<string, Shown[]>();
			for (const [tag] of packet.matchAll(/<field [^>]*>/g)) {
				const attribute = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
				const name = attribute('name');
				const [start, size] = [Number(attribute('pos')), Number(attribute('size'))];
				if (size === 0 || name === '') continue;
				fields.set(name, [...(fields.get(name) ?? []), { start, end: start + size, show: attribute('show') }]);
			}
			return fields;
		});
}

function sameValue({ raw, value }: Field, show: string): boolean {
	if (typeof raw === 'number') return Number(show) === raw;
	if (raw instanceof Uint8Array) {
		const digits = Array.from(raw, (byte) => byte.toString(16).padStart(2, '0'));
		// What has parts is shown by them.
		return show === '' || show === digits.join(':') || show === digits.join('');
	}
	return show === raw || show === value;
}

describe('the fields of a captured session, and what tshark shows', () => {
	let folder = '';
	let packets: Map<string, Shown[]>[] = [];
	let dissections: Dissection[] = [];

	before(function () {
		this.timeout(60_000);
		requirePeer(this, 'tshark', 'apt-get install tshark');
		folder = mkdtempSync(join(tmpdir(), 'keiki-test-'));
		const path = join(folder, 'air.pcapng');
		const pieces: Uint8Array[] = [];
		const program = new SerialProgram([], { capture: (bytes) => pieces.push(bytes), neighbours: 2 });
		program.logIn();
		program.type('SKSCAN 2 FFFFFFFF 4', 'EVENT 22');
		program.type('SKSCAN 3 FFFFFFFF 4', 'EVENT 22');
		program.begin();
		for (const request of ['62 01 E700', '61 01 E50100', '62 02 E200 E400', '62 01 C000', '62 03 D300 9F00 8A00', '62 02 E800 8200']) {
			program.ask(3000, `1081000205FF01028801${request.replaceAll(' ', '')}`);
		}
		program.wait(HALF_HOUR);
		program.type(`SKPING ${program.meter}`, 'EPONG');
		program.type('SKREJOIN', 'EVENT 25');
		program.ask(3000, '1081000605FF010288016201E700');
		program.type('SKTERM', 'EVENT 27');
		const file = Buffer.concat(pieces);
		writeFileSync(path, file);
		const { directory, script } = writeWiresharkProfile(path);
		const { stdout, stderr, status } = spawnSync('tshark', ['-X', `lua_script:${script}`, '-r', path, '-T', 'pdml'], {
			encoding: 'utf8',
			maxBuffer: 1e8,
			env: { ...process.env, WIRESHARK_CONFIG_DIR: directory },
		});
		assert.equal(status, 0, stderr);
		packets = packetsOf(stdout);
		const keys = keysInComments(packetComments(file));
		const psdus = psdusOf(file);
		const cipher = new PortableCipher();
		dissections = psdus.map((psdu, i) =>
			dissect(
				'ieee802154',
				psdu,
				new LinkOpener(
					cipher,
					() => keys,
					() => psdus.slice(0, i).reverse(),
				),
			),
		);
	});
	after(() => {
		if (folder !== '') rmSync(folder, { recursive: true });
	});

	it('agree on value and bytes of each field that both know', () => {
		assert.equal(packets.length, dissections.length);
		assert.ok(packets.length > 100);
		const wrong = new Map<string, string>();
		const names = new Set<string>();
		let compared = 0;
		for (const [i, { layers }] of dissections.entries()) {
			for (const field of layers.flatMap((layer) => all(layer.fields))) {
				const { filter, start, end } = field;
				const shown = filter === undefined ? undefined : packets[i]!.get(filter);
				if (filter === undefined || shown === undefined || filter in DIFFERS) continue;
				compared++;
				names.add(filter);
				const there = shown.filter((each) => each.start === start && each.end === end);
				if (there.some((each) => sameValue(field, each.show))) continue;
				const theirs = (there.length > 0 ? there : shown).map((each) => `${each.start} to ${each.end}: ${each.show}`).join(', ');
				wrong.set(filter, `packet ${i + 1}: ${start} to ${end}: ${field.value} (${String(field.raw)}), tshark ${theirs}`);
			}
		}
		assert.deepEqual(
			[...wrong].map((each) => each.join(': ')),
			[],
		);
		assert.ok(compared >= COMPARED, `${compared} values of ${names.size} fields`);
		assert.ok(names.size >= NAMES, `${names.size} fields`);
	});

	it('are there for each field of theirs that tshark shows', () => {
		const known = new Set(dissections.flatMap(({ layers }) => layers.flatMap((layer) => all(layer.fields))).map((field) => field.filter));
		const missed = new Map<string, string>();
		for (const [i, { layers }] of dissections.entries()) {
			const fields = layers.flatMap((layer) => all(layer.fields));
			for (const [name, shown] of packets[i]!) {
				if (!known.has(name) || name in DIFFERS) continue;
				const own = fields.filter((field) => field.filter === name);
				const more = shown.filter((each) => !own.some((field) => field.start === each.start && field.end === each.end));
				if (more.length > 0) missed.set(name, `packet ${i + 1}: ${more.map((each) => `${each.start} to ${each.end}: ${each.show}`).join(', ')}`);
			}
		}
		assert.deepEqual(
			[...missed].filter(([name]) => !(name in SHOWN_TWICE)).map((each) => each.join(': ')),
			[],
		);
	});
});
