/** The way of a meter's pushes with faults: what went comes again, or goes many times. */
import type { PushCarrier } from '../../route-a/push-carrier.js';
import type { FaultSwitches } from './fault-switches.js';

type Done = Parameters<PushCarrier['send']>[4];

/** How many times the first push goes when the power has come. */
const STORM = 50;

/**
 * | fault      | what goes in place of a push                                  |
 * |------------|---------------------------------------------------------------|
 * | push-stale | the one before it, byte for byte, with its old counter        |
 * | push-twice | the push, and the same bytes again                            |
 * | push-storm | the first one after the power has come, `STORM` times         |
 */
export class FaultyPush implements PushCarrier {
	readonly #inner: PushCarrier;
	readonly #switches: FaultSwitches;
	/** The push before, as long as it may come again. */
	#before: Uint8Array | undefined;
	/** No push went since the power came. */
	#isFirst = true;

	constructor(inner: PushCarrier, switches: FaultSwitches) {
		this.#inner = inner;
		this.#switches = switches;
	}

	/** The power has come. */
	begin(): void {
		this.#isFirst = true;
	}

	send(by: 'tcp' | 'udp', to: Uint8Array, port: number, frame: Uint8Array, done: Done): void {
		const switches = this.#switches;
		const sent = this.#stale(frame);
		const storms = this.#isFirst && switches.strikes('push-storm');
		this.#isFirst = false;
		const times = storms ? STORM : switches.strikes('push-twice') ? 2 : 1;
		this.#inner.send(by, to, port, sent, done);
		for (let i = 1; i < times; i++) this.#inner.send(by, to, port, sent, () => {});
	}

	#stale(frame: Uint8Array): Uint8Array {
		const switches = this.#switches;
		const before = this.#before;
		this.#before = switches.isOn('push-stale') ? frame.slice() : undefined;
		if (before === undefined || !switches.strikes('push-stale')) return frame;
		this.#before = before;
		return before;
	}
}
