/** Table 2 of "Development of operation system for smart meter data providing service" in Japanese. In English the meter tells it itself. */
import type { Verdict } from '../../meter/communication/status-information.js';

/** Rows. */
export const VERDICTS_JA: Readonly<Record<Verdict, string>> = Object.freeze({
	active: '接続中',
	'HEMS is failure': 'HEMSの異常',
	'HEMS is unconnected': 'HEMSが未接続',
	abnormality: '異常',
	undetermined: '判定不能',
});

/** Probable causes. */
export const CAUSES_JA: Readonly<Record<string, string>> = Object.freeze({
	'Password input to HEMS is wrong': 'HEMSに入力したパスワードの誤り',
	'HEMS is turned off': 'HEMSの電源が切れている',
	'Distance between smart meter and HEMS is far': 'スマートメーターとHEMSの距離が遠い',
	'There is interference between HEMS and smart meter': 'HEMSとスマートメーターの間に妨害がある',
	'There are devices which reduce a signal': '信号を弱める機器がある',
	'There are devices which generate a noise': '雑音を出す機器がある',
	'Communication unit could go down': '通信ユニットが故障した可能性',
});
