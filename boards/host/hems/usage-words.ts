/** Wrong use of `keiki hems`, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface HemsUsageWords {
	readonly noPassword: () => string;
	readonly noDongle: (path: string) => string;
	readonly noLine: (place: string, reason: string) => string;
}

export const HEMS_USAGE: InEach<HemsUsageWords> = Object.freeze({
	en: {
		noPassword: () => 'keiki hems: expected the Route B password of this id: --password-file FILE, --password, or KEIKI_HEMS_PASSWORD',
		noDongle: (path) => `no dongle is there: ${path} is none; "keiki run" makes it, and --dongle names another one`,
		noLine: (place, reason) => `--dongle ${place}: cannot open it: ${reason}; expected a serial port, or HOST:PORT`,
	},
	ja: {
		noPassword: () => 'keiki hems: この認証IDのBルートのパスワードが必要です: --password-file FILE、--password、またはKEIKI_HEMS_PASSWORD',
		noDongle: (path) => `ドングルがありません: ${path}が見つかりません。"keiki run"が作ります。--dongleでほかのものも指定できます`,
		noLine: (place, reason) => `--dongle ${place}: 開けません: ${reason}。シリアルポートかHOST:PORTのはずです`,
	},
});
