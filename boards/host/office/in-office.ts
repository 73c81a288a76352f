/** How a command of the office goes about its work: opens the office, finds who does it, and tells what was refused. */
import { resolve } from 'node:path';
import process from 'node:process';
import { type Actor, rolesIn } from '../../../src/operations/access/roles.js';
import type { Language } from '../../../src/world/schema/language.js';
import { shiftedClock } from '../shared/clock-option.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { statePath } from '../shared/own-places.js';
import { UsageError } from '../shared/usage-error.js';
import { Office } from './database/office.js';
import type { DatabasePlace } from './database/open.js';
import { OfficeRefusal, refusalWords } from './database/refusal.js';
import type { OfficeWords } from './office-words.js';

/** Who does it, at which office, in whose language it is told. */
export interface AtWork {
	readonly office: Office;
	readonly actor: Actor;
	readonly language: Language;
	readonly json: boolean;
}

/** @throws UsageError */
export function placeOf({ data, database }: OfficeWords): DatabasePlace {
	return { data: data === undefined ? statePath('office') : resolve(data), url: database };
}

/** The office's clock, ms since 1970-01-01T00:00:00Z. Throws UsageError. */
export function clockOf({ clock }: OfficeWords): () => number {
	return shiftedClock(clock);
}

/** Runs it in an open office, which is closed afterwards. Returns the exit code; what was refused is told on stderr. Throws UsageError. */
export async function inOffice(words: OfficeWords, work: (at: AtWork) => Promise<ExitCode>): Promise<ExitCode> {
	const office = await Office.open(placeOf(words), { now: clockOf(words) });
	const language = words.lang ?? 'en';
	try {
		return await work({ office, actor: await actorOf(office, words.as), language, json: words.json ?? false });
	} catch (error) {
		if (!(error instanceof OfficeRefusal)) throw error;
		process.stderr.write(`keiki: ${refusalWords(error.refusal)[language]}\n`);
		return EXIT.no;
	} finally {
		await office.close();
	}
}

/** Throws UsageError. */
async function actorOf({ database }: Office, name: string | undefined): Promise<Actor> {
	const all = database.selectFrom('staff').select(['name', 'roles']).where('state', '=', 'active').orderBy('at').orderBy('name');
	const rows = await (name === undefined ? all : all.where('name', '=', name)).execute();
	const found = rows.find(({ roles }) => name !== undefined || rolesIn(roles).includes('administrator'));
	if (found === undefined) {
		const told = JSON.stringify(name ?? '');
		throw new UsageError({
			en: `--as: there is no ${told} among the staff who may work; keiki office staff list tells who is there`,
			ja: `--as: 働ける職員の中に${told}はいません。keiki office staff list で確認できます`,
		});
	}
	return { name: found.name, roles: rolesIn(found.roles) };
}
