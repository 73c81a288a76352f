import assert from 'node:assert/strict';
import { csvColumns } from '../../../../../boards/host/exam/observe/csv.js';
import { parsePath, textAt } from '../../../../../boards/host/exam/observe/json-path.js';
import { linesOf, parsePoint } from '../../../../../boards/host/exam/observe/line-protocol.js';
import { parseMetric, parseSample, sampleOf } from '../../../../../boards/host/exam/observe/metrics-text.js';
import { shown, shownIn } from '../../../../../boards/host/exam/observe/shown.js';
import { isUnder } from '../../../../../boards/host/exam/observe/topics.js';
import { observed } from './rig.js';

const STDOUT = { kind: 'stdout', pattern: '' } as const;

describe('values in texts', () => {
	it('are numbers in the unit of what is observed', () => {
		const value = (text: string, factor = 1) => shown(observed(STDOUT, { factor, none: ['-'] }), text, undefined).value;
		assert.deepEqual(
			['1237', ' -801 ', '+6', '1.5', '.5', '2.', '1e3'].map((text) => value(text)),
			[1237, -801, 6, 1.5, 0.5, 2, 1000],
		);
		assert.equal(value('0.3', 1000), 300);
		assert.equal(value('1237', 0.001), 1.237);
		assert.equal(value('-'), 'none');
		assert.deepEqual(
			['', 'W', '1237 W', '0x10', 'NaN', 'Infinity', '1e999', '1,5', '--'].map((text) => value(text)),
			Array(9).fill('unreadable'),
		);
		assert.equal(shown(observed(STDOUT), null, undefined).value, 'none');
	});

	it('are 1 where a program says that the meter answers, else 0', () => {
		const online = observed(STDOUT, { is: 'online', none: ['?'] }, 'online');
		assert.deepEqual(
			['online', ' online', 'offline', '?'].map((text) => shown(online, text, undefined).value),
			[1, 1, 0, 'none'],
		);
	});

	it('stand in a line by a regular expression, with their time', () => {
		const pattern = /^(?<t>\S+) power: (?<v>-?\d+)?/u;
		assert.deepEqual(shownIn(observed(STDOUT), pattern, '10:00 power: -5 W'), { what: 'power', text: '-5', value: -5, time: '10:00' });
		assert.equal(shownIn(observed(STDOUT), pattern, '10:00 power: none'), undefined);
		assert.equal(shownIn(observed(STDOUT), pattern, 'else'), undefined);
	});
});

describe('columns', () => {
	it('are separated by commas, and may be quoted', () => {
		assert.deepEqual(csvColumns('2026/11/29 10:08:25,BR,E7,1500,X'), ['2026/11/29 10:08:25', 'BR', 'E7', '1500', 'X']);
		assert.deepEqual(csvColumns('a, "b,""c""" ,,d'), ['a', 'b,"c"', '', 'd']);
		assert.deepEqual(csvColumns(''), ['']);
		assert.deepEqual(csvColumns('a,'), ['a', '']);
		assert.equal(csvColumns('a,"b'), undefined);
	});
});

describe('a path into JSON', () => {
	it('leads by names and numbers', () => {
		assert.deepEqual(parsePath('$.a[0].b'), ['a', 0, 'b']);
		assert.deepEqual(parsePath('meters[\'present power\']["x.y"]'), ['meters', 'present power', 'x.y']);
		assert.deepEqual([parsePath('$'), parsePath('$[1]'), parsePath('state')], [[], [1], ['state']]);
		for (const wrong of ['', '$..a', '.a', '$.', 'a b', 'a[', 'a[x]', 'a[0]b', '$a[-1]', `a${'.a'.repeat(200)}`]) {
			assert.equal(parsePath(wrong), undefined, wrong);
		}
	});

	it('has what stands there as text, and null as what it is', () => {
		const at = (json: string, path: string) => textAt(json, parsePath(path)!);
		assert.equal(at('{"a": [{"b": 12.50}]}', '$.a[0].b'), '12.5');
		assert.equal(at('{"state": "1237"}', 'state'), '1237');
		assert.equal(at('{"state": null}', 'state'), null);
		assert.equal(at('12', '$'), '12');
		assert.equal(at('{"a": true, "b": [1]}', 'b'), '[1]');
		for (const [json, path] of [
			['{', 'a'],
			['{}', 'a'],
			['{}', '__proto__'],
			['null', 'a'],
			['"text"', 'length'],
			['[1]', '[1]'],
		] as const) {
			assert.equal(at(json, path), undefined, json);
		}
	});
});

describe('text of Prometheus', () => {
	const PAGE = [
		'# HELP power_watts Present power',
		'# TYPE power_watts gauge',
		'power_watts_total 5',
		'power_watts{phase="t",note="a \\"b\\" \\\\ \\n"} -801 1700000000000',
		' power_watts { phase = "r" , } 1.237e3 # {trace="1"} 1',
		'power_nan NaN\r',
	].join('\n');

	it('is read by name and labels', () => {
		assert.equal(sampleOf(PAGE, parseMetric('power_watts{phase="r"}')!)!.value, '1.237e3');
		assert.deepEqual(sampleOf(PAGE, parseMetric('power_watts')!), {
			name: 'power_watts',
			labels: new Map([
				['phase', 't'],
				['note', 'a "b" \\ \n'],
			]),
			value: '-801',
			time: '1700000000000',
		});
		assert.equal(sampleOf(PAGE, parseMetric('power_nan')!)!.value, 'NaN');
		assert.equal(sampleOf(PAGE, parseMetric('power')!), undefined);
		assert.equal(sampleOf(PAGE, parseMetric('power_watts{phase="s"}')!), undefined);
		for (const wrong of ['', '1a', 'a b', 'a{b}', 'a{b=c}', 'a{b="c"', 'a{b="c" d="e"}']) assert.equal(parseMetric(wrong), undefined, wrong);
	});

	it('is cut anywhere without harm: no shorter line is read as another value, but by a cut in the value itself', () => {
		const line = 'power_watts{phase="t",note="a \\"b\\" \\\\ \\n"} -801 1700000000000';
		const value = line.indexOf('-801');
		for (let length = 0; length < line.length; length++) {
			const sample = parseSample(line.slice(0, length));
			if (length <= value) assert.equal(sample, undefined, line.slice(0, length));
			else assert.ok('-801'.startsWith(sample!.value), line.slice(0, length));
		}
		for (let length = 0; length <= line.length; length++) parseMetric(line.slice(0, length));
	});
});

describe('line protocol', () => {
	it('has measurement, tags, fields and time, with what was escaped', () => {
		assert.deepEqual(parsePoint('po\\,wer\\ x,ta\\=g=a\\ b,c=d watt=1237i,t="a \\"b\\" \\\\, c=d",f=-1.5e3,ok=true,u=7u 1700000000000000000'), {
			measurement: 'po,wer x',
			tags: new Map([
				['ta=g', 'a b'],
				['c', 'd'],
			]),
			fields: new Map([
				['watt', '1237'],
				['t', 'a "b" \\, c=d'],
				['f', '-1.5e3'],
				['ok', 'true'],
				['u', '7'],
			]),
			time: '1700000000000000000',
		});
		assert.equal(parsePoint('m v=1')!.time, undefined);
		assert.equal(parsePoint('m\\x v=1')!.measurement, 'm\\x');
		for (const wrong of [
			'',
			'm',
			'm ',
			'm v',
			'm v=',
			'm v=x',
			'm, v=1',
			'm,t v=1',
			'm,t= v=1',
			'm v=1,',
			'm v=1 x',
			'm v="a',
			'm v=1 1 1',
			'm v=1iu',
		]) {
			assert.equal(parsePoint(wrong), undefined, wrong);
		}
	});

	it('has a line for each point, and a text in quotes may have lines of its own', () => {
		assert.deepEqual(linesOf('# a\nm v=1\r\n\n m v="a\nb",w="\\"\n"\nm,t=5" v=2\nm v=3'), ['m v=1', 'm v="a\nb",w="\\"\n"', 'm,t=5" v=2', 'm v=3']);
		assert.deepEqual(linesOf('m v="a\nm v=1'), ['m v="a\nm v=1']);
	});

	it('is cut anywhere without harm: a point is read where one may end, and nowhere else', () => {
		const line = 'm\\ 1,tag=a watt=1237i,text="a \\" b" 17';
		const whole = [...line].map((_, i) => line.slice(0, i)).filter((part) => parsePoint(part) !== undefined);
		const ends = ['m\\ 1,tag=a watt=1', 'm\\ 1,tag=a watt=12', 'm\\ 1,tag=a watt=123', 'm\\ 1,tag=a watt=1237', 'm\\ 1,tag=a watt=1237i'];
		assert.deepEqual(whole, [...ends, ...[0, 1, 2].map((i) => line.slice(0, line.length - 3 + i))]);
	});

	it('is read in time, however it is made', () => {
		for (const part of ['\\', 'a\\', ',a=b', '"', '=', ' ', 'a='.repeat(3), 'v="\\']) {
			const text = part.repeat(Math.floor((1 << 18) / part.length));
			parsePoint(`m ${text}`);
			parsePoint(text);
			linesOf(text);
			parseSample(`m{${text}`);
		}
	});
});

describe('topics', () => {
	it('are under filters as MQTT has it', () => {
		for (const [topic, filter] of [
			['a/b/c', 'a/+/c'],
			['a/b/c', 'a/#'],
			['a', 'a/#'],
			['a/b', '#'],
			['a/', 'a/+'],
			['/a', '+/a'],
		] as const) {
			assert.ok(isUnder(topic, filter), `${topic} ${filter}`);
		}
		for (const [topic, filter] of [
			['a/b/c', 'a/+'],
			['ab', 'a/#'],
			['$SYS/a', '#'],
			['$SYS/a', '+/a'],
			['a', 'a/b/#'],
			['a', 'A'],
		] as const) {
			assert.ok(!isUnder(topic, filter), `${topic} ${filter}`);
		}
	});
});
