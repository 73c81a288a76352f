/**
 * What a client may be offered beyond what all clients with keys are: words of the keys file (`offers`). Without any it is exactly what the profile says,
 * for what is proposed changes how public clients speak.
 */
import { frozen } from '../../modules/bytes/frozen.js';
import { MECHANISM } from '../../modules/dlms/apdu/acse.js';
import { CONFORMANCE } from '../../modules/dlms/apdu/initiate.js';

/** What one word stands for. */
export interface OfferRow {
	/** Bits of `CONFORMANCE`. */
	readonly conformance?: number;
	/** One of `MECHANISM`: whoever is offered some may come with these alone. */
	readonly mechanism?: number;
	/** Whether it stands for general-ciphering and general-signing. */
	readonly isGeneral?: boolean;
}

export const OFFERS = frozen({
	/** General Block Transfer. */
	gbt: { conformance: CONFORMANCE.generalBlockTransfer },
	/** ACCESS. */
	access: { conformance: CONFORMANCE.access },
	/** A password, and HLS by the number of its mechanism. */
	lls: { mechanism: MECHANISM.low },
	hls2: { mechanism: MECHANISM.high },
	hls3: { mechanism: MECHANISM.highMd5 },
	hls4: { mechanism: MECHANISM.highSha1 },
	hls5: { mechanism: MECHANISM.highGmac },
	hls6: { mechanism: MECHANISM.highSha256 },
	hls7: { mechanism: MECHANISM.highEcdsa },
	/** General-ciphering and general-signing. */
	general: { isGeneral: true },
} as const satisfies Readonly<Record<string, OfferRow>>);

export type Offer = keyof typeof OFFERS;

export function isOffer(word: unknown): word is Offer {
	return typeof word === 'string' && Object.hasOwn(OFFERS, word);
}

function rowOf(offer: Offer): OfferRow {
	return OFFERS[offer];
}

/** The word of one of `MECHANISM`. */
export function mechanismWord(mechanism: number): Offer {
	return (Object.keys(OFFERS) as Offer[]).find((offer) => rowOf(offer).mechanism === mechanism)!;
}

/** Those of `MECHANISM` that are among these, in their order. */
export function offeredMechanisms(offers: readonly Offer[] = []): readonly number[] {
	return offers.flatMap((offer) => rowOf(offer).mechanism ?? []);
}

/** Whether general-ciphering and general-signing are among these. */
export function isGeneralOffered(offers: readonly Offer[] = []): boolean {
	return offers.some((offer) => rowOf(offer).isGeneral);
}

/** Bits of `CONFORMANCE` of all these. */
export function offeredConformance(offers: readonly Offer[] = []): number {
	let bits = 0;
	for (const offer of offers) bits |= rowOf(offer).conformance ?? 0;
	return bits;
}
