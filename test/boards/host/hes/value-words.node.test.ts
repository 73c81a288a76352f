/** Values of a meter in Japanese: the text is, what is for programs is not. */
import assert from 'node:assert/strict';
import { objectIn } from '../../../../boards/host/hes/hes-read.js';
import { sayIn } from '../../../../boards/host/hes/value-words-ja.js';
import { companionOf } from '../../../../boards/host/shared/companion-option.js';
import { UsageError } from '../../../../boards/host/shared/usage-error.js';
import { Reader } from '../../../../modules/bytes/reader.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { LARGE, readData } from '../../../../modules/dlms/axdr/data.js';
import { parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import { alarmBits } from '../../../../src/head-end/alarms.js';
import { shown } from '../../../../src/head-end/values.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { equal, hex } from '../../../assert.js';
import { MeterRig } from '../../../src/head-end/meter-rig.js';
import { hes } from './hes-rig.js';

const OTHER = '1.0.0.0.0.255';

/** By class, attribute and name: the A-XDR of a value, and its texts. */
const VALUES: readonly (readonly [classId: number, attribute: number, obis: string, bytes: string, en: string, ja: string])[] = [
	[64, 2, OTHER, '1603', 'authenticated and encrypted (3)', '認証と暗号化 (3)'],
	[64, 3, OTHER, '1609', 'unknown (9)', '不明 (9)'],
	[8, 4, OTHER, '1100', 'ok', '正常'],
	[8, 4, OTHER, '1103', 'invalid, doubtful', '無効, 不確か'],
	[8, 5, OTHER, '090C FFFFFFFFFFFFFFFFFF8000FF', 'not specified', '指定なし'],
	[8, 5, OTHER, '090C FFFF03FE07020000008000 00', '*-03-last Sun 02:00:00', '*-03-最終 日曜日 02:00:00'],
	[8, 5, OTHER, '090C FFFFFEFDFF020000008000 00', '*-daylight-saving-begin-last-but-one 02:00:00', '*-夏時間の開始-最終の1つ前 02:00:00'],
	[1, 2, OTHER, '1A FFFFFFFF01', '*-*-* Mon', '*-*-* 月曜日'],
	[8, 3, OTHER, '10FDE4', '-540 min to UTC', '-540 分(UTCまで)'],
	[15, 3, OTHER, '0202 0F65 120001', 'client 101, server 1', 'クライアント 101, サーバー 1'],
	[15, 6, OTHER, '0907 60857405080205', 'HLS with GMAC (5)', 'HLS(GMAC) (5)'],
	[15, 2, OTHER, '0102 00 00', '2 objects', '2 個のオブジェクト'],
	[7, 6, OTHER, '0204 120000 0906000000000000 0F00 120000', 'none', 'なし'],
	[48, 5, OTHER, '0900', 'none', 'なし'],
	[1, 2, '0.0.96.10.1.255', '1180', 'power down', '停電'],
	[1, 2, '0.0.96.11.0.255', '1102', 'power up (2)', '復電 (2)'],
	[1, 2, '0.0.96.11.0.255', '11C8', '200', '200'],
	[1, 2, '0.0.96.11.3.255', '115F', '95', '95'],
	[1, 2, '0.0.96.11.3.255', '1173', 'new M-Bus device, channel 2 (115)', 'M-Busの新しい機器, チャネル 2 (115)'],
	[70, 2, OTHER, '0300', 'open', '接点は開'],
	[1, 2, OTHER, '0202 0301 19FFFFFFFFFFFFFFFFFF8000FF', '{yes, not specified}', '{はい, 指定なし}'],
];

describe('the words of values', () => {
	for (const [classId, attribute, obis, bytes, en, ja] of VALUES)
		it(`have "${en}" as "${ja}"`, () => {
			const data = readData(new Reader('test', hex(bytes)), LARGE);
			const of = { classId, attribute, name: parseLogicalName(obis) };
			const { text } = shown(data, of);
			equal(text(), en);
			equal(text(sayIn('ja')), ja);
		});

	for (const [companion, obis, bytes, en, ja] of [
		[undefined, '0.0.96.11.1.255', '1130', 'keys changed (48)', '鍵の変更 (48)'],
		['idis', '0.0.96.11.1.255', '1130', 'keys changed (48)', '鍵の変更 (48)'],
		['dsmr', '0.0.96.11.1.255', '1130', 'module cover opened (48)', 'モジュールカバーの取り外し (48)'],
		['dsmr', '0.0.96.11.5.255', '1156', 'voltage L1 missing (86)', '電圧L1の欠落 (86)'],
		['dsmr', '0.0.96.11.4.255', '1148', 'technical maintenance (72)', '技術的な保守 (72)'],
		['dsmr', '0.0.96.11.2.255', '1148', 'current L2 exceeded (72)', '電流L2の超過 (72)'],
		['dsmr', '0.0.96.11.0.255', '112B', 'no strong magnetic field any more (43)', '強い磁界の解消 (43)'],
		['dsmr', '0.0.96.11.0.255', '1132', '50', '50'],
		['dsmr', '0.0.96.11.4.255', '11DC', 'Route B credentials changed (220)', 'Bルートの認証情報の変更 (220)'],
	] as const)
		it(`of ${companion ?? 'no companion'} have "${en}" as "${ja}"`, () => {
			const { text } = shown(readData(new Reader('test', hex(bytes)), LARGE), { classId: 1, attribute: 2, name: parseLogicalName(obis) });
			equal(text(sayIn('en', companion)), en);
			equal(text(sayIn('ja', companion)), ja);
		});

	for (const [companion, value, bits] of [
		['japan', 0x30000004, 'bit 2, M-Bus battery low, channel 1, M-Bus battery low, channel 2'],
		['dsmr', 0x02010000, 'M-Bus communication error, channel 1, new M-Bus device, channel 2'],
		['dsmr', 0x30000004, 'power up, voltage missing L1, voltage missing L2'],
	] as const)
		it(`of ${companion} have alarm bits ${bits}`, () => {
			equal(alarmBits({ key: 'alarmRegister1', name: NAME.alarmRegister1, value }, sayIn('en', companion)).join(', '), bits);
		});

	it('call the logs as the companion does', () => {
		for (const [name, japan, dsmr] of [
			[NAME.powerQualityLog, 'power quality log', 'communication log'],
			[NAME.communicationCode, 'communication event code', 'power quality event code'],
			[NAME.fraudLog, 'fraud log', 'fraud log'],
		] as const) {
			equal(objectIn(name, 'en'), japan);
			equal(objectIn(name, 'en', 'idis'), japan);
			equal(objectIn(name, 'en', 'dsmr'), dsmr);
		}
	});

	it('of a companion that is none are refused', () => {
		assert.throws(() => companionOf('nta'), UsageError);
		equal(companionOf(), 'japan');
	});

	it('are those of a profile’s rows', async () => {
		const meter = new MeterRig({ keys: DEMO_KEYS, rows: 2 });
		const { stdout } = await hes('profile', '--meter', await meter.tcp(), '--from', '2026-11-01', '--lang', 'ja');
		meter.close();
		equal([...stdout.matchAll(/ (正常) /g)].length, 2, stdout);
	});
});
