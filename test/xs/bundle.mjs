// Bundles one test file for XS: the modules it imports are preloaded (flash), its own code runs in RAM.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { bundle } from '../../boards/xs-host/program.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SUITE = join(ROOT, 'test/xs/suite.ts');
const PREFIX = 'xs-test:';

/** How much of each fuzz test and of each sweep (test/fuzz/campaign.ts) runs here: XS interprets, some hundred times slower than Node. */
const FUZZ = '{ share: 0.001, step: 5, seed: 0, tried() {} }';

/**
 * A module with the test file's code as a function. What comes before that code stays on one line, after which the lines are those of the code, as its source
 * map has it.
 */
async function wrap(path) {
	const source = await readFile(path, 'utf8');
	const { code } = await transform(source, { loader: 'ts', format: 'cjs', target: 'es2022', sourcefile: path, sourcemap: 'inline' });
	const names = [...new Set(Array.from(code.matchAll(/\brequire\("([^"]+)"\)/g), (match) => match[1]))];
	const imports = names.map((name, i) => `import * as import${i} from ${JSON.stringify(name)};`).join(' ');
	const table = names.map((name, i) => `${JSON.stringify(name)}: import${i}`).join(', ');
	const head = `import { installSuite } from ${JSON.stringify(SUITE)}; ${imports} const modules = { ${table} }; function file(require, module) {`;
	const map = code.lastIndexOf('//# sourceMappingURL=');
	return `${head}\n${code.slice(0, map)}}\nglobalThis.main = () => { installSuite(); file((name) => modules[name], {}); };\n${shiftDown(code.slice(map))}`;
}

/** The inline source map, for code that stands one line lower. */
function shiftDown(comment) {
	const [start, data] = comment.trim().split('base64,');
	const map = JSON.parse(Buffer.from(data, 'base64').toString());
	map.mappings = `;${map.mappings}`;
	return `${start}base64,${Buffer.from(JSON.stringify(map)).toString('base64')}\n`;
}

const testFiles = {
	name: 'test files',
	setup(build) {
		build.onResolve({ filter: /^xs-test:/ }, ({ path }) => ({ path: path.slice(PREFIX.length), namespace: 'xs-test' }));
		build.onLoad({ filter: /./, namespace: 'xs-test' }, async ({ path }) => ({
			contents: await wrap(path),
			loader: 'ts',
			resolveDir: dirname(path),
		}));
	},
};

/** Bundles the test file at `path` (from the root of the project) into `script`; tests whose titles are in `notRun` will be skipped. */
export async function bundleTest(path, script, notRun) {
	const banner = `globalThis.keikiFuzz = ${FUZZ}; globalThis.keikiNotRun = ${JSON.stringify(notRun)};`;
	await bundle(PREFIX + join(ROOT, path), script, { banner, plugins: [testFiles] });
}
