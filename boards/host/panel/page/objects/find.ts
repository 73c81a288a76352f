/** Finding objects by what somebody types: each word anywhere in what is shown of them. */

export function wordsIn(query: string): readonly string[] {
	return query
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== '');
}

export function isFound(words: readonly string[], ...texts: readonly (string | number)[]): boolean {
	if (words.length === 0) return true;
	const all = texts.join(' ').toLowerCase();
	return words.every((word) => all.includes(word));
}
