/** A fault in words: `NAME`, `NAME=VALUE`. */
import { type FaultValue, FORMS } from './fault-forms.js';
import { FAULT_NAMES, type FaultName, faultRow, isFault } from './fault-table.js';

/** A fault that is to be on, and how. */
export interface FaultChoice {
	readonly name: FaultName;
	readonly value: FaultValue;
	/** The value as it was given. */
	readonly text: string;
	/** It strikes once and is off then. */
	readonly once?: boolean;
}

/** What is wrong with the words. */
export type FaultWrong =
	/** `near`: what may have been meant. */
	| { readonly kind: 'unknown'; readonly name: string; readonly near: readonly FaultName[] }
	| { readonly kind: 'value'; readonly name: FaultName; readonly text: string };

/** The words are no fault: what would be right. */
export class FaultError extends Error {
	constructor(
		message: string,
		readonly wrong: FaultWrong,
	) {
		super(message);
	}
}

/** @throws FaultError */
export function parseFault(text: string): FaultChoice {
	const at = text.indexOf('=');
	const name = parseFaultName(at < 0 ? text : text.slice(0, at));
	return faultChoice(name, at < 0 ? undefined : text.slice(at + 1));
}

/** @throws FaultError */
export function parseFaultName(name: string): FaultName {
	if (isFault(name)) return name;
	const near = nearTo(name);
	const perhaps = near.length > 0 ? `, perhaps ${near.join(' or ')}` : '';
	throw new FaultError(`there is no fault "${name}"${perhaps}; keiki faults lists them all`, { kind: 'unknown', name, near });
}

/** @throws FaultError for a value that is none of its form; undefined is the usual one */
export function faultChoice(name: FaultName, given: string | undefined): FaultChoice {
	const { form, usual } = faultRow(name);
	const text = given ?? usual;
	const value = FORMS[form].parse(text);
	if (value !== undefined) return { name, value, text };
	throw new FaultError(`expected ${FORMS[form].text}, got "${text}"; for example ${name}=${usual}`, { kind: 'value', name, text });
}

function nearTo(name: string): FaultName[] {
	return FAULT_NAMES.filter((each) => name.length > 2 && (each.includes(name) || name.includes(each)));
}
