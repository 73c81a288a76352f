/** What the exam does in each step, and the worlds of its sessions, in Japanese. */
import { DONGLE_STEPS_JA } from '../checks/words/dongle-ja.js';
import { HALF_HOUR_STEPS_JA } from '../checks/words/half-hours-ja.js';
import { REPLY_STEPS_JA } from '../checks/words/replies-ja.js';
import { SEEKING_STEPS_JA } from '../checks/words/seeking-ja.js';
import { LOSS_STEPS_JA } from '../checks/words/sessions-ja.js';
import { SET_UP_STEPS_JA } from '../checks/words/set-up-ja.js';
import { VALUE_STEPS_JA } from '../checks/words/values-ja.js';
import type { FIRST_STEPS } from './first-steps.js';
import type { SetupName } from './setups.js';
import type { StepName } from './steps.js';

const FIRST_STEPS_JA: Readonly<Record<keyof typeof FIRST_STEPS, string>> = Object.freeze({
	'first-join': 'プログラムを起動します。メーターはあります',
	'steady-polls': '異常はありません。負荷は5秒ごとに変わります',
});

export const STEPS_JA: Readonly<Record<StepName, string>> = Object.freeze({
	...FIRST_STEPS_JA,
	...SET_UP_STEPS_JA,
	...VALUE_STEPS_JA,
	...HALF_HOUR_STEPS_JA,
	...SEEKING_STEPS_JA,
	...LOSS_STEPS_JA,
	...REPLY_STEPS_JA,
	...DONGLE_STEPS_JA,
});

export const SETUPS_JA: Readonly<Record<SetupName, string>> = Object.freeze({
	home: '第1世代のメーター、時計はこの計算機と同じ',
	halfHour: '第1世代のメーター、30分の区切りの2分前',
	midnight: '第1世代のメーター、午前0時の70秒前',
	lateNotification: '第2世代のメーター(E1は02、D3は7、D7は8)、30分の区切りの30秒前、通知は6分遅れで2度',
	clockAhead: '単相2線のメーター、E1は0A、時計が7分進み、その30分の区切りの50秒前',
	fullRegister: 'D3、EC、EDのない第1世代のメーター、30分の区切りの1分前、計量値は999999、通知はINFC',
});
