/** Where everything is on the drawing of the face, in its own units. */
import type { Place } from '../../../../../src/meter/backplane/messages.js';

/** Of the whole drawing. */
export const FACE = Object.freeze({ width: 440, height: 672 });

export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Where each unit sits. */
export const PLACE_BOXES: Readonly<Record<Place, Box>> = Object.freeze({
	metering: { x: 34, y: 50, width: 372, height: 222 },
	communication: { x: 34, y: 284, width: 180, height: 152 },
	option: { x: 226, y: 284, width: 180, height: 152 },
	cover: { x: 34, y: 448, width: 372, height: 174 },
});
/** The round button of the display. */
export const DISPLAY_BUTTON: Box = Object.freeze({ x: 330, y: 216, width: 36, height: 36 });
/** The lever of a switching unit. */
export const LEVER: Box = Object.freeze({ x: 322, y: 316, width: 60, height: 90 });
