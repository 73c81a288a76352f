/** The pages of the panel, in the order of the navigation. Each is loaded, with its look, when it is first opened. */
import type { ComponentType } from 'preact';
import type { ViewProps } from './page.js';
import type { ViewName } from './shell-words.js';

export interface ViewRow {
	readonly name: ViewName;
	readonly load: () => Promise<{ readonly default: ComponentType<ViewProps> }>;
}

export const VIEWS: readonly ViewRow[] = Object.freeze([
	{ name: 'meter', load: () => import('./views/meter.js') },
	{ name: 'ladder', load: () => import('./views/ladder.js') },
	{ name: 'faults', load: () => import('./views/faults.js') },
	{ name: 'scenarios', load: () => import('./views/scenarios.js') },
	{ name: 'lessons', load: () => import('./views/lessons.js') },
]);
