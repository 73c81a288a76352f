/** A ladder: three lifelines, and a rung for each step; a list for those who do not see it. */
import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Lane, Rung, RungSort, RungState } from '../../ladder/rung.js';
import { fineClockText } from '../clock.js';
import { hashOf } from '../place.js';
import type { LadderWords } from '../views/ladder-words.js';
import { rungText } from './rung-text.js';
import './ladder.css';

export interface LadderListProps {
	readonly rungs: readonly Rung[];
	readonly words: LadderWords;
	readonly start: number;
	/** Heads of the lifelines, beside their names. */
	readonly names: Readonly<Partial<Record<Lane, string>>>;
	readonly label: string;
	/** Id of the rung where it stopped. */
	readonly stoppedAt: number | null;
	/** That was meant so. */
	readonly isCalm: boolean;
	/** How many were left out, behind which rung. */
	readonly dropped: { readonly behind: number; readonly count: number } | undefined;
	/** Keeps its end in sight. */
	readonly follows: boolean;
	/** Whether the page has frames to go to. */
	readonly hasFrames: boolean;
	/** Beside something else: lower. */
	readonly compact?: boolean;
}

/** Which frames belong to a rung. */
const FRAMES_OF: Readonly<Partial<Record<RungSort, Readonly<Record<string, string>>>>> = Object.freeze({
	command: { medium: 'serial' },
	event: { medium: 'serial' },
	requests: { medium: 'serial' },
	scan: { medium: 'air' },
	pana: { layer: 'PANA' },
});

const ICONS: Readonly<Record<RungState, string>> = Object.freeze({ plain: '', good: '✔', bad: '✖' });

export function LadderList({ rungs, words, start, names, label, stoppedAt, isCalm, dropped, follows, hasFrames, compact }: LadderListProps) {
	const frame = useRef<HTMLElement>(null);
	useEffect(() => {
		const { current } = frame;
		if (current !== null && follows) current.scrollTop = current.scrollHeight;
	});
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
		<section class={`ladder${compact === true ? ' compact' : ''}`} ref={frame} tabIndex={0} aria-label={label}>
			<div class="heads" aria-hidden="true">
				<span />
				<div>
					{(['hems', 'dongle', 'meter'] as const).map((lane) => (
						<span key={lane}>
							<b>{words.lanes[lane]}</b>
							{names[lane] === undefined ? null : <small>{names[lane]}</small>}
						</span>
					))}
				</div>
			</div>
			<ol>
				{rungs.map((rung, i) => (
					<Fragment key={rung.id}>
						<RungRow rung={rung} words={words} start={start} isStop={rung.id === stoppedAt} isCalm={isCalm} hasFrames={hasFrames} />
						{dropped !== undefined && i === dropped.behind - 1 && <li class="dropped muted">{words.dropped(dropped.count)}</li>}
					</Fragment>
				))}
			</ol>
		</section>
	);
}

interface RungRowProps {
	readonly rung: Rung;
	readonly words: LadderWords;
	readonly start: number;
	readonly isStop: boolean;
	readonly isCalm: boolean;
	readonly hasFrames: boolean;
}

function RungRow({ rung, words, start, isStop, isCalm, hasFrames }: RungRowProps) {
	const { from, to, state, at, sort } = rung;
	const { main, isCode, notes } = rungText(rung, words, start);
	const time = fineClockText(start + at);
	const isLocal = from === to;
	const seen = isLocal ? words.at(words.laneOf[from]) : words.between(words.laneOf[from], words.laneOf[to]);
	const isBad = isStop && !isCalm;
	const icon = isBad ? '✖' : isStop ? '■' : ICONS[state];
	return (
		<li class={`rung ${sort} ${state} ${from}-${to}${isStop ? (isCalm ? ' stop calm' : ' stop') : ''}`}>
			<time class="number">
				{hasFrames && FRAMES_OF[sort] !== undefined ? (
					<a href={hashOf('frames', { at: String(Math.floor(at)), ...FRAMES_OF[sort] })} title={words.frame}>
						{time}
					</a>
				) : (
					time
				)}
			</time>
			<div class="lines">
				<div class="step">
					<span class="text">
						{icon !== '' && (
							<span class={`icon ${isBad ? 'bad' : state}`} aria-hidden="true">
								{icon}{' '}
							</span>
						)}
						<span class="unseen">
							{words.states[state]}
							{seen}
						</span>
						{isCode ? <code>{main}</code> : <span>{main}</span>}
						{notes
							.filter((note) => note !== '')
							.map((note) => (
								<small key={note}>{note}</small>
							))}
					</span>
					{isLocal ? null : <span class="arrow" aria-hidden="true" />}
					{isStop && <span class="stop-here">{words.stop.here}</span>}
				</div>
			</div>
		</li>
	);
}
