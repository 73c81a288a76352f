import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { Composition, type Manifest } from './manifest-rig.js';
import { firmwareProgram, programOf, topLevelState } from './top-level-state-rig.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What the SDK's own manifests bring, by the end of their path. */
const OF_THE_SDK: Readonly<Record<string, readonly string[]>> = Object.freeze({
	'crypt/digest/manifest.json': ['crypt'],
	'io/serial/manifest.json': ['embedded:io/serial'],
	'io/flash/manifest.json': ['embedded:storage/flash'],
	'io/storage/manifest.json': ['embedded:storage/key-value'],
	'io/digital/manifest.json': ['embedded:io/digital'],
	'network/wifi/manifest.json': ['wifi'],
	'examples/manifest_base.json': ['time', 'timer', 'mc/config'],
});
const BOARDS = readdirSync(join(ROOT, 'boards'))
	.flatMap((name) => [name, `${name}/flash8`])
	.filter((name) => existsSync(join(ROOT, 'boards', name, 'manifest.json')));
const ROOMS = ['modules', 'src/meter', 'src/route-a', 'src/route-b', 'src/wi-sun', 'hal/xs', 'hal/xs-linux', 'hal/xs-network'];

const parse = (path: string): Manifest => JSON.parse(readFileSync(path, 'utf8'));
const platformsOf = (board: string) => Object.keys(parse(join(ROOT, 'boards', board, 'manifest.json')).platforms!).filter((name) => name !== '...');
const BUILDS = BOARDS.flatMap((board) => platformsOf(board).map((platform) => ({ board, platform })));
const compose = ({ board, platform }: (typeof BUILDS)[number]) => new Composition(join(ROOT, 'boards', board, 'manifest.json'), platform);

/** All files in these folders whose names end so. */
function filesOf(folders: readonly string[], end: string): string[] {
	return folders.flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith(end))
			.map((path) => join(ROOT, folder, path)),
	);
}

/** What each file takes from other modules when it runs: the boards share most of them. */
const imports = new Map<string, readonly string[]>();

function importsOf(file: string): readonly string[] {
	const found = imports.get(file) ?? readImports(file);
	imports.set(file, found);
	return found;
}

function readImports(file: string): string[] {
	const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
	return source.statements.flatMap((statement) => {
		if (ts.isImportDeclaration(statement) && !statement.importClause?.isTypeOnly) return [(statement.moduleSpecifier as ts.StringLiteral).text];
		if (ts.isExportDeclaration(statement) && statement.moduleSpecifier && !statement.isTypeOnly)
			return [(statement.moduleSpecifier as ts.StringLiteral).text];
		return [];
	});
}

/** Walks from the main module as the engine does; returns what it reaches, and what does not resolve. */
function walk(composition: Composition): { reached: Set<string>; lost: string[] } {
	const foreign = new Set(composition.foreign);
	for (const path of composition.sdk)
		for (const [end, names] of Object.entries(OF_THE_SDK)) if (path.endsWith(end)) for (const name of names) foreign.add(name);
	const reached = new Set<string>();
	const lost: string[] = [];
	const queue = [composition.main!];
	for (let specifier = queue.pop(); specifier !== undefined; specifier = queue.pop()) {
		if (reached.has(specifier)) continue;
		reached.add(specifier);
		const file = composition.modules.get(specifier);
		if (file === undefined) {
			lost.push(specifier);
			continue;
		}
		for (const name of importsOf(file)) {
			if (!name.startsWith('.')) {
				if (!foreign.has(name)) lost.push(`${name}, for ${relative(ROOT, file)}`);
				continue;
			}
			const target: string = posix.join(posix.dirname(specifier), name).replace(/\.js$/, '');
			// The specifiers keep the shape of the folders, or the engine would find another module than the compiler.
			assert.equal(composition.modules.get(target), join(dirname(file), name).replace(/\.js$/, '.ts'), `${name} in ${relative(ROOT, file)}`);
			queue.push(target);
		}
	}
	return { reached, lost };
}

describe('the manifests', () => {
	it('send each platform from the root to a board that is built for it, and all others to an error', () => {
		const { platforms } = parse(join(ROOT, 'manifest.json'));
		for (const platform of Object.keys(platforms!)) {
			if (platform === '...') continue;
			const { errors, main } = new Composition(join(ROOT, 'manifest.json'), platform);
			assert.deepEqual(errors, [], platform);
			assert.ok(main, platform);
		}
		assert.equal(new Composition(join(ROOT, 'manifest.json'), 'pico').errors.length, 1);
	});

	for (const board of BOARDS) {
		it(`refuse boards/${board} for a platform that it is not made for`, () => {
			assert.notDeepEqual(compose({ board, platform: 'pico' }).errors, []);
		});
	}

	for (const build of BUILDS) {
		describe(`of boards/${build.board} on ${build.platform}`, () => {
			const composition = compose(build);

			it('name only what is there, and no error', () => {
				assert.deepEqual(composition.absent, []);
				assert.deepEqual(composition.errors, []);
			});

			it('resolve every import of the firmware', () => {
				assert.deepEqual(walk(composition).lost, []);
			});

			it('preload every module', () => {
				const loaded = [...composition.modules.keys()].filter((specifier) => !composition.isPreloaded(specifier));
				assert.deepEqual(loaded, []);
			});

			it('preload the main module by its own name: patterns of mcconfig 8.2.3 match no TypeScript, and the rest comes with what the main module imports', () => {
				assert.ok(composition.preload.includes(composition.main!));
			});

			it('bring the C of every native function', () => {
				const sources = composition.natives.map((path) => readFileSync(path, 'utf8')).join('\n');
				const used = [...walk(composition).reached].flatMap((specifier) =>
					Array.from(readFileSync(composition.modules.get(specifier)!, 'utf8').matchAll(/\bnative\('(\w+)'\)/g), (match) => match[1]!),
				);
				assert.deepEqual(
					used.filter((name) => !new RegExp(`^void ${name}\\(xsMachine \\*the\\)`, 'm').test(sources)),
					[],
				);
			});
		});
	}

	it('have one for each room, with every module of it', () => {
		const covered = new Set(
			filesOf(['modules', 'src', 'hal'], 'manifest.json').flatMap((path) => {
				const platforms = ['', ...Object.keys(parse(path).platforms ?? {})].filter((name) => name !== '...');
				return platforms.flatMap((platform) => [...new Composition(path, platform).modules.values()]);
			}),
		);
		const files = filesOf(ROOMS, '.ts');
		assert.ok(files.length > 100);
		assert.deepEqual(
			files.filter((path) => !covered.has(path)).map((path) => relative(ROOT, path)),
			[],
		);
	});
});

describe('the top level of the firmware', () => {
	it('keeps nothing that can change', () => {
		const files = [...new Set(BUILDS.flatMap((build) => [...compose(build).modules.values()]))];
		const program = firmwareProgram(files, ROOT);
		const checker = program.getTypeChecker();
		assert.deepEqual(
			files.flatMap((path) => topLevelState(program.getSourceFile(path)!, checker)),
			[],
		);
	});

	const changing: [string, string][] = [
		['a variable', 'let count = 0; export const next = () => ++count;'],
		['an array', 'export const table = [1, 2, 3];'],
		['a table of rows that are not frozen', "export const table = Object.freeze([{ name: 'a' }]);"],
		['rows that only the compiler takes for constant', 'export const places = Object.freeze({ a: [0, 1], b: [2, 4] } as const);'],
		['a Map', 'export const sessions = new Map<string, number>();'],
		['what a function made', 'function make() { return { a: 1 }; }\nexport const made = make();'],
		['a regular expression', 'export const digits = /^[0-9]+$/;'],
		['a static property', 'export class A { static count = 0; }'],
		['a statement', 'Object.prototype.toString.call(1);'],
	];
	for (const [name, source] of changing) {
		it(`is found to keep ${name}`, () => {
			const { file, checker } = programOf(source);
			assert.equal(topLevelState(file, checker).length, 1);
		});
	}

	const constant: [string, string][] = [
		['numbers, texts and functions', "export const N = 4 * 5; export const T = 'a' + N; export const f = (n: number) => n + N;"],
		['frozen tables', "export const A = Object.freeze([1, 2]); export const B = Object.freeze({ a: Object.freeze(['x']), b: 1 });"],
		[
			'typed arrays, however they were made',
			'function make() { return new Int32Array(4); }\nexport const A = Uint8Array.of(1); export const B = make();',
		],
	];
	for (const [name, source] of constant) {
		it(`may keep ${name}`, () => {
			const { file, checker } = programOf(source);
			assert.deepEqual(topLevelState(file, checker), []);
		});
	}
});
