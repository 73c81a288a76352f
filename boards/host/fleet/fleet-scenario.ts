/** What a scenario does to a fleet that runs. */
import { readFileSync } from 'node:fs';
import { STATE } from '../../../src/world/fleet/columns.js';
import { drawn } from '../../../src/world/fleet/push-schedule.js';
import { type FleetAct, type FleetStep, type MeterChoice, parseFleetScenario, type Streets } from '../../../src/world/scenario/fleet-acts.js';
import { ScenarioError } from '../../../src/world/scenario/scenario.js';
import type { Language } from '../../../src/world/schema/language.js';
import { wrongUse } from '../run/usage-words.js';
import { scenarioErrorText } from '../shared/line-words.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import type { FleetRun } from './fleet-run.js';

/** Throws UsageError if it cannot be read, or is not what it should be. */
export function readFleetScenario(file: string, start: number, streets: Streets): FleetStep[] {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		throw wrongUse('cannotRead', '--scenario', file, reasonOf(error));
	}
	try {
		return parseFleetScenario(text, file, start, streets);
	} catch (error) {
		if (!(error instanceof ScenarioError)) throw error;
		const textIn = (language: Language) => `--scenario: ${scenarioErrorText(error, language)}`;
		throw new UsageError({ en: textIn('en'), ja: textIn('ja') });
	}
}

export interface ActResult {
	/** Places that were meant, and those where it was done. */
	readonly meters: number;
	readonly done: number;
}

/** @param turn tells what is drawn by one line from what is drawn by another */
export function carryOut(act: Exclude<FleetAct, { readonly kind: 'end' }>, run: FleetRun, seed: number, turn: number): ActResult {
	let [meters, done] = [0, 0];
	for (let place = act.meters.first; place <= act.meters.last; place++) {
		if (!isMeant(act.meters, seed, place, turn)) continue;
		meters++;
		if (carryOutAt(act, run, place)) done++;
	}
	return { meters, done };
}

function carryOutAt(act: Exclude<FleetAct, { readonly kind: 'end' }>, run: FleetRun, place: number): boolean {
	const { fleet, places } = run;
	const number = places.numberAt(place);
	switch (act.kind) {
		case 'power':
			if (act.to === 'on') return fleet.powerOn(number);
			run.hangUp(place);
			return fleet.powerOff(number, act.to === 'off');
		case 'silent':
			if (act.on) run.hangUp(place);
			return fleet.setSilent(number, act.on);
		case 'clock':
			fleet.setClock(number, fleet.now() + act.by);
			return fleet.hangs(number) && (fleet.columns.state[number - 1]! & STATE.off) === 0;
		case 'loss':
			return fleet.setLoss(number, act.share);
		case 'exchange': {
			run.hangUp(place);
			const next = fleet.exchange(number);
			if (next === undefined) return false;
			places.exchanged(place, next, fleet.now());
			return true;
		}
	}
}

function isMeant({ share }: MeterChoice, seed: number, place: number, turn: number): boolean {
	return share === 1 || drawn(seed, place, turn) < share;
}
