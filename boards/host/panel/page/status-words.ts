import type { Verdict } from '../../../../src/meter/communication/status-information.js';
import type { InEachLanguage } from '../../web/page/words.js';

export interface StatusWords {
	readonly label: string;
	readonly clock: (time: string) => string;
	readonly speed: (speed: number | 'max') => string;
	readonly supply: (power: boolean, supply: boolean) => string;
	readonly joined: (by: string) => string;
	readonly notJoined: string;
	readonly served: string;
	readonly nothingServed: string;
	readonly verdict: string;
	readonly verdicts: Readonly<Record<Verdict, string>>;
	readonly noRouteB: string;
	readonly faults: (names: readonly string[]) => string;
	readonly noFaults: string;
}

/** Names of faults that stand in the line; of more, how many. */
const SHOWN = 2;
const some = (names: readonly string[]) => names.slice(0, SHOWN).join(', ') + (names.length > SHOWN ? ` +${names.length - SHOWN}` : '');

export const STATUS_WORDS: InEachLanguage<StatusWords> = Object.freeze({
	en: {
		label: 'How it is',
		clock: (time) => `${time} JST`,
		speed: (speed) => (speed === 'max' ? 'as fast as it can' : `${speed}×`),
		supply: (power, supply) => (!power ? 'Meter without power' : supply ? 'Supply on' : 'House without supply'),
		joined: (by) => `Joined by ${by}`,
		notJoined: 'Not joined',
		served: 'Last value',
		nothingServed: 'No value served yet',
		verdict: 'Route B',
		verdicts: {
			active: 'active',
			'HEMS is failure': 'HEMS fails',
			'HEMS is unconnected': 'HEMS not connected',
			abnormality: 'abnormality',
			undetermined: 'undetermined',
		},
		noRouteB: 'No Route B',
		faults: (names) => `${names.length === 1 ? 'Fault' : `${names.length} faults`}: ${some(names)}`,
		noFaults: 'No fault is on',
	},
	ja: {
		label: '現在の状態',
		clock: (time) => `${time} JST`,
		speed: (speed) => (speed === 'max' ? '最高速' : `${speed}倍速`),
		supply: (power, supply) => (!power ? 'メーターの電源なし' : supply ? '電源あり' : '宅内は停電'),
		joined: (by) => `${by}が接続中`,
		notJoined: '未接続',
		served: '最後の応答',
		nothingServed: 'まだ応答した値がありません',
		verdict: 'Bルート',
		verdicts: {
			active: '接続中',
			'HEMS is failure': 'HEMSの異常',
			'HEMS is unconnected': 'HEMSが未接続',
			abnormality: '異常',
			undetermined: '判定不能',
		},
		noRouteB: 'Bルートなし',
		faults: (names) => `障害${names.length}件: ${some(names)}`,
		noFaults: '障害なし',
	},
});
