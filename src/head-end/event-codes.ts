import { type EventWord, inEnglish, type Say } from './value-words.js';

/** Codes of the standard event log, 0.0.96.11.0.255 (IDIS, DSMR; unconfirmed for Japan's meters). */
const EVENTS: Readonly<Record<number, EventWord>> = Object.freeze({
	1: 'power down',
	2: 'power up',
	3: 'daylight saving time changed',
	4: 'clock adjusted, from this time',
	5: 'clock adjusted, to this time',
	6: 'clock invalid',
	7: 'battery must be replaced',
	8: 'battery voltage low',
	9: 'tariff activated',
	10: 'error register cleared',
	11: 'alarm register cleared',
	12: 'program memory error',
	13: 'RAM error',
	14: 'non-volatile memory error',
	15: 'watchdog error',
	16: 'measurement system error',
	17: 'firmware ready for activation',
	18: 'firmware activated',
	40: 'terminal cover removed',
	41: 'terminal cover closed',
	42: 'strong magnetic field',
	43: 'no strong magnetic field any more',
	44: 'meter cover removed',
	45: 'meter cover closed',
	46: 'association authentication failure',
	47: 'parameters changed',
	48: 'keys changed',
	49: 'decryption or authentication failure',
	50: 'replay attack',
	59: 'disconnector ready for reconnection by hand',
	60: 'disconnected by hand',
	61: 'connected by hand',
	62: 'remote disconnection',
	63: 'remote connection',
	64: 'local disconnection',
	65: 'limiter threshold exceeded',
	66: 'limiter threshold no longer exceeded',
	67: 'limiter threshold changed',
	68: 'disconnector failure',
	255: 'event log cleared',
});

/** `power up (2)`; a code that has no name here is bare. */
export function eventCodeText(code: number, say: Say = inEnglish): string {
	const name = EVENTS[code];
	return name === undefined ? String(code) : `${say(name)} (${code})`;
}
