/** All that the relay keeps, in one directory: three streams, each a file. */
import { join } from 'node:path';
import { DAY } from '../../../modules/time/durations.js';
import type { Signed } from '../../../src/operations/jobs/signed.js';
import { RelayStream, type StreamBounds } from './relay-stream.js';
import type { StreamName } from './relay-wire.js';

export interface StoreBounds {
	readonly messages: number;
	readonly bytes: number;
	readonly age: number;
}

export const USUAL_BOUNDS: StoreBounds = Object.freeze({ messages: 100_000, bytes: 64 << 20, age: 30 * DAY });
/** The office tells the head of its log once a minute at most, while there is something new: the last of a busy week. */
const HEADS: StreamBounds = Object.freeze({ messages: 10_000, bytes: 8 << 20, age: 400 * DAY });

/** For so many messages of the usual length, and no less than the usual bytes. @param age ms */
export function boundsFor(messages: number, age: number): StoreBounds {
	return { messages, bytes: USUAL_BOUNDS.bytes * Math.max(1, messages / USUAL_BOUNDS.messages), age };
}

export type RelayStore = Readonly<Record<StreamName, RelayStream>>;

/** @throws DamageError, or the system's error */
export async function openStore(directory: string, bounds: StoreBounds, now: () => number): Promise<RelayStore> {
	const path = (name: StreamName) => join(directory, `${name}.log`);
	return {
		jobs: await RelayStream.open({ path: path('jobs'), bounds, nameOf: jobName, now }),
		results: await RelayStream.open({ path: path('results'), bounds, now }),
		heads: await RelayStream.open({ path: path('heads'), bounds: HEADS, isRolling: true, nameOf: headName, now }),
	};
}

export const streamsOf = (store: RelayStore): readonly (readonly [StreamName, RelayStream])[] => Object.entries(store) as [StreamName, RelayStream][];

/** A job of an id is one job. */
function jobName(message: Signed): string | undefined {
	return message.kind === 'job' ? message.content.id : undefined;
}

/** At each length the log has one head: another one would be another log. */
function headName(message: Signed): string | undefined {
	return message.kind === 'head' ? String(message.content.seq) : undefined;
}
