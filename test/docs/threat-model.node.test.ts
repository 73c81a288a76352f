/** The threat model names a test for each of its rows, in both languages: there are such tests. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { codeOf, parsePage } from './markdown.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = ['docs/security.md', 'docs/security.ja.md'];
const ENDS = ['.test.ts', '.node.test.ts'];
const SEPARATOR = ' › ';
const COLUMNS = 4;

const titles = new Map<string, ReadonlySet<string>>();

/** Of all tests in a file, as they are written: in a template the `${…}` too. Undefined: there is no such file. */
function titlesOf(name: string): ReadonlySet<string> | undefined {
	const known = titles.get(name);
	if (known !== undefined) return known;
	const path = ENDS.map((end) => `${ROOT}test/${name}${end}`).find((each) => existsSync(each));
	if (path === undefined) return undefined;
	const found = new Set<string>();
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && node.expression.getText() === 'it' && node.arguments.length > 0) {
			const [title] = node.arguments;
			found.add(ts.isStringLiteralLike(title!) ? title.text : title!.getText().slice(1, -1));
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true));
	titles.set(name, found);
	return found;
}

/** What is wrong with `file › title`; undefined: nothing. */
function wrongWith(name: string): string | undefined {
	const at = name.indexOf(SEPARATOR);
	if (at < 0) return `expected \`file${SEPARATOR}title\`, got \`${name}\``;
	const file = name.slice(0, at);
	const all = titlesOf(file);
	if (all === undefined) return `there is no test/${file}.test.ts, nor .node.test.ts`;
	return all.has(name.slice(at + SEPARATOR.length)) ? undefined : `no test of test/${file} has the title "${name.slice(at + SEPARATOR.length)}"`;
}

describe('the threat model', () => {
	for (const path of PAGES) {
		describe(path, () => {
			const rows = parsePage(readFileSync(ROOT + path, 'utf8')).tables.flatMap((table) => table.slice(1));

			it('names in each row a test that there is', () => {
				const wrong = rows.flatMap((row) => {
					const names = codeOf(row.at(-1)!);
					if (row.length !== COLUMNS || names.length === 0) return [`"${row[0]}": expected ${COLUMNS} cells, in the last one the tests`];
					return names.map(wrongWith).filter((each) => each !== undefined);
				});
				assert.deepEqual(wrong, []);
				assert.notEqual(rows.length, 0);
			});
		});
	}

	it('is found wrong where a test is gone, in its file or with it', () => {
		assert.equal(wrongWith('modules/ieee802154/mac-security › refuses a replay, and acknowledges it all the same'), undefined);
		assert.match(wrongWith('modules/ieee802154/mac-security › takes a replay')!, /no test of .* has the title "takes a replay"/);
		assert.match(wrongWith('modules/none › is')!, /there is no test\/modules\/none\.test\.ts/);
		assert.match(wrongWith('a replay')!, /expected `file › title`/);
	});
});
