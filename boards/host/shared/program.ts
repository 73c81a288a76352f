/** What the commands share in telling of their words. */

/** Takes the exit code of a command, at its end. */
export type End = (code: number) => void;

/** The values of an option that may be given again. */
export function collect(text: string, before: readonly string[] | undefined): readonly string[] {
	return [...(before ?? []), text];
}
