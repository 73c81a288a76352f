import { FAULTS, type FaultOption, FORMS } from './fault-options.js';

const AIR: readonly string[] = ['drop', 'corrupt', 'duplicate', 'reorder', 'delay'];

const GROUPS: readonly (readonly [string, (fault: FaultOption) => boolean])[] = [
	['The air', (fault) => AIR.includes(fault.name)],
	['Field failures, by their numbers', (fault) => fault.failure !== undefined],
	['More', () => true],
];

/** The list that `keiki faults` prints. */
export function faultsText(): string {
	const width = Math.max(...FAULTS.map((fault) => fault.name.length));
	const lines = ['keiki run --fault NAME=VALUE …   NAME alone takes the usual value.'];
	let left = FAULTS;
	for (const [title, belongs] of GROUPS) {
		lines.push('', title);
		for (const fault of left.filter(belongs)) {
			const number = fault.failure === undefined ? '' : `${fault.failure}`;
			lines.push(`${number.padStart(4)}  ${fault.name.padEnd(width)}  ${fault.does}`);
			lines.push(`${''.padStart(width + 8)}${FORMS[fault.form]}; usual: ${fault.usual}`);
		}
		left = left.filter((each) => !belongs(each));
	}
	return `${lines.join('\n')}\n`;
}

/** The same for programs: an array, one object a fault. */
export function faultsJson(): string {
	return `${JSON.stringify(FAULTS.map(({ name, does, failure, form, usual }) => ({ name, does, failure: failure ?? null, value: FORMS[form], usual })))}\n`;
}
