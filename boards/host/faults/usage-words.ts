/** Wrong use of `keiki faults`, in each language. */
import type { InEach } from '../../../src/world/schema/language.js';

export interface FaultsUsageWords {
	readonly noRunning: (control: string) => string;
	readonly oneList: () => string;
}

export const FAULTS_USAGE: InEach<FaultsUsageWords> = Object.freeze({
	en: {
		noRunning: (control) => `--control ${control}: expected --running with it: which faults there are, no meter is asked`,
		oneList: () => '--situations: expected without --running: a meter that runs is in none of them as a whole',
	},
	ja: {
		noRunning: (control) => `--control ${control}: --runningと一緒に指定してください。故障の一覧はメーターに尋ねません`,
		oneList: () => '--situations: --runningと一緒には指定できません。動いているメーターは、どれか1つの状況にあるとは限りません',
	},
});
