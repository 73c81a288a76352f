/** What a check of a meter found. */
import type { FindingFields } from '../checks/check.js';
import type { EvidenceLine } from '../report/report.js';
import type { Verdict } from '../verdict.js';
import type { FindingKind, FindingWords } from './words/findings.js';

export interface Found {
	readonly verdict: Verdict;
	/** Key of the tables of words. */
	readonly kind: FindingKind;
	readonly fields: FindingFields;
}

export interface MeterFinding extends Found {
	readonly evidence: readonly EvidenceLine[];
}

/** Findings whose kinds and fields are those of the tables of words. */
export function found<Kind extends FindingKind>(verdict: Verdict, kind: Kind, fields: FieldsOf<Kind>): Found {
	return { verdict, kind, fields };
}

type FieldsOf<Kind extends FindingKind> =
	Parameters<FindingWords[Kind]> extends [infer Fields] ? Fields & FindingFields : Readonly<Record<string, never>>;

/** What a check needs and does not get is another rule's, if it is an association, or what the object list tells. */
export function ofNoAnswer({ what, of }: NoAnswer): Found {
	return what === 'notOpened' || what === 'notListed' ? found('notSeen', what, {}) : found('fail', what, { what: of });
}

/** The meter does not do what a check needs of it to go on. */
export class NoAnswer extends Error {
	readonly what: 'silent' | 'lost' | 'closed' | 'exception' | 'malformed' | 'refusal' | 'notOpened' | 'notListed';
	/** Of what: `GET`, `AARQ`. */
	readonly of: string;

	constructor(what: NoAnswer['what'], of: string) {
		super(`conformance: ${of}: ${what}`);
		this.what = what;
		this.of = of;
	}
}
