/** Which faults a page shows. */
import type { FaultGroup, ListedFault } from '../../faults/fault-list.js';

export type Shown = 'all' | 'on' | FaultGroup;

/** Those of the group, or that are on, with all words of the search in name, sentence, numbers or situations. */
export function shownFaults(faults: readonly ListedFault[], shown: Shown, search: string, on: ReadonlySet<string>): readonly ListedFault[] {
	const wanted = search
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== '');
	return faults.filter((fault) => {
		if (shown === 'on' ? !on.has(fault.name) : shown !== 'all' && fault.group !== shown) return false;
		const text = textOf(fault);
		return wanted.every((word) => (/^b\d+$/.test(word) ? fault.situations.some(({ name }) => name.toLowerCase() === word) : text.includes(word)));
	});
}

function textOf({ name, does, situations }: ListedFault): string {
	return [name, does, ...situations.flatMap((each) => [each.name, each.is])].join(' ').toLowerCase();
}
