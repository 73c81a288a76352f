/** The last attempt to join, short; before the first one, what a HEMS needs for it. */

import { KEPT_FIRST } from '../../ladder/bounds.js';
import { HemsNeedsCard } from '../ladder/hems-needs.js';
import { LadderList } from '../ladder/ladder-list.js';
import { StopCard } from '../ladder/stop-card.js';
import { useLadder } from '../ladder/use-ladder.js';
import type { ViewProps } from '../page.js';
import { hashOf } from '../place.js';
import { LADDER_WORDS } from './ladder-words.js';
import './beside-ladder.css';

export default function BesideLadder({ page }: ViewProps) {
	const words = LADDER_WORDS[page.language];
	const state = useLadder(page);
	const told = state?.dongles[0];
	const last = told?.attempts.at(-1);
	if (state === undefined) return null;
	if (told === undefined || last === undefined) return <HemsNeedsCard page={page} />;
	return (
		<div class="beside-ladder">
			<StopCard page={page} told={told} />
			<section class="card" aria-labelledby="beside-ladder-title">
				<h2 id="beside-ladder-title">
					<a href={hashOf('ladder', page.meter === 'meter' ? {} : { meter: page.meter })}>{words.title}</a>
				</h2>
				<LadderList
					rungs={told.rungs}
					words={words}
					start={state.start}
					names={{}}
					label={words.ladderLabel(last.number)}
					stoppedAt={told.stopped?.rung ?? null}
					isCalm={told.stopped?.calm ?? false}
					dropped={last.dropped === 0 ? undefined : { behind: KEPT_FIRST, count: last.dropped }}
					follows
					hasFrames={false}
					compact
				/>
			</section>
		</div>
	);
}
