/**
 * The floor plan, drawn from the imports of all production code: every import points down, between rooms as between files, and there is no circle of either.
 *
 * A room is a folder of `modules/`, `src/`, `hal/` or `boards/`; in `src/world` and `boards/host`, where many things stand side by side, each folder is one.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FLOORS = ['modules', 'src', 'hal', 'boards'];
/** Rooms whose folders are rooms. */
const HALLS = ['src/world', 'boards/host'];

/** What each module is built on, beside itself and `hal/ports`. */
const MODULES: Readonly<Record<string, readonly string[]>> = {
	bytes: [],
	time: [],
	crypto: ['bytes'],
	datagram: ['bytes'],
	http: ['bytes'],
	mdns: ['bytes'],
	sntp: ['bytes'],
	journal: ['bytes'],
	medium: ['bytes', 'time'],
	capture: ['bytes'],
	x509: ['bytes'],
	ieee802154: ['bytes', 'crypto'],
	sixlowpan: ['bytes'],
	ipv6: ['bytes', 'sixlowpan'],
	rpl: ['bytes', 'ipv6'],
	loadng: ['bytes', 'ieee802154'],
	lbp: ['bytes', 'crypto', 'ieee802154'],
	'eap-psk': ['bytes', 'crypto'],
	pana: ['bytes', 'crypto', 'eap-psk'],
	'echonet-lite': ['bytes'],
	dlms: ['bytes', 'crypto', 'time'],
	hdlc: ['bytes'],
	mbus: ['bytes', 'crypto', 'time'],
	'metering-chip': ['bytes'],
	cosem: ['bytes', 'crypto', 'dlms', 'time'],
	'wi-sun-module': ['bytes', 'datagram'],
};

/** What each room of `src` stands on, beside all modules and `hal/ports`. */
const SRC: Readonly<Record<string, readonly string[]>> = {
	meter: [],
	'wi-sun': [],
	'field-network': [],
	'route-a': ['src/meter'],
	'route-b': ['src/meter'],
	// It runs on the virtual platform wherever it runs.
	world: ['src/meter', 'src/route-a', 'src/route-b', 'src/wi-sun', 'src/field-network', 'hal/virtual'],
	'head-end': [],
	mdm: ['src/head-end', 'src/meter'],
	operations: ['src/head-end', 'src/meter'],
	exam: ['src/meter', 'src/route-b', 'src/world', 'src/head-end'],
	// What the package makes public of the others; it builds nothing on them.
	library: ['src/meter', 'src/route-a', 'src/route-b', 'src/world', 'src/head-end'],
};

/** Rooms of `src` that run on Node alone, and may use it. */
const OF_NODE = ['src/head-end', 'src/mdm', 'src/operations', 'src/exam'];

interface Arrow {
	/** Files, by their paths from the root. */
	readonly from: string;
	readonly to: string;
}

/** Arrows between rooms that do not fit the plan, until what is said of them is done. One that is not needed any more is an error. */
const EXCEPTIONS: readonly { readonly from: string; readonly to: string; readonly why: string }[] = [
	{ from: 'hal/xs', to: 'modules/crypto', why: "the SDK's block cipher takes the place of one method of the portable AES, and is one for it" },
	{ from: 'hal/xs', to: 'modules/bytes', why: 'and compares keys as all others do' },
	{
		from: 'modules/wi-sun-module',
		to: 'modules/ipv6',
		why: 'the dialects of modules tell IPv6 addresses, whose text and link-local form stand in ipv6',
	},
];

/** The room of a file. */
function roomOf(path: string): string {
	const folders = posix.dirname(path).split('/');
	const room = folders.slice(0, 2).join('/');
	return folders.length > 2 && HALLS.includes(room) ? folders.slice(0, 3).join('/') : room;
}

/** The room as the plan names it: a hall whole. */
const plannedRoom = (path: string) => posix.dirname(path).split('/').slice(0, 2).join('/');

/** What rooms `room` may import beside itself; undefined: there is no such room. */
function allowed(room: string): readonly string[] | undefined {
	const [floor = '', name = ''] = room.split('/');
	if (floor === 'modules') return MODULES[name]?.map((each) => `modules/${each}`).concat('hal/ports');
	if (floor === 'src') return SRC[name]?.concat('modules/', 'hal/ports');
	if (floor === 'hal') return name === 'ports' ? [] : ['hal/ports'];
	// What all boards share stands beside their folders, what those on a LAN share in one of its own.
	return ['modules/', 'src/', 'hal/', 'boards', 'boards/wifi'];
}

function pointsDown({ from, to }: Arrow): boolean {
	const [room, other] = [plannedRoom(from), plannedRoom(to)];
	return room === other || allowed(room)!.some((each) => (each.endsWith('/') ? other.startsWith(each) : other === each));
}

/** Whether files of `path`'s room may import `name`, which is no file of ours. */
function mayImport(path: string, name: string): boolean {
	const room = plannedRoom(path);
	if (path.startsWith('boards/') || OF_NODE.includes(room)) return true;
	return path.startsWith('hal/') && room !== 'hal/ports' && (room === 'hal/node' || !name.startsWith('node:'));
}

/** Circles in a graph, each as its nodes in order. */
function circles(nodes: Iterable<string>, next: (node: string) => Iterable<string>): string[][] {
	const found: string[][] = [];
	const done = new Set<string>();
	const way: string[] = [];
	const visit = (node: string): void => {
		const start = way.indexOf(node);
		if (start >= 0) found.push([...way.slice(start), node]);
		if (start >= 0 || done.has(node)) return;
		way.push(node);
		for (const each of next(node)) visit(each);
		way.pop();
		done.add(node);
	};
	for (const node of nodes) visit(node);
	return found;
}

/** The file that a relative import names. */
function fileOf(from: string, name: string): string | undefined {
	const path = posix.join(posix.dirname(from), name);
	return [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx'), path.replace(/\.mjs$/, '.d.mts'), path].find((each) =>
		existsSync(join(ROOT, each)),
	);
}

const files = FLOORS.flatMap((floor) =>
	readdirSync(join(ROOT, floor), { recursive: true, encoding: 'utf8' })
		.map((path) => posix.join(floor, path.replaceAll('\\', '/')))
		.filter((path) => /\.tsx?$/.test(path) && !path.includes('/node_modules/')),
);
const arrows: Arrow[] = [];
const strange: string[] = [];
for (const from of files) {
	for (const { fileName } of ts.preProcessFile(readFileSync(join(ROOT, from), 'utf8')).importedFiles) {
		const to = fileName.startsWith('.') ? fileOf(from, fileName) : undefined;
		if (to !== undefined) arrows.push({ from, to });
		else if (fileName.startsWith('.') || !mayImport(from, fileName)) strange.push(`${from} → ${fileName}`);
	}
}

const isExcepted = ({ from, to }: Arrow) => EXCEPTIONS.some((each) => each.from === plannedRoom(from) && each.to === plannedRoom(to));
const wrong = arrows.filter((arrow) => allowed(plannedRoom(arrow.from)) !== undefined && !pointsDown(arrow));

describe('the house', () => {
	it('is seen whole', () => {
		assert.ok(files.length > 400);
		assert.ok(arrows.length > 2 * files.length);
	});

	it('has no circle of files', () => {
		const next = new Map<string, string[]>(files.map((file) => [file, []]));
		for (const { from, to } of arrows) next.get(from)!.push(to);
		const found = circles(files, (file) => next.get(file) ?? []);
		assert.deepEqual(
			found.map((circle) => circle.join(' → ')),
			[],
		);
	});

	it('has no circle of rooms', () => {
		const between = new Map<string, Map<string, Arrow>>();
		for (const arrow of arrows) {
			const [room, other] = [roomOf(arrow.from), roomOf(arrow.to)];
			if (room === other) continue;
			const from = between.get(room) ?? new Map<string, Arrow>();
			between.set(room, from.set(other, arrow));
		}
		const told = (circle: readonly string[]) =>
			circle
				.slice(1)
				.map((room, i) => `${circle[i]} → ${room} (${between.get(circle[i]!)!.get(room)!.from} → ${between.get(circle[i]!)!.get(room)!.to})`)
				.join(', ');
		const found = circles(between.keys(), (room) => between.get(room)?.keys() ?? []);
		assert.deepEqual(found.map(told), []);
	});

	it('has a row for each room', () => {
		const rooms = new Set(files.map(plannedRoom));
		assert.deepEqual(
			[...rooms].filter((room) => allowed(room) === undefined),
			[],
		);
	});

	it('has only imports that point down', () => {
		const up = wrong.filter((arrow) => !isExcepted(arrow));
		assert.deepEqual(
			up.map(({ from, to }) => `${from} → ${to}: ${plannedRoom(from)} may import ${allowed(plannedRoom(from))!.join(', ') || 'nothing'}`),
			[],
		);
	});

	it('imports Node and packages only where they belong, and nothing that is not there', () => {
		assert.deepEqual(strange, []);
	});

	it('needs each exception from the plan', () => {
		const idle = EXCEPTIONS.filter((each) => !wrong.some(({ from, to }) => each.from === plannedRoom(from) && each.to === plannedRoom(to)));
		assert.deepEqual(
			idle.map(({ from, to }) => `${from} → ${to}`),
			[],
		);
	});
});

describe('the floor plan', () => {
	it('tells a circle by its way', () => {
		const graph: Readonly<Record<string, readonly string[]>> = { a: ['b'], b: ['c'], c: ['d', 'b'], d: [] };
		assert.deepEqual(
			circles(Object.keys(graph), (node) => graph[node]!),
			[['b', 'c', 'b']],
		);
	});

	for (const [from, to, down] of [
		['src/meter/metering/history.ts', 'modules/journal/journal.ts', true],
		['src/meter/metering/history.ts', 'hal/ports/flash.ts', true],
		['src/meter/metering/history.ts', 'hal/virtual/flash.ts', false],
		['src/meter/metering/history.ts', 'src/route-b/route-b.ts', false],
		['src/route-b/route-b.ts', 'src/meter/metering/readings.ts', true],
		['src/world/meter/past.ts', 'src/world/load/source.ts', true],
		['modules/bytes/hex.ts', 'modules/crypto/aes.ts', false],
		['boards/linux/main.ts', 'boards/firmware.ts', true],
		['boards/linux/main.ts', 'boards/host/main.ts', false],
		['hal/ports/flash.ts', 'modules/bytes/hex.ts', false],
	] as const) {
		it(`has ${from} → ${to} point ${down ? 'down' : 'up'}`, () => assert.equal(pointsDown({ from, to }), down));
	}

	for (const [path, name, may] of [
		['hal/node/flash.ts', 'node:fs', true],
		['hal/xs/flash.ts', 'embedded:storage/flash', true],
		['hal/xs/flash.ts', 'node:fs', false],
		['hal/ports/flash.ts', 'crypt', false],
		['modules/bytes/hex.ts', 'node:buffer', false],
		['src/world/meter/past.ts', 'node:process', false],
		['src/head-end/reading.ts', 'node:timers', true],
	] as const) {
		it(`${may ? 'lets' : 'does not let'} ${path} import ${name}`, () => assert.equal(mayImport(path, name), may));
	}
});
