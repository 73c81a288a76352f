/** Stretches in which something fails, of all kinds, within what is told. */
import type { FaultStretch, SessionChange } from './marks.js';
import type { FailureKind, FailureTold } from './told.js';
import type { Stretch } from './truth.js';

/** What the truth tells of itself, one stretch after the other. */
export class TruthFailures {
	readonly told: FailureTold[] = [];
	readonly #open = new Map<FailureKind, { readonly from: number; to: number }>();

	add({ from, until, failures }: Stretch): void {
		for (const kind of failures) {
			const open = this.#open.get(kind);
			if (open === undefined) this.#open.set(kind, { from, to: until });
			else open.to = until;
		}
		for (const kind of this.#open.keys()) if (!failures.includes(kind)) this.#close(kind);
	}

	/** No more comes. */
	end(): void {
		for (const kind of this.#open.keys()) this.#close(kind);
	}

	#close(kind: FailureKind): void {
		this.told.push({ kind, name: null, value: null, ...this.#open.get(kind)! });
		this.#open.delete(kind);
	}
}

export function faultFailures(faults: readonly FaultStretch[], from: number, to: number): FailureTold[] {
	return faults
		.filter(({ at, end = to }) => at < to && end > from)
		.map(({ name, value, at, end = to }) => ({ kind: 'fault', name, value, from: Math.max(from, at), to: Math.min(to, end) }));
}

/** From the end of a session to the begin of the next one. */
export function sessionFailures(sessions: readonly SessionChange[], from: number, to: number): FailureTold[] {
	const told: FailureTold[] = [];
	for (const [i, { at, peer }] of sessions.entries()) {
		const end = sessions[i + 1]?.at ?? to;
		if (peer !== undefined || at >= to || end <= from) continue;
		told.push({ kind: 'session', name: null, value: null, from: Math.max(from, at), to: Math.min(to, end) });
	}
	return told;
}
