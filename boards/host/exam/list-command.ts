/** `keiki exam list`: all checks. */
import process from 'node:process';
import { CHECK_NAMES, type CheckName, checkNamed } from '../../../src/exam/checks/checks.js';
import { CHECKS_JA } from '../../../src/exam/checks/words/checks-ja.js';
import { LIMITS, unitOfLimit } from '../../../src/exam/limits.js';
import { timeOfStep } from '../../../src/exam/order.js';
import type { StepName } from '../../../src/exam/situations/steps.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import type { CommonWords } from '../shared/program.js';
import { padText } from '../shared/text-width.js';
import { declarationOfNobody } from './declaration-file.js';
import { secondsText } from './exam-host-words.js';

/** What a check that is judged over whole sessions is seen in, where nothing else is played. */
const FIRST: readonly StepName[] = Object.freeze(['first-join']);

export function listCommand({ json, lang = 'en' }: CommonWords & { readonly json?: boolean }): ExitCode {
	const { claims } = declarationOfNobody({ pollMs: 10_000 });
	const rows = CHECK_NAMES.map((name) => {
		const { id, is, obligation, source, confidence, seenBy, claim, limits = [], in: where } = checkNamed(name);
		const steps = where === 'sessions' ? FIRST : where;
		const times = steps.map((step) => timeOfStep(step, { claims, limits: LIMITS }));
		const sum = (of: 'least' | 'most') => times.reduce((total, time) => total + time[of], 0);
		return {
			...{ id, name, is: lang === 'ja' ? textJa(name) : is, obligation, source, confidence, seenBy, claim: claim ?? null },
			...{
				limits: Object.fromEntries(limits.map((limit) => [limit, { value: LIMITS[limit], unit: unitOfLimit(limit) }])),
				steps,
				leastMs: sum('least'),
				mostMs: sum('most'),
			},
		};
	});
	const text = json ? JSON.stringify(rows, undefined, '\t') : rows.map((row) => lineOf(row)).join('\n');
	process.stdout.write(`${text}\n`);
	return EXIT.done;
}

function textJa(name: CheckName): string {
	return CHECKS_JA[name];
}

interface Row {
	readonly id: string;
	readonly name: string;
	readonly is: string;
	readonly obligation: string;
	readonly source: string;
	readonly confidence: string;
	readonly leastMs: number;
	readonly mostMs: number;
}

function lineOf({ id, name, is, obligation, source, confidence, leastMs, mostMs }: Row): string {
	const time = `${secondsText(leastMs)}–${secondsText(mostMs)} s`;
	return `${padText(id, 3)}  ${padText(name, 32)}  ${padText(obligation, 7)}  ${padText(confidence, 8)}  ${padText(time, 14)}  ${is} [${source}]`;
}
