import type { Serial } from '../../hal/ports/serial.js';
import type { ModelName } from '../../modules/skstack/model.js';
import type { LineChoice } from './options.js';
import { reasonOf, UsageError } from './usage-error.js';

/** A serial line that a HEMS program may open now. */
export interface OpenLine extends Serial {
	/** Of the terminal, or `127.0.0.1:PORT`. */
	readonly path: string;
	close(): void;
}

export interface DongleLine {
	readonly model: ModelName;
	readonly line: OpenLine;
}

/** The first free one of `keiki-dongle`, `keiki-dongle-2`, … in the directory of temporary files. */
const LINK = 'keiki-dongle';

/** Throws UsageError if the port is taken, or there is no pseudo-terminal to be had. */
export async function openLine(choice: LineChoice): Promise<DongleLine> {
	return { model: choice.model, line: choice.kind === 'tcp' ? await openTcp(choice.port) : await openPty() };
}

async function openTcp(port: number): Promise<OpenLine> {
	const { TcpSerial } = await import('../../hal/node/tcp-serial.js');
	try {
		return await TcpSerial.listen(port);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
			throw new UsageError(`--dongle tcp:${port}: the port is in use; choose another one, or tcp:0 for a free one`);
		}
		throw new UsageError(`--dongle tcp:${port}: ${reasonOf(error)}`);
	}
}

async function openPty(): Promise<OpenLine> {
	try {
		const { PtySerial } = await import('../../hal/node/pty.js');
		return new PtySerial(LINK);
	} catch (error) {
		throw new UsageError(`--dongle pty: no pseudo-terminal to be had: ${reasonOf(error)}; try --dongle tcp:PORT`);
	}
}
