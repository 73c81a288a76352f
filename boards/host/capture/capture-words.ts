/** What `keiki capture open` prints, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

interface CaptureWords {
	readonly wiresharkProfile: (directory: string, keys: number) => string;
	readonly onTerminal: (command: string) => string;
	readonly starting: () => string;
}

export const CAPTURE_WORDS: InEach<CaptureWords> = Object.freeze({
	en: {
		wiresharkProfile: (directory, keys) =>
			`Wireshark profile: ${directory} (${keys} link ${keys === 1 ? 'key' : 'keys'}, ECHONET Lite and COSEM dissectors)`,
		onTerminal: (command) => `On a terminal: ${command}`,
		starting: () => 'Wireshark is starting.',
	},
	ja: {
		wiresharkProfile: (directory, keys) => `Wiresharkのプロファイル: ${directory} (リンク鍵${keys}個、ECHONET LiteとCOSEMのディセクター)`,
		onTerminal: (command) => `端末では: ${command}`,
		starting: () => 'Wiresharkを起動しています。',
	},
});
