/** Answers to commands that only ask, in Japanese; those that change something have rows of their own (answer-words.ts). */
import type { RunningFault } from '../../../src/world/fault/world-faults.js';
import type { MeterCommand } from '../../../src/world/scenario/command.js';
import { helpText, parseCommand } from '../../../src/world/scenario/grammar.js';
import { WordError } from '../../../src/world/scenario/words.js';
import type { MeterStatus } from '../../../src/world/schema/state-rows.js';
import { COMMAND_HELP_JA } from './command-help-ja.js';
import { FAULTS_WORDS } from './faults-words.js';
import { statusTextJa } from './status-words.js';

type Asking = Extract<MeterCommand['kind'], 'status' | 'faults' | 'help'>;
type AskedData = Readonly<Record<string, unknown>> | null | undefined;

const ASKED_JA: Readonly<Record<Asking, (data: AskedData) => string | undefined>> = Object.freeze({
	status: (data) => (data ? statusTextJa(data as unknown as MeterStatus) : undefined),
	faults: (data) => (data ? faultsText(data.faults as readonly RunningFault[]) : undefined),
	help: () => helpText(COMMAND_HELP_JA),
});

/** Of one meter; undefined where the line changes something, or there is no data to it. */
export function askedTextJa(line: string, data: AskedData): string | undefined {
	const kind = kindOf(line);
	return kind !== undefined && Object.hasOwn(ASKED_JA, kind) ? ASKED_JA[kind as Asking](data) : undefined;
}

function faultsText(faults: readonly RunningFault[]): string {
	const { nothing, running } = FAULTS_WORDS.ja;
	return faults.length === 0 ? nothing() : faults.map(running).join('\n');
}

/** What the line asks of a meter; undefined: its words are no command. */
function kindOf(line: string): string | undefined {
	try {
		const command = parseCommand(line);
		return command.kind === 'of meter' ? command.command.kind : command.kind;
	} catch (error) {
		if (error instanceof WordError) return undefined;
		throw error;
	}
}
