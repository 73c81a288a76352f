/** `keiki office consent …` */
import process from 'node:process';
import { SHARED_DATA_WORDS, stateOf } from '../../../../src/operations/people/consent.js';
import type { InEach } from '../../../../src/world/schema/language.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { clockOf, inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { giveConsent, listConsents, withdrawConsent } from './consents.js';
import { consentSpan, recipientOf, sharedData, wholeNumber } from './people-usage.js';
import type { ConsentGiveWords } from './people-words.js';

export async function give(contract: string, words: ConsentGiveWords): Promise<ExitCode> {
	const [to, data, span] = [recipientOf(words.to), sharedData(words.what), consentSpan(words.from, words.until, clockOf(words)())];
	return await inOffice(words, async ({ office, actor, language, json }) => {
		const id = await giveConsent(office, actor, contract, { to, data, ...span });
		say(json ? JSON.stringify({ id, contract, to, data, from: isoTime(span.from), until: isoTime(span.until) }) : GIVEN[language](id, contract));
		return EXIT.done;
	});
}

export async function list(contract: string, words: OfficeWords): Promise<ExitCode> {
	return await inOffice(words, async ({ office, actor, language, json }) => {
		for (const { id, to, data, from, until, givenAt, withdrawnAt } of await listConsents(office, actor, contract)) {
			const state = stateOf({ from, until, withdrawnAt }, office.now());
			const times = { from: isoTime(from), until: isoTime(until), given: isoTime(givenAt), withdrawn: withdrawnAt && isoTime(withdrawnAt) };
			const what = data.map((each) => SHARED_DATA_WORDS[each][language]).join(language === 'ja' ? '、' : ', ');
			say(
				json
					? JSON.stringify({ id, to, data, ...times, state })
					: [String(id), to, what, `${times.from} – ${times.until}`, STATES[language][state]].join('  '),
			);
		}
		return EXIT.done;
	});
}

export async function withdraw(contract: string, text: string, words: OfficeWords): Promise<ExitCode> {
	const id = wholeNumber('number', text, Number.MAX_SAFE_INTEGER);
	return await inOffice(words, async ({ office, actor, language, json }) => {
		await withdrawConsent(office, actor, contract, id);
		say(json ? JSON.stringify({ id, contract, state: 'withdrawn' }) : WITHDRAWN[language](id));
		return EXIT.done;
	});
}

const GIVEN: InEach<(id: number, contract: string) => string> = Object.freeze({
	en: (id: number, contract: string) => `consent ${id} of ${contract} is kept`,
	ja: (id: number, contract: string) => `${contract}の同意${id}を記録しました`,
});
const WITHDRAWN: InEach<(id: number) => string> = Object.freeze({
	en: (id: number) => `consent ${id} is withdrawn: from now on nothing is shared by it`,
	ja: (id: number) => `同意${id}を撤回しました。今後これによる提供は行われません`,
});
const STATES: InEach<Readonly<Record<ReturnType<typeof stateOf>, string>>> = Object.freeze({
	en: { holds: 'holds', notYet: 'not yet', over: 'over', withdrawn: 'withdrawn' },
	ja: { holds: '有効', notYet: '開始前', over: '終了', withdrawn: '撤回済み' },
});

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}
