// Joins parts that esbuild has split by who needs them, where all starts of a kind need them anyway: each start has to open fewer files.
import { readFileSync, rmSync } from 'node:fs';
import { dirname, posix, relative, resolve } from 'node:path';
import * as esbuild from 'esbuild';
import ts from 'typescript';

const MERGED = 'merged';
/** As esbuild tells of a file. */
const placeOf = (path) => relative('.', path).replaceAll('\\', '/');
const relativeTo = (folder, path) => {
	const way = posix.relative(folder, path);
	return way.startsWith('.') ? way : `./${way}`;
};

/** What a file imports before it runs, of those that were made with it. */
const importsOf = (outputs, path) =>
	outputs[path].imports.filter(({ kind, external }) => kind === 'import-statement' && !external).map((each) => each.path);

/** The names that a file imports from each of the parts. */
function importedNames(path) {
	const { statements } = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022);
	const names = new Map();
	for (const { importClause, moduleSpecifier } of statements.filter(ts.isImportDeclaration)) {
		const part = placeOf(resolve(dirname(path), moduleSpecifier.text));
		const own = names.get(part) ?? new Set();
		for (const { name, propertyName } of importClause?.namedBindings?.elements ?? []) own.add((propertyName ?? name).text);
		names.set(part, own);
	}
	return names;
}

function closure(outputs, paths) {
	const found = new Set();
	const queue = [...paths];
	for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
		if (!found.has(path)) queue.push(...importsOf(outputs, path));
		found.add(path);
	}
	return found;
}

/** Of these parts those that need nothing but each other, and what is `below`. */
function closed(outputs, paths, below) {
	const group = new Set(paths);
	for (let size = -1; size !== group.size; ) {
		size = group.size;
		for (const path of group) if (importsOf(outputs, path).some((each) => !group.has(each) && !below.has(each))) group.delete(path);
	}
	return group;
}

/** The parts in groups, each of which needs only those before it: by which starts need it, and of each what the library needs, too, and the rest. */
function groupsOf(outputs, [first, ...others], library) {
	const open = closure(outputs, library);
	const needs = [first, ...others].map((start) => closure(outputs, [start]));
	const kinds = new Map();
	for (const path of Object.keys(outputs).filter((each) => /\/chunk-[^/]*$/.test(each))) {
		// What all starts begin with is there whoever else needs it.
		const kind = needs[0].has(path) ? [0] : needs.flatMap((need, i) => (need.has(path) ? [i] : []));
		if (kind.length > 0) kinds.set(kind.join(), { kind, paths: [...(kinds.get(kind.join())?.paths ?? []), path] });
	}
	const below = new Set();
	const groups = [];
	const before = (a, b) => b.kind.includes(0) - a.kind.includes(0) || b.kind.length - a.kind.length;
	for (const { paths } of [...kinds.values()].sort(before)) {
		for (const isOpen of [true, false]) {
			const group = closed(
				outputs,
				paths.filter((path) => open.has(path) === isOpen),
				below,
			);
			for (const path of group) below.add(path);
			if (group.size > 1) groups.push([...group]);
		}
	}
	return groups;
}

/**
 * Puts the parts that `starts` open into one file for each group of them, and has all others import that.
 * @param outputs what esbuild tells of all it made
 * @param starts first the one that comes before all others
 * @param library files whose parts are in groups of their own, for what else the starts need may need Node
 */
export async function joinGroups({ outputs, starts, library, folder, options }) {
	const groups = groupsOf(outputs, starts, library).map((paths, i) => ({ paths: new Set(paths), file: `${folder}/group-${i}.js` }));
	const names = new Map();
	for (const { paths, file } of groups) {
		let count = 0;
		for (const path of paths) names.set(path, { file, names: outputs[path].exports.map((name) => ({ name, there: `_${(count++).toString(36)}` })) });
	}
	const imported = new Map(Object.keys(outputs).map((path) => [path, importedNames(path)]));
	const passing = (from, rows) => `export { ${rows.map(({ name, there }) => `${name} as ${there}`).join(', ')} } from '${from}';`;
	const plugin = (own = new Set()) => ({
		name: 'groups',
		setup(build) {
			build.onResolve({ filter: /^\.{1,2}\// }, ({ path, importer, resolveDir, kind }) => {
				if (kind === 'entry-point') return undefined;
				const place = placeOf(resolve(resolveDir, path));
				if (own.has(place)) return undefined;
				if (!names.has(place) || importer === '') return { path, external: true };
				return { path: `${placeOf(importer)}:${place}`, namespace: MERGED, sideEffects: false };
			});
			build.onLoad({ filter: /.*/, namespace: MERGED }, ({ path: both }) => {
				const [importer, path] = both.split(':');
				const { file, names: rows } = names.get(path);
				// No others: esbuild would import what nothing in the file needs.
				const needed = rows.filter(({ name }) => imported.get(importer).get(path).has(name));
				return {
					contents: passing(
						relativeTo(dirname(importer), file),
						needed.map(({ name, there }) => ({ name: there, there: name })),
					),
				};
			});
			build.onResolve({ filter: /.*/, namespace: MERGED }, ({ path }) => ({ path, external: true }));
		},
	});
	// What is imported for its start alone comes with the group.
	const logOverride = { 'ignored-bare-import': 'silent' };
	for (const { paths, file } of groups) {
		const contents = [...paths].map((path) => passing(relativeTo(folder, path), names.get(path).names)).join('\n');
		const stdin = { contents, resolveDir: folder, sourcefile: file };
		await esbuild.build({ ...options, logOverride, stdin, outdir: undefined, outbase: undefined, outfile: file, plugins: [plugin(paths)] });
	}
	const others = Object.keys(outputs).filter((path) => !names.has(path));
	await esbuild.build({ ...options, entryPoints: others, plugins: [plugin()], logOverride });
	for (const path of names.keys()) rmSync(path);
}
