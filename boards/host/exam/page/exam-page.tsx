import { useEffect, useState } from 'preact/hooks';
import { type Ask, AskError } from '../../web/page/ask.js';
import { Connection } from '../../web/page/connection.js';
import type { PageLanguage } from '../../web/page/language.js';
import type { Stream } from '../../web/page/stream.js';
import { useTopic } from '../../web/page/use.js';
import type { CheckTold, ExamTold, LaneTold, VerdictTold } from '../panel/exam-told.js';
import { EXAM_PAGE_WORDS, type ExamPageWords } from './exam-words.js';
import { spanText } from './span.js';

/** Beside the colour, for who does not see it. */
const SIGNS: Readonly<Record<VerdictTold | 'pending', string>> = {
	pass: '✓',
	warning: '!',
	fail: '✗',
	notSeen: '–',
	notApplicable: '·',
	inconclusive: '?',
	pending: '…',
};
const LOOKS: Readonly<Record<VerdictTold | 'pending', string>> = {
	pass: 'good',
	warning: 'warn',
	fail: 'bad',
	notSeen: 'muted',
	notApplicable: 'muted',
	inconclusive: 'warn',
	pending: 'muted',
};
const ORDER: readonly (VerdictTold | 'pending')[] = ['fail', 'inconclusive', 'warning', 'pass', 'notSeen', 'notApplicable', 'pending'];

export interface ExamPageProps {
	readonly stream: Stream;
	readonly ask: Ask;
	readonly language: PageLanguage;
}

export function ExamPage({ stream, ask, language }: ExamPageProps) {
	const words = EXAM_PAGE_WORDS[language];
	const told = useTopic<ExamTold>(stream, 'exam');
	return (
		<>
			<a class="skip" href="#content">
				{words.skipLink}
			</a>
			<header class="top">
				<span class="name">{words.title}</span>
				<span class="muted">{words.noCertification}</span>
				<a class="language" href={`/?lang=${language === 'en' ? 'ja' : 'en'}`} lang={language === 'en' ? 'ja' : 'en'}>
					{words.otherLanguage}
				</a>
			</header>
			{told?.isOver !== true && <Connection stream={stream} ask={ask} language={language} />}
			<main id="content" tabIndex={-1}>
				{told !== undefined && <Exam told={told} ask={ask} words={words} language={language} />}
			</main>
		</>
	);
}

interface ExamProps {
	readonly told: ExamTold;
	readonly ask: Ask;
	readonly words: ExamPageWords;
	readonly language: PageLanguage;
}

function Exam({ told, ask, words, language }: ExamProps) {
	const { program, mode, elapsedMs, leastMs, mostMs, budgetMs, stepsDone, steps, checks, lanes, isOver, report } = told;
	const span = (ms: number) => spanText(ms, language);
	const [failed, setFailed] = useState('');
	const post = (path: string, body: unknown) =>
		ask.post(path, body).then(
			() => setFailed(''),
			(error: unknown) => setFailed(error instanceof AskError ? error.message : String(error)),
		);
	return (
		<div class="stack">
			<section class="card stack" aria-labelledby="program">
				<div class="row">
					<h1 id="program">{program}</h1>
					<span class="badge">{words.mode[mode]}</span>
				</div>
				<progress value={stepsDone} max={steps} aria-label={words.steps(stepsDone, steps)} />
				<p class="muted" aria-live="polite">
					{words.steps(stepsDone, steps)}
				</p>
				<p class="muted">{words.time(span(elapsedMs), span(leastMs), span(mostMs), span(budgetMs))}</p>
				{isOver ? <Over report={report} words={words} /> : <Hands words={words} post={post} />}
				{failed !== '' && (
					<p class="note bad" role="alert">
						{failed}
					</p>
				)}
			</section>
			{lanes.length > 0 && (
				<section class="card stack" aria-labelledby="now">
					<h2 id="now">{words.now}</h2>
					<ul class="lanes">
						{lanes.map((lane) => (
							<Lane key={lane.session} lane={lane} words={words} span={span} skip={() => post('/api/exam/skip', { session: lane.session })} />
						))}
					</ul>
				</section>
			)}
			<Checks checks={checks} words={words} />
		</div>
	);
}

function Hands({ words, post }: { readonly words: ExamPageWords; readonly post: (path: string, body: unknown) => void }) {
	const [isSure, setSure] = useState(false);
	return (
		<div class="row">
			<a class="button" href="/api/exam/report" target="_blank" rel="noreferrer">
				{words.report}
			</a>
			{isSure ? (
				<>
					<button type="button" class="primary" onClick={() => post('/api/exam/stop', {})}>
						{words.stopSure}
					</button>
					<button type="button" onClick={() => setSure(false)}>
						{words.stopNo}
					</button>
				</>
			) : (
				<button type="button" onClick={() => setSure(true)}>
					{words.stop}
				</button>
			)}
		</div>
	);
}

/** The server goes soon: the report is fetched now, and kept. */
function Over({ report, words }: { readonly report: string; readonly words: ExamPageWords }) {
	const [kept, setKept] = useState('');
	useEffect(() => {
		fetch('/api/exam/report').then(
			async (response) => response.ok && setKept(URL.createObjectURL(await response.blob())),
			() => {},
		);
	}, []);
	return (
		<div class="row note">
			<span>{words.over(report)}</span>
			{kept !== '' && (
				<a class="button" href={kept} download="report.html">
					{words.saveReport}
				</a>
			)}
		</div>
	);
}

interface LaneProps {
	readonly lane: LaneTold;
	readonly words: ExamPageWords;
	readonly span: (ms: number) => string;
	readonly skip: () => void;
}

function Lane({ lane, words, span, skip }: LaneProps) {
	const { session, setup, step, sinceMs, mostMs, waits } = lane;
	return (
		<li class="stack">
			<span class="muted">{words.session(session, setup)}</span>
			<strong>{step}</strong>
			<progress value={Math.min(sinceMs, mostMs)} max={mostMs} aria-label={step} />
			<span>
				{words.taken(span(sinceMs), span(mostMs))}
				{waits !== null && ` · ${words.waits[waits.of](span(waits.forMs))}`}
			</span>
			<span>
				<button type="button" onClick={skip}>
					{words.skip}
				</button>
			</span>
		</li>
	);
}

function Checks({ checks, words }: { readonly checks: readonly CheckTold[]; readonly words: ExamPageWords }) {
	const [only, setOnly] = useState<VerdictTold | 'pending' | undefined>();
	const kindOf = ({ verdict }: CheckTold) => verdict ?? 'pending';
	const wordOf = (kind: VerdictTold | 'pending') => (kind === 'pending' ? words.pending : words.verdicts[kind]);
	const shown = checks.filter((check) => only === undefined || kindOf(check) === only);
	return (
		<section class="card stack" aria-labelledby="checks">
			<h2 id="checks">{words.checks}</h2>
			<fieldset class="row">
				<legend class="unseen">{words.show}</legend>
				<button type="button" aria-pressed={only === undefined} onClick={() => setOnly(undefined)}>
					{words.all} {checks.length}
				</button>
				{ORDER.map((kind) => (
					<button type="button" key={kind} aria-pressed={only === kind} onClick={() => setOnly(kind)}>
						{SIGNS[kind]} {wordOf(kind)} {checks.filter((check) => kindOf(check) === kind).length}
					</button>
				))}
			</fieldset>
			{shown.length === 0 && <p class="muted">{words.nothing}</p>}
			<table>
				<thead>
					<tr>
						{words.columns.map((column) => (
							<th key={column} scope="col">
								{column}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{shown.map((check) => (
						<tr key={check.name} class="check">
							<th scope="row">
								<span class="mono">{check.id}</span>
							</th>
							<td>
								{check.is}
								<div class="muted mono">{check.name}</div>
							</td>
							<td>
								<span class={`badge ${LOOKS[kindOf(check)]}`}>
									<span aria-hidden="true">{SIGNS[kindOf(check)]}</span> {wordOf(kindOf(check))}
								</span>
								{check.isWaived && <span class="badge">{words.waived}</span>}
							</td>
							<td>
								{check.reasons.map((reason) => (
									<div key={reason}>{reason}</div>
								))}
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}
