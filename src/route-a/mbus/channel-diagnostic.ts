/** What went over the line for a channel, since the power came or a head-end began anew. */
import { LINK_STATUS, type MbusDiagnosticFacts } from '../../../modules/cosem/mbus-diagnostic.js';
import type { MbusCounts } from '../../../modules/mbus/master.js';

export interface DiagnosedChannel {
	readonly isInstalled: boolean;
	/** There was no answer that could be used, the last time. */
	readonly isSilent: boolean;
	/** Minutes from local time to UTC. */
	readonly deviation: number;
	/** By the meter's clock, ms since 1970-01-01T00:00:00Z. */
	now(): number;
}

/** Attributes of class 77, in the order in which they change. */
const SENT = 6;
const RECEIVED = 7;
const FAILED = 8;
const STATUS = 4;

export class ChannelDiagnostic implements MbusDiagnosticFacts {
	sent = 0;
	received = 0;
	failed = 0;
	changed = 0;
	changedAt = 0;
	readonly #channel: DiagnosedChannel;
	/** As it was when it was last counted. */
	#status: number = LINK_STATUS.none;

	constructor(channel: DiagnosedChannel) {
		this.#channel = channel;
	}

	get deviation(): number {
		return this.#channel.deviation;
	}

	get linkStatus(): number {
		const { isInstalled, isSilent } = this.#channel;
		if (!isInstalled) return LINK_STATUS.none;
		return isSilent ? LINK_STATUS.temporarilyInterrupted : LINK_STATUS.normal;
	}

	/** The channel has had the line. @param before, after counts of the line */
	count(before: MbusCounts, after: MbusCounts): void {
		const { linkStatus } = this;
		this.change(SENT, after.sent !== before.sent);
		this.change(RECEIVED, after.received !== before.received);
		this.change(FAILED, after.noise !== before.noise);
		this.change(STATUS, linkStatus !== this.#status);
		this.#status = linkStatus;
		this.sent += after.sent - before.sent;
		this.received += after.received - before.received;
		this.failed += after.noise - before.noise;
	}

	reset(): void {
		this.sent = this.received = this.failed = this.changed = 0;
	}

	private change(attribute: number, has: boolean): void {
		if (!has) return;
		this.changed = attribute;
		this.changedAt = this.#channel.now();
	}
}
