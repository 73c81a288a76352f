/**
 * A use case of IDIS, tried on a meter: its steps in their order, each with what is expected, and at the end everything back as it was, whatever happened
 * in between.
 */
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import { readObjectList } from '../reading.js';
import { deviationIn, NotDone, type StepName, type StepResult, type UseCaseTools } from './outcome.js';
import { UseCaseRun } from './use-case-run.js';

export interface Step {
	readonly step: StepName;
	/** Objects without which it is not served. */
	readonly needs: readonly (readonly [classId: number, name: LogicalName])[];
	/** What comes behind it makes no sense without it. */
	readonly must?: true;
	/** Throws Deviation, NotDone, HeadEndError. */
	readonly run: (run: UseCaseRun) => Promise<void>;
}

export interface UseCaseResult {
	readonly steps: readonly StepResult[];
	/** Why it broke off: nobody answers any more, or this side cannot; undefined: it did not. */
	readonly error: unknown;
}

/** @param onStep hears of each that is done */
export async function runUseCase(steps: readonly Step[], tools: UseCaseTools, onStep: (result: StepResult) => void): Promise<UseCaseResult> {
	const results: StepResult[] = [];
	const tell = (result: StepResult): void => {
		results.push(result);
		onStep(result);
	};
	let error: unknown;
	const run = new UseCaseRun(tools);
	try {
		run.objects = (await readObjectList(tools.session())).objects;
		let isBroken = false;
		for (const each of steps) {
			const { step, needs, must } = each;
			const missing = needs.find(([classId, name]) => !run.has(classId, name));
			const result: StepResult =
				missing !== undefined
					? { step, verdict: 'notServed', classId: missing[0], name: run.named(missing[1]) ?? missing[1] }
					: tools.isStopped() || isBroken
						? { step, verdict: 'notDone', why: isBroken ? 'before' : 'stopped' }
						: await resultOf(each, run);
			if (must && result.verdict !== 'ok') isBroken = true;
			tell(result);
		}
	} catch (reason) {
		error = reason;
	}
	const restored = await run.restore();
	if (restored !== undefined) tell({ step: 'restored', ...restored });
	return { steps: results, error };
}

/** Throws what says nothing of the meter. */
async function resultOf({ step, run }: Step, on: UseCaseRun): Promise<StepResult> {
	try {
		await run(on);
		return { step, verdict: 'ok' };
	} catch (error) {
		if (error instanceof NotDone) return { step, verdict: 'notDone', why: error.why };
		return { step, ...deviationIn(error) };
	}
}
