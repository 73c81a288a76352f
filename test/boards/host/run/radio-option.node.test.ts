import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { RunWords } from '../../../../boards/host/run/options.js';
import { NOT_WITH_RADIO, parseRadio } from '../../../../boards/host/run/radio-option.js';
import { USAGE_WORDS } from '../../../../boards/host/run/usage-words.js';

const USUAL: RunWords = {
	radio: 'serial:/dev/ttyUSB0',
	dongleModel: 'bp35a1',
	units: 'rf-b,1p3w-60-2way,switch-60,normal',
	scenario: 'day.txt',
	control: '/tmp/control',
	speed: '1',
	seed: '1',
	neighbours: '0',
	notify: 'inf',
	notifyDelay: '10s',
} as RunWords;

/** Of each that only the virtual air has, words that ask for it. */
const ASKED: Readonly<Record<string, Partial<RunWords>>> = {
	'--credential-key': { credentialKey: ['unit.credential'] },
	'--dongle': { dongle: ['pty'] },
	'--dongle-model': { dongleModel: 'bp35c0' },
	'--lan': { lan: true },
	'--speed': { speed: 'max' },
	'--neighbours': { neighbours: '1' },
};

describe('--radio beside other options', () => {
	it('takes units, a scenario and a control socket', () => {
		assert.deepEqual(parseRadio(USUAL), { path: '/dev/ttyUSB0', model: undefined, baud: 115_200 });
	});

	it('refuses each that only the virtual air has, and says why', () => {
		assert.deepEqual(
			NOT_WITH_RADIO.map(([option]) => option),
			Object.keys(ASKED),
		);
		for (const [option, isThere, why] of NOT_WITH_RADIO) {
			assert.equal(isThere(USUAL), false, option);
			assert.throws(() => parseRadio({ ...USUAL, ...ASKED[option] }), { message: USAGE_WORDS.en.notWithRadio(option, why) });
		}
	});

	it('takes no module that can only join', () => {
		const model = 'bp35c2-j11';
		assert.throws(() => parseRadio({ ...USUAL, radio: `serial:/dev/ttyUSB0,${model}` }), {
			message: USAGE_WORDS.en.joinsOnly(`--radio serial:/dev/ttyUSB0,${model}`, model, ['bp35a1', 'rl7023-ips', 'bp35c0', 'bp35c2', 'rl7023-dss']),
		});
	});

	it('without --radio has nothing against them', () => {
		const { radio: _, ...virtual } = USUAL;
		for (const asked of Object.values(ASKED)) assert.equal(parseRadio({ ...virtual, ...asked }), undefined);
	});

	for (const [page, list] of [
		['README.md', /Refused with `--radio`,[^:]*: ([^.]*)\./],
		['README.ja.md', /`--radio`と一緒に使えないのは、([^。]*)。/],
	] as const) {
		it(`has the same list in ${page}`, () => {
			const [, told] = list.exec(readFileSync(page, 'utf8')) ?? [];
			assert.deepEqual(
				[...told!.matchAll(/`(--[a-z-]+)`/g)].map(([, option]) => option),
				NOT_WITH_RADIO.map(([option]) => option),
			);
		});
	}
});
