/** Where the panel is: `--panel ADDRESS:PORT|off`. */
import type { WebPlace } from '../web/door.js';
import { parsePlace } from '../web/place.js';

/** `default`: nobody asked for a place. */
export type PanelChoice = 'default' | 'off' | WebPlace;

export const USUAL: WebPlace = Object.freeze({ address: '127.0.0.1', port: 8288 });

/** Undefined: it is none. */
export function parsePanel(text: string | undefined): PanelChoice | undefined {
	if (text === undefined) return 'default';
	if (text === 'off') return 'off';
	return parsePlace(text);
}
