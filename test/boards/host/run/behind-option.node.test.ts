import assert from 'node:assert/strict';
import { Command } from 'commander';
import { parseBehind } from '../../../../boards/host/run/behind-option.js';
import { parseRunOptions, type RunWords } from '../../../../boards/host/run/options.js';
import { OPTIONS } from '../../../../boards/host/run/program.js';
import { USAGE_WORDS } from '../../../../boards/host/run/usage-words.js';
import { addOptions } from '../../../../boards/host/shared/option-row.js';

const KINDS = ['gas', 'water', 'heat'];
const TROUBLES = ['battery', 'fraud', 'error'];

describe('--behind and --mbus', () => {
	it('are nothing unless told', () => assert.deepEqual(parseBehind({}), { behind: [], mbus: undefined, version: 0 }));

	it('take kinds, each with what is wrong with it', () => {
		assert.deepEqual(parseBehind({ behind: 'gas,water:battery+fraud,gas:error+error' }).behind, [
			{ kind: 'gas', troubles: [] },
			{ kind: 'water', troubles: ['battery', 'fraud'] },
			{ kind: 'gas', troubles: ['error'] },
		]);
	});

	it('take a place of the line, a pseudo-terminal unless told', () => {
		const place = (mbus: string | true) => parseBehind({ behind: 'heat', mbus }).mbus;
		assert.deepEqual(place(true), { kind: 'pty' });
		assert.deepEqual(place('pty:/tmp/line'), { kind: 'pty', path: '/tmp/line' });
		assert.deepEqual(place('tcp:0'), { kind: 'tcp', port: 0 });
	});

	for (const behind of ['', 'oil', 'gas,', 'gas water', 'gas:', 'gas:fraud+', 'gas:full', 'gas:fraud:error'])
		it(`refuse "${behind}"`, () => assert.throws(() => parseBehind({ behind }), { message: USAGE_WORDS.en.behind(behind, KINDS, TROUBLES) }));

	it('refuse a fifth meter, a line without meters, and a place that is none', () => {
		assert.throws(() => parseBehind({ behind: 'gas,gas,gas,gas,gas' }), { message: USAGE_WORDS.en.tooManyBehind(4, 5) });
		assert.throws(() => parseBehind({ mbus: true }), { message: USAGE_WORDS.en.noBehind('--mbus') });
		assert.throws(() => parseBehind({ mbusClient: '1' }), { message: USAGE_WORDS.en.noBehind('--mbus-client 1') });
		assert.throws(() => parseBehind({ behind: 'gas', mbus: 'tcp:65536' }), { message: USAGE_WORDS.en.mbus('tcp:65536') });
	});

	it('refuse a line that is to be where the wire of a dongle ends', () => {
		const words = ['--behind', 'gas', '--mbus', 'pty:/dev/none', '--dongle', 'serial:/dev/none'];
		const command = addOptions(new Command(), OPTIONS);
		command.parseOptions(words);
		assert.throws(() => parseRunOptions(command.opts() as unknown as RunWords), { message: USAGE_WORDS.en.portTwice('serial:/dev/none') });
	});
});
