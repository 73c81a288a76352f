/** The way of a meter's pushes with faults: what went comes again, or goes many times. */
import type { PushAssurance, PushCarrier } from '../../route-a/push-carrier.js';
import type { FaultSwitches } from './fault-switches.js';

type Done = Parameters<PushCarrier['send']>[4];
/** Frames of the wrapper, or APDUs: the bytes of one are none of the other. */
type Way = 'ip' | 'line';

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
	/** The push before of each way, as long as it may come again. */
	readonly #before: Record<Way, Uint8Array | undefined> = { ip: undefined, line: undefined };
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

	send(by: 'tcp' | 'udp', to: Uint8Array, port: number, frame: Uint8Array, done: Done, assurance?: PushAssurance): void {
		this.#go('ip', frame, done, (bytes, told) => this.#inner.send(by, to, port, bytes, told, assurance));
	}

	get sendByLine(): PushCarrier['sendByLine'] {
		const inner = this.#inner;
		if (inner.sendByLine === undefined) return undefined;
		return (client, apdu, done) => this.#go('line', apdu, done, (bytes, told) => inner.sendByLine!(client, bytes, told));
	}

	#go(way: Way, bytes: Uint8Array, done: Done, send: (bytes: Uint8Array, done: Done) => void): void {
		const switches = this.#switches;
		const sent = this.#stale(way, bytes);
		const storms = this.#isFirst && switches.strikes('push-storm');
		this.#isFirst = false;
		const times = storms ? STORM : switches.strikes('push-twice') ? 2 : 1;
		send(sent, done);
		for (let i = 1; i < times; i++) send(sent, () => {});
	}

	#stale(way: Way, bytes: Uint8Array): Uint8Array {
		const switches = this.#switches;
		const before = this.#before[way];
		this.#before[way] = switches.isOn('push-stale') ? bytes.slice() : undefined;
		if (before === undefined || !switches.strikes('push-stale')) return bytes;
		this.#before[way] = before;
		return before;
	}
}
