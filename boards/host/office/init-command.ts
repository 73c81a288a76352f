/** `keiki office init`: a new office. */
import { mkdirSync } from 'node:fs';
import process from 'node:process';
import { UTILITIES, utility } from '../../../src/meter/catalogue/ampere-contracts.js';
import { ROLES } from '../../../src/operations/access/roles.js';
import type { InEach } from '../../../src/world/schema/language.js';
import { certifyParties } from '../relay/authority.js';
import { loadX509 } from '../relay/x509-package.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { Office } from './database/office.js';
import { needed } from './database/packages.js';
import { clockOf, placeOf } from './in-office.js';
import type { InitWords } from './office-words.js';
import { makeOfficeKeys } from './password/master-key.js';
import { staffName } from './people/people-usage.js';

/** What the first of the staff is called where nobody says it. */
const FIRST = 'administrator';

/** Throws UsageError where there is one already. */
export async function initOffice(words: InitWords): Promise<ExitCode> {
	const { as: name = FIRST, lang = 'en', json = false, utility: code = 'kansai' } = words;
	staffName(name, '--as');
	if (utility(code) === undefined) {
		const choices = UTILITIES.map(({ code }) => code);
		throw new UsageError({ kind: 'choice', option: '--utility', text: code, choices });
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
		const { hosts, now: today } = { hosts: words.host ?? [], now: office.now() };
		const { directories } = await certifyParties(place.data, { hosts, now: today }, () => needed('@peculiar/x509', loadX509));
		const actor = { name, roles: ['administrator'] as const };
		await office.act(actor, 'staff.change', name, async ({ at, now }) => {
			// Who begins alone has to be able to do everything; roles are taken away once there are others.
			const row = { name, shown: name, password: null, roles: JSON.stringify(ROLES), state: 'active' as const };
			await at
				.insertInto('staff')
				.values({ ...row, at: now, failures: 0, locked_until: null })
				.execute();
			await at.insertInto('setting').values({ key: 'utility', value: code }).execute();
		});
		process.stdout.write(
			json
				? `${JSON.stringify({ data: place.data, engine: office.engine, administrator: name, relay: directories.relay, control: directories.control })}\n`
				: text(place.data, name, directories)[lang],
		);
		return EXIT.done;
	} finally {
		await office.close();
	}
}

function text(data: string, name: string, { relay, control }: { readonly relay: string; readonly control: string }): InEach<string> {
	return {
		en: `an office in ${data}; its first administrator is ${name}\n  to be carried to the relay: ${relay}\n  to be carried to the control system: ${control}\n`,
		ja: `${data} に事務所を作りました。最初の管理者は ${name} です\n  リレーサーバーに運ぶもの: ${relay}\n  制御システムに運ぶもの: ${control}\n`,
	};
}
