/** What tshark shows of a capture, field by field, and how fields of ours are held against it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { writeWiresharkProfile } from '../../boards/host/capture/capture-command.js';
import type { Dissection, Field } from '../../modules/capture/fields/field.js';
import { all } from '../modules/capture/fields/rig.node.js';

/** Where Wireshark 4.0 differs, and why. */
const DIFFERS: Readonly<Record<string, string>> = {
	'pana.flags': 'the first of two bytes alone',
};

/** What Wireshark 4.0 shows elsewhere besides. */
const SHOWN_TWICE: Readonly<Record<string, string>> = {
	'pana.avp.code': 'the value of a Result-Code',
	'data.data': 'of a first fragment, what is known of the packet; of a line, all of it',
};

/** One field in a packet of a PDML file. */
export interface Shown {
	readonly start: number;
	readonly end: number;
	readonly show: string;
}

/** A frame of ours, and where it begins in what tshark has of its packet. */
export interface Compared {
	readonly dissection: Dissection;
	readonly offset: number;
}

export interface Agreement {
	/** Values that both know, and the names of their fields. */
	readonly compared: number;
	readonly names: ReadonlySet<string>;
	/** By name, the last that is not the same. */
	readonly wrong: readonly string[];
	/** By name, what only tshark shows of fields that are ours, too. */
	readonly missed: readonly string[];
}

/** Each packet's fields by name. */
export type Packets = readonly ReadonlyMap<string, readonly Shown[]>[];

/** Writes a capture to `path`, and reads it with tshark, which knows the link keys in its comments. */
export function packetsIn(file: Uint8Array, path: string): Packets {
	writeFileSync(path, file);
	const { directory, scripts } = writeWiresharkProfile(path);
	const { stdout, stderr, status } = spawnSync('tshark', [...scripts.flatMap((script) => ['-X', `lua_script:${script}`]), '-r', path, '-T', 'pdml'], {
		encoding: 'utf8',
		maxBuffer: 1e9,
		env: { ...process.env, WIRESHARK_CONFIG_DIR: directory },
	});
	assert.equal(status, 0, stderr);
	return packetsOf(stdout);
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

export function compare(frames: readonly Compared[], packets: Packets): Agreement {
	assert.equal(packets.length, frames.length);
	const wrong = new Map<string, string>();
	const missed = new Map<string, string>();
	const names = new Set<string>();
	const known = new Set(frames.flatMap(({ dissection }) => fieldsOf(dissection)).map(({ filter }) => filter));
	let compared = 0;
	for (const [i, { dissection, offset }] of frames.entries()) {
		const packet = packets[i]!;
		const fields = fieldsOf(dissection).map((field) => ({ field, start: field.start + offset, end: field.end + offset }));
		for (const { field, start, end } of fields) {
			const { filter } = field;
			const shown = filter === undefined ? undefined : packet.get(filter);
			if (filter === undefined || shown === undefined || filter in DIFFERS) continue;
			compared++;
			names.add(filter);
			const there = shown.filter((each) => each.start === start && each.end === end);
			if (there.some((each) => sameValue(field, each.show))) continue;
			const theirs = (there.length > 0 ? there : shown).map(textOf).join(', ');
			wrong.set(filter, `packet ${i + 1}: ${start} to ${end}: ${field.value} (${String(field.raw)}), tshark ${theirs}`);
		}
		for (const [name, shown] of packet) {
			if (!known.has(name) || name in DIFFERS || name in SHOWN_TWICE) continue;
			const own = fields.filter(({ field }) => field.filter === name);
			const more = shown.filter((each) => each.start >= offset && !own.some(({ start, end }) => start === each.start && end === each.end));
			if (more.length > 0) missed.set(name, `packet ${i + 1}: ${more.map(textOf).join(', ')}`);
		}
	}
	return { compared, names, wrong: [...wrong].map((each) => each.join(': ')), missed: [...missed].map((each) => each.join(': ')) };
}

function fieldsOf({ layers }: Dissection): Field[] {
	return layers.flatMap((layer) => all(layer.fields));
}

function textOf({ start, end, show }: Shown): string {
	return `${start} to ${end}: ${show}`;
}
