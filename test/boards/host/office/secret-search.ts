/** Looks for a secret wherever it could have been left: in files of all kinds, in what they hold compressed, and in the memory of processes, in each writing that it could have. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

export interface Find {
	/** A file, or `memory of NUMBER`. */
	readonly place: string;
	readonly writing: string;
}

export interface Needle {
	readonly writing: string;
	readonly bytes: Buffer;
}

/** Of memory, read at once. */
const PIECE = 4 << 20;

/** A secret that people read and type, in each writing. */
export function needlesOfText(name: string, text: string): Needle[] {
	const written = [...new Set([text, text.toLowerCase()])];
	return written.flatMap((each) => [
		...needlesOfBytes(name, Buffer.from(each)),
		{ writing: `${name} in UTF-16LE`, bytes: Buffer.from(each, 'utf16le') },
		{ writing: `${name} in UTF-16BE`, bytes: Buffer.from(each, 'utf16le').swap16() },
	]);
}

/** One of octets. */
export function needlesOfBytes(name: string, bytes: Buffer): Needle[] {
	return [
		{ writing: name, bytes },
		{ writing: `${name} in hexadecimal`, bytes: Buffer.from(bytes.toString('hex')) },
		{ writing: `${name} in HEXADECIMAL`, bytes: Buffer.from(bytes.toString('hex').toUpperCase()) },
		// Wherever in a text that is written so it may begin; what depends on its neighbours is left out.
		...[0, 1, 2].map((before) => {
			const [skipped, whole] = [[0, 2, 3][before]!, Math.floor(((before + bytes.length) * 8) / 6)];
			const digits = Buffer.concat([Buffer.alloc(before), bytes])
				.toString('base64')
				.slice(skipped, whole);
			return { writing: `${name} in base64, from ${before}`, bytes: Buffer.from(digits) };
		}),
	];
}

export function findIn(place: string, content: Buffer, needles: readonly Needle[]): Find[] {
	const found = needles.filter(({ bytes }) => content.includes(bytes)).map(({ writing }) => ({ place, writing }));
	if (content.subarray(0, 5).toString('latin1') !== '%PDF-') return found;
	const inside = streamsOf(content).flatMap((stream) => findIn(`${place}, compressed`, stream, needles));
	const { stdout, error } = spawnSync('pdftotext', ['-', '-'], { input: content, maxBuffer: 64 << 20 });
	// What could not be read was not searched.
	if (error !== undefined) throw error;
	return [...found, ...inside, ...findIn(`${place}, its text`, stdout, needles)];
}

/** All files of folders, and files. */
export function findInFiles(paths: readonly string[], needles: readonly Needle[]): Find[] {
	return paths.flatMap((path) => {
		if (statSync(path).isDirectory()) {
			const inside = readdirSync(path).map((name) => join(path, name));
			return [...findIn(`${path}, names`, Buffer.from(inside.join('\n')), needles), ...findInFiles(inside, needles)];
		}
		return statSync(path).isFile() ? findIn(path, readFileSync(path), needles) : [];
	});
}

/** All that a process could have written to: what a core dump of it would hold. Only for who may look; Linux. */
function findInMemory(pid: number, needles: readonly Needle[]): Find[] {
	const most = Math.max(...needles.map(({ bytes }) => bytes.length));
	const memory = openSync(`/proc/${pid}/mem`, 'r');
	const found = new Map<string, Find>();
	try {
		const buffer = Buffer.alloc(PIECE + most);
		for (const [from, to] of writable(pid)) {
			for (let at = from; at < to; at += PIECE) {
				const length = readAt(memory, buffer, at, Math.min(to - at, PIECE + most));
				for (const each of findIn(`memory of ${pid}`, buffer.subarray(0, length), needles)) found.set(each.writing, each);
			}
		}
	} finally {
		closeSync(memory);
	}
	for (const name of ['cmdline', 'environ']) {
		for (const each of findIn(`${name} of ${pid}`, readFileSync(`/proc/${pid}/${name}`), needles)) found.set(each.place + each.writing, each);
	}
	return [...found.values()];
}

/** The memory of a process and of all that it started. The process itself must be there; one that it started may end meanwhile. */
export function findInFamily(pid: number, needles: readonly Needle[]): Find[] {
	const [, ...started] = familyOf(pid);
	return [...findInMemory(pid, needles), ...started.flatMap((each) => unlessEnded(() => findInMemory(each, needles)))];
}

/** A process, which must be there, and all that it started. */
export function familyOf(pid: number): number[] {
	const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
	return [pid, ...children.flatMap((each) => unlessEnded(() => familyOf(each)))];
}

/** Nothing of a process that has ended: PostgreSQL, for one, starts some for a moment. */
function unlessEnded<Result>(look: () => Result[]): Result[] {
	try {
		return look();
	} catch (error) {
		if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
		throw error;
	}
}

/** Mappings that may be written to, from and to. */
function writable(pid: number): [number, number][] {
	const lines = readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n');
	return lines.flatMap((line): [number, number][] => {
		const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
		return from === undefined || to === undefined ? [] : [[Number.parseInt(from, 16), Number.parseInt(to, 16)]];
	});
}

/** Bytes that were there: none where nothing is mapped any more. */
function readAt(memory: number, buffer: Buffer, at: number, length: number): number {
	try {
		return readSync(memory, buffer, 0, length, at);
	} catch {
		return 0;
	}
}

/** What a PDF holds compressed. */
function streamsOf(pdf: Buffer): Buffer[] {
	const streams: Buffer[] = [];
	for (let at = pdf.indexOf('stream'); at >= 0; at = pdf.indexOf('stream', at + 6)) {
		if (pdf.subarray(at - 3, at).toString('latin1') === 'end') continue;
		const from = at + 6 + (pdf[at + 6] === 0x0d ? 2 : 1);
		const to = pdf.indexOf('endstream', from);
		try {
			streams.push(inflateSync(pdf.subarray(from, to < 0 ? undefined : to)));
		} catch {
			// Not compressed: it was searched as it is.
		}
	}
	return streams;
}
