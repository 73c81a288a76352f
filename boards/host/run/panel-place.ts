/** The place of a panel: the one that was asked for, or a usual one that is free. */
import type { PanelChoice } from '../panel/place-option.js';
import { USUAL } from '../panel/place-option.js';
import { notice } from '../shared/notice.js';
import { reasonOf } from '../shared/usage-error.js';
import type { WebPlace } from '../web/door.js';
import { placeText } from '../web/place.js';
import { wrongUse } from './usage-words.js';

interface Opened {
	/** Only this computer reaches it. */
	readonly isLocal: boolean;
}

/** Ports behind the usual one that are tried where it is taken. */
const MORE_PORTS = 31;

/** Undefined, and a line on stderr, if no usual place is free. Throws UsageError if the one that was asked for is not to be had. */
export async function openPanel<Panel extends Opened>(
	choice: Exclude<PanelChoice, 'off'>,
	open: (place: WebPlace) => Promise<Panel>,
): Promise<Panel | undefined> {
	try {
		const panel = choice === 'default' ? await openNear(USUAL, open) : await open(choice);
		if (choice !== 'default' && !panel.isLocal) notice((words) => words.openPanel(placeText(choice)));
		return panel;
	} catch (error) {
		if (choice !== 'default') throw refusalOf(placeText(choice), error);
		notice((words) => words.noPanel(reasonOf(error)));
		return undefined;
	}
}

async function openNear<Panel>(place: WebPlace, open: (place: WebPlace) => Promise<Panel>): Promise<Panel> {
	for (let port = place.port; ; port++) {
		try {
			return await open({ ...place, port });
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || port === place.port + MORE_PORTS) throw error;
		}
	}
}

function refusalOf(place: string, error: unknown): Error {
	const { code } = error as NodeJS.ErrnoException;
	if (code === 'EADDRINUSE') return wrongUse('panelTaken', place);
	if (code === 'EADDRNOTAVAIL') return wrongUse('notOurAddress', `--panel ${place}`);
	return wrongUse('reason', `--panel ${place}`, reasonOf(error));
}
