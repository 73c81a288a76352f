/** Packages that an installation may lack: optional peers of the package `keiki`. */
import { UsageError } from './usage-error.js';

/** What a package exports. Throws UsageError with the line that installs it where it is missing. @param line `npm install …` */
export async function neededPackage<Module>(name: string, load: () => Promise<Module>, line: string): Promise<Module> {
	try {
		return await load();
	} catch (error) {
		if (!isMissing(error)) throw error;
		throw new UsageError({
			en: `the package ${name} is not installed, which this needs; this installs it: ${line}`,
			ja: `これに必要なパッケージ${name}がインストールされていません。次の行で入ります: ${line}`,
		});
	}
}

export function isMissing(error: unknown): boolean {
	const { code } = error as NodeJS.ErrnoException;
	return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}
