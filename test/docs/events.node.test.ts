/** docs/events.md and its Japanese twin tell what the schema has, all of it and nothing else. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { COMMON, EVENT_KINDS, EVENTS, SCHEMA } from '../../src/world/schema/event-rows.js';
import { checkRecord } from '../../src/world/schema/shape.js';
import { examplesOf, TABLES, tablesOf } from './schema-page.js';

for (const file of ['docs/events.md', 'docs/events.ja.md']) {
	const page = readFileSync(file, 'utf8');
	const tables = tablesOf(page);
	const isEnglish = file === 'docs/events.md';

	describe(file, () => {
		it('has a table for each kind of event, the state and the commands, and no other', () => {
			assert.deepEqual(
				[...tables.keys()],
				TABLES.map(({ heading }) => heading),
			);
		});

		for (const { heading, rows } of TABLES) {
			it(`has the fields of "${heading}", with their types and units`, () => {
				const cells = tables.get(heading);
				const comparable = (row: readonly string[]) => (isEnglish ? [...row] : row.slice(0, heading === 'command' ? 2 : -2));
				assert.deepEqual(cells?.map(comparable), rows.map(comparable));
				for (const row of cells ?? []) assert.ok(row.length === rows[0]!.length, row.join(' | '));
			});
		}

		it('shows an example of each kind of event that is one', () => {
			const events = examplesOf(page).filter(({ event }) => event !== undefined);
			assert.deepEqual(
				events.map(({ event }) => event),
				EVENT_KINDS,
			);
			for (const example of events) {
				const { fields } = EVENTS[example.event as keyof typeof EVENTS];
				assert.equal(checkRecord({ ...COMMON, ...fields }, example, example.event as string), undefined);
			}
		});

		it('names the version of the schema', () => {
			assert.ok(page.includes(`\`schema\`: ${SCHEMA}`));
		});
	});
}
