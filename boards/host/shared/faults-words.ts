/** The words of `keiki faults` around the rows of the faults, in each language. */
import type { FaultError, FaultWrong } from '../../../src/world/fault/fault-choice.js';
import { type FaultForm, FORMS } from '../../../src/world/fault/fault-forms.js';
import { type FaultName, faultRow } from '../../../src/world/fault/fault-table.js';
import { FAULTS_JA, FORMS_JA } from '../../../src/world/fault/fault-words-ja.js';
import { SITUATIONS_JA } from '../../../src/world/fault/situation-words-ja.js';
import { type SituationName, situation } from '../../../src/world/fault/situations.js';
import type { RunningFault } from '../../../src/world/fault/world-faults.js';
import { refusalWords } from '../../../src/world/scenario/answer-words.js';
import type { Refusal } from '../../../src/world/schema/answer-rows.js';
import type { InEach } from '../../../src/world/schema/language.js';

export interface FaultsWords {
	readonly does: (name: FaultName) => string;
	readonly form: (form: FaultForm) => string;
	readonly onTheCommandLine: () => string;
	readonly whileItRuns: () => string;
	readonly situations: () => string;
	readonly situation: (name: SituationName) => string;
	readonly air: () => string;
	readonly fieldFailures: () => string;
	readonly more: () => string;
	readonly routeA: () => string;
	readonly value: (form: string, usual: string, lasts: boolean) => string;
	readonly nothing: () => string;
	readonly running: (fault: RunningFault) => string;
	/** What is wrong with the words of a fault. */
	readonly wrong: (error: Pick<FaultError, 'message' | 'wrong'>) => string;
	readonly neverStrikes: (name: FaultName, why: Refusal) => string;
}

const setting = ({ name, value }: RunningFault) => `${name}=${value}`;

export const FAULTS_WORDS: InEach<FaultsWords> = Object.freeze({
	en: {
		does: (name) => faultRow(name).does,
		form: (form) => FORMS[form].text,
		onTheCommandLine: () => 'keiki run --fault NAME=VALUE …   NAME alone takes the usual value.',
		whileItRuns: () => 'keiki meter fault NAME=VALUE      the same while it runs; "once" behind it: one strike; keiki meter fault NAME off',
		situations: () => 'keiki faults --situations         B1 to B45, the situations that try a HEMS, and what plays each',
		situation: (name) => situation(name).is,
		air: () => 'The air',
		fieldFailures: () => 'Field failures, by their numbers',
		more: () => 'More',
		routeA: () => 'Route A, towards a head-end: docs/route-a.md says what a good one does',
		value: (form, usual, lasts) => `${form}; usual: ${usual}${lasts ? '; not once' : ''}`,
		nothing: () => 'nothing goes wrong',
		running: (fault) => {
			const times = fault.struck === 0 ? 'not yet' : fault.struck === 1 ? 'once' : `${fault.struck} times`;
			return `${setting(fault)}${fault.once ? ' once' : ''} at ${fault.at.join(', ')}: struck ${times}`;
		},
		wrong: ({ message }) => message,
		neverStrikes: (name, why) => `--fault ${name}: it would never strike: ${refusalWords(why)}`,
	},
	ja: {
		does: (name) => FAULTS_JA[name],
		form: (form) => FORMS_JA[form],
		onTheCommandLine: () => 'keiki run --fault NAME=VALUE …   NAMEだけなら通常値になります。',
		whileItRuns: () =>
			'keiki meter fault NAME=VALUE      実行中に切り替えます。後ろに「once」を付けると1回だけ。止めるにはkeiki meter fault NAME off',
		situations: () => 'keiki faults --situations         B1〜B45、HEMSを試す状況と、その起こし方を一覧にします',
		situation: (name) => SITUATIONS_JA[name],
		air: () => '電波',
		fieldFailures: () => '現場で起こる不具合(番号順)',
		more: () => 'その他',
		routeA: () => 'Aルート(ヘッドエンドに対して): よいヘッドエンドの動作はdocs/route-a.ja.mdにあります',
		value: (form, usual, lasts) => `${form}、通常値: ${usual}${lasts ? '、onceは指定できません' : ''}`,
		nothing: () => '起きている障害はありません',
		running: (fault) =>
			`${setting(fault)}${fault.once ? '(1回だけ)' : ''}、${fault.at.join('、')}: ${fault.struck === 0 ? 'まだ起きていません' : `${fault.struck}回起きました`}`,
		wrong: ({ wrong }) => wrongJa(wrong),
		neverStrikes: (name, why) => `--fault ${name}: 決して起きません: ${refusalWords(why, 'ja')}`,
	},
});

function wrongJa(wrong: FaultWrong): string {
	if (wrong.kind === 'unknown') {
		const perhaps = wrong.near.length > 0 ? `。${wrong.near.join('か')}かもしれません` : '';
		return `障害"${wrong.name}"はありません${perhaps}。一覧はkeiki faultsで見られます`;
	}
	const { form, usual } = faultRow(wrong.name);
	return `値は「${FORMS_JA[form]}」のはずですが、"${wrong.text}"です。例: ${wrong.name}=${usual}`;
}
