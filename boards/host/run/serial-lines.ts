import { dirname } from 'node:path';
import process from 'node:process';
import { temporaryDirectories } from '../../../hal/node/temporary.js';
import type { Serial } from '../../../hal/ports/serial.js';
import { DONGLE_LINK } from '../shared/dongle-links.js';
import { reasonOf } from '../shared/usage-error.js';
import type { LineChoice, PlaceChoice } from './dongle-option.js';
import { wrongUse } from './usage-words.js';

/** A serial line that a HEMS program may open now. */
export interface OpenLine extends Serial {
	/** Of the terminal, or `127.0.0.1:PORT`. */
	readonly path: string;
	/** Another program begins, over TCP. */
	onConnect?: () => void;
	close(): void;
}

export interface DongleLine extends LineChoice {
	readonly line: OpenLine;
}

/** The first free one of the name, the name with `-2`, … in the directory of temporary files. */
const LOCAL_PORT = 'keiki-local-port';

/** Throws UsageError if the port is taken, or there is no pseudo-terminal to be had. */
export async function openLine(choice: LineChoice): Promise<DongleLine> {
	return { ...choice, line: await openPlace('--dongle', choice.place, DONGLE_LINK) };
}

/** Throws UsageError as `openLine` does. */
export function openLocalPort(place: PlaceChoice): Promise<OpenLine> {
	return openPlace('--local-port', place, LOCAL_PORT);
}

/** Throws UsageError as `openLine` does. @param name of the link where the place names none */
export async function openPlace(option: string, place: PlaceChoice, name: string): Promise<OpenLine> {
	return place.kind === 'tcp' ? openTcp(option, place.port) : openPty(option, place.path, name);
}

async function openTcp(option: string, port: number): Promise<OpenLine> {
	const { TcpSerial } = await import('../../../hal/node/tcp-serial.js');
	try {
		return await TcpSerial.listen(port);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw wrongUse('portInUse', option, port);
		throw wrongUse('reason', `${option} tcp:${port}`, reasonOf(error));
	}
}

async function openPty(option: string, path: string | undefined, name: string): Promise<OpenLine> {
	try {
		const { PtySerial } = await import('../../../hal/node/pty.js');
		const line = new PtySerial(path === undefined ? name : { path });
		const [expected] = temporaryDirectories();
		if (path === undefined && dirname(line.path) !== expected)
			process.stderr.write(`keiki: ${option}: no link can be made in ${expected}: it is ${line.path}\n`);
		return line;
	} catch (error) {
		const { code, syscall } = error as NodeJS.ErrnoException;
		if (path !== undefined && code === 'EEXIST') throw wrongUse('linkThere', option, path);
		if (path !== undefined && syscall === 'symlink') throw wrongUse('cannotLink', option, path, reasonOf(error));
		throw wrongUse('noTerminal', option, reasonOf(error));
	}
}
