/** Columns of a line of comma-separated values (RFC 4180); undefined: its quotes do not close. */
export function csvColumns(line: string): readonly string[] | undefined {
	const columns: string[] = [];
	let rest = line;
	for (;;) {
		const quoted = /^\s*"((?:[^"]|"")*)"\s*(?:,|$)/.exec(rest);
		if (quoted === null && /^\s*"/.test(rest)) return undefined;
		const [whole, text = ''] = quoted ?? /^([^,]*)(?:,|$)/.exec(rest)!;
		columns.push(quoted === null ? text.trim() : text.replaceAll('""', '"'));
		if (!whole.endsWith(',')) return columns;
		rest = rest.slice(whole.length);
	}
}
