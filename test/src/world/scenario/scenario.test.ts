import { InputError } from '../../../../src/world/load/input-error.js';
import { parseScenario } from '../../../../src/world/scenario/scenario.js';
import { equal } from '../../../assert.js';

/** 2026-11-22T09:30 in Japan. */
const START = Date.UTC(2026, 10, 22, 0, 30);

function times(text: string): string {
	return parseScenario(text, 'x.txt', START)
		.map(({ at }) => at / 1000)
		.join(' ');
}

describe('scenario: a file', () => {
	it('has times since the start, on the day, and absolute ones', () => {
		equal(
			times('+0s status\n+1h30m status\n11:30 status\n11:30:15 status\n2026-11-22T12:00 status\n2026-11-22T04:00:00Z status\n+1d status'),
			'0 5400 7200 7215 9000 12600 86400',
		);
	});

	it('counts a time of day on the day of the step before', () => {
		equal(times('2026-11-23T23:59 status\n23:59:30 status'), `${38 * 3600 + 29 * 60} ${38 * 3600 + 29 * 60 + 30}`);
	});

	it('keeps the words of each step, and its line', () => {
		const steps = parseScenario('# nothing\n\n+0s  expect supply on # or else\r\n+5s refuse switch close\n+6s end', 'x.txt', START);
		equal(
			steps.map(({ line, text, action }) => `${line} ${action.kind} ${text}`).join('; '),
			'3 expect expect supply on; 4 refuse refuse switch close; 5 end end',
		);
	});

	const wrong: readonly (readonly [string, string])[] = [
		['', 'x.txt:1:1: expected at least one step'],
		['# only words', 'x.txt:1:1: expected at least one step'],
		['soon status', 'x.txt:1:1: expected a time like +10m, 09:30:00 or 2026-11-22T09:30, got "soon"'],
		['+ status', 'x.txt:1:1: expected a time like'],
		['25:00 status', 'x.txt:1:1: expected a time like'],
		['2026-02-30T10:00 status', 'x.txt:1:1: expected a time like'],
		['09:00 status', 'x.txt:1:1: expected a time after the start, got "09:00"'],
		['+1h status\n\n +59m status', 'x.txt:3:2: expected a time not before that of the step before, got "+59m"'],
		['+1h', 'x.txt:1:4: expected a command'],
		['+1h pull nothing', 'x.txt:1:10: expected a place'],
		['+1h expect', 'x.txt:1:11: expected what is expected (supply, contact, breaker,'],
		['+1h expect supply good', 'x.txt:1:19: expected on or off, got "good"'],
		['+1h expect unit metering working rf-x', 'x.txt:1:34: expected the code of a type of unit'],
		['+1h expect verdict good', 'x.txt:1:20: expected a verdict (active, failure, unconnected, abnormality, undetermined or none), got "good"'],
		['+1h expect event', 'x.txt:1:17: expected a kind of event, or words of one'],
		['+1h expect no supply', 'x.txt:1:15: expected event, got "supply"'],
		['+1h refuse', 'x.txt:1:11: expected a command'],
		['+1h end now', 'x.txt:1:9: expected the end of the line'],
		['+1h end\n+2h status', 'x.txt:2:1: expected nothing behind "end"'],
	];
	for (const [text, said] of wrong) {
		it(`is refused for "${text.replaceAll('\n', '⏎')}"`, () => {
			let found: unknown;
			try {
				parseScenario(text, 'x.txt', START);
			} catch (error) {
				found = error;
			}
			if (!(found instanceof InputError)) throw new Error(`expected an InputError, got ${String(found)}`);
			equal(found.message.startsWith(said), true, found.message);
		});
	}
});
