/** `keiki run --json` that a bench has started. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Ready } from '../boards/host/run/ready.js';

/** What it tells when it is ready; the rest of its output is let go. */
export async function readyOf(run: ChildProcess): Promise<Ready> {
	for await (const line of createInterface({ input: run.stdout! })) {
		const { event, ...told } = JSON.parse(line) as Ready & { readonly event: string };
		if (event !== 'ready') continue;
		run.stdout!.resume();
		return told;
	}
	throw new Error('bench: keiki run did not become ready');
}

/** Of a place like `[::1]:4059`. */
export function portOf(place: string): number {
	return Number(place.split(':').pop());
}
