import { existsSync } from 'node:fs';
import { EnduringTty } from '../../../hal/node/enduring-tty.js';
import { reasonOf } from '../shared/usage-error.js';
import { wrongUse } from './usage-words.js';

/** The serial port of the module that is the radio. Throws UsageError if it cannot be opened. */
export function openRadioLine(path: string, baud: number): EnduringTty {
	try {
		return new EnduringTty(path, baud);
	} catch (error) {
		throw existsSync(path) ? wrongUse('reason', `--radio serial:${path}`, reasonOf(error)) : wrongUse('noPort', path);
	}
}
