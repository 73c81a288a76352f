/** All that a cause is found from: what was seen at a dongle, the meter that it is about, and the faults that are on. */
import { equalBytes } from '../../../../modules/bytes/equal.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import type { Verdict } from '../../../../src/meter/communication/status-information.js';
import type { FaultName } from '../../../../src/world/fault/fault-table.js';
import { AirLink } from '../../../../src/world/meter/air-link.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import type { World } from '../../../../src/world/simulation/world.js';
import type { DongleLadder } from './dongle-ladder.js';
import type { Attempt } from './rung.js';
import type { Seen } from './seen.js';

/** How the meter stands to this dongle. */
export interface MeterSight {
	readonly node: string;
	readonly power: boolean;
	/** Route B runs: the communication unit is in its place and works. */
	readonly routeB: boolean;
	/** With whom it has a session; null where that does not show. */
	readonly session: 'this' | 'other' | 'none' | null;
	/** 33 to 60. */
	readonly channel: number;
	readonly verdict: Verdict | null;
	readonly causes: readonly string[];
}

export interface Sight {
	readonly dialect: 'skstack' | 'j11';
	readonly plugged: boolean;
	readonly seen: Seen;
	readonly attempt: Attempt | undefined;
	readonly meter: MeterSight;
	/** Those that are on and can strike here. */
	readonly faults: readonly FaultName[];
	/** Virtual ms since the start. */
	readonly now: number;
}

/** How long the last answer of the meter may be away before a request counts as unanswered, ms (timer 1 of the interface specification: 20 s). */
export const PATIENCE = 20_000;

/** @param fallback the meter that is looked at, where nothing else tells which one it is */
export function sightOf(ladder: DongleLadder, world: World, fallback: string): Sight {
	const { dongle, seen, attempts, now } = ladder;
	const attempt = attempts.current;
	const node = seen.join?.meter ?? attempt?.meter ?? fallback;
	const { meters, faults } = world.simulator;
	const meter = meters.find(({ name }) => name === node) ?? meters[0]!;
	const here = [dongle.name, meter.name, 'air', 'world'];
	return {
		dialect: dongle.model.dialect,
		plugged: dongle.isPlugged,
		seen,
		attempt,
		meter: meterSight(meter, linkLocalAddress(dongle.network.macAddress)),
		faults: faults.running.filter(({ at }) => at.some((name) => here.includes(name))).map(({ name }) => name),
		now,
	};
}

function meterSight(meter: EmulatedMeter, peer: Uint8Array): MeterSight {
	const diagnosis = meter.diagnosis();
	return {
		node: meter.name,
		power: meter.hasPower,
		routeB: diagnosis?.items.startup === 'clear' && diagnosis.items.unit === 'normal',
		session: sessionOf(meter, peer),
		channel: meter.channel,
		verdict: diagnosis?.verdict ?? null,
		causes: diagnosis?.causes ?? [],
	};
}

function sessionOf({ link }: EmulatedMeter, peer: Uint8Array): MeterSight['session'] {
	if (!(link instanceof AirLink)) return null;
	const { address } = link.stack.authentication;
	if (address === undefined) return 'none';
	return equalBytes(address, peer) ? 'this' : 'other';
}
