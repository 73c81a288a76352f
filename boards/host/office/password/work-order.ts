/** The work order as a worker takes it to the site: what is to be done, and the code with what the hand-held brings to the communication unit. */
import type { Head } from '../../../../src/operations/audit/anchor.js';
import { qrCode } from './bar-code-picture.js';
import { Paper } from './paper.js';
import { PAPER_WORDS } from './paper-words.js';

export interface WorkOrderFacts {
	readonly language: 'en' | 'ja';
	/** W and 8 digits. */
	readonly order: string;
	/** In words. */
	readonly work: string;
	readonly contract: string;
	/** One line. */
	readonly site: string;
	readonly customer: string;
	/** System title of the communication unit, once the order is done; undefined: none is known. */
	readonly meter?: string | undefined;
	readonly worker?: string | undefined;
	/** The end of that day, ms since 1970; undefined: by no day. */
	readonly until?: number | undefined;
	/** ms since 1970. */
	readonly at: number;
	/** All in words. */
	readonly units: readonly { readonly place: string; readonly act: string; readonly unit: string; readonly serial: string }[];
	readonly password?: OrderPassword | undefined;
	readonly log: Head;
}

export interface OrderPassword {
	/** The text of the bar code. */
	readonly code: string;
	/** Name of the hand-held. */
	readonly handheld: string;
	/** ms since 1970. */
	readonly notBefore: number;
	readonly notAfter: number;
}

/** mm: each module of a code of 400 characters is 0.7 mm then. */
const CODE_SIDE = 52;
/** Of the steps, that which scans the code. */
const SCANNING = 2;

/** @returns the file, and characters that the type has not */
export async function workOrderOf(facts: WorkOrderFacts): Promise<{ readonly file: Uint8Array; readonly missing: readonly string[] }> {
	const { language, password, units } = facts;
	const words = PAPER_WORDS[language];
	const { order } = words;
	const paper = await Paper.begin({ title: `${order.title} ${facts.order}`, language, at: facts.at });
	paper.title(`${order.title} ${facts.order}`);
	if (password === undefined) paper.text(order.noPassword);
	else {
		paper.heading(order.password);
		const { code, handheld, notBefore, notAfter } = password;
		paper.code(await qrCode(code), CODE_SIDE, order.handheld(handheld, words.time(notBefore), words.time(notAfter)));
	}
	const told: readonly (readonly [string, string | undefined])[] = [
		[order.work, facts.work],
		[order.contract, facts.contract],
		[order.customer, facts.customer],
		[order.site, facts.site],
		[order.meter, facts.meter],
		[order.worker, facts.worker],
		[order.until, facts.until === undefined ? undefined : words.day(facts.until - 1)],
	];
	paper.fields(told.filter((row): row is readonly [string, string] => row[1] !== undefined));
	if (units.length > 0) {
		paper.heading(order.units);
		paper.table([order.unitHead, ...units.map(({ place, act, unit, serial }) => [place, act, unit, serial])]);
	}
	paper.heading(order.how);
	paper.steps(password === undefined ? order.steps.filter((_, i) => i !== SCANNING) : order.steps);
	paper.fields([
		[order.done, ''],
		[order.signature, ''],
	]);
	paper.small(words.head(facts.log.hash, facts.log.seq));
	return { file: await paper.end(), missing: paper.missing };
}
