import { ownName } from './own-name.js';

/** What reads the meter of this id by one of the dongles of a run. @param password the option, with its value */
export function hemsCommandText(dongles: readonly { readonly path: string; readonly line: string }[], id: string, password: string): string {
	// What `keiki hems` can open here.
	const port = dongles.find(({ line }) => line === 'pty' || line === 'tcp')?.path ?? 'PORT';
	return `${ownName()} hems read --dongle ${port} --id ${id} ${password}`;
}
