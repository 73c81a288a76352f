import { useState } from 'preact/hooks';
import { useAnswer } from '../../../web/page/use.js';
import { KEPT_FIRST } from '../../ladder/bounds.js';
import type { LadderTold } from '../../ladder/ladder-told.js';
import { clockText } from '../clock.js';
import { HemsNeedsCard } from '../ladder/hems-needs.js';
import { LadderList } from '../ladder/ladder-list.js';
import { SessionCard, StopCard } from '../ladder/stop-card.js';
import { useLadder } from '../ladder/use-ladder.js';
import type { Page, ViewProps } from '../page.js';
import { SHELL_WORDS } from '../shell-words.js';
import { LADDER_WORDS } from './ladder-words.js';
import './ladder.css';

/** A view may be there some day, and is linked then. */
const HAS_FRAMES = Object.hasOwn(SHELL_WORDS.en.views, 'frames');

export default function LadderView({ page }: ViewProps) {
	const words = LADDER_WORDS[page.language];
	const state = useLadder(page);
	const [node, setNode] = useState<string>();
	const [number, setNumber] = useState<number>();
	const [follows, setFollows] = useState(true);
	if (state === undefined) return <div class="ladder-view" />;
	const { start, dongles } = state;
	const told = dongles.find((each) => each.node === node) ?? dongles[0];
	if (told === undefined)
		return (
			<div class="ladder-view">
				<p class="empty">{words.noDongle}</p>
				<HemsNeedsCard page={page} />
			</div>
		);
	const last = told.attempts.at(-1);
	const chosen = told.attempts.find((each) => each.number === number) ?? last;
	return (
		<div class="ladder-view">
			<div>
				<div class="tools">
					<h1>{words.title}</h1>
					{dongles.length > 1 && (
						<label>
							{words.dongle}
							<select value={told.node} onChange={({ currentTarget }) => setNode(currentTarget.value)}>
								{dongles.map((each) => (
									<option key={each.node} value={each.node}>
										{each.node} · {each.model.toUpperCase()}
									</option>
								))}
							</select>
						</label>
					)}
					{chosen !== undefined && (
						<label>
							{words.attempt}
							<select
								value={chosen === last ? '' : String(chosen.number)}
								onChange={({ currentTarget: { value } }) => setNumber(value === '' ? undefined : Number(value))}
							>
								{[...told.attempts].reverse().map((each) => (
									<option key={each.number} value={each === last ? '' : String(each.number)}>
										{words.attemptRow(each.number, clockText(start + each.began), words.attemptStates[each.state])}
									</option>
								))}
							</select>
						</label>
					)}
					{last !== undefined && (
						<label>
							<input type="checkbox" checked={follows} onChange={({ currentTarget }) => setFollows(currentTarget.checked)} />
							{words.follow}
						</label>
					)}
				</div>
				{chosen === undefined ? (
					<div class="stack">
						<p class="empty">{words.empty}</p>
						<HemsNeedsCard page={page} />
					</div>
				) : chosen === last ? (
					<Rungs page={page} told={told} start={start} number={chosen.number} dropped={chosen.dropped} follows={follows} />
				) : (
					<OlderRungs page={page} told={told} start={start} number={chosen.number} dropped={chosen.dropped} />
				)}
			</div>
			<aside class="stack">
				<StopCard page={page} told={told} />
				<SessionCard page={page} told={told} start={start} />
				{chosen !== undefined && <HemsNeedsCard page={page} />}
			</aside>
		</div>
	);
}

interface RungsProps {
	readonly page: Page;
	readonly told: LadderTold;
	readonly start: number;
	readonly number: number;
	readonly dropped: number;
	readonly follows?: boolean;
}

function Rungs({ page, told, start, number, dropped, follows = false }: RungsProps) {
	const words = LADDER_WORDS[page.language];
	return (
		<LadderList
			rungs={told.rungs}
			words={words}
			start={start}
			names={{ dongle: told.model.toUpperCase(), meter: told.meter }}
			label={words.ladderLabel(number)}
			stoppedAt={told.stopped?.rung ?? null}
			isCalm={told.stopped?.calm ?? false}
			dropped={dropped === 0 ? undefined : { behind: KEPT_FIRST, count: dropped }}
			follows={follows}
			hasFrames={HAS_FRAMES}
		/>
	);
}

/** As the meter still has it. */
function OlderRungs(props: RungsProps) {
	const { page, told, number } = props;
	const path = `/api/ladder?dongle=${told.node}&attempt=${number}&meter=${page.meter}`;
	const { answer, error } = useAnswer(() => page.ask.get<{ readonly dongles: readonly LadderTold[] }>(path), path);
	if (error !== undefined) return <p class="note bad">{error}</p>;
	const rungs = answer?.dongles[0]?.rungs;
	return rungs === undefined ? null : <Rungs {...props} told={{ ...told, rungs, stopped: null }} />;
}
