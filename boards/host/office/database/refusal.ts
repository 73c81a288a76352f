/** What the office answers no to, as data: the words are made where it is told. */
import { ACTS, type Act, type Right } from '../../../../src/operations/access/acts.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import type { InEach } from '../../../../src/world/schema/language.js';

/** Of a piece of the office: its words come with it. */
export interface Told {
	readonly kind: string;
	readonly words: InEach<string>;
}

export type Refusal = { readonly kind: 'noRight'; readonly actor: string; readonly act: Act; readonly roles: Actor['roles'] } | Told;

/** Nothing was done. The command ends with 1. */
export class OfficeRefusal extends Error {
	readonly refusal: Refusal;

	constructor(refusal: Refusal) {
		super(refusalWords(refusal).en);
		this.refusal = refusal;
	}
}

export function noRight({ name }: Actor, act: Act): OfficeRefusal {
	const { roles }: Right = ACTS[act];
	return new OfficeRefusal({ kind: 'noRight', actor: name, act, roles });
}

export function refusalWords(refusal: Refusal): InEach<string> {
	if ('words' in refusal) return refusal.words;
	const { actor, act, roles } = refusal;
	return {
		en: `${actor} has no right to ${act}: it is for ${roles.join(', ')}`,
		ja: `${actor}には${act}の権限がありません。できるのは: ${roles.join('、')}`,
	};
}
