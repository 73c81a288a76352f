/** Why a command ends, where nothing failed, in each language. */
import type { InEach, Language } from '../../../src/world/schema/language.js';

export type EndReason = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'noReader' | 'unwritten' | 'scenarioOver' | 'stoppedInPanel' | 'done' | 'failure';

const SIGNALS = Object.freeze({ SIGINT: 'SIGINT', SIGTERM: 'SIGTERM', SIGHUP: 'SIGHUP' });

const END_REASONS: InEach<Readonly<Record<EndReason, string>>> = Object.freeze({
	en: {
		...SIGNALS,
		noReader: 'nobody reads the output',
		unwritten: 'the output cannot be written',
		scenarioOver: 'the scenario is over',
		stoppedInPanel: 'stopped in the panel',
		done: 'done',
		failure: 'failure',
	},
	ja: {
		...SIGNALS,
		noReader: '出力を読むものがなくなりました',
		unwritten: '出力を書き込めません',
		scenarioOver: 'シナリオが終わりました',
		stoppedInPanel: 'パネルで止められました',
		done: '完了',
		failure: 'エラー',
	},
});

/** English where nothing else is said: programs read it. */
export function endText(reason: EndReason, language: Language = 'en'): string {
	return END_REASONS[language][reason];
}
