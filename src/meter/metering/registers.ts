import { putUint32, putUint48, uint32, uint48 } from '../../../modules/bytes/uint.js';

const NANOJOULES_PER_MILLIWATT_HOUR = 3_600_000_000;
/** Together with the rest of a register still below 2^53, so that doubles stay exact. */
const LARGEST_STEP = 9e15;
/**
 * Energy as two whole numbers, so that nothing is ever rounded away: mWh, and the rest below one in nJ (µW·ms).
 * 1 mWh = 3.6 J. In 6 + 4 bytes, most significant first; 2^48 mWh are 281 GWh.
 */
export class Register {
	milliwattHours = 0;
	nanojoules = 0;

	add(nanojoules: number): void {
		const sum = this.nanojoules + nanojoules;
		this.nanojoules = sum % NANOJOULES_PER_MILLIWATT_HOUR;
		this.milliwattHours += (sum - this.nanojoules) / NANOJOULES_PER_MILLIWATT_HOUR;
	}

	/** Reads 10 bytes. */
	load(bytes: Uint8Array, offset: number): void {
		this.milliwattHours = uint48(bytes, offset);
		this.nanojoules = uint32(bytes, offset + 6);
	}

	/** Sets 10 bytes. */
	store(bytes: Uint8Array, offset: number): void {
		putUint48(bytes, offset, this.milliwattHours);
		putUint32(bytes, offset + 6, this.nanojoules);
	}
}

/** What flowed into the house, and what flowed out of it. */
export class Registers {
	readonly import = new Register();
	readonly export = new Register();

	/** Adds a power (W, taken to the µW; negative: out of the house) that lasted `duration` ms, a whole number. */
	integrate(power: number, duration: number): void {
		const microwatts = Math.round(Math.abs(power) * 1e6);
		if (microwatts === 0) return;
		const register = power > 0 ? this.import : this.export;
		const longest = Math.max(1, Math.floor(LARGEST_STEP / microwatts));
		for (let left = duration; left > 0; left -= longest) register.add(microwatts * Math.min(left, longest));
	}
}

/** What a counter shows: energy in units of `wattHours`, of which it counts 10^digits before it begins again at 0. */
export interface Counter {
	readonly wattHours: number;
	readonly digits: number;
	/** The register shows the energy divided by it; whoever reads multiplies. 1 unless told. `wattHours` has it in it. */
	readonly coefficient?: number;
}

/** What one unit of the register is worth before the coefficient, Wh, to the tenth. */
export function registerUnit({ wattHours, coefficient = 1 }: Counter): number {
	return Math.round((wattHours / coefficient) * 10) / 10;
}

export function toCount(milliwattHours: number, counter: Counter): number {
	return Math.floor(milliwattHours / Math.round(counter.wattHours * 1000)) % 10 ** counter.digits;
}
