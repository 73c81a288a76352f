import process from 'node:process';
import { FORMS } from '../../../src/world/fault/fault-forms.js';
import { FAULT_NAMES, type FaultName, faultRow } from '../../../src/world/fault/fault-table.js';
import { askMeter } from '../shared/ask-meter.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { printable } from '../shared/printable.js';

const GROUPS: readonly (readonly [string, (name: FaultName) => boolean])[] = [
	['The air', (name) => faultRow(name).at === 'air'],
	['Field failures, by their numbers', (name) => faultRow(name).failure !== undefined],
	['More', () => true],
];

/** The list that `keiki faults` prints. */
export function faultsText(): string {
	const width = Math.max(...FAULT_NAMES.map((name) => name.length));
	const lines = [
		'keiki run --fault NAME=VALUE …   NAME alone takes the usual value.',
		'keiki meter fault NAME=VALUE      the same while it runs; "once" behind it: one strike; keiki meter fault NAME off',
	];
	let left = FAULT_NAMES;
	for (const [title, belongs] of GROUPS) {
		lines.push('', title);
		for (const name of left.filter(belongs)) {
			const { failure, does, form, usual, lasts } = faultRow(name);
			lines.push(`${(failure === undefined ? '' : `${failure}`).padStart(4)}  ${name.padEnd(width)}  ${does}`);
			lines.push(`${''.padStart(width + 8)}${FORMS[form].text}; usual: ${usual}${lasts === true ? '; not once' : ''}`);
		}
		left = left.filter((each) => !belongs(each));
	}
	return `${lines.join('\n')}\n`;
}

/** The same for programs: an array, one object a fault. */
export function faultsJson(): string {
	const rows = FAULT_NAMES.map((name) => {
		const { at, alsoAt, does, failure, form, usual, lasts } = faultRow(name);
		return {
			name,
			does,
			failure: failure ?? null,
			value: FORMS[form].text,
			usual,
			at: alsoAt === undefined ? [at] : [at, alsoAt],
			once: lasts !== true,
		};
	});
	return `${JSON.stringify(rows)}\n`;
}

/** Which are on in the meter that runs. Throws UsageError for a place where it may not ask. */
export async function runningFaults({ control, json = false }: { readonly control?: string; readonly json?: boolean }): Promise<ExitCode> {
	const answer = await askMeter('keiki faults', control, 'fault');
	if (answer === undefined) return EXIT.untold;
	const { faults = [] } = answer.data ?? {};
	process.stdout.write(`${printable(json ? JSON.stringify(faults) : answer.text)}\n`);
	return answer.result === 'done' ? EXIT.done : EXIT.no;
}
