/** A report that was written earlier, for `--baseline`. */
import { readFileSync, statSync } from 'node:fs';
import type { Expected, Misfit } from '../../../../src/exam/report/json-schema.js';
import { REPORT_SCHEMA, type Report } from '../../../../src/exam/report/report.js';
import { reportOf } from '../../../../src/exam/report/report-schema.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { visible } from './visible.js';

const MOST_BYTES = 64 << 20;

interface ReadUsageWords {
	readonly cannotRead: (path: string, reason: string) => string;
	readonly tooLong: (path: string, most: number, size: number) => string;
	readonly noJson: (path: string) => string;
	/** @param version as it is there, '' where there is none */
	readonly otherVersion: (path: string, version: string, expected: number) => string;
	readonly misfit: (path: string, place: string, what: string) => string;
	readonly whole: string;
	readonly types: Readonly<Record<Extract<Expected, { kind: 'type' }>['type'], string>>;
	readonly values: (values: string) => string;
	readonly least: (least: number) => string;
	readonly items: (items: number) => string;
	readonly missing: string;
	readonly unknown: string;
}

export const READ_REPORT_USAGE: InEach<ReadUsageWords> = Object.freeze({
	en: {
		cannotRead: (path, reason) => `--baseline ${path}: cannot read it: ${reason}`,
		tooLong: (path, most, size) => `--baseline ${path}: expected at most ${most} bytes, it has ${size}`,
		noJson: (path) => `--baseline ${path}: expected the report.json of an exam, this is no JSON`,
		otherVersion: (path, version, expected) =>
			`--baseline ${path}: expected the report.json of an exam, of version ${expected}, got ${version === '' ? 'something else' : `version ${version}`}`,
		misfit: (path, place, what) => `--baseline ${path}: ${place}: ${what}`,
		whole: 'the whole',
		types: {
			object: 'expected an object',
			array: 'expected an array',
			string: 'expected a string',
			number: 'expected a number',
			integer: 'expected a whole number',
			boolean: 'expected true or false',
			null: 'expected null',
		},
		values: (values) => `expected ${values}`,
		least: (least) => `expected ${least} or more`,
		items: (items) => `expected ${items} items`,
		missing: 'is missing',
		unknown: 'expected no such member',
	},
	ja: {
		cannotRead: (path, reason) => `--baseline ${path}: 読めません: ${reason}`,
		tooLong: (path, most, size) => `--baseline ${path}: ${most}バイトまでのはずですが、${size}バイトあります`,
		noJson: (path) => `--baseline ${path}: 試験のreport.jsonのはずですが、JSONではありません`,
		otherVersion: (path, version, expected) =>
			`--baseline ${path}: 試験のreport.json(バージョン${expected})のはずですが、${version === '' ? '別のものです' : `バージョン${version}です`}`,
		misfit: (path, place, what) => `--baseline ${path}: ${place}: ${what}`,
		whole: '全体',
		types: {
			object: 'オブジェクトのはずです',
			array: '配列のはずです',
			string: '文字列のはずです',
			number: '数値のはずです',
			integer: '整数のはずです',
			boolean: 'trueかfalseのはずです',
			null: 'nullのはずです',
		},
		values: (values) => `${values}のはずです`,
		least: (least) => `${least}以上のはずです`,
		items: (items) => `${items}個のはずです`,
		missing: 'ありません',
		unknown: 'この名前のものはないはずです',
	},
});

/** Throws UsageError that says what is no report in it, and where. */
export function readReport(path: string): Report {
	const value = jsonOf(path);
	const version = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
	if (version !== REPORT_SCHEMA) {
		const told = typeof version === 'number' ? String(version) : '';
		throw new UsageError(inEach(READ_REPORT_USAGE, (words) => words.otherVersion(path, told, REPORT_SCHEMA)));
	}
	const report = reportOf(value);
	if ('expected' in report)
		throw new UsageError(inEach(READ_REPORT_USAGE, (words) => words.misfit(path, placeOf(report, words), textOf(report, words))));
	return report;
}

function jsonOf(path: string): unknown {
	let text: string;
	try {
		const { size } = statSync(path);
		if (size > MOST_BYTES) throw new UsageError(inEach(READ_REPORT_USAGE, (words) => words.tooLong(path, MOST_BYTES, size)));
		text = readFileSync(path, 'utf8');
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw new UsageError(inEach(READ_REPORT_USAGE, (words) => words.cannotRead(path, reasonOf(error))));
	}
	try {
		return JSON.parse(text);
	} catch {
		throw new UsageError(inEach(READ_REPORT_USAGE, (words) => words.noJson(path)));
	}
}

function placeOf({ path }: Misfit, words: ReadUsageWords): string {
	return path === '' ? words.whole : visible(path.slice(1));
}

function textOf({ expected }: Misfit, words: ReadUsageWords): string {
	if (expected.kind === 'type') return words.types[expected.type];
	if (expected.kind === 'values') return words.values(expected.values.map((each) => JSON.stringify(each)).join(', '));
	if (expected.kind === 'least') return words.least(expected.least);
	return expected.kind === 'items' ? words.items(expected.items) : words[expected.kind];
}
