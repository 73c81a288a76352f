import type { InEachLanguage } from '../../../web/page/words.js';

interface MeterWords {
	readonly title: (name: string, serial: string) => string;
	readonly waiting: string;
	readonly noMeter: (name: string) => string;
}

export const METER_WORDS: InEachLanguage<MeterWords> = Object.freeze({
	en: {
		title: (name, serial) => `${name} · ${serial}`,
		waiting: 'Waiting for the meter …',
		noMeter: (name) => `There is no ${name} in this run.`,
	},
	ja: {
		title: (name, serial) => `${name} · ${serial}`,
		waiting: 'メーターを待っています…',
		noMeter: (name) => `この実行に ${name} はありません。`,
	},
});
