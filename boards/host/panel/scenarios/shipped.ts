/** Scenarios that come with the program: each runs in a world with the usual units, unless it says otherwise. */
import { frozen } from '../../../../modules/bytes/frozen.js';
import type { Language } from '../../../../src/world/schema/language.js';

interface ShippedWords {
	readonly title: string;
	/** What it shows, and what it needs. */
	readonly does: string;
}

interface ShippedScenario extends Readonly<Record<Language, ShippedWords>> {
	readonly text: string;
}

export const SHIPPED = frozen({
	'power-cut': {
		en: {
			title: 'A power cut',
			does: 'The supply fails for half a minute, without a warning: the session of a HEMS is gone, the registers are not.',
		},
		ja: { title: '突然の停電', does: '予告なしに30秒間停電します。HEMSのセッションは失われ、指示数は残ります。' },
		text: `+0s    expect supply on
+5s    power cut           # no time to write anything down
+6s    expect supply off
+35s   power on
+36s   expect supply on
+1m    expect unit metering working
+1m    expect unit communication working
`,
	},
	'unit-exchange': {
		en: {
			title: 'The metering unit is exchanged',
			does: 'Work is announced, the unit is pulled, and a new one begins its registers at zero. It ends with the new unit in place.',
		},
		ja: {
			title: '計量ユニットの交換',
			does: '作業を予告してから計量ユニットを抜き、新しいユニットを差します。指示数は0から始まり、新しいユニットのままで終わります。',
		},
		text: `+0s    expect unit metering working
+1s    service on 10min    # announced: pulling is no tamper
+5s    pull metering
+6s    expect unit metering empty
+10s   plug 1p3w-60-2way   # new: its registers begin at zero
+1m    expect unit metering working 1p3w-60-2way
+1m    service off
`,
	},
	'unit-pulled': {
		en: {
			title: 'A unit is pulled unannounced',
			does: 'The metering unit is pulled without notice, which the base logs as tamper, and comes back after half a minute.',
		},
		ja: { title: '予告なしに抜かれるユニット', does: '計量ユニットが予告なしに抜かれ(ベースは不正として記録)、30秒後に戻ります。' },
		text: `+0s    expect unit metering working
+5s    pull metering
+6s    expect event unit what=pulled_unannounced
+6s    expect unit metering empty
+35s   plug metering       # the same one: its registers go on
+2m    expect unit metering working
`,
	},
	breaker: {
		en: {
			title: 'The ampere breaker trips',
			does: 'Too much is drawn, and the breaker opens until it gives up. Needs a switching unit, as with --units rf-b,1p3w-60-2way,switch-60,rain.',
		},
		ja: {
			title: 'アンペアブレーカーの動作',
			does: '使い過ぎでブレーカーが開き、ついに再投入をやめます。開閉ユニットが必要です(例: --units rf-b,1p3w-60-2way,switch-60,rain)。',
		},
		text: `+0s    expect breaker ready
+0s    contract 40
+10s   load 9000           # 45 A on each leg: 91 A of a contract for 40 A
+10m   expect breaker locked
+10m   expect supply off
+11m   load normal
+11m   breaker reset
+12m   expect supply on
+12m   contract 60
`,
	},
	'feed-in': {
		en: { title: 'The house feeds in', does: 'What the house draws turns to 800 W fed in for five minutes, then all is as before.' },
		ja: { title: '逆潮流', does: '5分間、800 Wの逆潮流になり、その後元に戻ります。' },
		text: `+0s    load -800
+5s    expect load -800
+5m    load normal
`,
	},
	'bad-evening': {
		en: {
			title: 'A bad evening for a HEMS',
			does: 'For ten minutes the air loses frames, replies are late or do not come; then the session is ended by the meter, once. All faults are off at its end.',
		},
		ja: {
			title: 'HEMSの災難の夜',
			does: '10分間、電波が悪く、応答が遅れたり来なかったりし、最後にメーターがセッションを1回終了します。終わりにすべての障害が止まります。',
		},
		text: `+0s    fault drop=10%
+0s    fault slow-reply=10s:1/3
+3m    fault no-reply=1/3
+6m    fault drop off
+6m    fault slow-reply off
+6m    fault no-reply off
+6m    fault end-session=10s once
+10m   fault end-session off
`,
	},
	'clock-back': {
		en: {
			title: 'The clock is wrong, and set right',
			does: "The meter's clock is set seven minutes ahead, and after a minute to the world's time again.",
		},
		ja: { title: '時計のずれと修正', does: 'メーターの時計を7分進め、1分後に正しい時刻に戻します。' },
		text: `+0s    clock +7min
+1m    clock right
`,
	},
} satisfies Record<string, ShippedScenario>);

export type ShippedName = keyof typeof SHIPPED;

export const SHIPPED_NAMES: readonly ShippedName[] = Object.freeze(Object.keys(SHIPPED) as ShippedName[]);

export function isShipped(name: string): name is ShippedName {
	return Object.hasOwn(SHIPPED, name);
}
