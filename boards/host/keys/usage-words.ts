/** Wrong use of `keiki keys`, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface KeysUsageWords {
	/** @param found the file that is there in its place, or beside it; undefined: itself */
	readonly taken: (file: string, found: string | undefined) => string;
	readonly cannotMake: (file: string, reason: string) => string;
	readonly noCertificates: () => string;
	readonly daysAlone: () => string;
	readonly noPassword: () => string;
	readonly whichMeter: (file: string, meters: number) => string;
	readonly noVersionLeft: (file: string) => string;
}

export const KEYS_USAGE: InEach<KeysUsageWords> = Object.freeze({
	en: {
		taken: (file, found) => `keys make ${file}: expected a new file, found ${found ?? 'one'}`,
		cannotMake: (file, reason) => `keys make ${file}: cannot make it: ${reason}`,
		noCertificates: () => '--certificates: expected --suite 1 or 2, as suite 0 has none',
		daysAlone: () => '--days: expected --certificates with it',
		noPassword: () => '--password-file: expected a file with the Route B password in its first line, or --password',
		whichMeter: (file, meters) => `--credential ${file}: expected --meter with a number from 1 to ${meters}, as the file has a line for each`,
		noVersionLeft: (file) =>
			`--credential ${file}: expected a key under which a version is left, and the last one was sealed; the unit needs another key`,
	},
	ja: {
		taken: (file, found) => `keys make ${file}: 新しいファイルのはずですが、${found === undefined ? 'すでにあります' : `${found}がすでにあります`}`,
		cannotMake: (file, reason) => `keys make ${file}: 作れません: ${reason}`,
		noCertificates: () => '--certificates: スイート0に証明書はないので、--suite 1か2が要ります',
		daysAlone: () => '--days: --certificatesと一緒に指定してください',
		noPassword: () => '--password-file: 1行目がBルートのパスワードのファイルが要ります。--passwordでも指定できます',
		whichMeter: (file, meters) => `--credential ${file}: ファイルは1行に1台なので、--meterに1〜${meters}の番号が要ります`,
		noVersionLeft: (file) => `--credential ${file}: 最後の版まで封印済みで、この鍵で使える版がありません。ユニットに別の鍵が要ります`,
	},
});
