/** What is printed on the face, and what its parts are called by those who cannot see it. */

import type { Place } from '../../../../../src/meter/backplane/messages.js';
import type { InEachLanguage } from '../../../web/page/words.js';
import type { Direction, ScreenName } from './display.js';

type UnitState = 'empty' | 'greeting' | 'working' | 'isolated';

export interface FaceWords {
	readonly face: (serial: string) => string;
	/** On the glass, short. */
	readonly legend: Readonly<Record<ScreenName, string>>;
	readonly screens: Readonly<Record<ScreenName, string>>;
	readonly dark: string;
	readonly allSegments: string;
	readonly direction: Readonly<Record<Direction, string>>;
	readonly places: Readonly<Record<Place, string>>;
	/** Printed on the units, and into empty places. */
	readonly printed: Readonly<Record<Place, string>>;
	readonly states: Readonly<Record<UnitState, string>>;
	readonly emulated: string;
	readonly ways: Readonly<Record<'1way' | '2way', string>>;
	readonly pulses: string;
	readonly certified: (month: string) => string;
	readonly on: string;
	readonly off: string;
	readonly trip: string;
	readonly locked: string;
	readonly heat: string;
	readonly lamp: string;
	readonly seal: Readonly<Record<'whole' | 'broken' | 'open', string>>;
	readonly source: string;
	readonly load: string;
	readonly open: (place: string, state: string) => string;
	readonly display: string;
	readonly hold: string;
	readonly breaker: (closed: boolean) => string;
	readonly shows: string;
}

export const FACE_WORDS: InEachLanguage<FaceWords> = Object.freeze({
	en: {
		face: (serial) => `Face of the meter ${serial}`,
		legend: { import: 'IMP', export: 'EXP', power: 'POWER', contact: 'SW', clock: 'CLOCK', test: 'TEST' },
		screens: { import: 'import', export: 'export', power: 'power now', contact: 'contact', clock: 'clock', test: 'test of the display' },
		dark: 'dark',
		allSegments: 'all segments',
		direction: { in: 'power flows into the house', out: 'power is fed in', none: 'no power flows' },
		places: { metering: 'Metering unit', communication: 'Communication unit', option: 'Option unit', cover: 'Terminal cover' },
		printed: { metering: 'METERING', communication: 'COMMUNICATION', option: 'OPTION', cover: 'TERMINAL COVER' },
		states: { empty: 'empty', greeting: 'starting', working: 'working', isolated: 'isolated' },
		emulated: 'EMULATED METER',
		ways: { '1way': 'one-way', '2way': 'two-way' },
		pulses: '1000 pulse/kWh',
		certified: (month) => `CERT. ${month}`,
		on: 'ON',
		off: 'OFF',
		trip: 'TRIP',
		locked: 'LOCKED',
		heat: 'HEAT',
		lamp: 'the lamp blinks once for each watt-hour',
		seal: { whole: 'sealed', broken: 'seal broken', open: 'open' },
		source: 'SOURCE',
		load: 'LOAD',
		open: (place, state) => `${place}: ${state}. Pull, push in, swap …`,
		display: 'Next screen of the display',
		hold: 'Hold the display',
		breaker: (closed) => `Breaker lever: ${closed ? 'on' : 'off'}. Reset by hand`,
		shows: 'Display',
	},
	ja: {
		face: (serial) => `メーター ${serial} の正面`,
		legend: { import: '買電', export: '売電', power: '電力', contact: '開閉', clock: '時刻', test: '点検' },
		screens: { import: '買電(正方向)', export: '売電(逆方向)', power: '現在の電力', contact: '開閉状態', clock: '時刻', test: '表示の点検' },
		dark: '消灯',
		allSegments: '全点灯',
		direction: { in: '買電中', out: '売電中', none: '潮流なし' },
		places: { metering: '計量ユニット', communication: '通信ユニット', option: 'オプションユニット', cover: '端子カバー' },
		printed: { metering: '計量', communication: '通信', option: 'オプション', cover: '端子カバー' },
		states: { empty: '空', greeting: '起動中', working: '動作中', isolated: '切り離し中' },
		emulated: '模擬メーター',
		ways: { '1way': '片方向', '2way': '双方向' },
		pulses: '1000 pulse/kWh',
		certified: (month) => `検定 ${month}`,
		on: '入',
		off: '切',
		trip: 'トリップ',
		locked: 'ロック',
		heat: '熱',
		lamp: '1 Whごとに1回点滅します',
		seal: { whole: '封印あり', broken: '封印切れ', open: '開' },
		source: '電源側',
		load: '負荷側',
		open: (place, state) => `${place}: ${state}。外す、差し込む、交換する…`,
		display: '次の表示へ',
		hold: '表示を止める',
		breaker: (closed) => `ブレーカーレバー: ${closed ? '入' : '切'}。手で復帰する`,
		shows: '表示',
	},
});
