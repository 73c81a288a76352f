/** Packages that only the utility's office needs: they are left out of an installation that did not ask for them. */
import { isMissing } from '../../shared/needed-package.js';
import { UsageError } from '../../shared/usage-error.js';

const PACKAGES = Object.freeze([
	...['@expo-google-fonts/biz-udpgothic', '@hpke/core', '@node-rs/argon2', '@peculiar/x509', '@simplewebauthn/server', 'bwip-js'],
	...['kysely@0.28', 'libsql', 'pdfkit', 'pg', 'reflect-metadata', 'zxing-wasm'],
]);

/** What a package exports. Throws UsageError with the line that installs all of them where it is missing. */
export async function needed<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
	try {
		return await load();
	} catch (error) {
		if (!isMissing(error)) throw error;
		const line = `npm install ${PACKAGES.join(' ')}`;
		throw new UsageError({
			en: `the package ${name} is not installed, which this command needs; this installs all that the office needs: ${line}`,
			ja: `このコマンドに必要なパッケージ${name}がインストールされていません。事務所に必要なものは、これですべて入ります: ${line}`,
		});
	}
}
