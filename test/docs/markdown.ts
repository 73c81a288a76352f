/** The parts of a page that its twin in another language and the checks of documents need. */

export interface Heading {
	readonly level: number;
	readonly text: string;
}

export interface Page {
	readonly headings: readonly Heading[];
	/** Fenced blocks, with the word behind the fence. */
	readonly blocks: readonly string[];
	/** Tables as rows of cells, without the line below the header. */
	readonly tables: readonly (readonly (readonly string[])[])[];
	/** Targets of links, as they are written. */
	readonly links: readonly string[];
}

const FENCE = /^\s*```/;
const HEADING = /^(#{1,6}) (.*)$/;
const BELOW_HEADER = /^\|(\s*:?-+:?\s*\|)+$/;

export function parsePage(text: string): Page {
	const headings: Heading[] = [];
	const blocks: string[] = [];
	const tables: string[][][] = [];
	const links: string[] = [];
	let block: string[] | undefined;
	let table: string[][] | undefined;
	for (const line of text.split('\n')) {
		if (block !== undefined || FENCE.test(line)) {
			table = undefined;
			if (block !== undefined && FENCE.test(line)) {
				blocks.push(block.join('\n'));
				block = undefined;
			} else if (block === undefined) block = [line.trim()];
			else block.push(line);
			continue;
		}
		for (const [, target] of withoutCode(line).matchAll(/\]\(([^)]+)\)/g)) links.push(target!);
		const heading = HEADING.exec(line);
		if (heading !== null) headings.push({ level: heading[1]!.length, text: heading[2]! });
		if (!line.startsWith('|')) table = undefined;
		else if (!BELOW_HEADER.test(line)) {
			if (table === undefined) {
				table = [];
				tables.push(table);
			}
			table.push(cellsOf(line));
		}
	}
	return { headings, blocks, tables, links };
}

/** A bar within `code` parts no cells. */
function cellsOf(line: string): string[] {
	const parts = line.split(/(`[^`]*`)/);
	const cells = [''];
	for (const [i, part] of parts.entries()) {
		const pieces = i % 2 === 1 ? [part] : part.split('|');
		cells[cells.length - 1] += pieces[0]!;
		cells.push(...pieces.slice(1));
	}
	return cells.slice(1, -1).map((cell) => cell.trim());
}

function withoutCode(line: string): string {
	return line.replaceAll(/`[^`]*`/g, '``');
}

export function codeOf(cell: string): string[] {
	return [...cell.matchAll(/`([^`]*)`/g)].map(([, code]) => code!);
}

/** The anchor that a heading gets where the page is shown: its letters and digits in lower case, `-` for blanks. */
export function anchorOf(heading: string): string {
	return heading
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
		.replaceAll(' ', '-');
}
