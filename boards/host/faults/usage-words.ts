/** Wrong use of `keiki faults`, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface FaultsUsageWords {
	readonly noRunning: (control: string) => string;
}

export const FAULTS_USAGE: InEach<FaultsUsageWords> = Object.freeze({
	en: { noRunning: (control) => `--control ${control}: expected --running with it: which faults there are, no meter is asked` },
	ja: { noRunning: (control) => `--control ${control}: --runningと一緒に指定してください。故障の一覧はメーターに尋ねません` },
});
