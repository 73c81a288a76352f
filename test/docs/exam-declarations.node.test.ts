/** docs/exam: a declaration for each public program that was examined by hand. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { readDeclaration } from '../../boards/host/exam/declaration-file.js';
import { checkPlaceholders } from '../../boards/host/exam/placeholders.js';
import { CHECK_NAMES, checkNamed } from '../../src/exam/checks/checks.js';
import { LIMITS } from '../../src/exam/limits.js';

const FOLDER = 'docs/exam';
/** Programs that have to be there: as many as were to be shown. */
const LEAST = 4;

const files = readdirSync(FOLDER);
const known = { check: CHECK_NAMES.flatMap((name) => [name, checkNamed(name).id]), limit: Object.keys(LIMITS) };

describe(FOLDER, () => {
	it('has declarations, and nothing else', () => {
		assert.ok(files.length >= LEAST, files.join(' '));
		assert.deepEqual([...new Set(files.map((file) => extname(file)))], ['.yaml']);
	});

	for (const file of files) {
		const path = join(FOLDER, file);
		const program = basename(file, '.yaml');
		const text = readFileSync(path, 'utf8');

		describe(file, () => {
			it('is read as an exam reads it', () => {
				const declaration = readDeclaration(path, known);
				checkPlaceholders(declaration, {});
				assert.ok(declaration.hems.startsWith(program), declaration.hems);
				assert.ok(declaration.observe.some(({ what }) => what === 'power'));
			});

			it('gives the program the port, and the id and password of the exam', () => {
				const { start } = readDeclaration(path);
				const given = [...(start?.command ?? []), ...Object.values(start?.env ?? {})].join(' ');
				for (const [placeholder, variable] of [
					['{dongle}', 'KEIKI_DONGLE'],
					['{id}', 'KEIKI_ROUTE_B_ID'],
					['{password}', 'KEIKI_ROUTE_B_PASSWORD'],
				] as const)
					assert.ok(given.includes(placeholder) || text.includes(`os.environ['${variable}']`), placeholder);
			});

			it('tells in English whence the program comes, and the command that examines it', () => {
				assert.match(text, /^# \S/);
				assert.match(text, new RegExp(`\\(github\\.com/[\\w-]+/${program}\\)`));
				assert.ok(text.includes(`keiki exam ${path}`));
			});
		});
	}
});
