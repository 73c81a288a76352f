import { InputError } from '../../../../src/world/load/input-error.js';
import { parseFleetScenario } from '../../../../src/world/scenario/fleet-acts.js';
import { equal } from '../../../assert.js';

/** 2026-11-22T09:30 in Japan. */
const START = Date.UTC(2026, 10, 22, 0, 30);
const STREETS = { meters: 1050, ofStreet: 500 };

function acts(text: string): string {
	return parseFleetScenario(text, 'x.txt', START, STREETS)
		.map(({ action }) => JSON.stringify(action))
		.join('\n');
}

function wrongOf(text: string): string {
	try {
		parseFleetScenario(text, 'x.txt', START, STREETS);
	} catch (error) {
		if (error instanceof InputError) return error.message;
		throw error;
	}
	return 'nothing';
}

const all = '"meters":{"first":1,"last":1050,"share":1}';

describe('scenario of a fleet', () => {
	for (const [text, act] of [
		['power off all', `{"kind":"power","to":"off",${all}}`],
		['power cut street 3', '{"kind":"power","to":"cut","meters":{"first":1001,"last":1050,"share":1}}'],
		['power on street 1..2', '{"kind":"power","to":"on","meters":{"first":1,"last":1000,"share":1}}'],
		['silent on all share 1.5%', '{"kind":"silent","on":true,"meters":{"first":1,"last":1050,"share":0.015}}'],
		['silent off meter 17', '{"kind":"silent","on":false,"meters":{"first":17,"last":17,"share":1}}'],
		['clock -7min meter 100..200', '{"kind":"clock","by":-420000,"meters":{"first":100,"last":200,"share":1}}'],
		['clock +90s all', `{"kind":"clock","by":90000,${all}}`],
		['clock right all', `{"kind":"clock","by":0,${all}}`],
		['loss 5% street 1', '{"kind":"loss","share":0.05,"meters":{"first":1,"last":500,"share":1}}'],
		['loss none all', `{"kind":"loss","share":0,${all}}`],
		['exchange meter 1050', '{"kind":"exchange","meters":{"first":1050,"last":1050,"share":1}}'],
		['end', '{"kind":"end"}'],
	] as const) {
		it(`takes "${text}"`, () => equal(acts(`+1s ${text} # so`), act));
	}

	it('has times as any scenario', () => {
		const steps = parseFleetScenario('+10m power off street 1\n11:30 power on all\n+1d end', 'x.txt', START, STREETS);
		equal(steps.map(({ at, line, text }) => `${at / 1000} ${line} ${text}`).join('; '), '600 1 power off street 1; 7200 2 power on all; 86400 3 end');
	});

	const meters = 'expected which meters: all, street 3 or 3..5, up to 3, meter 17 or 100..200, up to 1050';
	for (const [line, wrong] of [
		['', 'x.txt:1:1: expected at least one step, like "+10m power off street 3"'],
		['+1s pull metering', 'x.txt:1:5: expected power, silent, clock, loss, exchange or end, got "pull"'],
		['+1s power', 'x.txt:1:10: expected off, cut or on, found the end of the line'],
		['+1s power off', `x.txt:1:14: ${meters}, found the end of the line`],
		['+1s power off street', `x.txt:1:21: ${meters}, found the end of the line`],
		['+1s power off road 1', `x.txt:1:15: ${meters}, got "road"`],
		['+1s power off street 4', `x.txt:1:22: ${meters}, got "4"`],
		['+1s power off street 0', `x.txt:1:22: ${meters}, got "0"`],
		['+1s power off street 3..2', `x.txt:1:22: ${meters}, got "3..2"`],
		['+1s power off meter 1051', `x.txt:1:21: ${meters}, got "1051"`],
		['+1s power off meter 1..1051', `x.txt:1:21: ${meters}, got "1..1051"`],
		['+1s silent all', 'x.txt:1:12: expected on or off, got "all"'],
		['+1s silent on all share 0%', 'x.txt:1:25: expected a share above 0 up to 100, like 5%, got "0%"'],
		['+1s silent on all share 101%', 'x.txt:1:25: expected a share above 0 up to 100, like 5%, got "101%"'],
		['+1s loss 5 all', 'x.txt:1:10: expected a share above 0 up to 100, like 5%, got "5"'],
		['+1s clock 7min all', 'x.txt:1:11: expected by how much: +7min or -90s, up to 7d, or "right", got "7min"'],
		['+1s clock +8d all', 'x.txt:1:11: expected by how much: +7min or -90s, up to 7d, or "right", got "+8d"'],
		['+1s exchange all more', 'x.txt:1:18: expected the end of the line, got "more"'],
		['+1s end\n+2s end', 'x.txt:2:1: expected nothing behind "end"'],
	] as const) {
		it(`refuses "${line}"`, () => equal(wrongOf(line), wrong));
	}
});
