/** Physical units of COSEM, and numbers with their scaler (Blue Book, "Enumerated values for physical units"). */

const PHYSICAL_UNITS: Readonly<Record<number, string>> = Object.freeze({
	1: 'a',
	2: 'mo',
	3: 'wk',
	4: 'd',
	5: 'h',
	6: 'min',
	7: 's',
	8: '°',
	9: '°C',
	10: 'currency',
	11: 'm',
	12: 'm/s',
	13: 'm³',
	14: 'm³',
	15: 'm³/h',
	16: 'm³/h',
	17: 'm³/d',
	18: 'm³/d',
	19: 'l',
	20: 'kg',
	21: 'N',
	22: 'Nm',
	23: 'Pa',
	24: 'bar',
	25: 'J',
	26: 'J/h',
	27: 'W',
	28: 'VA',
	29: 'var',
	30: 'Wh',
	31: 'VAh',
	32: 'varh',
	33: 'A',
	34: 'C',
	35: 'V',
	36: 'V/m',
	37: 'F',
	38: 'Ω',
	39: 'Ωm²/m',
	40: 'Wb',
	41: 'T',
	42: 'A/m',
	43: 'H',
	44: 'Hz',
	45: '1/(Wh)',
	46: '1/(varh)',
	47: '1/(VAh)',
	48: 'V²h',
	49: 'A²h',
	50: 'kg/s',
	51: 'S',
	52: 'K',
	53: '1/(V²h)',
	54: '1/(A²h)',
	55: '1/m³',
	56: '%',
	57: 'Ah',
	60: 'Wh/m³',
	61: 'J/m³',
	62: 'mol%',
	63: 'g/m³',
	64: 'Pa·s',
	65: 'J/kg',
	70: 'dBm',
	71: 'dBµV',
	72: 'dB',
});
const NO_PHYSICAL_UNIT = 255;

/** Empty for a plain count (255) and for none. */
export function physicalUnitText(physicalUnit: number): string {
	if (physicalUnit === NO_PHYSICAL_UNIT || physicalUnit === 0) return '';
	return PHYSICAL_UNITS[physicalUnit] ?? `unit ${physicalUnit}`;
}

/** What the value of a register counts in. */
export interface ScalerUnit {
	/** A power of ten. */
	readonly scaler: number;
	readonly unit: number;
}

/** Scalers of an `integer` of A-XDR (Blue Book, "scal_unit_type"). */
const LEAST_SCALER = -128;
const GREATEST_SCALER = 127;
/** The greatest shift that is written out in zeros, kWh of a scaler of −18 included; no quantity of a supply needs more. */
const MOST_ZEROS = 21;

/** Whether this is a power of ten as a meter may tell it. */
export function isScaler(scaler: number): boolean {
	return Number.isInteger(scaler) && scaler >= LEAST_SCALER && scaler <= GREATEST_SCALER;
}

/** The value times 10 to the scaler, exactly: 12345 and −1 are `1234.5`, 12345 and 2 are `1234500`; beyond 21 zeros 12345 and 127 are `12345e127`. */
export function scaledText(value: number | bigint, scaler: number): string {
	// Floating-point values have no digits to move.
	if (typeof value === 'number' && !Number.isSafeInteger(value)) return String(Number((value * 10 ** scaler).toPrecision(15)));
	if (scaler === 0 || (scaler > 0 && Number(value) === 0)) return String(value);
	if (Math.abs(scaler) > MOST_ZEROS) return `${value}e${scaler}`;
	const negative = value < 0;
	const digits = String(negative ? -value : value);
	if (scaler > 0) return `${negative ? '-' : ''}${digits}${'0'.repeat(scaler)}`;
	const padded = digits.padStart(1 - scaler, '0');
	return `${negative ? '-' : ''}${padded.slice(0, scaler)}.${padded.slice(scaler)}`;
}

const ENERGIES = Object.freeze(['Wh', 'VAh', 'varh']);

/** Quantity for people: energies in thousands, as a meter's display has them, `1234.5 kWh`. */
export function quantityText(value: number | bigint, { scaler, unit }: ScalerUnit): string {
	const name = physicalUnitText(unit);
	const isEnergy = ENERGIES.includes(name);
	const text = scaledText(value, isEnergy ? scaler - 3 : scaler);
	return name === '' ? text : `${text} ${isEnergy ? 'k' : ''}${name}`;
}

/** `30.0 A`; of a value whose scaler is not told, the bare count. */
export function countText(count: number, scaler: ScalerUnit | undefined): string {
	return scaler === undefined ? String(count) : quantityText(count, scaler);
}
