/** Where it stopped and why, or that nothing has; the session, and what runs. */
import { useState } from 'preact/hooks';
import type { Verdict } from '../../../../../src/meter/communication/status-information.js';
import { AskError } from '../../../web/page/ask.js';
import { CAUSE_WORDS } from '../../ladder/cause-words.js';
import type { LadderTold } from '../../ladder/ladder-told.js';
import type { Attempt } from '../../ladder/rung.js';
import { clockText, dateText } from '../clock.js';
import type { Page } from '../page.js';
import { STATUS_WORDS } from '../status-words.js';
import { LADDER_WORDS } from '../views/ladder-words.js';

export function StopCard({ page, told }: { readonly page: Page; readonly told: LadderTold }) {
	const words = LADDER_WORDS[page.language].stop;
	const { stopped, dialect, verdict, verdictCauses, touched, attempts } = told;
	const verdicts = STATUS_WORDS[page.language].verdicts;
	const isCalm = stopped?.calm ?? false;
	const isIn = attempts.at(-1)?.state === 'joined';
	return (
		<section class={`card stop-card ${stopped === null ? '' : !touched ? 'waits' : isCalm ? '' : 'stopped'}`} aria-labelledby="stop-title">
			<h2 id="stop-title">
				<span aria-hidden="true" class={stopped === null ? 'good' : isCalm ? 'muted' : 'bad'}>
					{stopped === null ? '✔' : isCalm ? '○' : '✖'}
				</span>{' '}
				{!touched ? words.waiting : isIn && stopped === null ? words.in : isCalm ? words.over : words.title}
			</h2>
			{stopped === null ? (
				<p>{isIn ? words.well : words.underWay}</p>
			) : (
				<Reason page={page} cause={CAUSE_WORDS[page.language][stopped.cause](dialect)} faults={stopped.faults} />
			)}
			{verdict !== null && (
				<p class="verdict">
					<span class="muted">{words.verdict}: </span>
					<b>{verdicts[verdict as Verdict]}</b>
					{verdictCauses.length > 0 && (
						<ul>
							{verdictCauses.map((cause) => (
								<li key={cause}>{words.causes[cause] ?? cause}</li>
							))}
						</ul>
					)}
				</p>
			)}
		</section>
	);
}

interface ReasonProps {
	readonly page: Page;
	readonly cause: { readonly why: string; readonly remedy: string };
	readonly faults: readonly string[];
}

function Reason({ page, cause, faults }: ReasonProps) {
	const words = LADDER_WORDS[page.language].stop;
	const [wrong, setWrong] = useState('');
	const lift = (fault: string) =>
		page.ask.post('/api/command', { command: `fault ${fault} off` }).then(
			() => setWrong(''),
			(failure: unknown) => setWrong(failure instanceof AskError ? failure.message : String(failure)),
		);
	return (
		<>
			<h3>{words.cause}</h3>
			<p>{cause.why}</p>
			{faults.length > 0 && (
				<div class="note warn">
					<p>
						<span aria-hidden="true">▲ </span>
						{words.byFault(faults.join(', '))}
					</p>
					<div class="row">
						{faults.map((fault) => (
							<button key={fault} type="button" onClick={() => lift(fault)}>
								{words.lift(fault)}
							</button>
						))}
					</div>
				</div>
			)}
			<h3>{words.remedy}</h3>
			<p>{cause.remedy}</p>
			{wrong !== '' && (
				<p class="note bad" role="alert">
					{wrong}
				</p>
			)}
		</>
	);
}

export function SessionCard({ page, told, start }: { readonly page: Page; readonly told: LadderTold; readonly start: number }) {
	const words = LADDER_WORDS[page.language];
	const session = told.attempts.at(-1)?.session ?? null;
	if (session === null && told.timers.length === 0) return null;
	const time = (at: number) => timeText(start + at, start + told.now);
	return (
		<section class="card session-card" aria-labelledby="session-title">
			<h2 id="session-title">{session === null ? words.timersTitle : words.session.title}</h2>
			<dl>
				{session !== null && <SessionRows session={session} words={words} time={time} />}
				{told.timers.map(({ timer, until }) => (
					<div key={timer}>
						<dt>{words.timers[timer]}</dt>
						<dd class="number">{time(until)}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}

interface SessionRowsProps {
	readonly session: NonNullable<Attempt['session']>;
	readonly words: (typeof LADDER_WORDS)['en'];
	readonly time: (at: number) => string;
}

function SessionRows({ session, words, time }: SessionRowsProps) {
	const { sessionId, keyId, lifetime, since, again, endedAt } = session;
	const rows: readonly (readonly [string, string])[] = [
		[words.session.since, time(since)],
		[words.session.id, hex(sessionId)],
		[words.session.key, hex(keyId)],
		[words.session.lifetime, words.session.seconds(lifetime)],
		...(again > 0 ? [[words.session.again, words.times(again)] as const] : []),
		...(endedAt === null ? [] : [[words.session.ended, time(endedAt)] as const]),
	];
	return (
		<>
			{rows.map(([name, value]) => (
				<div key={name}>
					<dt>{name}</dt>
					<dd class="number">{value}</dd>
				</div>
			))}
		</>
	);
}

function hex(value: number): string {
	return value.toString(16).toUpperCase().padStart(8, '0');
}

/** With its day where that is another one than now. */
function timeText(time: number, now: number): string {
	return dateText(time) === dateText(now) ? clockText(time) : `${dateText(time)} ${clockText(time)}`;
}
