/** Each kind has its sentence in English and in Japanese, and both are made of the same fields. */
import { BASE_EVENTS } from '../../../src/meter/backplane/base-log.js';
import { ALL_OUTCOME_WORDS, ALL_REFUSAL_WORDS } from '../../../src/world/scenario/answer-words.js';
import { OUTCOMES, REFUSALS } from '../../../src/world/schema/answer-rows.js';
import { ALL_UNIT_WORDS } from '../../../src/world/schema/event-words.js';
import { LANGUAGES } from '../../../src/world/schema/language.js';
import { equal } from '../../assert.js';

const JAPANESE = /[぀-ヿ一-鿿]/;

/** What a sentence was made of, whatever it is; each field is a value of its own kind. */
function madeOf(sentence: (fields: never) => string, fields: Readonly<Record<string, unknown>>): { readonly text: string; readonly used: string } {
	const used = new Set<string>();
	const text = sentence(
		new Proxy(fields, {
			get: (all, key) => {
				used.add(String(key));
				return all[String(key)];
			},
			ownKeys: (all) => Reflect.ownKeys(all),
		}) as never,
	);
	return { text, used: [...used].sort().join() };
}

/** A value for each field, by its shape. */
function valuesFor(fields: Readonly<Record<string, { readonly shape: { readonly type: string } }>>): Readonly<Record<string, unknown>> {
	const value = (name: string, type: string): unknown => {
		const [first] = /(?<=")[^"]+(?=")/.exec(type) ?? [];
		if (first !== undefined) return first;
		if (type.startsWith('list of')) return [name.toUpperCase()];
		if (type.startsWith('record')) return { code: 'CODE', serial: 'SERIAL' };
		return type.startsWith('number') ? 7 : type.startsWith('true') ? true : name.toUpperCase();
	};
	return Object.fromEntries(Object.entries(fields).map(([name, { shape }]) => [name, value(name, shape.type)]));
}

describe('the words of what comes of a command', () => {
	for (const [rows, words] of [
		[REFUSALS, ALL_REFUSAL_WORDS],
		[OUTCOMES, ALL_OUTCOME_WORDS],
	] as const) {
		for (const [kind, fields] of Object.entries(rows)) {
			it(`${kind}: both languages tell the same fields`, () => {
				const values = valuesFor(fields);
				const [ja, en] = LANGUAGES.map((language) => madeOf((words[language] as Readonly<Record<string, (fields: never) => string>>)[kind]!, values));
				equal(ja!.used, en!.used);
				equal(JAPANESE.test(ja!.text), true, ja!.text);
				equal(JAPANESE.test(en!.text), false, en!.text);
				equal(`${ja!.text}${en!.text}`.includes('undefined'), false, ja!.text);
			});
		}
	}
});

describe('the words of what happens to units', () => {
	const AT = { time: '2026-11-22T12:00:00.000+09:00', elapsedMs: 0, node: 'meter' } as const;

	for (const what of BASE_EVENTS) {
		it(`${what}: is Japanese in Japanese, and keeps the detail of the log`, () => {
			const event = { ...AT, event: 'unit', what, place: 'option', detail: 'as the log has it' } as const;
			const text = ALL_UNIT_WORDS.ja.unit(event);
			equal(text.startsWith('オプションユニット: '), true, text);
			equal(text.endsWith(': as the log has it'), true, text);
			equal(/[a-z]/.test(text.slice(0, -': as the log has it'.length)), false, text);
		});
	}

	it('voltages and the supply', () => {
		const sag = {
			...AT,
			event: 'voltage',
			kind: 'sag',
			quantity: 'R-N',
			state: 'ended',
			start: AT.time,
			durationMs: 12_300,
			extreme: 91.24,
			depth: 8.8,
		} as const;
		equal(ALL_UNIT_WORDS.ja.voltage(sag), '電圧低下 R-N 終了: 91.2 V、12.3秒');
		const unit = { ...AT, event: 'unit', place: 'option', code: 'voltage-3p3w-60', serial: 'V1' } as const;
		const mismatch = { ...unit, what: 'mismatch', rule: 'phases', detail: 'voltage-3p3w-60 is for three phases' } as const;
		equal(ALL_UNIT_WORDS.en.unit(mismatch), 'option mismatch: voltage-3p3w-60 is for three phases');
		equal(
			ALL_UNIT_WORDS.ja.unit(mismatch),
			'オプションユニット: 組み合わせの不一致: voltage-3p3w-60 V1: オプションユニットと計量ユニットの相線式が異なる',
		);
		const status = {
			...AT,
			event: 'unit',
			what: 'status',
			place: 'communication',
			verdict: 'HEMS is unconnected',
			detail: 'HEMS: HEMS is unconnected',
		} as const;
		equal(ALL_UNIT_WORDS.en.unit(status), 'communication status: HEMS: HEMS is unconnected');
		equal(ALL_UNIT_WORDS.ja.unit(status), '通信ユニット: 状態: HEMS: HEMSが未接続');
		equal(ALL_UNIT_WORDS.ja.supply({ ...AT, event: 'supply', on: false }), '宅内への供給: なし');
	});
});
