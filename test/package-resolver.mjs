// Resolves what hyparquet-writer imports of hyparquet, `./src/*.js` of its exports: the loader of ts-node knows no pattern with something behind its asterisk.
const PARQUET = /^hyparquet\/(src\/[a-z-]+\.js)$/;

export async function resolve(specifier, context, next) {
	const [, path] = PARQUET.exec(specifier) ?? [];
	if (path === undefined) return await next(specifier, context);
	return { url: new URL(`../node_modules/hyparquet/${path}`, import.meta.url).href, format: 'module', shortCircuit: true };
}
