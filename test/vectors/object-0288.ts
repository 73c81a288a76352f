/**
 * The properties of the low-voltage smart electric energy meter (class 0x0288) and of its superclass, as the object definitions have them (ECHONET
 * Consortium, Machine Readable Appendix 1.3.1, 2025-03-14): since which release, how many bytes, and the rules of access. `required_c`: of meters that
 * measure the reverse direction, or (C0) that are used in Japan. Sizes: one, several, or `many` for 7 + 8n.
 */
export type Rule = 'required' | 'required_c' | 'optional' | 'notApplicable';

export interface PropertyFact {
	readonly epc: number;
	readonly from: string;
	readonly sizes: readonly number[] | 'many';
	readonly get: Rule;
	readonly set: Rule;
	readonly inf: Rule;
}

type Fact = readonly [epc: number, from: string, sizes: readonly number[] | 'many', get: Rule, set: Rule, inf: Rule];

const FACTS: readonly Fact[] = [
	[0x80, 'A', [1], 'required', 'optional', 'required'],
	[0x81, 'A', [1, 17], 'required', 'required', 'required'],
	[0x82, 'A', [4], 'required', 'notApplicable', 'optional'],
	[0x83, 'A', [17], 'optional', 'notApplicable', 'optional'],
	[0x88, 'A', [1], 'required', 'notApplicable', 'required'],
	[0x8a, 'A', [3], 'required', 'notApplicable', 'optional'],
	[0x8d, 'A', [12], 'optional', 'notApplicable', 'optional'],
	[0x97, 'A', [2], 'optional', 'optional', 'optional'],
	[0x98, 'A', [4], 'optional', 'optional', 'optional'],
	[0x9d, 'A', [1, 2, 3, 4, 5, 17], 'required', 'notApplicable', 'optional'],
	[0x9e, 'A', [1, 2, 3, 4, 5, 17], 'required', 'notApplicable', 'optional'],
	[0x9f, 'A', [17], 'required', 'notApplicable', 'optional'],
	[0xc0, 'R', [16], 'required_c', 'notApplicable', 'optional'],
	[0xd0, 'R', [15], 'required', 'notApplicable', 'optional'],
	[0xd3, 'F', [4], 'optional', 'notApplicable', 'optional'],
	[0xd7, 'F', [1], 'required', 'notApplicable', 'optional'],
	[0xe0, 'F', [4], 'required', 'notApplicable', 'optional'],
	[0xe1, 'F', [1], 'required', 'notApplicable', 'optional'],
	[0xe2, 'F', [194], 'required', 'notApplicable', 'optional'],
	[0xe3, 'F', [4], 'required_c', 'notApplicable', 'optional'],
	[0xe4, 'F', [194], 'required_c', 'notApplicable', 'optional'],
	[0xe5, 'F', [1], 'required', 'required', 'optional'],
	[0xe7, 'F', [4], 'required', 'notApplicable', 'optional'],
	[0xe8, 'F', [4], 'required', 'notApplicable', 'optional'],
	[0xea, 'F', [11], 'required', 'notApplicable', 'optional'],
	[0xeb, 'F', [11], 'required_c', 'notApplicable', 'optional'],
	[0xec, 'F', 'many', 'optional', 'notApplicable', 'optional'],
	[0xed, 'F', [7], 'optional', 'optional', 'optional'],
	[0xee, 'R', 'many', 'required', 'notApplicable', 'optional'],
	[0xef, 'R', [7], 'required', 'required', 'optional'],
];

export const OBJECT_0288: readonly PropertyFact[] = FACTS.map(([epc, from, sizes, get, set, inf]) => ({ epc, from, sizes, get, set, inf }));

/**
 * What the interface specification between meter and controller (AIF, low-voltage smart meter, v1.10) wants to be readable of a meter with one-minute
 * values, as a public program repeats it: 8D, 97, 98 and D3 too, which the class leaves open. Its own text was not seen.
 */
export const AIF_READABLE: readonly number[] = [
	...[0x80, 0x81, 0x82, 0x88, 0x8a, 0x8d, 0x97, 0x98, 0x9d, 0x9e, 0x9f],
	...[0xc0, 0xd0, 0xd3, 0xd7, 0xe0, 0xe1, 0xe2, 0xe5, 0xe7, 0xe8, 0xea, 0xee, 0xef],
];
