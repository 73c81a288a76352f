/** What the line of a dongle tells besides bytes, and who hears it. */
import type { ComPortChange } from '../../../hal/node/com-port.js';
import type { Log } from '../../../hal/ports/log.js';
import type { SimulatorEvent } from '../../../src/world/simulation/simulator.js';
import type { OpenLine } from './serial-lines.js';

export type PortTold =
	/** The port at this end of a wire. */
	| { readonly state: 'gone' | 'back' }
	/** A program has set it by RFC 2217. */
	| ({ readonly state: 'set' } & ComPortChange)
	/** What a program has sent in RFC 2217 is none of it; told once of each kind. */
	| { readonly state: 'dropped'; readonly why: string };

/** Hands what the line of a dongle tells to the log and to whoever hears events. @param name of the dongle */
export function hearPort(name: string, line: OpenLine, log: Log, tell: (event: SimulatorEvent) => void): void {
	line.onTold = (told) => {
		const { path } = line;
		if (told.state === 'dropped') {
			log.write(name, `${path}: RFC 2217: dropped what a program sent: ${told.why}; more of the kind is dropped in silence`);
			return;
		}
		if (told.state === 'gone') log.write(name, `${path} has gone; it is opened again once it is back, and what is written meanwhile is lost`);
		const [setting, value] = told.state === 'set' ? [told.setting, told.value] : [null, null];
		tell({ kind: 'port', node: name, port: { state: told.state, path, setting, value } });
	};
}
