import { ownName } from '../../../../boards/host/shared/own-name.js';
import { equal } from '../../../assert.js';

describe('the name by which hints call the program', () => {
	for (const [how, env, script, name] of [
		['by the launcher', { KEIKI_COMMAND: './keiki' }, '/home/a/keiki/dist/boards/host/main.js', './keiki'],
		['by the launcher of another folder', { KEIKI_COMMAND: '../my meters/keiki' }, '/x/main.js', "'../my meters/keiki'"],
		['by npm start', { npm_lifecycle_event: 'start' }, `${process.cwd()}/dist/boards/host/main.js`, './keiki'],
		['as a package of a folder', {}, '/home/a/project/node_modules/.bin/keiki', 'npx keiki'],
		['as a package of the host', {}, '/usr/local/bin/keiki', 'keiki'],
		['by node', {}, `${process.cwd()}/dist/boards/host/main.js`, 'node dist/boards/host/main.js'],
	] as const) {
		it(`is ${name} where it was started ${how}`, () => equal(ownName(env, script), name));
	}
});
