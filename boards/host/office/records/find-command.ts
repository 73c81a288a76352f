/** `keiki office find`. */
import process from 'node:process';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { type Found, findContracts, type Search } from './find.js';

const STATE_WORDS: Readonly<Record<Found['state'], { readonly en: string; readonly ja: string }>> = Object.freeze({
	active: { en: '', ja: '' },
	ended: { en: 'ended', ja: '終了' },
	erased: { en: 'erased', ja: '消去済み' },
	none: { en: 'no contract', ja: '契約なし' },
});

/** Ends with 1 where nothing is found. */
export async function findCommand(text: string, words: OfficeWords): Promise<ExitCode> {
	return await inOffice(words, async ({ office, actor, language, json }) => {
		const search = await findContracts(office, actor, text);
		if (json) process.stdout.write(`${JSON.stringify(search)}\n`);
		else for (const each of search.found) process.stdout.write(lineOf(each, language));
		if (!json) process.stderr.write(endOf(search)[language]);
		return search.found.length > 0 ? EXIT.done : EXIT.no;
	});
}

function lineOf({ code, customer, reading, address, state, meters }: Found, language: 'en' | 'ja'): string {
	const fields = [code, customer, reading, address, meters.join(' '), STATE_WORDS[state][language]];
	return `${fields.filter((field) => field !== '').join('  ')}\n`;
}

function endOf({ found, more }: Search): { readonly en: string; readonly ja: string } {
	if (more) {
		return {
			en: `keiki: the first ${found.length}, and there may be more: a further word, or a longer one, narrows it down\n`,
			ja: `keiki: 最初の${found.length}件です。ほかにもあるかもしれません。語を足すか長くすると絞り込めます\n`,
		};
	}
	return found.length === 0 ? { en: 'keiki: nothing is found\n', ja: 'keiki: 見つかりません\n' } : { en: '', ja: '' };
}
