/** A diagnosis in words: rows of a name and a text each, for a terminal, a page, a form. */

import { isoAt, JAPAN } from '../../head-end/date-time-text.js';
import type { RouteBMedium } from '../../meter/catalogue/unit-types.js';
import type { Verdict } from '../../meter/communication/status-information.js';
import type { DiagnosisReport, Doubt, Step } from './report.js';
import { CAUSES_JA, VERDICTS_JA } from './table-words.js';

export type DiagnosisLanguage = 'en' | 'ja';

interface Words {
	readonly verdicts: Readonly<Record<Verdict | 'no answer', string>>;
	readonly causes: Readonly<Record<string, string>>;
	readonly states: Readonly<Record<'clear' | 'failure' | 'normal' | 'abnormality', string>>;
	readonly media: Readonly<Record<RouteBMedium, string>>;
	readonly names: Readonly<Record<(typeof NAMES)[number], string>>;
	readonly doubts: Readonly<Record<Doubt, string>>;
	readonly steps: Readonly<Record<Step, (evidence: DiagnosisReport['evidence']) => string>>;
	readonly notNamed: string;
	readonly notRead: string;
	readonly inCaseOf: Readonly<Record<'radio' | 'plc', string>>;
	readonly since: (time: string) => string;
	readonly version: (version: number, letter: number | null) => string;
	readonly meterSays: (verdict: string) => string;
	readonly heardAt: (time: string) => string;
	readonly neighbours: (answering: number, silent: number) => string;
	readonly concluded: string;
}

const NAMES = Object.freeze([
	...(['status', 'startup', 'authentication', 'connection', 'unit'] as const),
	...(['message', 'cause', 'doubt', 'evidence', 'readAt', 'medium', 'next'] as const),
] as const);

const CIRCLED = Object.freeze(['①', '②', '③', '④'] as const);

const EN = Object.freeze<Words>({
	verdicts: {
		active: 'active status',
		'HEMS is failure': 'HEMS is failure',
		'HEMS is unconnected': 'HEMS is unconnected',
		abnormality: 'abnormality',
		undetermined: 'undetermined',
		'no answer': 'the meter does not answer',
	},
	causes: {},
	states: { clear: 'clear', failure: 'failure', normal: 'normal', abnormality: 'abnormality' },
	media: { none: 'none', radio: 'WLAN (920 MHz radio)', plc: 'PLC' },
	names: {
		status: 'status',
		startup: 'startup',
		authentication: 'authentication',
		connection: 'connection',
		unit: 'communication unit',
		message: 'indicated message',
		cause: 'probable cause',
		doubt: 'what it looks like',
		evidence: 'evidence',
		readAt: 'read at',
		medium: 'Route B goes by',
		next: 'next',
	},
	doubts: {
		starting: 'the communication unit works, and its Route B has not started up yet',
		isolated: 'Route B runs, and the communication unit is isolated or not firmly in its place',
		stranger: 'a HEMS is connected, and another device fails to be authenticated',
		contradiction: 'a connection is told without what it stands on',
	},
	steps: {
		nothing: () => 'nothing: HEMS and meter are connected. Where the customer still sees no values, the fault is in the HEMS itself',
		enterLetter: () => 'ask the customer to put id and password of the letter into the HEMS again, and read again: settled once it is ①',
		rewrite: () => 'where the letter is lost, or it stays so: rewrite the password, remotely or at the site, and send the new letter',
		setFirst: () => 'no password was ever brought to this meter: issue the first one',
		awaitVersion: ({ version, letter }) =>
			version === 0
				? `the password of the letter (version ${letter}) has not come to the meter: see what became of the order or job that brings it`
				: `the password of the letter (version ${letter}) has not come to the meter, where the one before (version ${version}) still works: see what became of the order or job that brings it`,
		letterIsOld: ({ version, letter }) =>
			`the meter has a later password (version ${version}) than the letter (version ${letter}): rewrite it, and send the new letter`,
		turnOn: () => 'ask the customer whether the HEMS and its adapter have power, and to let it search for the meter again',
		nearer: () => 'ask to bring the HEMS nearer to the meter, and away from walls, metal and other radio devices',
		quieter: () => 'ask to unplug devices on the same line one after the other: power strips with filters, chargers, inverters',
		tryNow: () => 'read again while the HEMS tries: a refused password is told for a while only, and would be ②',
		replaceUnit: () =>
			'send a worker: read again with the hand-held, exchange the communication unit, and issue a password anew, as a new unit has none',
		readAgain: () => 'read again in a minute: a unit that was plugged in or restarted just now is like that for a while',
		visit: () => 'if it stays so, send a worker who reads at the site with the hand-held',
		checkSupply: () =>
			'see whether the neighbouring meters answer: if they do not, it is an outage or the network, else this meter or its communication unit',
		awaitNetwork: () => 'neither this meter nor those around it answer: an outage or the network; read again once one of them answers',
		designRouteB: () => 'the communication unit has no Route B: design its exchange',
	},
	notNamed: 'Table 2 has no such row',
	notRead: 'not known',
	inCaseOf: { radio: 'in case of WLAN: ', plc: 'in case of PLC: ' },
	since: (time) => `seen so since ${time}`,
	version: (version, letter) =>
		`${version === 0 ? 'no credentials of the office in force' : `credentials in force: version ${version}`}${letter === null ? '' : `; last letter: version ${letter}`}`,
	meterSays: (verdict) => `the meter itself makes of it: ${verdict}`,
	heardAt: (time) => `the meter answered last at ${time}`,
	neighbours: (answering, silent) => `the meter does not answer; of those in its street ${answering} do, ${silent} do not`,
	concluded: 'not read: concluded from this',
});

const JA = Object.freeze<Words>({
	verdicts: { ...VERDICTS_JA, 'no answer': 'メーターが応答しません' },
	causes: CAUSES_JA,
	states: { clear: '正常', failure: '異常', normal: '正常', abnormality: '異常' },
	media: { none: 'なし', radio: '無線(920 MHz)', plc: 'PLC' },
	names: {
		status: '状態',
		startup: '起動',
		authentication: '認証',
		connection: '接続',
		unit: '通信ユニット',
		message: '表示',
		cause: '考えられる原因',
		doubt: '考えられる状況',
		evidence: '根拠',
		readAt: '読み取り',
		medium: 'Bルートの方式',
		next: '次の対応',
	},
	doubts: {
		starting: '通信ユニットは動作中で、Bルートはまだ起動していません',
		isolated: 'Bルートは動作中で、通信ユニットが切り離されているか、正しく差し込まれていません',
		stranger: 'HEMSは接続中で、別の機器が認証に失敗しています',
		contradiction: '接続中とありますが、その前提が満たされていません',
	},
	steps: {
		nothing: () => '対応は不要です。HEMSとメーターは接続しています。値が見えない場合の原因はHEMS自体です',
		enterLetter: () => '通知書のIDとパスワードをHEMSにもう一度入力していただき、再度読み取ってください。①になれば解決です',
		rewrite: () => '通知書の紛失時や改善しない場合: パスワードを遠隔または現地で書き換え、新しい通知書を送ってください',
		setFirst: () => 'このメーターにはパスワードが一度も設定されていません。最初のパスワードを発行してください',
		awaitVersion: ({ version, letter }) =>
			version === 0
				? `通知書のパスワード(${letter}版)がメーターに届いていません。設定する工事指示かジョブの状態を確認してください`
				: `通知書のパスワード(${letter}版)がメーターに届いておらず、前のもの(${version}版)が有効です。設定する工事指示かジョブの状態を確認してください`,
		letterIsOld: ({ version, letter }) =>
			`メーターのパスワード(${version}版)は通知書(${letter}版)より新しいものです。書き換えて、新しい通知書を送ってください`,
		turnOn: () => 'HEMSとアダプターの電源を確認していただき、メーターをもう一度検索してもらってください',
		nearer: () => 'HEMSをメーターに近づけ、壁、金属、ほかの無線機器から離していただいてください',
		quieter: () => '同じ電線の機器(フィルター付きタップ、充電器、インバーター)を1台ずつ抜いていただいてください',
		tryNow: () => 'HEMSが接続を試みている間に再度読み取ってください。拒否されたパスワードはしばらくの間だけ記録され、②になります',
		replaceUnit: () =>
			'作業員を派遣してください。ハンディターミナルで再度読み取り、通信ユニットを交換し、新しいユニットにはパスワードがないので発行し直してください',
		readAgain: () => '1分後に再度読み取ってください。差し込みや再起動の直後はしばらくこうなります',
		visit: () => '変わらない場合は、作業員を派遣し、現地でハンディターミナルで読み取ってください',
		checkSupply: () =>
			'近隣のメーターが応答するか確認してください。応答しなければ停電かネットワークの障害、応答すればこのメーターか通信ユニットの障害です',
		awaitNetwork: () => 'このメーターも周囲のメーターも応答しません。停電かネットワークの障害です。いずれかが応答してから再度読み取ってください',
		designRouteB: () => '通信ユニットにBルートの機能がありません。交換を設計してください',
	},
	notNamed: '表2に該当する行がありません',
	notRead: '不明',
	inCaseOf: { radio: '無線の場合: ', plc: 'PLCの場合: ' },
	since: (time) => `${time}から確認`,
	version: (version, letter) =>
		`${version === 0 ? '事務所の認証情報は設定されていません' : `有効な認証情報: ${version}版`}${letter === null ? '' : `。最後の通知書: ${letter}版`}`,
	meterSays: (verdict) => `メーター自身の判定: ${verdict}`,
	heardAt: (time) => `最後に応答した時刻: ${time}`,
	neighbours: (answering, silent) => `メーターが応答しません。同じ通りでは${answering}台が応答し、${silent}台が応答しません`,
	concluded: '読み取った値ではなく、これからの推定です',
});

const WORDS: Readonly<Record<DiagnosisLanguage, Words>> = Object.freeze({ en: EN, ja: JA });

/** `OK ①`; of what is no row of Table 2, that. */
export function statusText({ status, number, items }: DiagnosisReport, language: DiagnosisLanguage): string {
	const { notNamed, notRead } = WORDS[language];
	if (status === null || number === null) return items === null ? notRead : notNamed;
	return `${status} ${CIRCLED[number - 1]}`;
}

/** Indicated message. */
export function messageText({ message }: DiagnosisReport, language: DiagnosisLanguage): string {
	return WORDS[language].verdicts[message];
}

/** In the order of the table, those of a medium under its name. */
export function causeTexts({ causes }: DiagnosisReport, language: DiagnosisLanguage): readonly string[] {
	const words = WORDS[language];
	const word = (cause: string) => words.causes[cause] ?? cause;
	return [...causes.all.map(word), ...(['radio', 'plc'] as const).flatMap((of) => causes[of].map((cause) => words.inCaseOf[of] + word(cause)))];
}

export function stepTexts({ steps, evidence }: DiagnosisReport, language: DiagnosisLanguage): readonly string[] {
	return steps.map((step) => WORDS[language].steps[step](evidence));
}

/** All of it, a row a fact; a name that is empty belongs to the one above. */
export function diagnosisRows(report: DiagnosisReport, language: DiagnosisLanguage): readonly (readonly [name: string, text: string])[] {
	const { names, states, media, doubts, verdicts, ...words } = WORDS[language];
	const { items, doubt, at, evidence } = report;
	const { since, version, letter, medium, meterSays, heardAt, neighbours } = evidence;
	const state = (item: 'startup' | 'authentication' | 'connection' | 'unit', of: NonNullable<typeof items>) =>
		of[item] === null ? `${states.clear} / ${states.failure}` : states[of[item]];
	const time = (ms: number) => isoAt(ms, JAPAN);
	const told = [
		...(since === null ? [] : [words.since(time(since))]),
		...(version === null ? [] : [words.version(version, letter)]),
		...(meterSays === null ? [] : [words.meterSays(verdicts[meterSays])]),
		...(neighbours === null ? [] : [words.neighbours(neighbours.answering, neighbours.silent)]),
		...(neighbours === null || items === null ? [] : [words.concluded]),
		...(heardAt === null ? [] : [words.heardAt(time(heardAt))]),
	];
	return [
		[names.status, statusText(report, language)],
		...(items === null
			? []
			: (['startup', 'authentication', 'connection', 'unit'] as const).map((item) => [names[item], state(item, items)] as const)),
		[names.message, messageText(report, language)],
		...under(names.cause, causeTexts(report, language)),
		...(doubt === null ? [] : [[names.doubt, doubts[doubt]] as const]),
		...under(names.evidence, told),
		[names.readAt, time(at)],
		...(medium === null ? [] : [[names.medium, media[medium]] as const]),
		...under(names.next, stepTexts(report, language)),
	];
}

function under(name: string, texts: readonly string[]): readonly (readonly [string, string])[] {
	return texts.map((text, i) => [i === 0 ? name : '', text] as const);
}
