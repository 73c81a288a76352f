/** Random bytes: unpredictable ones on a device, repeatable ones from a seed in virtual time. */
export interface Random {
	fill(bytes: Uint8Array): void;
}
