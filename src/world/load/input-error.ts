/** A file that a person wrote is not what it should be: where, and what would be right. */
export class InputError extends Error {
	constructor(
		readonly file: string,
		readonly line: number,
		readonly column: number,
		expected: string,
	) {
		super(`${file}:${line}:${column}: ${expected}`);
	}

	/** `FILE:LINE:COLUMN` */
	get place(): string {
		return `${this.file}:${this.line}:${this.column}`;
	}
}
