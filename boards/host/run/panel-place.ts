/** The panel of a run, where it was asked for. */
import type { Log } from '../../../hal/ports/log.js';
import { Panel } from '../panel/panel.js';
import { type PanelChoice, USUAL } from '../panel/place-option.js';
import type { PanelSite } from '../panel/site.js';
import { notice } from '../shared/notice.js';
import { reasonOf } from '../shared/usage-error.js';
import { wrongUse } from './usage-words.js';

/** Undefined, and a line on stderr, if no usual place is free. Throws UsageError if the one that was asked for is not to be had. */
export async function openPanel(
	choice: Exclude<PanelChoice, 'off'>,
	site: PanelSite,
	control: string | undefined,
	log: Log,
): Promise<Panel | undefined> {
	try {
		const panel = choice === 'default' ? await Panel.open(site, USUAL, false, control, log) : await Panel.open(site, choice, true, control, log);
		if (!panel.isLocal) notice((words) => words.openPanel(panel.url));
		return panel;
	} catch (error) {
		if (choice !== 'default')
			throw refusalOf(choice.address.includes(':') ? `[${choice.address}]:${choice.port}` : `${choice.address}:${choice.port}`, error);
		notice((words) => words.noPanel(reasonOf(error)));
		return undefined;
	}
}

function refusalOf(place: string, error: unknown): Error {
	const { code } = error as NodeJS.ErrnoException;
	if (code === 'EADDRINUSE') return wrongUse('panelTaken', place);
	if (code === 'EADDRNOTAVAIL') return wrongUse('notOurAddress', `--panel ${place}`);
	return wrongUse('reason', `--panel ${place}`, reasonOf(error));
}
