/** The pages of the panel, in the order of the navigation. Each is loaded, with its look, when it is first opened. */
import type { ComponentType } from 'preact';
import type { ViewProps } from './page.js';
import type { ViewName } from './shell-words.js';

export interface ViewRow {
	readonly name: ViewName;
	/** Only where there are several meters. */
	readonly isOfMany?: boolean;
	readonly load: () => Promise<{ readonly default: ComponentType<ViewProps> }>;
}

export const VIEWS: readonly ViewRow[] = Object.freeze([
	{ name: 'meters', isOfMany: true, load: () => import('./views/meters.js') },
	{ name: 'meter', load: () => import('./views/meter.js') },
	{ name: 'ladder', load: () => import('./views/ladder.js') },
	{ name: 'curves', load: () => import('./views/curves.js') },
	{ name: 'frames', load: () => import('./views/frames.js') },
	{ name: 'objects', load: () => import('./views/objects.js') },
	{ name: 'faults', load: () => import('./views/faults.js') },
	{ name: 'scenarios', load: () => import('./views/scenarios.js') },
	{ name: 'lessons', load: () => import('./views/lessons.js') },
]);
