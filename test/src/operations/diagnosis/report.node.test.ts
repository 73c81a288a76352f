import assert from 'node:assert/strict';
import { rowOf } from '../../../../src/meter/communication/status-information.js';
import { type DiagnosisReport, diagnosisOf, type Findings, itemsOf, type StatusReading } from '../../../../src/operations/diagnosis/report.js';
import { causeTexts, diagnosisRows, messageText, statusText, stepTexts } from '../../../../src/operations/diagnosis/words.js';

/** 2026-11-22T12:00:00+09:00. */
const AT = Date.UTC(2026, 10, 22, 3);

const reading = (startup: boolean, authentication: boolean, connection: boolean, unit: boolean, version = 3): StatusReading => {
	const { verdict } = rowOf(itemsOf({ startup, authentication, connection, unit, verdict: 'undetermined', since: null, version }));
	return { startup, authentication, connection, unit, verdict, since: AT - 60_000, version };
};
const ACTIVE = reading(false, false, false, false);
const WRONG_PASSWORD = reading(false, true, true, false);
const UNCONNECTED = reading(false, false, true, false);
const ABNORMAL = reading(true, false, true, true);

const report = (of: StatusReading | undefined, more: Partial<Findings> = {}): DiagnosisReport =>
	diagnosisOf({ reading: of, at: AT, medium: 'radio', letter: 3, heardAt: undefined, ...more });

/** Startup, authentication, connection, communication unit (1 fails): status and number by Table 2, else what it looks like. */
const ALL: Readonly<Record<string, string>> = {
	'0000': 'OK ① active status',
	'0110': 'NG ② HEMS is failure',
	'0010': 'NG ③ HEMS is unconnected',
	'1011': 'NG ④ abnormality',
	'1111': 'NG ④ abnormality',
	'1010': 'starting',
	'1110': 'starting',
	'0011': 'isolated',
	'0111': 'isolated',
	'0100': 'stranger',
	'0001': 'contradiction',
	'0101': 'contradiction',
	'1000': 'contradiction',
	'1001': 'contradiction',
	'1100': 'contradiction',
	'1101': 'contradiction',
};

describe('diagnosis for the office: Table 2', () => {
	for (const [bits, expected] of Object.entries(ALL)) {
		it(`${bits}: ${expected}`, () => {
			const [startup, authentication, connection, unit] = [...bits].map((bit) => bit === '1');
			const found = report(reading(startup!, authentication!, connection!, unit!));
			if (found.doubt === null) assert.equal(`${statusText(found, 'en')} ${messageText(found, 'en')}`, expected);
			else assert.deepEqual([found.doubt, found.number, found.status, found.steps], [expected, null, null, ['readAgain', 'visit']]);
		});
	}

	it('is tried with each combination of the items', () => assert.equal(Object.keys(ALL).length, 16));

	it('names probable causes in the order of the table, of the medium that it is', () => {
		assert.deepEqual(causeTexts(report(ACTIVE), 'en'), []);
		assert.deepEqual(causeTexts(report(WRONG_PASSWORD), 'en'), ['Password input to HEMS is wrong']);
		assert.deepEqual(causeTexts(report(UNCONNECTED), 'en'), [
			'HEMS is turned off',
			'in case of WLAN: Distance between smart meter and HEMS is far',
			'in case of WLAN: There is interference between HEMS and smart meter',
		]);
		assert.deepEqual(causeTexts(report(UNCONNECTED, { medium: 'plc' }), 'en'), [
			'HEMS is turned off',
			'in case of PLC: There are devices which reduce a signal',
			'in case of PLC: There are devices which generate a noise',
		]);
		assert.deepEqual(causeTexts(report(ABNORMAL), 'en'), ['Communication unit could go down']);
	});

	it('names those of both media, each under its name, where the medium is not known', () => {
		const texts = causeTexts(report(UNCONNECTED, { medium: undefined }), 'ja');
		assert.equal(texts.length, 5);
		assert.deepEqual(
			texts.map((text) => text.split(': ')[0]),
			['HEMSの電源が切れている', '無線の場合', '無線の場合', 'PLCの場合', 'PLCの場合'],
		);
	});
});

describe('diagnosis for the office: what settles it', () => {
	for (const [name, found, steps] of [
		['nothing where all is well', report(ACTIVE), ['nothing']],
		['the password of the letter, then another one', report(WRONG_PASSWORD), ['enterLetter', 'rewrite']],
		['the same where no letter is known', report(WRONG_PASSWORD, { letter: undefined }), ['enterLetter', 'rewrite']],
		['a letter whose password has not come yet', report(WRONG_PASSWORD, { letter: 4 }), ['awaitVersion']],
		['a letter whose password has not come yet, while the old one works', report(ACTIVE, { letter: 4 }), ['awaitVersion']],
		['a letter that is out of date', report(WRONG_PASSWORD, { letter: 2 }), ['letterIsOld']],
		['a first password', report({ ...WRONG_PASSWORD, version: 0 }, { letter: null }), ['setFirst']],
		['no first password where a HEMS is connected', report({ ...ACTIVE, version: 0 }, { letter: null }), ['nothing']],
		['no first password where the meter has some', report(WRONG_PASSWORD, { letter: null }), ['enterLetter', 'rewrite']],
		['power and radio', report(UNCONNECTED), ['turnOn', 'nearer', 'tryNow']],
		['power and line', report(UNCONNECTED, { medium: 'plc' }), ['turnOn', 'quieter', 'tryNow']],
		['power and either', report(UNCONNECTED, { medium: undefined }), ['turnOn', 'nearer', 'quieter', 'tryNow']],
		['a late password before all else', report(UNCONNECTED, { letter: 9 }), ['awaitVersion', 'turnOn', 'nearer', 'tryNow']],
		['another unit', report(ABNORMAL), ['replaceUnit']],
		['a unit with Route B', report(UNCONNECTED, { medium: 'none' }), ['designRouteB']],
		['the supply, then a visit', report(undefined), ['checkSupply', 'visit']],
		['another unit where the street answers', report(undefined, { neighbours: { answering: 1, silent: 3 } }), ['replaceUnit']],
		['the network where nobody answers', report(undefined, { neighbours: { answering: 0, silent: 1 } }), ['awaitNetwork']],
		['the supply where there is nobody else', report(undefined, { neighbours: { answering: 0, silent: 0 } }), ['checkSupply', 'visit']],
		['nothing of others where the meter answers', report(ACTIVE, { neighbours: { answering: 0, silent: 9 } }), ['nothing']],
	] as const) {
		it(name, () => assert.deepEqual(found.steps, steps));
	}

	it('tells which versions meter and letter have', () => {
		const [text] = stepTexts(report(WRONG_PASSWORD, { letter: 4 }), 'en');
		assert.match(text!, /letter \(version 4\).*\(version 3\) still works/);
		const [none] = stepTexts(report({ ...WRONG_PASSWORD, version: 0 }, { letter: 1 }), 'en');
		assert.doesNotMatch(none!, /still works/);
		assert.match(stepTexts(report(WRONG_PASSWORD, { letter: 2 }), 'ja')[0]!, /3版.*2版/);
	});
});

describe('diagnosis for the office: in rows', () => {
	it('is as the paper prints it, with evidence and time', () => {
		assert.deepEqual(diagnosisRows(report(WRONG_PASSWORD, { heardAt: AT - 3_600_000 }), 'en').slice(0, 13), [
			['status', 'NG ②'],
			['startup', 'clear'],
			['authentication', 'failure'],
			['connection', 'failure'],
			['communication unit', 'normal'],
			['indicated message', 'HEMS is failure'],
			['probable cause', 'Password input to HEMS is wrong'],
			['evidence', 'seen so since 2026-11-22T11:59:00+09:00'],
			['', 'credentials in force: version 3; last letter: version 3'],
			['', 'the meter answered last at 2026-11-22T11:00:00+09:00'],
			['read at', '2026-11-22T12:00:00+09:00'],
			['Route B goes by', 'WLAN (920 MHz radio)'],
			['next', 'ask the customer to put id and password of the letter into the HEMS again, and read again: settled once it is ①'],
		]);
	});

	it('has no item where the meter did not answer', () => {
		const rows = diagnosisRows(report(undefined, { letter: undefined, heardAt: AT }), 'ja');
		assert.deepEqual(
			rows.map(([name]) => name),
			['状態', '表示', '根拠', '読み取り', 'Bルートの方式', '次の対応', ''],
		);
		assert.deepEqual([rows[0]![1], rows[1]![1]], ['不明', 'メーターが応答しません']);
	});

	it('is row 4, as the paper prints it, of a meter that is silent while its street answers, and says that this is concluded', () => {
		const found = report(undefined, { letter: undefined, neighbours: { answering: 11, silent: 1 } });
		assert.deepEqual([found.number, found.status, found.message, found.doubt], [4, 'NG', 'abnormality', null]);
		assert.deepEqual(diagnosisRows(found, 'en').slice(0, 9), [
			['status', 'NG ④'],
			['startup', 'failure'],
			['authentication', 'clear / failure'],
			['connection', 'failure'],
			['communication unit', 'abnormality'],
			['indicated message', 'abnormality'],
			['probable cause', 'Communication unit could go down'],
			['evidence', 'the meter does not answer; of those in its street 11 do, 1 do not'],
			['', 'not read: concluded from this'],
		]);
		const none = report(undefined, { neighbours: { answering: 0, silent: 4 } });
		assert.deepEqual([none.number, none.items, none.message], [null, null, 'no answer']);
		assert.equal(report(ACTIVE, { neighbours: { answering: 1, silent: 1 } }).evidence.neighbours, null);
	});

	it('tells where the meter itself makes something else of its items', () => {
		assert.equal(report(ACTIVE).evidence.meterSays, null);
		const rows = diagnosisRows(report({ ...ACTIVE, verdict: 'abnormality', since: null, version: 0 }, { letter: undefined }), 'en');
		assert.deepEqual(rows.slice(6, 8), [
			['evidence', 'no credentials of the office in force'],
			['', 'the meter itself makes of it: abnormality'],
		]);
	});

	it('is Japanese down to the last word, and says what it looks like', () => {
		const neighbours = [undefined, { answering: 1, silent: 1 }, { answering: 0, silent: 1 }];
		const all = [ACTIVE, WRONG_PASSWORD, UNCONNECTED, ABNORMAL, reading(true, false, true, false), undefined].flatMap((of) =>
			neighbours.map((each) => report(of, { letter: 9, medium: undefined, heardAt: AT, neighbours: each })),
		);
		for (const each of all) {
			for (const [name, text] of diagnosisRows(each, 'ja')) {
				assert.doesNotMatch(name + text, /[a-z]{3,}/, text);
			}
		}
		const doubtful = diagnosisRows(report(reading(true, false, true, false)), 'en');
		assert.ok(doubtful.some(([name, text]) => name === 'what it looks like' && text.includes('not started up')));
		assert.equal(doubtful[0]![1], 'Table 2 has no such row');
	});
});
