/** Where a layer says what it dropped and why: one line, without the time. */
export interface Log {
	write(layer: string, text: string): void;
}
