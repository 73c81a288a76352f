/** Each page has its twin in the other language: the same headings, commands and tables, so that neither falls behind. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anchorOf, codeOf, type Page, parsePage } from './markdown.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const IN_JAPANESE = '.ja.md';

const PAGES = [
	'README.md',
	'SECURITY.md',
	'boards/README.md',
	...readdirSync(join(ROOT, 'docs'))
		.filter((name) => name.endsWith('.md') && !name.endsWith(IN_JAPANESE))
		.map((name) => `docs/${name}`),
];

function twinOf(path: string): string {
	return path.replace(/\.md$/, IN_JAPANESE);
}

function read(path: string): Page {
	return parsePage(readFileSync(join(ROOT, path), 'utf8'));
}

/** A comment behind a command, or on a line of its own, is in the language of the page. */
function withoutComments(block: string): string {
	return block
		.split('\n')
		.map((line) => line.replace(/(^|\s+)#.*$/, ''))
		.join('\n');
}

/** How many columns each row has, and the words of its first cell that mean the same in every language. */
function shapeOf(table: readonly (readonly string[])[]): readonly string[] {
	return table.map((row) => `${row.length}: ${codeOf(row[0] ?? '').join(' ')}`);
}

/** Links of a page that lead to no file, or to no heading of it. */
function deadLinks(path: string): string[] {
	return read(path).links.filter((link) => {
		if (/^[a-z]+:/.test(link)) return false;
		const [file, anchor] = link.split('#');
		const target = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), decodeURI(file!)));
		if (!existsSync(join(ROOT, target))) return true;
		return anchor !== undefined && !read(target).headings.some(({ text }) => anchorOf(text) === decodeURI(anchor));
	});
}

for (const path of PAGES) {
	const twin = twinOf(path);
	describe(`${path} and ${twin}`, () => {
		it('are both there, and lead to each other', () => {
			assert.ok(existsSync(join(ROOT, twin)), `expected ${twin} beside ${path}`);
			assert.ok(read(path).links.includes(posix.basename(twin)), `expected a link to ${posix.basename(twin)} in ${path}`);
			assert.ok(read(twin).links.includes(posix.basename(path)), `expected a link to ${posix.basename(path)} in ${twin}`);
		});

		it('have the same headings, by number and level', () =>
			assert.deepEqual(
				read(twin).headings.map(({ level }) => level),
				read(path).headings.map(({ level }) => level),
			));

		it('have the same commands and outputs', () => assert.deepEqual(read(twin).blocks.map(withoutComments), read(path).blocks.map(withoutComments)));

		it('have the same tables: rows, columns, and words of the program in the first one', () =>
			assert.deepEqual(read(twin).tables.map(shapeOf), read(path).tables.map(shapeOf)));

		for (const page of [path, twin]) it(`have links that lead somewhere: ${page}`, () => assert.deepEqual(deadLinks(page), []));
	});
}
