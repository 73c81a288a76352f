import Digital from 'embedded:io/digital';
import type { Input } from '../ports/input.js';

/** A button between a pin and ground, by ECMA-419's `embedded:io/digital`, with the chip's own pull-up. */
export class XsButton implements Input {
	private readonly io: Digital;

	/** Throws if the pin is in use, or not there. */
	constructor(pin: number) {
		this.io = new Digital({ pin, mode: Digital.InputPullUp });
	}

	get active(): boolean {
		return this.io.read() === 0;
	}
}
