import assert from 'node:assert/strict';
import { answerText } from '../../../../boards/host/shared/answer-text.js';
import { COMMAND_HELP_JA } from '../../../../boards/host/shared/command-help-ja.js';
import { statusTextJa } from '../../../../boards/host/shared/status-words.js';
import { causesOf, rowOf } from '../../../../src/meter/communication/status-information.js';
import { VERDICTS_JA } from '../../../../src/operations/diagnosis/table-words.js';
import { COMMANDS } from '../../../../src/world/scenario/grammar.js';
import type { MeterStatus, PlaceStatus } from '../../../../src/world/schema/state-rows.js';

const NO_UNIT: PlaceStatus = { state: 'empty', code: null, serial: null, firmware: null, since: null, reason: null };
const STATUS: MeterStatus = {
	time: '2026-11-22T12:00:00.000+09:00',
	power: true,
	supply: false,
	units: {
		communication: { ...NO_UNIT, state: 'working', code: 'rf-b', serial: 'C0001001' },
		metering: { ...NO_UNIT, state: 'isolated', code: '1p3w-60-2way', serial: 'M0001001', reason: 'late' },
		option: NO_UNIT,
		cover: { ...NO_UNIT, state: 'greeting', code: 'normal', serial: 'T0001001' },
	},
	import: 1_234_500,
	export: null,
	watts: 512.4,
	voltages: [101.23, 100.9],
	switching: {
		contact: 'open',
		locked: true,
		controlMode: 6,
		controlState: 0,
		fault: 'the contact is stuck',
		contract: 40,
		demandLimit: { watts: 3000, minutes: 30 },
		heat: 0,
	},
	hems: { verdict: 'HEMS is failure', causes: ['Password input to HEMS is wrong'], items: {}, evidence: {} },
	certified: { until: '2036-11-22', state: 'ends soon' },
	beside: ['S0001001'],
};

describe('how a meter is, in Japanese', () => {
	it('tells all that there is', () => {
		assert.equal(
			statusTextJa(STATUS),
			[
				'電源               メーター: あり、宅内: なし。512 W、101.2と100.9 V',
				'計量ユニット       1p3w-60-2way M0001001、切り離し中(応答の遅れ)',
				'通信ユニット       rf-b C0001001',
				'オプションユニット 空',
				'端子カバー         normal T0001001、起動中',
				'積算電力量         正方向 1234.500 kWh、逆方向 不明',
				'検定有効期間       2036-11-22まで: 満了間近',
				'接点               開、ロックアウト、契約40 A、上限30分間で3000 W。接点が動きません',
				'HEMS               HEMSの異常。HEMSに入力したパスワードの誤り',
				'外したユニット     S0001001',
			].join('\n'),
		);
	});

	it('leaves what another version tells as it is', () => {
		assert.match(statusTextJa({ ...STATUS, hems: { ...STATUS.hems!, verdict: 'something new' } }), /HEMS +something new。/);
	});

	it('has words for every verdict and cause of Table 2', () => {
		const states = ['clear', 'failure'] as const;
		const all = states.flatMap((startup) =>
			states.flatMap((authentication) =>
				states.flatMap((connection) => (['normal', 'abnormality'] as const).map((unit) => rowOf({ startup, authentication, connection, unit }))),
			),
		);
		const found = all.flatMap((row) => (['radio', 'plc'] as const).map((medium) => ({ verdict: row.verdict, causes: causesOf(row, medium) })));
		assert.equal(new Set(found.map(({ verdict }) => verdict)).size, Object.keys(VERDICTS_JA).length);
		for (const { verdict, causes } of found) {
			const text = statusTextJa({ ...STATUS, hems: { verdict, causes, items: {}, evidence: {} } });
			assert.doesNotMatch(
				text
					.split('\n')
					.find((line) => line.startsWith('HEMS'))!
					.slice(4)
					.replaceAll('HEMS', ''),
				/[A-Za-z]/,
			);
		}
	});
});

describe('the answers to commands that only ask', () => {
	const asked = (command: string, text: string, data?: Readonly<Record<string, unknown>>) =>
		({ command, result: 'done', reason: null, text, ...(data && { data }) }) as const;

	it('are Japanese in Japanese, and as the meter has them in English', () => {
		const status = asked('status', 'supply …', { ...STATUS });
		assert.match(answerText(status, 'ja'), /^電源 /);
		assert.equal(answerText(status, 'en'), 'supply …');
		assert.equal(answerText(asked('fault', 'nothing goes wrong', { faults: [] }), 'ja'), '起きている障害はありません');
		assert.match(answerText(asked('help', 'pull …'), 'ja'), /どのコマンドの前にも meter NUMBER/);
	});

	it('are told of each meter', () => {
		const meters = [1, 2].map((meter) => ({ meter, serial: 'X', refusal: null, why: null, text: 'supply …', outcome: null, data: STATUS }));
		assert.match(answerText(asked('meter all status', 'meter 1: supply …', { meters }), 'ja'), /^メーター1: 電源 [\s\S]*\nメーター2: 電源 /);
	});

	it('say what is wrong with the words of a command', () => {
		const wrong = { command: 'cover shut', result: 'words', reason: 'expected open or close, got "shut"', column: 7, text: '' } as const;
		assert.equal(answerText(wrong, 'en'), 'cover shut\n      ^ expected open or close, got "shut"; "help" tells what there is');
		assert.equal(answerText(wrong, 'ja'), 'cover shut\n      ^ openかcloseのはずですが、"shut"です。「help」で一覧が見られます');
	});

	it('name every command in the help', () => {
		assert.deepEqual(Object.keys(COMMAND_HELP_JA.does).sort(), COMMANDS.map(({ name }) => name).sort());
		for (const [name, text] of Object.entries(COMMAND_HELP_JA.does)) assert.match(text, /[぀-ヿ一-鿿]/, name);
	});
});
