/** Without the dust of binary fractions: 0.3, not 0.30000000000000004. */
export function tidy(value: number): number {
	return Number(value.toPrecision(12));
}
