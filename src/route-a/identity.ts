/** Who a meter is on Route A: its numbers, and its name as a logical device. */
import { asciiText } from '../../modules/bytes/ascii.js';
import type { RouteAKeys } from './keys.js';

export interface RouteAIdentity {
	/** Serial number of the meter, up to 12 ASCII characters. */
	readonly serial: string;
	/** 22 digits. */
	readonly supplyPoint: string;
	readonly keys: RouteAKeys;
}

const FLAG_LENGTH = 3;
const SERIAL_LENGTH = 12;
const SUPPLY_POINT_LENGTH = 22;
const LOGICAL_DEVICE_NAME_LENGTH = 16;

/** @throws RangeError for a serial number or a supply point that cannot be */
export function checkIdentity({ serial, supplyPoint }: RouteAIdentity): void {
	if (serial.length === 0 || serial.length > SERIAL_LENGTH)
		throw new RangeError(`Route A: serial number: expected 1 to ${SERIAL_LENGTH} characters, got ${serial.length}`);
	if (!isSupplyPoint(supplyPoint)) throw new RangeError(`Route A: supply point: expected ${SUPPLY_POINT_LENGTH} digits, got "${supplyPoint}"`);
}

/** The maker's three letters, those of the system title unless told, then the serial number behind zeros. */
export function deviceNameOf({ serial, keys }: RouteAIdentity, flag: string | undefined): string {
	const maker = flag ?? asciiText(keys.systemTitle.subarray(0, FLAG_LENGTH));
	return maker + serial.padStart(LOGICAL_DEVICE_NAME_LENGTH - FLAG_LENGTH, '0');
}

function isSupplyPoint(text: string): boolean {
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code < 0x30 || code > 0x39) return false;
	}
	return text.length === SUPPLY_POINT_LENGTH;
}
