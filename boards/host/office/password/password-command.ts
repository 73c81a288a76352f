/** `keiki office password`, `keiki office print` and `keiki office handheld`: what they are told, and what they tell. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { createWhole } from '../../shared/durable-file.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { FILE_USAGE } from '../../shared/file-usage-words.js';
import { notice } from '../../shared/notice.js';
import { wholeNumber } from '../../shared/option-values.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { refusalWords } from '../database/refusal.js';
import { inOffice } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { handhelds, loseHandheld, readHandheldFile, registerHandheld } from './handhelds.js';
import { type IssuedPassword, issuePassword, rewritePassword } from './issue.js';
import { handOutLetter } from './letters.js';
import { TOLD } from './password-words.js';
import { printOrder } from './print-order.js';
import { MOST_AT_ONCE, proposeMany, rewriteMany } from './rewrite-many.js';
import { timeOption } from './time-option.js';

export interface PasswordWords extends OfficeWords {
	readonly by?: string;
	readonly order?: string;
	readonly letterIn?: string;
	readonly at?: string;
	readonly expires?: string;
	readonly newId?: boolean;
	readonly masterKeyFile?: string;
}

export interface ManyWords extends PasswordWords {
	readonly proposal?: string;
}

export interface OutWords extends OfficeWords {
	readonly out: string;
}

export interface PrintWords extends OutWords {
	readonly handheld?: string;
	readonly in?: string;
	readonly until?: string;
}

export interface HandheldWords extends OfficeWords {
	readonly name?: string;
}

const WAYS = Object.freeze(['handheld', 'relay'] as const);
const TONGUES = Object.freeze(['ja', 'en'] as const);
const MOST_NAME = 40;
const CONTRACT = /^C[0-9]{10}$/;

/** Throws UsageError. */
export async function newPasswordCommand(contract: string, words: PasswordWords, isFirst: boolean): Promise<ExitCode> {
	const wished = {
		contract: contractOf(contract),
		by: oneOf('--by', words.by ?? (isFirst ? 'handheld' : 'relay'), WAYS),
		language: oneOf('--letter-in', words.letterIn ?? 'ja', TONGUES),
		order: words.order,
		notBefore: timeOption('--at', words.at),
		expires: timeOption('--expires', words.expires),
		isNewId: words.newId,
		masterKeyFile: words.masterKeyFile,
	};
	if (wished.by === 'handheld' && (words.at ?? words.expires) !== undefined) {
		const option = words.at === undefined ? '--expires' : '--at';
		throw new UsageError({ en: `${option}: expected --by relay with it`, ja: `${option}: --by relayと一緒に指定してください` });
	}
	if (wished.by === 'relay' && words.order !== undefined)
		throw new UsageError({ en: '--order: expected --by handheld with it', ja: '--order: --by handheldと一緒に指定してください' });
	return inOffice(words, async ({ office, actor, language, json }) => {
		const issued = await (isFirst ? issuePassword : rewritePassword)(office, actor, wished);
		tell(json, issued, TOLD[language].issued(issued));
		tellMissing(words, issued);
		return EXIT.done;
	});
}

/**
 * Proposes it for the contracts of a file, or does what was approved.
 * @param file `-`: stdin
 * @throws UsageError
 */
export async function rewriteManyCommand(file: string | undefined, words: ManyWords): Promise<ExitCode> {
	if ((file === undefined) === (words.proposal === undefined)) {
		throw new UsageError({
			en: 'password rewrite-many: expected a file with contracts, or --proposal NUMBER of one that was approved',
			ja: 'password rewrite-many: 契約のファイルか、承認済みの提案の--proposal NUMBERのどちらかを指定してください',
		});
	}
	if (file === undefined) {
		const proposal = wholeNumber('--proposal', words.proposal!, 1, Number.MAX_SAFE_INTEGER);
		return inOffice(words, async ({ office, actor, language, json }) => {
			const { issued, refused } = await rewriteMany(office, actor, proposal, words.masterKeyFile);
			const told = refused.map(({ contract, refusal }) => ({ contract, why: refusalWords(refusal)[language] }));
			tell(
				json,
				{ issued, refused: told },
				[TOLD[language].many(issued.length), ...told.map(({ contract, why }) => `${contract}: ${why}`)].join('\n'),
			);
			tellMissing(words, { missing: [...new Set(issued.flatMap(({ missing }) => missing))] });
			return refused.length === 0 ? EXIT.done : EXIT.no;
		});
	}
	const contracts = contractsIn(file);
	const language = oneOf('--letter-in', words.letterIn ?? 'ja', TONGUES);
	const many = { contracts, language, notBefore: timeOption('--at', words.at) ?? null, expires: timeOption('--expires', words.expires) ?? null };
	return inOffice(words, async ({ office, actor, language, json }) => {
		const proposal = await proposeMany(office, actor, many);
		tell(json, { proposal, contracts: contracts.length }, TOLD[language].proposed(proposal, contracts.length));
		return EXIT.done;
	});
}

/** A contract a line. Throws UsageError. */
function contractsIn(file: string): readonly string[] {
	let text: string;
	try {
		text = readFileSync(file === '-' ? 0 : file, 'utf8');
	} catch (error) {
		throw new UsageError(inEach(FILE_USAGE, (words) => words.cannotRead(file, reasonOf(error))));
	}
	const lines = text.split(/\r?\n/).map((line) => line.trim());
	const wrong = lines.findIndex((line) => line !== '' && !CONTRACT.test(line));
	if (wrong >= 0) {
		const told = JSON.stringify(lines[wrong]!.slice(0, 40));
		throw new UsageError({
			en: `${file}: line ${wrong + 1}: expected a contract of C and 10 digits, got ${told}`,
			ja: `${file}: ${wrong + 1}行目: Cと10桁の数字の契約番号のはずですが、${told}です`,
		});
	}
	const contracts = [...new Set(lines.filter((line) => line !== ''))];
	if (contracts.length > 0 && contracts.length <= MOST_AT_ONCE) return contracts;
	throw new UsageError({
		en: `${file}: expected 1 to ${MOST_AT_ONCE} contracts, got ${contracts.length}`,
		ja: `${file}: 契約は1〜${MOST_AT_ONCE}件のはずですが、${contracts.length}件です`,
	});
}

/** Throws UsageError. */
export async function letterCommand(contract: string, words: OutWords): Promise<ExitCode> {
	contractOf(contract);
	return inOffice(words, async ({ office, actor, language, json }) => {
		const version = await handOutLetter(office, actor, contract, words.out);
		tell(json, { contract, version, file: words.out }, TOLD[language].letter(contract, version, words.out));
		return EXIT.done;
	});
}

/** Throws UsageError. */
export async function printCommand(order: string, words: PrintWords): Promise<ExitCode> {
	const tongue = oneOf('--in', words.in ?? 'ja', TONGUES);
	const until = timeOption('--until', words.until);
	return inOffice(words, async ({ office, actor, language, json }) => {
		const { file, code, missing } = await printOrder(office, actor, { order, handheld: words.handheld, language: tongue, until });
		makeFile(words.out, file);
		tell(json, { order, file: words.out, code: code ?? null }, TOLD[language].printed(order, words.out, code !== undefined));
		tellMissing(words, { missing });
		return EXIT.done;
	});
}

/** Throws UsageError. */
export async function addHandheldCommand(file: string, words: HandheldWords): Promise<ExitCode> {
	const keys = readHandheldFile(file);
	const { name = keys.handheld } = words;
	if (name.length > MOST_NAME || name.trim() === '') {
		throw new UsageError({
			en: `--name: expected at most ${MOST_NAME} characters, got ${JSON.stringify(name)}`,
			ja: `--name: ${MOST_NAME}文字以内にしてください: ${JSON.stringify(name)}`,
		});
	}
	return inOffice(words, async ({ office, actor, language, json }) => {
		await registerHandheld(office, actor, name, keys);
		tell(json, { handheld: keys.handheld, name }, TOLD[language].registered(keys.handheld, name));
		return EXIT.done;
	});
}

export async function listHandheldsCommand(words: OfficeWords): Promise<ExitCode> {
	return inOffice(words, async ({ office, language, json }) => {
		const all = await handhelds(office);
		const rows = all.map(({ id, name, state }) => ({ handheld: id, name, state }));
		tell(json, rows, all.map((each) => TOLD[language].handheld(each.id, each.name, each.state)).join('\n') || TOLD[language].noHandhelds);
		return EXIT.done;
	});
}

export async function loseHandheldCommand(id: string, words: OfficeWords): Promise<ExitCode> {
	return inOffice(words, async ({ office, actor, language, json }) => {
		await loseHandheld(office, actor, id.toUpperCase());
		tell(json, { handheld: id.toUpperCase(), state: 'lost' }, TOLD[language].lost(id.toUpperCase()));
		return EXIT.done;
	});
}

function tell(json: boolean, value: unknown, text: string): void {
	process.stdout.write(`${json ? JSON.stringify(value) : text}\n`);
}

function tellMissing({ quiet }: OfficeWords, { missing }: Pick<IssuedPassword, 'missing'>): void {
	if (missing.length > 0 && !quiet) notice((words) => words.notInType(missing.join(' ')));
}

function contractOf(text: string): string {
	if (CONTRACT.test(text)) return text;
	throw new UsageError({
		en: `CONTRACT: expected C and 10 digits, got ${JSON.stringify(text)}`,
		ja: `CONTRACT: Cと10桁の数字を指定してください: ${JSON.stringify(text)}`,
	});
}

function oneOf<Choice extends string>(option: string, text: string, choices: readonly Choice[]): Choice {
	const found = choices.find((each) => each === text);
	if (found === undefined) throw new UsageError({ kind: 'choice', option, text, choices });
	return found;
}

function makeFile(path: string, file: Uint8Array): void {
	try {
		createWhole(path, file);
	} catch (error) {
		const taken = (error as NodeJS.ErrnoException).code === 'EEXIST';
		const reason = reasonOf(error);
		throw new UsageError(
			taken
				? { en: `--out ${path}: expected a new file, found one`, ja: `--out ${path}: 新しいファイルのはずですが、すでにあります` }
				: { en: `--out ${path}: cannot make it: ${reason}`, ja: `--out ${path}: 作れません: ${reason}` },
		);
	}
}
