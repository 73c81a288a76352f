/** What keiki hes says when something goes wrong, in both languages. */
import { FAILURE_TEXTS, failureText } from '../../../../boards/host/hes/hes-failures.js';
import { ACCESS_RESULTS_JA, DIAGNOSTICS_JA, diagnosticTextJa } from '../../../../boards/host/hes/hes-refusals-ja.js';
import { OBJECT_TEXTS_JA } from '../../../../boards/host/hes/object-texts-ja.js';
import { parseLogicalName } from '../../../../modules/dlms/axdr/obis.js';
import type { FailureKind, HeadEndFailure } from '../../../../src/head-end/head-end-error.js';
import { objectName } from '../../../../src/head-end/object-texts.js';
import { equal } from '../../../assert.js';

const JAPANESE = /[぀-ヿ一-鿿]/;
const MALFORMED = { format: 'A-XDR', offset: 3, expected: 'a length' };
/** One of each kind of field, whichever a failure has. */
const FIELDS = {
	timeout: 5000,
	reason: 'ECONNREFUSED',
	found: Uint8Array.of(0x2f, 0x41),
	work: 'rows',
	loss: { kind: 'notDlms', malformed: MALFORMED },
	refused: 0,
	proof: 'keys',
	malformed: MALFORMED,
	transient: true,
	diagnostic: 269,
	inside: { service: 1, errorClass: 6, value: 3 },
	error: { service: 1, errorClass: 6, value: 3 },
	exception: { stateError: 1, serviceError: 6, counter: 16 },
	meter: 41,
	here: 500,
	tried: [{ name: 0x00002b0100ff, result: 4 }],
	cause: { kind: 'clockTellsNoTime' },
	result: 3,
	part: 'days',
	name: 0x0100630100ff,
	most: 1 << 20,
	value: 0.25,
	scaler: { scaler: -1, unit: 33 },
	step: 'verify',
	block: 17,
	channel: 2,
	tries: 3,
	status: 4,
	waited: 60_000,
	version: '1.3.0',
};
/** Options, numbers and names that both sentences must have. */
const fixed = (text: string) => [...new Set(text.match(/--[a-z]+|\d+(?:\.\d+)*|ECONNREFUSED|A-XDR|DM|SNRM/g) ?? [])].sort().join(' ');

describe('the words of a head-end’s failures', () => {
	for (const kind of Object.keys(FAILURE_TEXTS.en) as FailureKind[]) {
		it(`${kind}: both sentences tell the same options and numbers`, () => {
			const failure = {
				...FIELDS,
				kind,
				...((kind === 'protocol' || kind === 'notProven') && { found: 'no HLS' }),
				...(kind === 'imageOld' && { found: '1.2.0' }),
			} as unknown as HeadEndFailure;
			const [en, ja] = [failureText(failure, 'en'), failureText(failure, 'ja')];
			equal(JAPANESE.test(ja), true, ja);
			equal(JAPANESE.test(en), false, en);
			equal(fixed(ja), fixed(en));
			equal(/undefined|NaN|\[object/.test(ja), false, ja);
		});
	}

	it('names objects in both', () => {
		const told = (obis: string) => [objectName(parseLogicalName(obis)), objectName(parseLogicalName(obis), OBJECT_TEXTS_JA)].join(' ');
		equal(told('1.0.1.8.0.255'), 'import energy 積算電力量(正方向)');
		equal(told('0.0.44.0.0.255'), 'image transfer イメージ転送');
		// Of a client; of nobody's.
		equal(told('0.0.40.0.2.255'), 'association アソシエーション');
		equal(told('1.0.99.9.9.255'), ' ');
	});

	it('has Japanese for every result and diagnostic', () => {
		for (const text of [...Object.values(ACCESS_RESULTS_JA), ...Object.values(DIAGNOSTICS_JA)]) equal(JAPANESE.test(text), true, text);
		equal(diagnosticTextJa(269, 'password'), '認証に失敗しました: このクライアントのパスワードを確かめてください (user 13)');
	});
});
