/** What a meter is called, and where it stands. */
import { asciiText } from '../../modules/bytes/ascii.js';
import type { RouteAKeys } from './keys.js';
import type { RouteAProfile } from './route-a-profile.js';

interface Identity {
	readonly keys: Pick<RouteAKeys, 'systemTitle'>;
	/** Up to 12 ASCII characters. */
	readonly serial: string;
	/** 22 digits. */
	readonly supplyPoint: string;
}

const FLAG_LENGTH = 3;
const SERIAL_LENGTH = 12;
const SUPPLY_POINT_LENGTH = 22;
const LOGICAL_DEVICE_NAME_LENGTH = 16;

/** @throws RangeError for a serial number or a supply point that cannot be */
export function checkIdentity({ serial, supplyPoint }: Identity): void {
	if (serial.length === 0 || serial.length > SERIAL_LENGTH)
		throw new RangeError(`Route A: serial number: expected 1 to ${SERIAL_LENGTH} characters, got ${serial.length}`);
	if (!isSupplyPoint(supplyPoint)) throw new RangeError(`Route A: supply point: expected ${SUPPLY_POINT_LENGTH} digits, got "${supplyPoint}"`);
}

/** 16 ASCII characters: the maker's three letters, then the serial number behind zeros. The format is unconfirmed. */
export function logicalDeviceName({ serial, keys }: Pick<Identity, 'serial' | 'keys'>, { flag }: Pick<RouteAProfile, 'flag'>): string {
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
