/** `keiki office check`. */
import process from 'node:process';
import { FINDING_WORDS } from '../../../../src/operations/records/finding-words.js';
import { FINDING_RULES, type Finding, type FindingRule } from '../../../../src/operations/records/findings.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { UsageError } from '../../shared/usage-error.js';
import { inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { type Check, checkAll, checkContract } from './check.js';
import { findingText } from './finding-text.js';

export interface CheckWords extends OfficeWords {
	readonly rule?: string;
	readonly openCases?: boolean;
}

/** Ends with 1 where something is found. */
export async function checkCommand(contract: string | undefined, words: CheckWords): Promise<ExitCode> {
	const rule = ruleOf(words.rule);
	if (contract !== undefined && (rule !== undefined || words.openCases)) {
		throw new UsageError({
			en: '--rule and --open-cases are for all contracts: leave out the contract',
			ja: '--ruleと--open-casesは全契約が対象です。契約を指定しないでください',
		});
	}
	return await inOffice(words, async ({ office, actor, language, json }) => {
		const now = office.now();
		if (contract !== undefined) {
			const { findings, times } = await checkContract(office, actor, contract);
			if (json) process.stdout.write(`${JSON.stringify({ contract, stores: times, findings })}\n`);
			else process.stdout.write(findings.length === 0 ? CLEAN[language](contract) : allText(findings, now, language));
			return findings.length === 0 ? EXIT.done : EXIT.no;
		}
		const check = await checkAll(office, actor, words.openCases ?? false, rule);
		const count = Object.values(check.counts).reduce((sum, each) => sum + each, 0);
		if (json) process.stdout.write(`${JSON.stringify(check)}\n`);
		else {
			if (rule !== undefined) process.stdout.write(allText(check.findings, now, language));
			process.stdout.write(countsText(check, count, language));
		}
		return count === 0 ? EXIT.done : EXIT.no;
	});
}

const CLEAN = Object.freeze({
	en: (contract: string) => `${contract}: all stores agree\n`,
	ja: (contract: string) => `${contract}: どの記録も一致しています\n`,
});

function allText(findings: readonly Finding[], now: number, language: Language): string {
	return findings.map((finding) => findingText(finding, now, language)).join('');
}

function countsText({ contracts, counts, opened }: Check, count: number, language: Language): string {
	const rows = FINDING_RULES.filter((rule) => counts[rule] > 0).map((rule) => [rule, counts[rule]] as const);
	const widths = { rule: Math.max(0, ...rows.map(([rule]) => rule.length)), count: Math.max(0, ...rows.map(([, number]) => String(number).length)) };
	const lines = rows.map(
		([rule, number]) => `${String(number).padStart(widths.count)}  ${rule.padEnd(widths.rule)}  ${FINDING_WORDS[rule].is[language]}`,
	);
	const sum = {
		en: `${contracts} contracts, ${count} findings${opened.length > 0 ? `, ${opened.length} cases opened` : ''}${count > 0 ? '; --rule RULE lists those of one' : ''}`,
		ja: `契約${contracts}件、指摘${count}件${opened.length > 0 ? `、事案${opened.length}件を作成` : ''}${count > 0 ? '。--rule RULEで一覧' : ''}`,
	};
	return `${[...lines, sum[language]].join('\n')}\n`;
}

/** Throws UsageError. */
function ruleOf(text: string | undefined): FindingRule | undefined {
	if (text === undefined) return undefined;
	const rule = FINDING_RULES.find((each) => each === text);
	if (rule !== undefined) return rule;
	throw new UsageError({ kind: 'choice', option: '--rule', text, choices: FINDING_RULES });
}
