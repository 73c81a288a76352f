/**
 * What a client may be offered beyond what all clients with keys are: words of the keys file (`offers`). Without any it is exactly what the profile says,
 * for what is proposed changes how public clients speak.
 */
import { frozen } from '../../modules/bytes/frozen.js';
import { CONFORMANCE } from '../../modules/dlms/apdu/initiate.js';

/** What one word stands for. */
export interface OfferRow {
	/** Bits of `CONFORMANCE`. */
	readonly conformance: number;
}

export const OFFERS = frozen({
	/** General Block Transfer. */
	gbt: { conformance: CONFORMANCE.generalBlockTransfer },
	/** ACCESS. */
	access: { conformance: CONFORMANCE.access },
} as const satisfies Readonly<Record<string, OfferRow>>);

export type Offer = keyof typeof OFFERS;

export function isOffer(word: unknown): word is Offer {
	return typeof word === 'string' && Object.hasOwn(OFFERS, word);
}

/** Bits of `CONFORMANCE` of all these. */
export function offeredConformance(offers: readonly Offer[] = []): number {
	let bits = 0;
	for (const offer of offers) bits |= OFFERS[offer].conformance;
	return bits;
}
