/** The package that makes certificates, loaded when it is needed. */

/** Rejects where it is not installed. */
export async function loadX509(): Promise<typeof import('@peculiar/x509')> {
	// What it finds its parts by.
	await import('reflect-metadata');
	return import('@peculiar/x509');
}
