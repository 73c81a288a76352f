import process from 'node:process';
import { FORMS } from '../../../src/world/fault/fault-forms.js';
import { FAULT_NAMES, type FaultName, faultRow } from '../../../src/world/fault/fault-table.js';
import { SITUATION_NAMES, situation, situationsOf } from '../../../src/world/fault/situations.js';
import type { RunningFault } from '../../../src/world/fault/world-faults.js';
import type { Language } from '../../../src/world/schema/language.js';
import { askMeter } from '../shared/ask-meter.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { FAULTS_WORDS, type FaultsWords } from '../shared/faults-words.js';
import { printable } from '../shared/printable.js';
import type { CommonWords } from '../shared/program.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { FAULTS_USAGE } from './usage-words.js';

interface RunningWords extends CommonWords {
	readonly control?: string;
	readonly situations?: boolean;
	readonly json?: boolean;
}

type Title = Extract<keyof FaultsWords, 'air' | 'routeA' | 'fieldFailures' | 'more'>;

const GROUPS: readonly (readonly [Title, (name: FaultName) => boolean])[] = [
	['air', (name) => faultRow(name).at === 'air'],
	['fieldFailures', (name) => faultRow(name).failure !== undefined],
	['more', (name) => faultRow(name).at !== 'route-a'],
	['routeA', () => true],
];

/** The list that `keiki faults` prints. */
export function faultsText(language: Language): string {
	const words = FAULTS_WORDS[language];
	const width = Math.max(...FAULT_NAMES.map((name) => name.length));
	const examWidth = Math.max(...FAULT_NAMES.map((name) => examText(name).length));
	const lines = [words.onTheCommandLine(), words.whileItRuns(), words.situations()];
	let left = FAULT_NAMES;
	for (const [title, belongs] of GROUPS) {
		lines.push('', words[title]());
		for (const name of left.filter(belongs)) {
			const { failure, form, usual, lasts } = faultRow(name);
			const number = (failure === undefined ? '' : `${failure}`).padStart(4);
			lines.push(`${number}  ${name.padEnd(width)}  ${examText(name).padEnd(examWidth)}  ${words.does(name)}`);
			lines.push(`${''.padStart(width + examWidth + 10)}${words.value(words.form(form), usual, lasts === true)}`);
		}
		left = left.filter((each) => !belongs(each));
	}
	return `${lines.join('\n')}\n`;
}

function examText(name: FaultName): string {
	return situationsOf(name).join(' ');
}

/** The same for programs: an array, one object a fault. */
export function faultsJson(): string {
	const rows = FAULT_NAMES.map((name) => {
		const { at, alsoAt, does, failure, form, usual, lasts } = faultRow(name);
		return {
			name,
			does,
			failure: failure ?? null,
			exam: situationsOf(name),
			value: FORMS[form].text,
			usual,
			at: alsoAt === undefined ? [at] : [at, alsoAt],
			once: lasts !== true,
		};
	});
	return `${JSON.stringify(rows)}\n`;
}

/** The list that `keiki faults --situations` prints. */
export function situationsText(language: Language): string {
	const words = FAULTS_WORDS[language];
	const width = Math.max(...SITUATION_NAMES.map((name) => name.length));
	const lines = SITUATION_NAMES.flatMap((name) => {
		const { faults = [], options = [], commands = [] } = situation(name);
		const how = [...faults.map((fault) => `--fault ${fault}`), ...options, ...commands.map((command) => `keiki meter ${command}`)];
		return [`${name.padStart(width)}  ${words.situation(name)}`, `${''.padStart(width + 4)}${how.join(', ')}`];
	});
	return `${lines.join('\n')}\n`;
}

/** The same for programs: an array, one object a situation. */
export function situationsJson(): string {
	const rows = SITUATION_NAMES.map((name) => {
		const { is, faults = [], options = [], commands = [] } = situation(name);
		return { name, is, faults, options, commands };
	});
	return `${JSON.stringify(rows)}\n`;
}

/** All that there are. Throws UsageError where a meter was to be asked. */
export function listedFaults({ control, json, situations, lang = 'en' }: RunningWords): string {
	if (control !== undefined) throw new UsageError(inEach(FAULTS_USAGE, ({ noRunning }) => noRunning(control)));
	if (situations) return json ? situationsJson() : situationsText(lang);
	return json ? faultsJson() : faultsText(lang);
}

/** Faults that are on in the meter that runs. Throws UsageError for a place where it may not ask. */
export async function runningFaults({ control, situations, json = false, lang = 'en' }: RunningWords): Promise<ExitCode> {
	if (situations) throw new UsageError(inEach(FAULTS_USAGE, ({ oneList }) => oneList()));
	const answer = await askMeter('keiki faults', control, 'fault');
	if (answer === undefined) return EXIT.untold;
	const faults = (answer.data?.faults ?? []) as readonly RunningFault[];
	const { nothing, running } = FAULTS_WORDS[lang];
	const text = faults.length === 0 ? nothing() : faults.map(running).join('\n');
	process.stdout.write(`${printable(json ? JSON.stringify(faults) : text)}\n`);
	return answer.result === 'done' ? EXIT.done : EXIT.no;
}
