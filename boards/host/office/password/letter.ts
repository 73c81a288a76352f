/** The letter with a customer's Route B password, which is nowhere else to be read: made in the process that drew it. */
import type { Head } from '../../../../src/operations/audit/anchor.js';
import { inGroups } from '../../../../src/operations/password/draw.js';
import { qrCode } from './bar-code-picture.js';
import { Paper } from './paper.js';
import { PAPER_WORDS } from './paper-words.js';

export interface LetterFacts {
	readonly language: 'en' | 'ja';
	readonly name: string;
	/** Lines of the address. */
	readonly address: readonly string[];
	readonly contract: string;
	/** ms since 1970. */
	readonly at: number;
	readonly version: number;
	readonly log: Head;
}

/** @returns the file, and characters that the type has not */
export async function letterOf(
	facts: LetterFacts,
	id: string,
	password: string,
): Promise<{ readonly file: Uint8Array; readonly missing: readonly string[] }> {
	const { language, name, address, contract, at, version, log } = facts;
	const words = PAPER_WORDS[language];
	const { letter } = words;
	const paper = await Paper.begin({ title: letter.title, language, at });
	paper.address([...address, letter.to(name)]);
	paper.title(letter.title);
	paper.text(letter.opening);
	paper.fields([
		[letter.contract, contract],
		[letter.made, words.day(at)],
		[letter.version, String(version)],
	]);
	paper.fields(
		[
			[letter.id, inFours(id)],
			[letter.password, inGroups(password)],
		],
		true,
	);
	paper.small(letter.characters);
	paper.code(await qrCode(letterCodeText(id, password)), 34, [letter.code]);
	paper.heading(letter.how);
	paper.steps(letter.steps);
	paper.text(letter.keep);
	paper.text(letter.lost);
	paper.small(words.head(log.hash, log.seq));
	return { file: await paper.end(), missing: paper.missing };
}

/** What the letter's code holds. */
export function letterCodeText(id: string, password: string): string {
	return `ID ${id}\nPW ${password}`;
}

/** 32 digits, in two lines of four groups. */
function inFours(id: string): string {
	return [id.slice(0, 16), id.slice(16)].map((half) => half.match(/.{4}/g)!.join(' ')).join('\n');
}
