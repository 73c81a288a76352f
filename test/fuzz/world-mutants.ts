/** Worlds in which one thing is wrong, each a wrapper around what is right: a checker that does not find them checks nothing. */
import type { Flash } from '../../hal/ports/flash.js';
import { INTERVAL_LENGTH, TRACE_LENGTH } from '../../src/meter/metering/trace.js';
import { type LoadSource, sampleOf } from '../../src/world/load/source.js';
import { ROUTE_A } from '../../src/world/meter/route-a-flash.js';
import { RamUnitMemory } from '../../src/world/units/unit-memory.js';
import type { Mutation, World } from './world.js';
import type { Checker } from './world-checks.js';
import { START } from './world-rig.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** When it goes wrong. */
const LATER = START + 3 * HOUR + 7 * MINUTE;
/** Which of the records of half-hours. */
const SPOILT_RECORD = 5;
/** Bit 3 of the frame control: security enabled. */
const SECURED = 8;
/** How the names of what counts the messages sent begin: t. */
const TRANSMIT_COUNTER = 0x74;

export interface Mutant {
	readonly name: string;
	/** Who must find it. */
	readonly by: Checker;
	/** A new one for each world. */
	readonly mutation: () => Mutation;
}

export const MUTANTS: readonly Mutant[] = Object.freeze([
	{ name: 'a register one Wh off', by: 'registers', mutation: () => ({ load: (load) => new OneWattHourMore(load) }) },
	{ name: 'one interval lost', by: 'intervals', mutation: () => ({ flash: spoilsARecord }) },
	{ name: 'one IV twice on the air', by: 'IVs', mutation: repeatsACounter },
	{ name: 'one IV twice on Route A', by: 'IVs', mutation: () => ({ memory: () => new ForgetfulMemory() }) },
	{ name: 'a second HEMS let in', by: 'one HEMS', mutation: () => ({ meters: 2 }) },
	{ name: 'a task left behind each minute', by: 'growth', mutation: () => ({ begin: leavesTasks }) },
]);

/** 60 W more for a minute. */
class OneWattHourMore implements LoadSource {
	readonly #load: LoadSource;

	constructor(load: LoadSource) {
		this.#load = load;
	}

	at(time: number) {
		const { sample, until } = this.#load.at(time);
		if (time < LATER) return { sample, until: Math.min(until, LATER) };
		if (time >= LATER + MINUTE) return { sample, until };
		return { sample: sampleOf((sample?.power ?? 0) + 60), until: Math.min(until, LATER + MINUTE) };
	}
}

/** A record of an interval is programmed to zeros. */
function spoilsARecord(flash: Flash): Flash {
	let records = 0;
	const { write } = flash;
	flash.write = (address: number, bytes: Uint8Array) => {
		const isInterval = bytes.length >= INTERVAL_LENGTH && bytes.length < TRACE_LENGTH;
		const spoilt = isInterval && ++records === SPOILT_RECORD;
		write.call(flash, address, spoilt ? new Uint8Array(bytes.length) : bytes);
	};
	return flash;
}

/** A secured frame is followed by another with the same counter. */
function repeatsACounter(): Mutation {
	let isDone = false;
	return {
		onFrame: (world, psdu) => {
			if (isDone || world.rig.time < LATER || (psdu[0]! & SECURED) === 0) return;
			isDone = true;
			const changed = psdu.slice();
			changed[changed.length - 3]! ^= 1;
			world.rig.scheduler.after(500, () => world.rig.transmit(changed));
		},
	};
}

/** A power cut later, Route A counts again from where it began: what it sent is not kept. */
class ForgetfulMemory extends RamUnitMemory {
	override flash(owner: string, sectors: number): Flash {
		const flash = super.flash(owner, sectors);
		if (owner !== ROUTE_A) return flash;
		const { write } = flash;
		flash.write = (address: number, bytes: Uint8Array) => {
			// A value of the store: two lengths, then its name.
			if (bytes[2] !== TRANSMIT_COUNTER) write.call(flash, address, bytes);
		};
		return flash;
	}
}

function leavesTasks(world: World): void {
	const { scheduler } = world.rig;
	const leave = () => {
		scheduler.after(1e12, () => {});
		scheduler.after(MINUTE, leave);
	};
	leave();
}
