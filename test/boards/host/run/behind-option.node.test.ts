import assert from 'node:assert/strict';
import { Command } from 'commander';
import { type BehindWords, parseBehind as parseFor } from '../../../../boards/host/run/behind-option.js';
import { parseRunOptions, type RunWords } from '../../../../boards/host/run/options.js';
import { OPTIONS } from '../../../../boards/host/run/program.js';
import { USAGE_WORDS } from '../../../../boards/host/run/usage-words.js';
import { addOptions } from '../../../../boards/host/shared/option-row.js';

/** Of the first of so many meters. */
const parseBehind = ({ behind, ...words }: Omit<BehindWords, 'behind'> & { readonly behind?: string }, meters = 1) => {
	const { of, ...rest } = parseFor({ ...words, ...(behind !== undefined && { behind: [behind] }) }, meters);
	return { behind: of(1), ...rest };
};
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

	it('take which meter they are behind, or all that are not told of', () => {
		const kinds = (behind: readonly string[], meters = 4) => {
			const { of } = parseFor({ behind }, meters);
			return [1, 2, 3, 4].map((number) =>
				of(number)
					.map(({ kind }) => kind)
					.join('+'),
			);
		};
		assert.deepEqual(kinds(['gas', '3=water,heat']), ['gas', '', 'water+heat', '']);
		assert.deepEqual(kinds(['all=gas', '2=heat']), ['gas', 'heat', 'gas', 'gas']);
		assert.throws(() => kinds(['gas', '1=water']), { message: USAGE_WORDS.en.behindTwice('1=water') });
		assert.throws(() => kinds(['all=gas', 'all=gas']), { message: USAGE_WORDS.en.behindTwice('all=gas') });
		assert.throws(() => kinds(['4=gas'], 3), { message: USAGE_WORDS.en.behindNobody('4=gas', 3) });
		for (const behind of ['0=gas', 'both=gas', '2=', '2=oil'])
			assert.throws(() => kinds([behind]), { message: USAGE_WORDS.en.behind(behind, KINDS, TROUBLES) });
		assert.throws(() => parseFor({ behind: ['2=gas'], mbus: true }, 2), { message: USAGE_WORDS.en.noBehind('--mbus') });
	});

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
