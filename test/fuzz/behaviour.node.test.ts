// KEIKI_BEHAVIOUR   `write`: the table is written anew, in place of being compared (npm run fuzz -- --behaviour)
import { readFileSync, writeFileSync } from 'node:fs';
import { equal } from '../assert.js';
import { behaviour, behaviourText } from './behaviour.js';

const TABLE = 'test/fuzz/behaviour.md';

describe('join times and latencies of Gets over loss and rate', () => {
	it('are those of the table', () => {
		const now = behaviourText(behaviour());
		if (process.env.KEIKI_BEHAVIOUR === 'write') {
			writeFileSync(TABLE, now);
			console.log(`${TABLE} is written anew; look at what has changed before you commit it.`);
			return;
		}
		const kept = readFileSync(TABLE, 'utf8').split('\n');
		const changed = now.split('\n').flatMap((line, i) => (line === kept[i] ? [] : [`- ${kept[i]}\n+ ${line}`]));
		equal(changed.join('\n'), '', `${TABLE}, which npm run fuzz -- --behaviour writes anew where the change is meant`);
	});
});
