/** How a meter is, in Japanese. In English the meter itself tells it (src/world/meter/meter-status.ts). */
import type { CertificationState } from '../../../src/meter/backplane/certification.js';
import { PLACES } from '../../../src/meter/backplane/messages.js';
import type { Isolation } from '../../../src/meter/backplane/plug.js';
import { CAUSES_JA, VERDICTS_JA } from '../../../src/operations/diagnosis/table-words.js';
import { PLACES_JA } from '../../../src/world/schema/event-words-ja.js';
import type { HemsStatus, MeterStatus, PlaceStatus, SwitchStatus } from '../../../src/world/schema/state-rows.js';
import { padText } from './text-width.js';

export const UNIT_STATES_JA: Readonly<Record<PlaceStatus['state'], string>> = Object.freeze({
	empty: '空',
	greeting: '起動中',
	working: '動作中',
	isolated: '切り離し中',
});

const ISOLATIONS_JA: Readonly<Record<Isolation, string>> = Object.freeze({
	late: '応答の遅れ',
	failed: '異常終了',
	babbling: '送信過多',
	foreign: '場所に合わないユニット',
	forbidden: '許されないメッセージ',
	implausible: '積算値の後退',
});

const CERTIFICATIONS_JA: Readonly<Record<CertificationState, string>> = Object.freeze({ valid: '有効', 'ends soon': '満了間近', ended: '満了' });

/** Why the contact must not be closed. */
const CONTACT_FAULTS_JA: Readonly<Record<string, string>> = Object.freeze({
	'the contact is stuck': '接点が動きません',
	'voltage on the load side': '負荷側に電圧があります',
	'current through the open contact': '開いた接点に電流が流れています',
});

const NAME_WIDTH = 18;

/** A few lines. */
export function statusTextJa(status: MeterStatus): string {
	const { power, supply, units, watts, voltages, switching, hems, certified, beside } = status;
	const row = (name: string, text: string) => `${padText(name, NAME_WIDTH)} ${text}`;
	const energy = (name: string, wattHours: number | null) => `${name} ${wattHours === null ? '不明' : `${(wattHours / 1000).toFixed(3)} kWh`}`;
	const now = watts === null ? '計測なし' : `${watts.toFixed(0)} W、${voltages.map((volts) => volts.toFixed(1)).join('と')} V`;
	const lines = [
		row('電源', `メーター: ${power ? 'あり' : 'なし'}、宅内: ${supply ? 'あり' : 'なし'}。${now}`),
		...PLACES.map((place) => row(PLACES_JA[place], placeText(units[place]))),
		row('積算電力量', `${energy('正方向', status.import)}、${energy('逆方向', status.export)}`),
	];
	if (certified !== null) {
		const { until, state } = certified;
		lines.push(row('検定有効期間', `${until}まで${state === 'valid' ? '' : `: ${wordFor(CERTIFICATIONS_JA, state)}`}`));
	}
	if (switching !== null) lines.push(row('接点', contactText(switching)));
	if (hems !== null) lines.push(row('HEMS', hemsText(hems)));
	if (beside.length > 0) lines.push(row('外したユニット', beside.join('、')));
	return lines.join('\n');
}

function placeText({ state, code, serial, reason }: PlaceStatus): string {
	if (code === null) return UNIT_STATES_JA.empty;
	return `${code} ${serial}${state === 'working' ? '' : `、${UNIT_STATES_JA[state]}`}${reason === null ? '' : `(${wordFor(ISOLATIONS_JA, reason)})`}`;
}

function contactText({ contact, locked, contract, demandLimit, fault }: SwitchStatus): string {
	const parts = [
		contact === 'closed' ? '閉' : '開',
		...(locked ? ['ロックアウト'] : []),
		contract === null ? 'アンペア契約なし' : `契約${contract} A`,
		...(demandLimit === null ? [] : [`上限${demandLimit.minutes}分間で${demandLimit.watts} W`]),
	];
	return `${parts.join('、')}${fault === null ? '' : `。${wordFor(CONTACT_FAULTS_JA, fault)}`}`;
}

function hemsText({ verdict, causes }: HemsStatus): string {
	return [wordFor(VERDICTS_JA, verdict), ...causes.map((cause) => wordFor(CAUSES_JA, cause))].join('。');
}

/** A meter of another version may tell what has no word here: then its own stands. */
function wordFor(words: Readonly<Record<string, string>>, own: string): string {
	return Object.hasOwn(words, own) ? words[own]! : own;
}
