/** Finds what was asked for by its path. */

/** By which one is found. */
export interface AnyRoute {
	readonly method: string;
	/** `/api/meters/:node`; a segment with a colon takes any text. */
	readonly path: string;
}

export interface FoundRoute<Route> {
	readonly route: Route;
	readonly params: Readonly<Record<string, string>>;
}

/** The route of this path and method; the methods that it knows where it has not this one. */
export function findRoute<Route extends AnyRoute>(
	routes: readonly Route[],
	method: string,
	path: string,
): FoundRoute<Route> | { readonly methods: readonly string[] } {
	const matches = routes.flatMap((route) => {
		const params = paramsOf(route.path, path);
		return params === undefined ? [] : [{ route, params }];
	});
	return matches.find(({ route }) => route.method === method) ?? { methods: matches.map(({ route }) => route.method) };
}

function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
	const [names, texts] = [pattern.split('/'), path.split('/')];
	if (names.length !== texts.length) return undefined;
	const params: Record<string, string> = {};
	for (const [i, name] of names.entries()) {
		const text = texts[i]!;
		if (!name.startsWith(':')) {
			if (name !== text) return undefined;
			continue;
		}
		const plain = decoded(text);
		if (plain === undefined) return undefined;
		params[name.slice(1)] = plain;
	}
	return params;
}

function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}
