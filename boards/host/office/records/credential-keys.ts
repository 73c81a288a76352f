/** Keys of communication units into the stock: what a maker or `keiki hes credentials key` gave, the secret ones wrapped under the office's master key. */
import { basename } from 'node:path';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { isPrivateKey } from '../../../../modules/crypto/key-halves.js';
import { KEY_LENGTH } from '../../../../modules/crypto/lengths.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { type CredentialKey, readCredentialKeys } from '../../shared/credential-file.js';
import { newHostCipher } from '../../shared/host-cipher.js';
import type { Office } from '../database/office.js';
import { OfficeRefusal } from '../database/refusal.js';
import { masterKeyPlace, readMasterKey } from '../password/master-key.js';

/**
 * Each key to the unit of the stock that has its system title.
 * @param path of a file of credential keys (shared/credential-file.ts)
 * @returns how many
 * @throws UsageError; OfficeRefusal where a unit is not in the stock: nothing was done then
 */
export async function importCredentialKeys(office: Office, actor: Actor, path: string): Promise<number> {
	const keys = readCredentialKeys(path, path);
	const master = readMasterKey(masterKeyPlace(office.data));
	const records = keys.map((key) => ({ title: toUpperHex(key.systemTitle), record: keyRecord(key, master) }));
	return await office.act(
		actor,
		'records.import',
		'credential-key',
		async ({ at, note }) => {
			const unknown: string[] = [];
			for (const { title, record } of records) {
				const { numUpdatedRows } = await at.updateTable('stock').set({ credential_key: record }).where('title', '=', title).executeTakeFirstOrThrow();
				if (numUpdatedRows === 0n) unknown.push(title);
			}
			if (unknown.length > 0) throw unknownUnits(path, unknown);
			note({ keys: keys.length });
			return keys.length;
		},
		{ file: basename(path) },
	);
}

/** As the stock keeps it, JSON: the public half of a pair, or an AES key wrapped (RFC 3394) under the master key. */
export function keyRecord({ key, sealed }: Pick<CredentialKey, 'key' | 'sealed'>, master: Uint8Array): string {
	const cipher = newHostCipher();
	const last = sealed > 0 ? { sealed } : {};
	if (key.length === KEY_LENGTH) return JSON.stringify({ kind: 'wrapped', key: toUpperHex(cipher.keyWrap(master, key)), ...last });
	return JSON.stringify({ kind: 'public', key: toUpperHex(isPrivateKey(key) ? cipher.publicKey!(key)! : key), ...last });
}

function unknownUnits(path: string, titles: readonly string[]): OfficeRefusal {
	const some = titles.slice(0, 5).join(', ') + (titles.length > 5 ? ', …' : '');
	return new OfficeRefusal({
		kind: 'unknownUnits',
		words: {
			en: `${path}: ${titles.length} units are not in the stock (${some}): import the stock first; no key was taken`,
			ja: `${path}: ${titles.length}個のユニットが在庫にありません(${some})。先に在庫を取り込んでください。鍵は1つも取り込んでいません`,
		},
	});
}
