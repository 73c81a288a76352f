import type { Level } from '../hal/ports/output.js';
import { XsInput, XsOutput } from '../hal/xs/pins.js';
import type { Pins } from './device-units.js';

/** The pins of an ESP32. */
export const DEVICE_PINS: Pins = Object.freeze({
	input: (pin: number) => new XsInput(pin),
	output: (pin: number, level: Level) => new XsOutput(pin, level),
});
