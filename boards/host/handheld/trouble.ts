/** Why a hand-held does not do what it was asked, as data; handheld-words.ts says it to a person, with what to do next. */
import type { Settled } from '../../../src/head-end/credentials.js';
import type { HeadEndFailure } from '../../../src/head-end/head-end-error.js';
import type { BarCodeFault } from '../../../src/operations/bar-code/faults.js';
import type { OfKinds } from '../../../src/world/schema/language.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';

export interface TroubleFields {
	/** The picture has no bar code that could be read. */
	noCode: object;
	/** What is wrong with the text. @param now the hand-held's clock, ms */
	barCode: { readonly fault: BarCodeFault; readonly now: number; readonly own: string };
	/** So many results wait for the office. */
	full: { readonly results: number };
	/** No keys for this meter. @param meter null: it is not said which, and there is not one alone. @param path of the file */
	noKeys: { readonly meter: string | null; readonly path: string };
	/** Nobody answers at the local port. */
	silent: { readonly place: string; readonly failure: HeadEndFailure };
	/** What answers is not the meter that is asked for. @param found its serial number or system title; undefined: it does not tell */
	otherMeter: { readonly meter: string; readonly found: string | undefined };
	/** It answers, and lets this client do nothing. */
	notLetIn: { readonly meter: string; readonly failure: HeadEndFailure };
	/** It says no to what it is asked. */
	refused: { readonly failure: HeadEndFailure };
	/** It fell silent in the midst of it: nothing is known of how it ended. */
	unsure: { readonly failure: HeadEndFailure };
	/** The unit is at others that came right before. */
	busy: object;
	/** The unit does not take them: that is the end of the order, and a result. */
	unit: Pick<Settled, 'inForce' | 'result'> & { readonly why: NonNullable<Settled['why']>; readonly version: number; readonly order: string };
}

export type Trouble = OfKinds<TroubleFields>;

/** Nobody could tell: it may work when it is tried again. */
const UNTOLD: readonly Trouble['kind'][] = Object.freeze(['silent', 'unsure', 'busy']);

export class HandheldTrouble extends Error {
	constructor(readonly trouble: Trouble) {
		super(trouble.kind);
	}

	get exitCode(): ExitCode {
		return UNTOLD.includes(this.trouble.kind) ? EXIT.untold : EXIT.no;
	}
}
