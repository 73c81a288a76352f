import { CLASSES } from '../../../modules/capture/fields/cosem.js';
import { className } from '../../../src/head-end/interface-classes.js';
import { equal } from '../../assert.js';

const LAST_CLASS = 255;

describe('names of interface classes', () => {
	it('are the same in captures and to a head-end', () => {
		const named: Readonly<Record<number, string>> = CLASSES;
		let count = 0;
		for (let id = 0; id <= LAST_CLASS; id++) {
			equal(named[id] ?? `class ${id}`, className(id), `class ${id}`);
			if (named[id] !== undefined) count++;
		}
		equal(count, Object.keys(CLASSES).length);
	});
});
