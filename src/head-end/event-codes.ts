import { type EventWord, inEnglish, type Say } from './value-words.js';

/** Codes of the event logs, 0.0.96.11.e.255 (IDIS, where DSMR differs; unconfirmed for Japan's meters). */
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
	19: 'tariff programmed',
	21: 'billing period ended',
	24: 'alarm register 2 cleared',
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
	69: 'local reconnection',
	70: 'current L1 exceeded',
	71: 'current L1 no longer exceeded',
	72: 'current L2 exceeded',
	73: 'current L2 no longer exceeded',
	74: 'current L3 exceeded',
	75: 'current L3 no longer exceeded',
	76: 'under-voltage L1',
	77: 'under-voltage L2',
	78: 'under-voltage L3',
	79: 'over-voltage L1',
	80: 'over-voltage L2',
	81: 'over-voltage L3',
	82: 'voltage L1 missing',
	83: 'voltage L2 missing',
	84: 'voltage L3 missing',
	85: 'voltage L1 normal',
	86: 'voltage L2 normal',
	87: 'voltage L3 normal',
	90: 'voltages asymmetric',
	158: 'local communication attempt',
	255: 'event log cleared',
});

/** Codes of channel 1 of the M-Bus; of each further channel they are ten more. */
const MBUS_EVENTS: Readonly<Record<number, EventWord>> = Object.freeze({
	100: 'M-Bus communication error',
	101: 'M-Bus communication restored',
	102: 'M-Bus battery must be replaced',
	103: 'M-Bus fraud attempt',
	104: 'M-Bus clock adjusted',
	105: 'new M-Bus device',
	106: 'M-Bus permanent error',
	160: 'M-Bus valve closed by hand',
	161: 'M-Bus valve opened by hand',
	162: 'M-Bus valve closed from afar',
	163: 'M-Bus valve opened from afar',
	164: 'M-Bus valve alarm',
});
const MBUS_STEP = 10;
const MBUS_CHANNELS = 4;
/** Where the codes of the valves begin. */
const MBUS_VALVES = 160;

/** `power up (2)`; a code that has no name here is bare. */
export function eventCodeText(code: number, say: Say = inEnglish): string {
	const name = EVENTS[code];
	return name === undefined ? (mbusText(code, say) ?? String(code)) : `${say(name)} (${code})`;
}

/** `new M-Bus device, channel 2 (115)`. */
function mbusText(code: number, say: Say): string | undefined {
	const first = code < MBUS_VALVES ? Math.min(...Object.keys(MBUS_EVENTS).map(Number)) : MBUS_VALVES;
	const channel = Math.floor((code - first) / MBUS_STEP) + 1;
	const name = channel > MBUS_CHANNELS ? undefined : MBUS_EVENTS[code - (channel - 1) * MBUS_STEP];
	return name && `${say(name)}, ${say('channel')} ${channel} (${code})`;
}
