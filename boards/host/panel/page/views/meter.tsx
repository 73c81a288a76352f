/** The first page: the face of the meter, and what can be done to it. */
import { useState } from 'preact/hooks';
import type { Place } from '../../../../../src/meter/backplane/messages.js';
import { Beside } from '../beside.js';
import { CONTROL_WORDS } from '../face/control-words.js';
import { Controls } from '../face/controls.js';
import { Face } from '../face/face.js';
import { FACE_WORDS } from '../face/face-words.js';
import { PlaceDialog } from '../face/place-dialog.js';
import { useCommands, useMeter } from '../face/use-meter.js';
import type { Page, ViewProps } from '../page.js';
import { METER_WORDS } from './meter-words.js';
import './meter.css';
import type { FaceState } from '../../face/face-state.js';

export default function MeterView({ page }: ViewProps) {
	const words = METER_WORDS[page.language];
	const state = useMeter(page);
	if (state === undefined) return <p class="muted">{words.waiting}</p>;
	if (state === null) return <p class="note bad">{words.noMeter(page.meter)}</p>;
	return <Meter page={page} state={state} />;
}

function Meter({ page, state }: { readonly page: Page; readonly state: FaceState }) {
	const face = FACE_WORDS[page.language];
	const controls = CONTROL_WORDS[page.language];
	const words = METER_WORDS[page.language];
	const [place, setPlace] = useState<Place>();
	const hand = useCommands(page);
	return (
		<div class="meter-view">
			<h1 class={page.meter === 'meter' ? 'unseen' : 'which'}>{words.title(page.meter, state.serial)}</h1>
			<section class="meter-face" aria-label={face.face(state.serial)}>
				<Face state={state} words={face} onPlace={setPlace} onBreaker={() => hand.send('breaker reset')} />
				{hand.said?.isRefused && <p class="note bad">✕ {hand.said.text}</p>}
			</section>
			<Controls page={page} state={state} words={controls} hand={hand} />
			<div class="meter-beside">
				<Beside name="beside-ladder" page={page} />
				<Beside name="beside-curves" page={page} />
			</div>
			{place !== undefined && (
				<PlaceDialog key={place} page={page} state={state} place={place} face={face} words={controls} onClose={() => setPlace(undefined)} />
			)}
		</div>
	);
}
