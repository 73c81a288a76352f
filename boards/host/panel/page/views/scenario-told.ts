/** What a page knows of the scenario, pieced together from what the topic tells. */
import type { PlayedStep, ScenarioStep, ScenarioTold } from '../../scenarios/scenarios-told.js';

export interface ScenarioKnown {
	readonly now: ScenarioTold['now'];
	readonly steps: readonly ScenarioStep[];
	readonly played: readonly PlayedStep[];
}

export function withTold(known: ScenarioKnown | undefined, { now, steps, from, played }: ScenarioTold): ScenarioKnown {
	const before = steps === undefined ? (known?.played ?? []) : [];
	return { now, steps: steps ?? known?.steps ?? [], played: [...before.slice(0, from), ...played] };
}

/** `+1:02:03.5`, of ms since the start of the scenario. */
export function sinceText(ms: number): string {
	const seconds = Math.round(ms / 100) / 10;
	const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), Math.round((seconds % 60) * 10) / 10];
	const two = (value: number) => (value < 10 ? `0${value}` : `${value}`);
	return `+${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(rest)}`;
}
