import type { Log } from '../../hal/ports/log.js';
import type { Serial } from '../../hal/ports/serial.js';
import type { DonglePort } from '../world/dongle/dongle.js';
import type { World } from '../world/simulation/world.js';

/** Where an exam is held: on a PC with pseudo-terminals and a pacer, in a test on virtual time. */
export interface Venue {
	readonly log: Log;
	/** The host's time, ms since 1970-01-01T00:00:00Z. */
	now(): number;
	/** From now on the world's time goes on by itself. `onLate` is told by how much it lagged behind, ms, where the machine is too busy to keep it. */
	drive(world: World, onLate: (ms: number) => void): Drive;
	/** A port for a dongle, where the program finds it. `plugged` is told that a program has opened it anew. */
	openPort(session: number, drive: Drive): ExamPort;
	/** Gets the bytes of a capture of a session's air; undefined: none is kept. */
	capture(session: number): ((bytes: Uint8Array) => void) | undefined;
}

export interface Drive {
	/** Brings the world's time up to now before something comes in. */
	enter(event: () => void): void;
	/** No more of it runs. */
	stop(): void;
}

export interface ExamPort {
	readonly serial: Serial;
	readonly port: DonglePort | undefined;
	/** What the program opens. */
	readonly path: string;
	/** Told that a program has opened it anew. */
	onConnect: () => void;
	close(): void;
}
