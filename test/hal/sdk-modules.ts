/** What of the SDK is not there on Node stands in its place. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles a file of the repository with `modules` in place of the default exports of the SDK's, and returns what it exports. */
export async function load(file: string, modules: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
	const { outputFiles } = await build({
		entryPoints: [`${ROOT}/${file}`],
		bundle: true,
		write: false,
		format: 'cjs',
		external: Object.keys(modules),
		target: 'es2022',
	});
	const module = { exports: {} };
	new Function('module', 'require', outputFiles[0]!.text)(module, (name: string) => modules[name]);
	return module.exports;
}
