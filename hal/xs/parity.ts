/**
 * 8E1 in place of 8N1, on a line that is open (parity.c): the number of an UART, or on Linux a device. Throws Error if the platform refuses it, but for a
 * pseudo-terminal, which has none.
 */
export function setEvenParity(this: unknown, line: number | string): void {
	native('xs_keiki_even_parity').call(this, line);
}
