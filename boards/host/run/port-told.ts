import type { Log } from '../../../hal/ports/log.js';
import type { SimulatorEvent } from '../../../src/world/simulation/simulator-event.js';
import type { OpenLine } from '../shared/open-line.js';

/** Hands what the line of a dongle tells to the log and to whoever hears events. @param name of the dongle */
export function hearPort(name: string, line: OpenLine, log: Log, tell: (event: SimulatorEvent) => void): void {
	line.onTold = (told) => {
		const { path } = line;
		if (told.state === 'dropped') {
			log.write(name, `${path}: RFC 2217: dropped what a program sent: ${told.why}; more of the kind is dropped in silence`);
			return;
		}
		if (told.state === 'taken') {
			log.write(name, `${path} cannot be there again yet, and is tried every second: ${told.why}`);
			return;
		}
		if (told.state === 'gone') log.write(name, `${path} has gone; it is opened again once it is back, and what is written meanwhile is lost`);
		const [setting, value] = told.state === 'set' ? [told.setting, told.value] : [null, null];
		tell({ kind: 'port', node: name, port: { state: told.state, path, setting, value } });
	};
}
