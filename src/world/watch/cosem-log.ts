/** Frames of Route A, kept among those of a run. */
import type { ServedClient } from '../../../modules/dlms/server/admission.js';
import type { CosemKeys } from './cosem-keys.js';
import type { CosemReadings } from './cosem-readings.js';
import type { CosemPiece } from './cosem-tap.js';
import type { FrameLog, FrameOrigin } from './frame-log.js';

export interface WatchedMeter {
	/** What it is called. */
	readonly node: string;
	/** As it serves them; undefined: nothing is known of its keys. */
	readonly clients: readonly ServedClient[] | undefined;
}

export interface CosemLogOptions {
	readonly log: FrameLog;
	readonly keys: CosemKeys;
	readonly readings: CosemReadings;
	/** A meter by its number, from 1. */
	readonly meterOf: (meter: number) => WatchedMeter;
}

/** A meter and who asks it. */
interface Ends extends Pick<CosemPiece, 'kind' | 'connection'> {
	readonly node: string;
	readonly toMeter: FrameOrigin;
	readonly fromMeter: FrameOrigin;
}

export class CosemLog {
	readonly #options: CosemLogOptions;
	/** Of the frame that went last. */
	#last: Ends | undefined;

	constructor(options: CosemLogOptions) {
		this.#options = options;
	}

	/** Goes now: keys that are in force with it are known before it is kept, and it is kept before it is read. */
	hear(piece: CosemPiece): void {
		const { log, keys, readings, meterOf } = this.#options;
		const { meter, kind, connection, isServers, bytes } = piece;
		const { node, clients } = meterOf(meter);
		const elapsed = log.elapsed;
		if (kind !== 'line' && clients !== undefined) keys.hear(meter, clients, { kind, isServers, bytes }, elapsed);
		if (this.#last?.connection !== connection || this.#last.kind !== kind || this.#last.node !== node) this.#last = endsOf(piece, node);
		log.add(isServers ? this.#last.fromMeter : this.#last.toMeter, bytes);
		readings.hear(piece, elapsed);
	}
}

function endsOf({ meter, medium, kind, connection, peer }: CosemPiece, node: string): Ends {
	const both = { medium, kind, meter, connection };
	return {
		...{ node, kind, connection },
		toMeter: { ...both, from: peer, to: node, isServers: false },
		fromMeter: { ...both, from: node, to: peer, isServers: true },
	};
}
