/** What the panel is handed of the run that it shows. */
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import type { ScenarioPlayer, StepResult } from '../../../src/world/scenario/player.js';
import type { EventFields } from '../../../src/world/schema/event-rows.js';
import type { Control } from '../../../src/world/simulation/control.js';
import type { World } from '../../../src/world/simulation/world.js';
import type { CosemTap } from '../../../src/world/watch/cosem-tap.js';

export interface PanelSite {
	readonly world: World;
	/** Carries out lines of words; what is done here is told as if it came by the control socket. */
	readonly control: Control;
	/** Brings virtual time up to now before something comes in: around all that touches the world but by `control`. */
	readonly enter: (event: () => void) => void;
	/** The world's time when the scheduler stands at 0, ms since 1970-01-01T00:00:00Z. */
	readonly start: number;
	/** Tells the reader of the run what came of a step of the scenario `name`. */
	readonly onStep: (result: StepResult, name: string) => void;
	/** The scenario of the command line; undefined: none, or it has not begun. */
	readonly ofRun: () => { readonly name: string; readonly player: ScenarioPlayer } | undefined;
	/** What lies before the start was recorded of the load; not where the memory is that of an earlier run. */
	readonly hasPast: boolean;
	/** What the run began with, as programs get it. */
	readonly ready: Omit<EventFields<'ready'>, 'schema'>;
	/** Of Route A of a meter by its number. */
	readonly keys: (number: number) => RouteAKeys;
	/** What goes over Route A. */
	readonly cosem?: CosemTap | undefined;
}
