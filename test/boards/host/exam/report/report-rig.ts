/** Reports that no exam made: of all verdicts, in either language, and with a program that writes what it should not. */
import type { CheckReport, EvidenceLine, FindingReport, Plot, Report } from '../../../../../src/exam/report/report.js';
import type { Verdict } from '../../../../../src/exam/verdict.js';

/** What a program may write to spoil a report: ends of elements, a terminal's orders, turned text, halves of characters, what XML has no way to write. */
export const HOSTILE =
	'</script><script>alert(1)</script><img src=x onerror=alert(2)>"\'&amp; \u001b[2J\u0000\u202egnp.exe\u2028\ud800\ufffe ]]> %0A::error::x\r\n家';

/** What of it may stand in no report: controls but tab and line feed, turns of direction, a separator of lines, halves of characters, none of XML. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const UNSHOWN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028\ufffe]|\p{Cs}/u;

const TEXTS = {
	en: {
		is: 'waits at least 20 s before a request for one property counts as lost',
		fail: 'It repeated the request after 1.4 s, while the meter was still answering.',
		pass: 'It waited as long as it should.',
		notSeen: 'The program observes no value of this kind.',
		warning: 'It came back, but only after a long time.',
		inconclusive: 'The machine was loaded: the exam was late by 3.2 s.',
		notApplicable: 'The program claims that it reads no histories.',
		waived: 'known, will be mended in 2.5',
		contradiction: 'It claims that it uses no histories, but it set the day of the history (SetC of E5).',
	},
	ja: {
		is: 'プロパティ1つの要求は、20秒以上待ってから失われたと見なす',
		fail: 'メーターが応答している間に、1.4秒後に要求を再送しました。',
		pass: '必要なだけ待ちました。',
		notSeen: 'この種類の値は表示されていません。',
		warning: '復旧しましたが、長くかかりました。',
		inconclusive: 'マシンの負荷が高く、試験が3.2秒遅れました。',
		notApplicable: '履歴を読まないと申告しています。',
		waived: '既知の不具合。2.5で修正予定',
		contradiction: '履歴を使わないと申告していますが、積算履歴収集日(E5)を設定しました。',
	},
} as const;

const VERDICT_OF: readonly Verdict[] = ['pass', 'pass', 'fail', 'pass', 'warning', 'notSeen', 'pass', 'notApplicable', 'pass', 'inconclusive'];
const POLL = 10_000;

/** Of a meter that falls silent for a minute while its program shows a number of no data, and another. */
export function plot(): Plot {
	const times = Array.from({ length: 24 }, (_, i) => 600_000 + i * POLL);
	const lost = (at: number) => at >= 690_000 && at < 770_000;
	const load = (at: number) => [1237, 43, 0, -801, -6, 2345][Math.floor((at - 600_000) / 40_000)]!;
	const replies = times.filter((at) => !lost(at));
	return {
		...{ from: 600_000, to: 840_000, requests: times, replies: replies.map((at) => at + 400) },
		served: replies.map((at) => [at + 400, load(at)] as const),
		shown: times.map((at) =>
			lost(at) ? ([at + 900, at === 720_000 ? 2_147_483_646 : 9999, false] as const) : ([at + 900, load(at), true] as const),
		),
		failures: [[690_000, 770_000]],
	};
}

export function evidence(
	count: number,
	text = 'SKSENDTO 1 FE80:0000:0000:0000:021C:6400:030C:12A4 0E1A 1 0 000E 1081000205FF010288016201E700',
): readonly EvidenceLine[] {
	const who = ['program', 'dongle', 'meter', 'exam'];
	return Array.from({ length: count }, (_, i) => ({ number: 4100 + i, at: 600_000 + i * 1400, who: who[i % 4]!, text: `${text} ${i}` }));
}

export function finding(verdict: Verdict, changes: Partial<FindingReport> = {}): FindingReport {
	const base = { verdict, reason: TEXTS.en[verdict], kind: `kind-${verdict}`, fields: { count: 3, first: null }, step: 'slow-replies', session: 2 };
	return { ...base, measured: null, limit: null, unit: null, evidence: [], plot: null, ...changes };
}

export function check(id: string, verdict: Verdict, changes: Partial<CheckReport> = {}): CheckReport {
	return {
		...{ id, name: `check-${id.toLowerCase()}`, is: TEXTS.en.is, obligation: 'must', source: 'AIF 2.4.2', confidence: 'stated' },
		...{ watchlist: false, verdict, waived: null, findings: [finding(verdict)], repeat: `keiki exam --only ${id} --seed 7 hems.yaml` },
		...changes,
	};
}

/** 93 checks of all grades, with evidence and pictures. */
export function fullReport(language: 'en' | 'ja' = 'en'): Report {
	const texts = TEXTS[language];
	const ids = [...Array.from({ length: 48 }, (_, i) => `A${i + 1}`), ...Array.from({ length: 45 }, (_, i) => `B${i + 1}`)];
	const checks = ids.map((id, i): CheckReport => {
		const verdict = VERDICT_OF[i % VERDICT_OF.length]!;
		const bad = verdict === 'fail' || verdict === 'warning';
		const findings = [
			finding(verdict, {
				...{ reason: texts[verdict], evidence: evidence(bad ? 48 : 3), plot: bad || i % 4 === 0 ? plot() : null },
				...(bad && { measured: 1400, limit: 20_000, unit: 'ms' }),
			}),
			...(verdict === 'fail' ? [finding('pass', { reason: texts.pass, step: 'first-join', session: 1 })] : []),
		];
		return check(id, verdict, {
			...{ is: texts.is, findings, confidence: (['stated', 'proposed', 'recalled'] as const)[i % 3]!, watchlist: i % 3 === 2 },
			...{ obligation: (['must', 'should', 'mustNot'] as const)[i % 3]!, waived: id === 'B5' ? texts.waived : null },
		});
	});
	return report(checks, { language, contradictions: [texts.contradiction] });
}

export function report(checks: readonly CheckReport[], changes: Partial<Report> = {}): Report {
	const totals = { notApplicable: 0, notSeen: 0, pass: 0, warning: 0, inconclusive: 0, fail: 0, waived: 0 };
	for (const { verdict, waived } of checks) totals[waived === null ? verdict : 'waived']++;
	return {
		...{ schema: 1, language: 'en', keiki: '0.1.0', started: '2026-11-29T01:02:03.000Z', ended: '2026-11-29T01:39:10.500Z', cutShort: null },
		...{ hems: 'wisun2mqtt 2.4.1', command: ['node', 'dist/index'], model: 'bp35c2', seed: 7, mode: 'full' },
		claims: {
			...{ pollMs: POLL, notifications: false, infc: true, history: false, fillsGaps: undefined, manyMeters: undefined, answers: undefined },
			...{ copies: false, clock: 'host' },
		},
		contradictions: [],
		limits: {
			recoveryPass: { value: 300_000, unit: 'ms' },
			timerOne: { value: 20_000, unit: 'ms' },
			joinsAMinute: { value: 3, unit: 'count' },
			lossyShare: { value: 0.95, unit: 'share' },
		},
		totals,
		exitCode: totals.fail > 0 ? 1 : 0,
		headline: {
			...{ firstValueMs: 18_400, recovery: { 'session-ends': 46_000, 'meter-off': 157_000, 'password-wrong': null } },
			...{ patienceOneMs: 8000, patienceManyMs: null, wrongValues: 12, joinsAMinute: 9, airTimeAnHourMs: 21_300 },
		},
		checks,
		sessions: [
			{
				...{ number: 1, name: 'reading', meterTime: '2026-11-29T10:02:00+09:00', tookMs: 580_000 },
				steps: [{ name: 'first-join', situation: null, from: 0, to: 45_000 }],
			},
			{
				...{ number: 2, name: 'faults', meterTime: '2026-11-29T10:12:00+09:00', tookMs: 1_647_000 },
				steps: [
					{ name: 'slow-replies', situation: 'slow-reply', from: 600_000, to: 840_000 },
					{ name: 'session-ends', situation: 'session-end', from: 840_000, to: 910_000 },
				],
			},
		],
		files: { capture: 'air.pcapng', serial: 'serial.log', output: 'output.log' },
		...changes,
	};
}
