/** What a load may be: more than any household's connection carries, and little enough for registers and clocks to count it. */
export const MOST_WATTS = 100_000;
/** V of a leg. */
export const MOST_VOLTS = 500;

/** A decimal number as people write it, with exponent or without; undefined for all else, as hexadecimal, "Infinity" or what is too long to be one. */
export function parseDecimal(text: string): number | undefined {
	return text.length <= 32 && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** Whether it is a power, W or var, that a load may have. */
export function isPower(value: number | undefined): value is number {
	return value !== undefined && Math.abs(value) <= MOST_WATTS;
}
