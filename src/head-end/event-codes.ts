import { NAME } from '../../modules/cosem/object-names.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
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
	51: 'firmware verification failed',
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
	220: 'Route B credentials changed',
	221: 'Route B credentials changed by hand-held',
	222: 'certificate almost expired',
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

const LAST_CODE = 255;

/** Of DSMR 4.2.2 and SMR 5 where they are others. */
const DSMR_EVENTS: typeof EVENTS = Object.freeze({
	...Object.fromEntries(Object.entries(EVENTS).filter(([code]) => Number(code) <= 19 || (Number(code) >= 40 && Number(code) <= 47))),
	20: 'self-check successful',
	21: 'module removed',
	22: 'module inserted',
	23: 'error register 2 cleared',
	24: 'alarm register 2 cleared',
	25: 'last gasp test',
	48: 'module cover opened',
	49: 'module cover closed',
	71: 'metrological maintenance',
	72: 'technical maintenance',
	77: 'under-voltage L1',
	78: 'under-voltage L2',
	79: 'under-voltage L3',
	80: 'over-voltage L1',
	81: 'over-voltage L2',
	82: 'over-voltage L3',
	83: 'voltage L1 normal',
	84: 'voltage L2 normal',
	85: 'voltage L3 normal',
	86: 'voltage L1 missing',
	87: 'voltage L2 missing',
	88: 'voltage L3 missing',
	90: 'voltage L1 returned',
	91: 'voltage L2 returned',
	92: 'voltage L3 returned',
	93: 'voltage sag L1',
	94: 'voltage sag L2',
	95: 'voltage sag L3',
	96: 'voltage swell L1',
	97: 'voltage swell L2',
	98: 'voltage swell L3',
	99: 'last gasp',
	220: 'Route B credentials changed',
	221: 'Route B credentials changed by hand-held',
	222: 'certificate almost expired',
	255: 'event log cleared',
});

/**
 * `power up (2)`; a code that has no name here is bare.
 * @param name of the object that has the code: DSMR has no disconnector log any more, and a meter that has one all the same has the codes of IDIS there
 */
export function eventCodeText(code: number, name: LogicalName, say: Say = inEnglish): string {
	const text = nameIn(say.companion === 'dsmr' && name !== NAME.disconnectorCode ? DSMR_EVENTS : EVENTS, code, say);
	return text === undefined ? String(code) : `${text} (${code})`;
}

function nameIn(events: typeof EVENTS, code: number, say: Say): string | undefined {
	const word = events[code];
	return word === undefined ? mbusName(code, say) : say(word);
}

/** `new M-Bus device, channel 2`. */
function mbusName(code: number, say: Say): string | undefined {
	const first = code < MBUS_VALVES ? Math.min(...Object.keys(MBUS_EVENTS).map(Number)) : MBUS_VALVES;
	const channel = Math.floor((code - first) / MBUS_STEP) + 1;
	const name = channel < 1 || channel > MBUS_CHANNELS ? undefined : MBUS_EVENTS[code - (channel - 1) * MBUS_STEP];
	return name && `${say(name)}, ${say('channel')} ${channel}`;
}

/** Whether it has a name here, in any companion. */
export function isEventCode(code: number): boolean {
	return nameIn(EVENTS, code, inEnglish) !== undefined || DSMR_EVENTS[code] !== undefined;
}

/** All that have a name in the companion specification, in their order. */
export function eventCodes(say: Say = inEnglish): readonly { readonly code: number; readonly name: string }[] {
	const events = say.companion === 'dsmr' ? DSMR_EVENTS : EVENTS;
	return Array.from({ length: LAST_CODE + 1 }, (_, code) => ({ code, name: nameIn(events, code, say) })).flatMap(({ code, name }) =>
		name === undefined ? [] : [{ code, name }],
	);
}
