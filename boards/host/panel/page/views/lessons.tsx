/** Lessons: a list of them, and the one that is held, which goes on when its reader does. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { AskError } from '../../../web/page/ask.js';
import { useAnswer, useTopic } from '../../../web/page/use.js';
import type { LessonName } from '../../lessons/lesson-facts.js';
import type { LessonFailure } from '../../lessons/lesson-failure.js';
import type { LessonAsk, LessonNow, ListedLesson, ShownStep } from '../../lessons/lesson-told.js';
import { Evidence } from '../lessons/evidence.js';
import type { LessonWords } from '../lessons/lesson-words.js';
import { LESSON_WORDS_EN } from '../lessons/lesson-words-en.js';
import { LESSON_WORDS_JA } from '../lessons/lesson-words-ja.js';
import type { Page, ViewProps } from '../page.js';
import { hashOf } from '../place.js';
import { LESSONS_PAGE_WORDS, type LessonsPageWords } from './lessons-words.js';
import './lessons.css';

/** Pages on which there is more of what a lesson is about, where there are such pages. */
const RELATED: Readonly<Record<LessonName, readonly (keyof LessonsPageWords['views'])[]>> = Object.freeze({
	scan: ['ladder', 'frames'],
	pana: ['ladder', 'frames'],
	secured: ['frames'],
	'half-hour': ['curves', 'frames'],
	hls: ['objects', 'frames'],
	unit: ['meter', 'curves'],
});

interface OneStepWords {
	readonly title: string;
	readonly says: (facts: unknown) => readonly string[];
}

interface OneWords {
	readonly title: string;
	readonly teaches: string;
	readonly steps: Readonly<Record<string, OneStepWords>>;
}

export default function LessonsView({ page }: ViewProps) {
	const words = LESSONS_PAGE_WORDS[page.language];
	const texts = (page.language === 'ja' ? LESSON_WORDS_JA : LESSON_WORDS_EN) satisfies LessonWords as unknown as Readonly<
		Record<LessonName, OneWords>
	>;
	const now = useTopic<LessonNow | null>(page.stream, 'lesson');
	/** The lesson that is over, and that the reader has put away. */
	const [away, setAway] = useState('');
	const [wrong, setWrong] = useState('');
	if (now === undefined) return null;
	const act = async (path: string, body: unknown = {}): Promise<void> => {
		setWrong('');
		try {
			await page.ask.post(`/api/lesson/${path}`, body);
		} catch (error) {
			setWrong(error instanceof AskError ? error.message : String(error));
		}
	};
	const id = now === null ? '' : `${now.name} ${now.shown[0]?.from}`;
	const isHeld = now !== null && (now.state !== 'over' || id !== away);
	return (
		<div class="lessons stack">
			{wrong !== '' && (
				<p class="note bad" role="alert">
					<span aria-hidden="true">✕ </span>
					{wrong}
				</p>
			)}
			{isHeld ? (
				<Lesson now={now} words={words} text={texts[now.name]} act={act} onAway={() => setAway(id)} />
			) : (
				<List page={page} words={words} texts={texts} act={act} />
			)}
		</div>
	);
}

type Act = (path: string, body?: unknown) => Promise<void>;

interface ListProps {
	readonly page: Page;
	readonly words: LessonsPageWords;
	readonly texts: Readonly<Record<LessonName, OneWords>>;
	readonly act: Act;
}

function List({ page, words, texts, act }: ListProps) {
	const { meter } = page;
	const [asked, setAsked] = useState(0);
	const ask = () => page.ask.get<readonly ListedLesson[]>(`/api/lessons?meter=${encodeURIComponent(meter)}`);
	const { answer, error } = useAnswer(ask, `${meter} ${asked}`);
	const [doubt, setDoubt] = useState<ListedLesson>();
	// What stands in the way may have gone by the time that somebody comes back.
	const begin = async ({ name }: ListedLesson): Promise<void> => {
		let fresh: readonly ListedLesson[];
		try {
			fresh = await ask();
		} catch {
			await act('start', { name, meter });
			return;
		}
		const lesson = fresh.find((each) => each.name === name);
		if (lesson !== undefined && lesson.asks.length > 0) setDoubt(lesson);
		else await act('start', { name, meter });
		setAsked((count) => count + 1);
	};
	return (
		<>
			<header class="stack">
				<h1>{words.title}</h1>
				<p class="muted lead">{words.intro}</p>
				<MeterChoice page={page} words={words} />
			</header>
			{error !== undefined && <p class="note bad">{error}</p>}
			<ol class="list">
				{answer?.map((lesson, i) => (
					<li key={lesson.name} class="card">
						<span class="ordinal" aria-hidden="true">
							{i + 1}
						</span>
						<h2>{texts[lesson.name].title}</h2>
						<p>{texts[lesson.name].teaches}</p>
						<div class="row foot">
							<span class="muted">{words.steps(lesson.steps.length)}</span>
							<button
								type="button"
								class="primary"
								disabled={lesson.bar !== null}
								aria-label={words.beginNamed(texts[lesson.name].title)}
								onClick={() => void begin(lesson)}
							>
								{words.begin}
							</button>
						</div>
						{lesson.why !== null && <p class="muted why">{words.barred(lesson.why)}</p>}
					</li>
				))}
			</ol>
			{doubt !== undefined && (
				<Doubt
					words={words}
					asks={doubt.asks}
					onAnswer={(agreed) => {
						setDoubt(undefined);
						if (agreed) void act('start', { name: doubt.name, meter, agreed: true });
					}}
				/>
			)}
		</>
	);
}

interface MeterChoiceProps {
	readonly page: Page;
	readonly words: LessonsPageWords;
}

/** Where there are several: the one in view, until another is chosen, which is in view then. */
function MeterChoice({ page, words }: MeterChoiceProps) {
	const { answer: ready } = useAnswer(() => page.ask.get<{ readonly meters: number }>('/api/ready'), '');
	const id = useId();
	if (ready === undefined || ready.meters === 1) return null;
	const choose = (number: number) => {
		if (!(number >= 1 && number <= ready.meters)) return;
		location.hash = hashOf('lessons', number === 1 ? {} : { meter: `meter-${number}` });
	};
	return (
		<p class="row">
			<label for={id}>{words.whichMeter(ready.meters)}</label>
			<input
				id={id}
				type="number"
				min={1}
				max={ready.meters}
				step={1}
				value={page.meter === 'meter' ? 1 : page.meter.slice('meter-'.length)}
				onChange={(event) => choose(Math.round(event.currentTarget.valueAsNumber))}
			/>
		</p>
	);
}

interface DoubtProps {
	readonly words: LessonsPageWords;
	readonly asks: readonly LessonAsk[];
	readonly onAnswer: (agreed: boolean) => void;
}

function Doubt({ words, asks, onAnswer }: DoubtProps) {
	const dialog = useRef<HTMLDialogElement>(null);
	useEffect(() => dialog.current?.showModal(), []);
	return (
		<dialog ref={dialog} aria-label={words.asksTitle} onCancel={() => onAnswer(false)}>
			<h2>{words.asksTitle}</h2>
			{asks.map((ask) => (
				<p key={ask.kind}>{askText(words, ask)}</p>
			))}
			<div class="row">
				<button type="button" onClick={() => onAnswer(false)}>
					{words.cancel}
				</button>
				<button type="button" class="primary" onClick={() => onAnswer(true)}>
					{words.agree}
				</button>
			</div>
		</dialog>
	);
}

interface LessonProps {
	readonly now: LessonNow;
	readonly words: LessonsPageWords;
	readonly text: OneWords;
	readonly act: Act;
	readonly onAway: () => void;
}

function Lesson({ now, words, text, act, onAway }: LessonProps) {
	const { state, step, steps, shown, failure, isStopped, waitsUntil, name, meter } = now;
	const newest = shown.at(-1);
	const earlier = shown.slice(0, -1);
	const head = useRef<HTMLHeadingElement>(null);
	const following = steps[step + 1];
	/** For which state something was pressed: twice would be once too often. */
	const [pressed, setPressed] = useState('');
	const current = `${step} ${state} ${shown.length}`;
	const press = (path: string, body?: unknown) => {
		setPressed(current);
		void act(path, body).then(() => setPressed(''));
	};
	// Who goes on by keyboard begins to read at the new step.
	useEffect(() => {
		if (shown.length > 1) head.current?.focus();
	}, [shown.length]);
	const title = (of: string) => text.steps[of]?.title ?? of;
	const related = RELATED[name].filter((view) => document.querySelector(`nav a[href^="#/${view}"]`) !== null);
	return (
		<>
			<header class="row top-of-lesson">
				<h1>
					{text.title}
					{meter !== 'meter' && <span class="muted"> · {meter}</span>}
				</h1>
				{state === 'over' ? (
					<button type="button" class="primary" onClick={onAway}>
						{words.back}
					</button>
				) : (
					<button type="button" disabled={state === 'leaving'} onClick={() => void act('stop')}>
						{words.stop}
					</button>
				)}
			</header>
			<ol class="progress" aria-label={words.step(step + 1, steps.length)}>
				{steps.map((each, i) => (
					<li key={each} class={i < step ? 'done' : i === step ? 'now' : ''} aria-current={i === step ? 'step' : undefined}>
						<span>{title(each)}</span>
					</li>
				))}
			</ol>
			{earlier.length > 0 && (
				<details class="card earlier">
					<summary>{words.earlier}</summary>
					{earlier.map((each) => (
						<section key={each.step}>
							<h3>{title(each.step)}</h3>
							<Told words={words} text={text} shown={each} />
						</section>
					))}
				</details>
			)}
			{newest !== undefined && (
				<article class="card step">
					<p class="muted count">
						{words.step(shown.length, steps.length)} · <span class="number">{newest.time.slice(11, 23)}</span>
					</p>
					<h2 ref={head} tabIndex={-1}>
						{title(newest.step)}
					</h2>
					<Told words={words} text={text} shown={newest} />
				</article>
			)}
			<div class="stack foot" aria-live="polite">
				{state === 'acting' && (
					<p class="note acting">
						<span class="pulse" aria-hidden="true" /> <b>{title(steps[step]!)}</b> —{' '}
						{waitsUntil === null ? words.acting : words.waits(waitsUntil.slice(11, 19))}
					</p>
				)}
				{state === 'leaving' && <p class="note">{words.leaving}</p>}
				{failure !== null && (
					<p class={`note ${failure.kind === 'madeRoom' ? 'warn' : 'bad'}`}>
						{state === 'failed' && (
							<>
								<b>
									<span aria-hidden="true">✕ </span>
									{title(steps[step]!)}
								</b>
								{' — '}
								{words.failed}{' '}
							</>
						)}
						{failureText(words, failure)}
					</p>
				)}
				{state === 'over' && <p class="note">{isStopped ? words.stopped : words.over}</p>}
			</div>
			<div class="row actions">
				{state === 'shown' && following !== undefined && (
					<button type="button" class="primary" disabled={pressed === current} onClick={() => press('next')}>
						{words.next(title(following))}
					</button>
				)}
				{state === 'failed' && (
					<button type="button" class="primary" disabled={pressed === current} onClick={() => press('next', { again: true })}>
						{words.again}
					</button>
				)}
				{state === 'over' && (
					<button type="button" class="primary" onClick={onAway}>
						{words.back}
					</button>
				)}
				{related.length > 0 && (
					<nav class="row related" aria-label={words.look}>
						<span class="muted">{words.look}:</span>
						{related.map((view) => (
							<a
								key={view}
								href={hashOf(view, { ...(meter !== 'meter' && { meter }), ...(newest !== undefined && { at: String(Math.floor(newest.from)) }) })}
							>
								{words.views[view]}
							</a>
						))}
					</nav>
				)}
			</div>
		</>
	);
}

interface ToldProps {
	readonly words: LessonsPageWords;
	readonly text: OneWords;
	readonly shown: ShownStep;
}

function Told({ words, text, shown: { step, facts } }: ToldProps) {
	return (
		<>
			{text.steps[step]?.says(facts).map((paragraph) => (
				<p key={paragraph} class="says">
					{paragraph}
				</p>
			))}
			<Evidence words={words} facts={facts} />
		</>
	);
}

function askText(words: LessonsPageWords, ask: LessonAsk): string {
	return (words.asks[ask.kind] as (of: LessonAsk) => string)(ask);
}

function failureText(words: LessonsPageWords, failure: LessonFailure): string {
	return (words.failures[failure.kind] as (of: LessonFailure) => string)(failure);
}
