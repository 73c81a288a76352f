import Digital from 'embedded:io/digital';
import type { Input } from '../ports/input.js';
import type { Level, Output } from '../ports/output.js';

/** A contact between a pin and ground, by ECMA-419's `embedded:io/digital`, with the chip's own pull-up: active while it is closed. */
export class XsInput implements Input {
	private readonly io: Digital;

	/** Throws if the pin is in use, or not there. */
	constructor(pin: number) {
		this.io = new Digital({ pin, mode: Digital.InputPullUp });
	}

	get active(): boolean {
		return this.io.read() === 0;
	}
}

/** A pin that drives something, not active at first. */
export class XsOutput implements Output {
	private readonly io: Digital;
	private readonly level: Level;

	/** Throws if the pin is in use, not there, or for input only. */
	constructor(pin: number, level: Level) {
		this.level = level;
		const options = { pin, mode: Digital.Output, initialValue: level === 'high' ? 0 : 1 };
		this.io = new Digital(options);
	}

	set(active: boolean): void {
		this.io.write(active === (this.level === 'high') ? 1 : 0);
	}
}
