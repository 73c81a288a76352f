import { dirname } from 'node:path';
import { temporaryDirectories } from '../../../hal/node/temporary.js';
import { DONGLE_LINK } from '../shared/dongle-links.js';
import { notice } from '../shared/notice.js';
import type { OpenLine } from '../shared/open-line.js';
import { PluggableLine } from '../shared/pluggable-line.js';
import { reasonOf } from '../shared/usage-error.js';
import type { DonglePlace, LineChoice, PlaceChoice } from './dongle-option.js';
import { wrongUse } from './usage-words.js';

export interface DongleLine extends LineChoice {
	readonly line: OpenLine;
}

/** A line that tells how much of what was written is not taken yet. */
export interface QueuedLine extends OpenLine {
	readonly backlog: number;
}

/** The first free one of the name, the name with `-2`, … in the directory of temporary files. */
const LOCAL_PORT = 'keiki-local-port';
const CUSTOMER_PORT = 'keiki-customer-port';
const MBUS = 'keiki-mbus';

/** Throws UsageError if the port is taken, or there is no pseudo-terminal to be had. */
export async function openLine(choice: LineChoice): Promise<DongleLine> {
	const { place, model } = choice;
	const line = await openDongle(place, model);
	// The end of a wire stays where it is: the dongle alone is gone.
	return { ...choice, line: place.kind === 'serial' ? line : new PluggableLine(line, (path) => openDongle(placeAgain(place, path), model)) };
}

/** Where a line was: at that port or link, also where any would have done. */
function placeAgain(place: Exclude<DonglePlace, { readonly kind: 'serial' }>, path: string): DonglePlace {
	return place.kind === 'pty' ? { kind: 'pty', path } : { kind: place.kind, port: Number(path.slice(path.lastIndexOf(':') + 1)) };
}

/** What only a dongle's line may be is loaded when it is asked for. */
async function openDongle(place: DonglePlace, model: string): Promise<OpenLine> {
	if (place.kind === 'pty' || place.kind === 'tcp') return openPlace('--dongle', place, DONGLE_LINK);
	const { openRfc2217, openWire } = await import('./wires.js');
	return place.kind === 'serial' ? openWire(place.path, place.baud) : openRfc2217(place, `Keiki ${model.toUpperCase()}`);
}

/** Throws UsageError as `openLine` does. */
export function openLocalPort(place: PlaceChoice): Promise<OpenLine> {
	return openPlace('--local-port', place, LOCAL_PORT);
}

/** Throws UsageError as `openLine` does. */
export function openCustomerPort(place: PlaceChoice): Promise<QueuedLine> {
	return openPlace('--customer-port', place, CUSTOMER_PORT);
}

/** Throws UsageError as `openLine` does. */
export function openMbus(place: PlaceChoice): Promise<OpenLine> {
	return openPlace('--mbus', place, MBUS);
}

/** Throws UsageError as `openLine` does. @param name of the link where the place names none */
export async function openPlace(option: string, place: PlaceChoice, name: string): Promise<QueuedLine> {
	return place.kind === 'tcp' ? openTcp(option, place.port) : openPty(option, place.path, name);
}

async function openTcp(option: string, port: number): Promise<QueuedLine> {
	const { TcpSerial } = await import('../../../hal/node/tcp-serial.js');
	try {
		return await TcpSerial.listen(port);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw wrongUse('portInUse', option, 'tcp', port);
		throw wrongUse('reason', `${option} tcp:${port}`, reasonOf(error));
	}
}

async function openPty(option: string, path: string | undefined, name: string): Promise<QueuedLine> {
	try {
		const { PtySerial } = await import('../../../hal/node/pty.js');
		const line = new PtySerial(path === undefined ? name : { path });
		const [expected] = temporaryDirectories();
		if (path === undefined && dirname(line.path) !== expected) notice((words) => words.linkElsewhere(option, expected!, line.path));
		return line;
	} catch (error) {
		const { code, syscall } = error as NodeJS.ErrnoException;
		if (path !== undefined && code === 'EEXIST') throw wrongUse('linkThere', option, path);
		if (path !== undefined && syscall === 'symlink') throw wrongUse('cannotLink', option, path, reasonOf(error));
		throw wrongUse('noTerminal', option, reasonOf(error));
	}
}
