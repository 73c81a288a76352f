/** Letters that wait to be printed: a file each, for the office only, in `letters/` of the folder of `--data`. Each leaves it once. */
import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Kysely } from 'kysely';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { keptSince } from '../../../../src/operations/people/retention.js';
import { syncDirectory } from '../../shared/durable-file.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import type { Office } from '../database/office.js';
import type { Tables } from '../database/tables.js';
import { refused } from './refusals.js';

const FOLDER = 'letters';
/** Of one whose credentials are not in the database yet. */
const UNFINISHED = '.part';
/** ms after which nobody makes it any more: thousands at once take most of an hour. */
const LONGEST_MAKING = 86_400_000;

/** Where the letter of this version is, once it is. */
export function letterPlace(data: string, contract: string, version: number): string {
	return join(data, FOLDER, `${contract}-${version}.pdf`);
}

/** Where it is made; nothing is there. */
export function newLetterPlace(data: string, contract: string, version: number): string {
	const place = letterPlace(data, contract, version) + UNFINISHED;
	mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
	rmSync(place, { force: true });
	return place;
}

/** One that was made is there to be printed. */
export function keepLetter(data: string, contract: string, version: number): void {
	const place = letterPlace(data, contract, version);
	renameSync(place + UNFINISHED, place);
	syncDirectory(place);
}

/** Nobody will print it. */
export function dropLetter(data: string, contract: string, version: number): void {
	for (const ending of ['', UNFINISHED]) rmSync(letterPlace(data, contract, version) + ending, { force: true });
}

/** Nobody will print any of them where the work fails: their credentials come to nothing. */
export async function dropUnless<Result>(
	{ data }: Office,
	made: readonly { readonly wished: { readonly contract: string }; readonly version: number }[],
	work: () => Promise<Result>,
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		for (const { wished, version } of made) dropLetter(data, wished.contract, version);
		throw error;
	}
}

/** Nobody will print any of a contract that is erased. */
export function dropLettersOf(data: string, contract: string): void {
	const folder = join(data, FOLDER);
	if (!existsSync(folder)) return;
	for (const name of readdirSync(folder)) if (name.startsWith(`${contract}-`)) rmSync(join(folder, name), { force: true });
}

/**
 * Moves the letter of the newest password to a file, once.
 * @returns its version
 * @throws OfficeRefusal where there is none, or it was printed; UsageError where the file cannot be made
 */
export async function handOutLetter(office: Office, actor: Actor, contract: string, file: string): Promise<number> {
	const version = await office.act(actor, 'password.letter', contract, async ({ at, now, note }) => {
		const row = await at
			.selectFrom('credential')
			.select(['id', 'version', 'letter_printed_at'])
			.where('contract', '=', contract)
			.where('state', 'in', ['issued', 'in-force'])
			.orderBy('id', 'desc')
			.limit(1)
			.executeTakeFirst();
		if (row === undefined) throw refused('noLetter', contract);
		if (row.letter_printed_at !== null) throw refused('letterPrinted', contract, row.version);
		const place = letterPlace(office.data, contract, row.version);
		// Whoever made it came no further than to put its credentials into the database: it is whole, and no version is drawn twice.
		if (!existsSync(place) && existsSync(place + UNFINISHED)) keepLetter(office.data, contract, row.version);
		if (!existsSync(place)) throw refused('letterGone', contract);
		note({ version: row.version });
		await at.updateTable('credential').set({ letter_printed_at: now }).where('id', '=', row.id).execute();
		// Last: where the database then fails, there is a file too many rather than a letter too few.
		copyTo(place, file);
		return row.version;
	});
	dropLetter(office.data, contract, version);
	return version;
}

/** Takes away letters of credentials that will not be in force, or have been, and those that nobody printed in time: nobody may print them. */
export async function clearLetters(office: Office): Promise<void> {
	dropPlaces(await staleLetters(office, office.database, office.now()));
}

export function dropPlaces(places: readonly string[]): void {
	for (const place of places) rmSync(place, { force: true });
}

/** Those that nobody may print. @param at also a transaction */
export async function staleLetters({ data }: Office, at: Kysely<Tables>, now: number): Promise<readonly string[]> {
	const folder = join(data, FOLDER);
	if (!existsSync(folder)) return [];
	const stale: string[] = [];
	for (const name of readdirSync(folder)) {
		const place = join(folder, name);
		if (name.endsWith(UNFINISHED)) {
			const made = statSync(place, { throwIfNoEntry: false })?.mtimeMs;
			if (made !== undefined && made < Date.now() - LONGEST_MAKING) stale.push(place);
			continue;
		}
		const [, contract, version] = /^(C[0-9]{10})-([0-9]{1,10})\.pdf$/.exec(name) ?? [];
		if (contract === undefined) continue;
		const waiting = await at
			.selectFrom('credential')
			.select('id')
			.where('contract', '=', contract)
			.where('version', '=', Number(version))
			.where('state', 'in', ['issued', 'in-force'])
			.where('letter_printed_at', 'is', null)
			.where('issued_at', '>=', keptSince('letters', now))
			.executeTakeFirst();
		if (waiting === undefined) stale.push(place);
	}
	return stale;
}

function copyTo(place: string, file: string): void {
	try {
		copyFileSync(place, resolve(file), constants.COPYFILE_EXCL);
		syncDirectory(resolve(file));
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		const reason = reasonOf(error);
		throw new UsageError(
			code === 'EEXIST'
				? { en: `--out ${file}: expected a new file, found one`, ja: `--out ${file}: 新しいファイルのはずですが、すでにあります` }
				: { en: `--out ${file}: cannot make it: ${reason}`, ja: `--out ${file}: 作れません: ${reason}` },
		);
	}
}
