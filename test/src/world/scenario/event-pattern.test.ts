import { BASE_EVENTS } from '../../../../src/meter/backplane/base-log.js';
import { takeEventPattern } from '../../../../src/world/scenario/event-pattern.js';
import { WordError, Words } from '../../../../src/world/scenario/words.js';
import type { WorldEvent } from '../../../../src/world/schema/event-rows.js';
import { UNIT_WORDS } from '../../../../src/world/schema/event-words.js';
import { equal } from '../../../assert.js';

const AT = { time: '2026-11-22T12:00:00.000+09:00', elapsedMs: 0, node: 'meter' };
const PULLED: WorldEvent = { ...AT, event: 'unit', what: 'pulled unannounced', place: 'metering', detail: '1p3w-60-2way M0001001' };
const GOT: WorldEvent = {
	...AT,
	...{ event: 'get', medium: 'wi-sun', peer: 'FE80::1', peerNode: 'dongle', request: 'Get', service: 'Get_SNA', tid: 7, object: '028801' },
	properties: [
		{ epc: 'E7', name: 'power, W', edt: '', value: null, accepted: false },
		{ epc: 'E8', name: 'current, A', edt: '00010002', value: { r: 0.1, t: 0.2 }, accepted: true },
	],
};

function means(words: string, event: WorldEvent): boolean {
	return takeEventPattern(new Words(words)).matches(event);
}

function wrong(words: string): string {
	try {
		takeEventPattern(new Words(words));
		return '';
	} catch (error) {
		if (error instanceof WordError) return error.message;
		throw error;
	}
}

describe('scenario: events', () => {
	it('are meant by their kind and fields', () => {
		equal(means('unit', PULLED), true);
		equal(means('unit place=metering what=pulled_unannounced', PULLED), true);
		equal(means('unit place=cover', PULLED), false);
		equal(means('unit what=contact closed=false origin=breaker', { ...PULLED, what: 'contact', origin: 'breaker', closed: false }), true);
		equal(means('unit origin=breaker', PULLED), false);
		equal(means('get service=Get_SNA tid=7', GOT), true);
		equal(means('get service=Get_Res', GOT), false);
		equal(means('get node=meter-2', GOT), false);
	});

	it('are meant by a field of a record in a list', () => {
		equal(means('get epc=E8', GOT), true);
		equal(means('get epc=E0', GOT), false);
	});

	it('are refused where there is no such kind or field, with what there is', () => {
		equal(wrong('units place=metering').startsWith('column 1: expected a kind of event (scan, join, get, '), true, wrong('units place=metering'));
		equal(
			wrong('unit where=metering'),
			'column 6: expected a field of "unit" (node, what, place, detail, code, serial, isolation, minutes, byMs, action, origin, result, reason, closed, locked, rule or verdict), got "where"',
		);
		equal(wrong('unit place=metering pulled'), 'column 21: expected KEY=VALUE, got "pulled"');
		equal(wrong('ready dongle=null').startsWith('column 1: expected a kind of event'), true);
	});

	it('are meant by words of their English text, of the first meter alone', () => {
		equal(means('metering pulled unannounced', PULLED), true);
		equal(means('unannounced', PULLED), true);
		equal(means('unannounced', { ...PULLED, node: 'meter-2' }), false);
		equal(means('E7', GOT), false);
	});

	// Scenario files search for these.
	it('have the English text that they always had', () => {
		const detail = (what: (typeof BASE_EVENTS)[number]) => UNIT_WORDS.unit({ ...AT, event: 'unit', what, place: 'option', detail: 'why' });
		equal(
			BASE_EVENTS.map(detail).join('\n'),
			[
				'option started: why',
				'option stopped: why',
				'option plugged: why',
				'option pulled: why',
				'option pulled unannounced: why',
				'option isolated: why',
				'option released: why',
				'option cover opened: why',
				'option cover opened unannounced: why',
				'option cover closed: why',
				'option service announced: why',
				'option service ended: why',
				'option clock set: why',
				'option mismatch: why',
				'option registers behind: why',
				'option certification ends soon: why',
				'option certification ended: why',
				'option command: why',
				'option contact: why',
				'option status: why',
			].join('\n'),
		);
		const base = (what: (typeof BASE_EVENTS)[number], place: 'cover' | null) => UNIT_WORDS.unit({ ...AT, event: 'unit', what, place, detail: '' });
		equal(base('started', null), 'base started');
		equal(base('cover opened unannounced', 'cover'), 'cover opened unannounced');
		const of = (kind: 'sag' | 'imbalance', state: 'lasting' | 'ended' | 'cut') =>
			UNIT_WORDS.voltage({ ...AT, event: 'voltage', kind, quantity: 'R-N', state, start: AT.time, durationMs: 12_300, extreme: 91.24, depth: 8.8 });
		equal(of('sag', 'lasting'), 'voltage sag R-N begins: 91.2 V');
		equal(of('sag', 'ended'), 'voltage sag R-N ended: 91.2 V, 12.3 s');
		equal(of('imbalance', 'cut'), 'voltage imbalance R-N cut: 91.2 %, 12.3 s');
		equal(UNIT_WORDS.supply({ ...AT, event: 'supply', on: false }), 'supply off');
	});
});
