/** Where the files of an application's page are. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Beside the joined command; and where the build puts them, for whoever runs from the sources. */
const PLACES: readonly string[] = Object.freeze(['../pages', '../../../dist/boards/host/pages']);

/** @throws Error where they are not built */
export function pagesFolder(application: string): string {
	const folders = PLACES.map((place) => fileURLToPath(new URL(`${place}/${application}/`, import.meta.url)));
	const found = folders.find((folder) => existsSync(folder));
	if (found === undefined) throw new Error(`the page of ${application} is not built: npm run build`);
	return found;
}
