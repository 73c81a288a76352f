/**
 * Looks at each midnight of the meter, when it gets its power, and when certificates come or go, whether one of those in use is almost out of its time, or is. What
 * "almost" is no source tells.
 */
import { DAY, MINUTE } from '../../../modules/time/durations.js';
import type { Planned } from '../control/agenda.js';

/** Days before. */
const ALMOST = 30;

export interface CertificateWatchHost {
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** By the meter's clock, ms since 1970-01-01T00:00:00Z. */
	now(): number;
	/** One is almost out of its time. */
	onCertificateEnds(): void;
}

export class CertificateWatch implements Planned {
	readonly #host: CertificateWatchHost;
	readonly #certificates: { readonly nearestEnd: number };
	/** When it looked last, and looks next: at once, at first. */
	#looked = 0;
	#next = 0;

	/** @param certificates `nearestEnd`: when the first of them is out of its time, ms since 1970-01-01T00:00:00Z; Infinity: there are none */
	constructor(host: CertificateWatchHost, certificates: { readonly nearestEnd: number }) {
		this.#host = host;
		this.#certificates = certificates;
	}

	/** At once, too, where the clock went back behind the last time. */
	get dueAt(): number {
		return this.#host.now() < this.#looked ? 0 : this.#next;
	}

	run(now: number): void {
		this.#looked = now;
		const { nearestEnd } = this.#certificates;
		const offset = -this.#host.deviation * MINUTE;
		this.#next = nearestEnd === Number.POSITIVE_INFINITY ? nearestEnd : (Math.floor((now + offset) / DAY) + 1) * DAY - offset;
		if (nearestEnd - now < ALMOST * DAY) this.#host.onCertificateEnds();
	}

	/** Certificates came or went, or the clock was set. */
	lookAnew(): void {
		this.#next = 0;
	}
}
