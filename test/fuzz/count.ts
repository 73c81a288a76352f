declare global {
	/** The share of a fuzz test's inputs that the present engine is to try; the runner on XS sets it, elsewhere it is absent. */
	var keikiFuzzShare: number | undefined;
}

/** How many of `inputs` random inputs to try here: all of them on Node, a share of them, but at least one, on a slow engine. */
export function fuzzCount(inputs: number): number {
	return Math.ceil(inputs * (globalThis.keikiFuzzShare ?? 1));
}
