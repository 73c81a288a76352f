/** What may be wrong with the bar code of a work order, and what to do then. */
export type BarCodeFault =
	/** Nothing of it is this kind of bar code. */
	| { readonly kind: 'foreign-text' }
	/** It begins as one and ends before its end. */
	| { readonly kind: 'cut' }
	/** It is whole, and the check at its end does not fit: misread, or misprinted. */
	| { readonly kind: 'misread' }
	/** A later edition than this program's. */
	| { readonly kind: 'edition'; readonly found: string }
	/** It is for another hand-held. @param handheld whose, 16 digits */
	| { readonly kind: 'other-handheld'; readonly handheld: string }
	/** For this one by its name, and it does not open: altered, or not sealed by this office. */
	| { readonly kind: 'not-opened' }
	/** Of another order than the one at hand. */
	| { readonly kind: 'other-order'; readonly order: string }
	/** Of another meter than the one at hand. @param meter whose: system title, 16 digits */
	| { readonly kind: 'other-meter'; readonly meter: string }
	/** @param notBefore ms since 1970 */
	| { readonly kind: 'too-early'; readonly notBefore: number }
	/** @param notAfter ms since 1970 */
	| { readonly kind: 'expired'; readonly notAfter: number }
	| { readonly kind: 'used'; readonly order: string };

export type BarCodeFaultKind = BarCodeFault['kind'];

/** Whether it is a fault, where it might have been something else. */
export function isFault<T extends object>(found: T | BarCodeFault): found is BarCodeFault {
	return 'kind' in found;
}
