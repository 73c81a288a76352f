import { aboutOf } from '../../../src/exam/about.js';
import type { ObserveDeclaration } from '../../../src/exam/declaration.js';
import { equal } from '../../assert.js';
import { MODEL_DECLARATION } from './model-candidate.js';

const LINE = { kind: 'stdout', pattern: '(?<v>.*)' } as const;
const TOPIC = { kind: 'mqtt', topic: 'power', json: undefined } as const;

const shows = (observe: Partial<ObserveDeclaration>) =>
	aboutOf({ ...MODEL_DECLARATION, observe: [{ what: 'power', step: 1, factor: 1, none: [], is: undefined, source: LINE, ...observe }] }).showsPresent;

describe('What is known of a program by its declaration', () => {
	it('is that it shows present values: in a page or a topic, or where it has words for "there is none"', () => {
		equal(shows({ source: TOPIC }), true);
		equal(shows({ none: ['null'] }), true);
		equal(shows({ what: 'online', is: 'up' }), true);
	});

	it('is that it logs readings, each of its time', () => equal(shows({}), false));
});
