/** Names in one line. */

/**
 * @param names all; of many the first, and as many of the last
 * @param count of all
 */
export function namesText(names: readonly string[], count: number, between: string): string {
	const half = names.length / 2;
	return (names.length < count ? [...names.slice(0, half), '…', ...names.slice(half)] : names).join(between);
}
