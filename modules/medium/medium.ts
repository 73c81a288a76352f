import type { Radio } from '../../hal/ports/radio.js';

/** Where radios are that hear each other; an `Air` is one, and so is what wraps one. */
export interface Medium {
	/** A new radio. `name` is for people; `remoteness` is dB that it is weaker than the nominal level, to and from everybody. */
	createRadio(name: string, remoteness?: number): Radio;
	/** Asleep for good. One that is none of this medium's is left alone. */
	removeRadio(radio: Radio): void;
	/** Carries it away, or nearer: by so many dB than the nominal level from now on. */
	moveRadio(radio: Radio, remoteness: number): void;
}
