import { readFileSync } from 'node:fs';

/** Of the package that this is in. */
export function version(): string {
	// Up from here in the sources, in dist/, and in the parts that the command is joined into.
	for (const path of ['../../../package.json', '../../../../package.json', '../../package.json']) {
		try {
			const { name, version: found } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Readonly<Record<string, string>>;
			if (name === 'keiki' && found !== undefined) return found;
		} catch {}
	}
	return 'unknown';
}
