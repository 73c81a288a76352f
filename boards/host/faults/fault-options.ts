/** `--fault NAME=VALUE`, as often as it is given. */
import { type FaultChoice, FaultError, parseFault } from '../../../src/world/fault/fault-choice.js';
import type { WorldFaults } from '../../../src/world/fault/world-faults.js';
import { FAULTS_WORDS } from '../shared/faults-words.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';

/** Throws UsageError for the first that is wrong. */
export function parseFaults(texts: readonly string[]): FaultChoice[] {
	return texts.map((text) => {
		try {
			return parseFault(text);
		} catch (error) {
			if (!(error instanceof FaultError)) throw error;
			throw new UsageError(inEach(FAULTS_WORDS, (words) => `--fault ${text}: ${words.wrong(error)}`));
		}
	});
}

/** Throws UsageError for the first that can strike nothing in this world. */
export function refuseIdleFaults(choices: readonly FaultChoice[], faults: WorldFaults): void {
	for (const { name } of choices) {
		const refusal = faults.refusal(name);
		if (refusal !== undefined) throw new UsageError(inEach(FAULTS_WORDS, (words) => words.neverStrikes(name, refusal)));
	}
}
