/** Where the panel is: `--panel ADDRESS:PORT|off`. */
import { isIP } from 'node:net';
import type { WebPlace } from '../web/door.js';

/** `default`: nobody asked for a place. */
export type PanelChoice = 'default' | 'off' | WebPlace;

export const USUAL: WebPlace = Object.freeze({ address: '127.0.0.1', port: 8288 });

/** Undefined: it is none. */
export function parsePanel(text: string | undefined): PanelChoice | undefined {
	if (text === undefined) return 'default';
	if (text === 'off') return 'off';
	const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:]*)):(\d{1,5})$/.exec(text) ?? [];
	const address = bracketed ?? (plain === 'localhost' ? '127.0.0.1' : plain) ?? '';
	if (isIP(address) !== (bracketed === undefined ? 4 : 6) || Number(digits) > 0xffff) return undefined;
	return { address, port: Number(digits) };
}
