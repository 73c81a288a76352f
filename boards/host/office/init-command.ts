/** `keiki office init`: a new office. */
import { mkdirSync } from 'node:fs';
import process from 'node:process';
import { ROLES } from '../../../src/operations/access/roles.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { Office } from './database/office.js';
import { clockOf, placeOf } from './in-office.js';
import type { OfficeWords } from './office-words.js';
import { makeOfficeKeys } from './password/master-key.js';

/** What the first of the staff is called where nobody says it. */
const FIRST = 'administrator';
/** Names of staff: as they are told on the command line and in the log. */
const NAME = /^[a-z][a-z0-9._-]{0,31}$/;

/** Throws UsageError where there is one already. */
export async function initOffice(words: OfficeWords): Promise<ExitCode> {
	const { as: name = FIRST, lang = 'en', json = false } = words;
	if (!NAME.test(name)) {
		throw new UsageError({
			en: `--as: expected a name of small letters and digits, up to 32, got ${JSON.stringify(name)}`,
			ja: `--as: 小文字と数字、32文字までの名前を指定してください: ${JSON.stringify(name)}`,
		});
	}
	const place = placeOf(words);
	try {
		mkdirSync(place.data, { recursive: true, mode: 0o700 });
	} catch (error) {
		const reason = reasonOf(error);
		throw new UsageError({ en: `--data ${place.data}: ${reason}`, ja: `--data ${place.data}: ${reason}` });
	}
	const office = await Office.open(place, { now: clockOf(words), isNew: true });
	try {
		if ((await office.database.selectFrom('staff').select('name').limit(1).executeTakeFirst()) !== undefined) {
			throw new UsageError({ en: `${place.data}: there is an office already`, ja: `${place.data}: すでに事務所があります` });
		}
		makeOfficeKeys(place.data);
		const actor = { name, roles: ['administrator'] as const };
		await office.act(actor, 'staff.change', name, async ({ at, now }) => {
			// Who begins alone has to be able to do everything; roles are taken away once there are others.
			const row = { name, shown: name, password: null, roles: JSON.stringify(ROLES), state: 'active' as const };
			await at
				.insertInto('staff')
				.values({ ...row, at: now, failures: 0, locked_until: null })
				.execute();
		});
		process.stdout.write(
			json ? `${JSON.stringify({ data: place.data, engine: office.engine, administrator: name })}\n` : text(place.data, name)[lang],
		);
		return EXIT.done;
	} finally {
		await office.close();
	}
}

function text(data: string, name: string): { readonly en: string; readonly ja: string } {
	return {
		en: `an office in ${data}; its first administrator is ${name}\n`,
		ja: `${data} に事務所を作りました。最初の管理者は ${name} です\n`,
	};
}
