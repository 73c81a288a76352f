/** The face with what hands can take hold of: buttons that lie on the drawing. */
import type { Place } from '../../../../../src/meter/backplane/messages.js';
import { PLACES } from '../../../../../src/meter/backplane/messages.js';
import type { FaceState } from '../../face/face-state.js';
import { directionOf, isDark, screenText } from './display.js';
import { FaceDrawing } from './face-drawing.js';
import { type Box, DISPLAY_BUTTON, FACE, LEVER, PLACE_BOXES } from './face-places.js';
import type { FaceWords } from './face-words.js';
import { useDisplay, usePulse } from './use-meter.js';

export interface FaceProps {
	readonly state: FaceState;
	readonly words: FaceWords;
	readonly onPlace: (place: Place) => void;
	readonly onBreaker: () => void;
}

export function Face({ state, words, onPlace, onBreaker }: FaceProps) {
	const { screen, isHeld, next, hold } = useDisplay(state);
	const isFlashing = usePulse(state);
	const isSwitch = state.units.option.code?.startsWith('switch') ?? false;
	const said = screen === undefined ? words.dark : `${words.screens[screen.name]}: ${screen.isTest ? words.allSegments : screenText(screen)}`;
	return (
		<figure class="face-frame">
			<div class="face-stage">
				<FaceDrawing state={state} screen={screen} isFlashing={isFlashing} words={words} />
				{PLACES.map((place) => (
					<button
						key={place}
						type="button"
						class="spot"
						style={spot(PLACE_BOXES[place])}
						aria-label={words.open(words.places[place], words.states[state.units[place].state])}
						aria-haspopup="dialog"
						onClick={() => onPlace(place)}
					/>
				))}
				{!isDark(state) && (
					<button type="button" class="spot round" style={spot(DISPLAY_BUTTON)} aria-label={words.display} title={words.display} onClick={next} />
				)}
				{isSwitch && (
					<button
						type="button"
						class="spot"
						style={spot(LEVER)}
						aria-label={words.breaker(state.contact === 'closed')}
						title={words.breaker(state.contact === 'closed')}
						onClick={onBreaker}
					/>
				)}
			</div>
			<figcaption>
				<span>
					<span class="muted">{words.shows}: </span>
					{said}
					{screen !== undefined && <span class="muted"> · {words.direction[directionOf(state)]}</span>}
				</span>
				<button type="button" class="small" aria-pressed={isHeld} onClick={hold}>
					{words.hold}
				</button>
			</figcaption>
		</figure>
	);
}

function spot({ x, y, width, height }: Box) {
	const share = (value: number, of: number) => `${(100 * value) / of}%`;
	return { left: share(x, FACE.width), top: share(y, FACE.height), width: share(width, FACE.width), height: share(height, FACE.height) };
}
