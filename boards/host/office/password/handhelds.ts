/** Hand-helds that orders may be made for: each is known by its public keys. */

import { readFileSync } from 'node:fs';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { handheldName } from '../../../../src/operations/bar-code/work-order-code.js';
import { FILE_USAGE } from '../../shared/file-usage-words.js';
import { newHostCipher } from '../../shared/host-cipher.js';
import { digitBytes, fieldsIn, parseSecretJson } from '../../shared/keys-file.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import type { Office } from '../database/office.js';
import type { HandheldTable } from '../database/tables.js';
import { refused } from './refusals.js';

/** The public halves of a hand-held's keys, x ‖ y of P-256: 64 bytes each. */
export interface HandheldKeys {
	/** 16 hexadecimal digits. */
	readonly handheld: string;
	readonly envelopeKey: Uint8Array;
	readonly signatureKey: Uint8Array;
}

const POINT = 64;
const FIELDS = ['handheld', 'envelopeKey', 'signatureKey'];

/** The public file of a hand-held, as `keiki handheld init` makes it. Throws UsageError. */
export function readHandheldFile(path: string): HandheldKeys {
	const fields = fieldsIn(parseSecretJson(textOf(path), path), path, undefined, FIELDS);
	const envelopeKey = digitBytes(fields.envelopeKey, POINT, path, 'envelopeKey');
	const signatureKey = digitBytes(fields.signatureKey, POINT, path, 'signatureKey');
	const handheld = handheldName(newHostCipher(), envelopeKey);
	if (fields.handheld !== handheld) {
		throw new UsageError({
			en: `${path}: handheld: expected ${handheld}, by which its envelopeKey is called, got ${JSON.stringify(fields.handheld)}`,
			ja: `${path}: handheld: envelopeKeyの名前は${handheld}のはずですが、${JSON.stringify(fields.handheld)}です`,
		});
	}
	return { handheld, envelopeKey, signatureKey };
}

/** Nothing in it is secret. */
function textOf(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		throw new UsageError(inEach(FILE_USAGE, (words) => words.cannotRead(path, reasonOf(error))));
	}
}

/** @throws OfficeRefusal where it is registered */
export async function registerHandheld(office: Office, actor: Actor, name: string, keys: HandheldKeys): Promise<void> {
	const { handheld: id, envelopeKey, signatureKey } = keys;
	await office.act(actor, 'handheld.register', id, async ({ at, now }) => {
		const known = await at.selectFrom('handheld').select('id').where('id', '=', id).executeTakeFirst();
		if (known !== undefined) throw refused('handheldKnown', id);
		await at
			.insertInto('handheld')
			.values({ id, name, sealing_key: toUpperHex(envelopeKey), signing_key: toUpperHex(signatureKey), state: 'active', at: now })
			.execute();
	});
}

/** No order is made for it any more, and none that was made for it is taken back as done. @throws OfficeRefusal where there is none */
export async function loseHandheld(office: Office, actor: Actor, id: string): Promise<void> {
	await office.act(actor, 'handheld.register', id, async ({ at, note }) => {
		note({ state: 'lost' });
		const known = await at.updateTable('handheld').set({ state: 'lost' }).where('id', '=', id).returning('id').executeTakeFirst();
		if (known === undefined) throw refused('noHandheld', id);
	});
}

export async function handhelds({ database }: Office): Promise<readonly HandheldTable[]> {
	return database.selectFrom('handheld').selectAll().orderBy('name').orderBy('id').execute();
}

/** By its id or its name. @throws OfficeRefusal where there is none, or it was lost */
export async function handheldNamed({ database }: Pick<Office, 'database'>, name: string): Promise<HandheldTable> {
	const found = await database
		.selectFrom('handheld')
		.selectAll()
		.where(({ or, eb }) => or([eb('id', '=', name.toUpperCase()), eb('name', '=', name)]))
		.orderBy('state')
		.limit(1)
		.executeTakeFirst();
	if (found === undefined) throw refused('noHandheld', name);
	if (found.state !== 'active') throw refused('handheldLost', name);
	return found;
}
