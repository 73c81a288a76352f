/** Wrong use, a wrong file, a port that is taken: what was wrong, where, and what would be right. The program ends with 2. */
export class UsageError extends Error {}

/** The words of an error, in one line. */
export function reasonOf(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	return text.split('\n')[0]!.trim();
}
