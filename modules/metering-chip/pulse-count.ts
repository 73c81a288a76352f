import type { ChipFrame } from './frame.js';

const WRAP = 0x1_0000;
/** More from one look to the next, of a second, than any load makes: the chip began anew in between, and nobody knows from where. */
const MOST = WRAP / 2;

/** How many pulses of energy came since the frame before, over the end of the chip's 16 bits. */
export class PulseCount {
	private pulses: number | undefined;
	private carry = false;

	/** Undefined: it is the first frame, or the chip began anew. */
	since({ pulses, carry }: Pick<ChipFrame, 'pulses' | 'carry'>): number | undefined {
		const passed = this.pulses === undefined ? Number.NaN : pulses - this.pulses + (carry === this.carry ? 0 : WRAP);
		this.pulses = pulses;
		this.carry = carry;
		return passed >= 0 && passed <= MOST ? passed : undefined;
	}

	/** What comes next is a first frame. */
	forget(): void {
		this.pulses = undefined;
	}
}
