/** `keiki office customer-code`: the letter by which a customer gets into the customers' site. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import process from 'node:process';
import { type InEach, isLanguage, LANGUAGES } from '../../../../src/world/schema/language.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { codeLetter } from './code-letter.js';
import { issueCustomerCode } from './customer-code.js';

export interface CodeWords extends OfficeWords {
	readonly out: string;
	readonly letter: string;
}

/** Throws UsageError. */
export async function customerCode(contract: string, words: CodeWords): Promise<ExitCode> {
	const { out, letter } = words;
	if (!isLanguage(letter)) throw new UsageError({ kind: 'choice', option: '--letter', text: letter, choices: LANGUAGES });
	return await inOffice(words, async ({ office, actor, language, json }) => {
		// First: a code whose letter cannot be made would end the one before for nothing.
		const file = newFile(out);
		let isMade = false;
		try {
			const { code, expires } = await issueCustomerCode(office, actor, contract);
			const { customer, address } = await office.database
				.selectFrom('contract')
				.select(['customer', 'address'])
				.where('code', '=', contract)
				.executeTakeFirstOrThrow();
			const made = await codeLetter({ language: letter, name: customer, address: [address], contract, code, at: office.now(), expires });
			writeSync(file, made.file);
			isMade = true;
			if (made.missing.length > 0) process.stderr.write(`keiki: ${MISSING[language](made.missing)}\n`);
			process.stdout.write(json ? `${JSON.stringify({ contract, file: out, expires })}\n` : `${MADE[language](contract, out)}\n`);
			return EXIT.done;
		} finally {
			closeSync(file);
			if (!isMade) rmSync(out, { force: true });
		}
	});
}

/** Throws UsageError. */
function newFile(path: string): number {
	try {
		return openSync(path, 'wx', 0o600);
	} catch (error) {
		const reason = reasonOf(error);
		throw new UsageError(
			(error as NodeJS.ErrnoException).code === 'EEXIST'
				? { en: `--out ${path}: expected a new file, found one`, ja: `--out ${path}: 新しいファイルのはずですが、すでにあります` }
				: { en: `--out ${path}: ${reason}`, ja: `--out ${path}: ${reason}` },
		);
	}
}

const MADE: InEach<(contract: string, file: string) => string> = Object.freeze({
	en: (contract: string, file: string) => `the letter with the code of ${contract} is in ${file}; it is good once`,
	ja: (contract: string, file: string) => `${contract}のコードの通知書を${file}に作りました。コードは1回だけ使えます`,
});
const MISSING: InEach<(characters: readonly string[]) => string> = Object.freeze({
	en: (characters: readonly string[]) => `the type has no ${characters.join(' ')}: 〓 stands for it on the letter`,
	ja: (characters: readonly string[]) => `書体に${characters.join('、')}がないため、通知書では〓になっています`,
});
