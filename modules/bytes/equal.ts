/** Whether length and bytes are equal. Takes as long as the first difference is far: not for secrets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
	if (a.length !== b.length) return false;
	for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
	return true;
}

/** The same, of secrets and what proves them: how long it takes tells nothing of where they differ. */
export function equalSecrets(a: Uint8Array, b: Uint8Array): boolean {
	let difference = a.length ^ b.length;
	for (let i = 0; i < a.length; i++) difference |= a[i]! ^ (b[i] ?? 0);
	return difference === 0;
}
