/** Wrong use of `keiki capture`, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface CaptureUsageWords {
	readonly cannotWrite: (file: string, reason: string) => string;
	readonly cannotRead: (file: string, reason: string) => string;
	readonly noCapture: (file: string, reason: string) => string;
}

export const CAPTURE_USAGE: InEach<CaptureUsageWords> = Object.freeze({
	en: {
		cannotWrite: (file, reason) => `capture: cannot write a profile for ${file}: ${reason}`,
		cannotRead: (file, reason) => `capture: cannot read ${file}: ${reason}`,
		noCapture: (file, reason) => `capture: ${file} is no capture that keiki made: ${reason}`,
	},
	ja: {
		cannotWrite: (file, reason) => `capture: ${file}のプロファイルを書き込めません: ${reason}`,
		cannotRead: (file, reason) => `capture: ${file}を読めません: ${reason}`,
		noCapture: (file, reason) => `capture: ${file}はkeikiの作ったキャプチャーではありません: ${reason}`,
	},
});
