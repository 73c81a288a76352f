/** What certificates in the keys files tell a head-end: who it is, and which of them are of no use any more. */
import { equalBytes } from '../../../modules/bytes/equal.js';
import { fromHex, toUpperHex } from '../../../modules/bytes/hex.js';
import { CERTIFICATE_TYPE } from '../../../modules/cosem/certificate-keeper.js';
import { TITLE_LENGTH } from '../../../modules/dlms/security/ciphering.js';
import { boundTitle } from '../../../src/route-a/certificates/bound-client.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { outOfTime } from '../shared/certified-keys.js';
import { notice } from '../shared/notice.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { HES_USAGE } from './usage-words.js';

interface KeyedMeter {
	readonly keys: RouteAKeys;
	readonly keysPath: string | undefined;
}

export const DEFAULT_TITLE = '4B45490000000001';

/** The system title of the head-end: as told, or as the keys of the client, or certificates of these, have it. Throws UsageError where they have another one. */
export function titleFor(text: string | undefined, client: number, meters: readonly KeyedMeter[]): Uint8Array {
	let title = text === undefined ? undefined : titleOf(text);
	for (const { keys, keysPath } of meters) {
		const row = keys.clients[client] ?? keys.keyless?.[client];
		const certified = row && boundTitle(row);
		if (certified === undefined) continue;
		title ??= certified;
		if (!equalBytes(title, certified))
			throw new UsageError(inEach(HES_USAGE, (words) => words.otherTitle(toUpperHex(title!), client, keysPath, toUpperHex(certified))));
	}
	return title ?? titleOf(DEFAULT_TITLE);
}

function titleOf(text: string): Uint8Array {
	if (new RegExp(`^[0-9A-Fa-f]{${2 * TITLE_LENGTH}}$`).test(text)) return fromHex(text);
	throw new UsageError(inEach(HES_USAGE, (words) => words.title(2 * TITLE_LENGTH, text)));
}

/** Warns of certificates that are of no use now. */
export function tellOutOfTime(client: number, meters: readonly KeyedMeter[]): void {
	const told = new Set<string>();
	for (const { keys, keysPath = '' } of meters)
		for (const { title, type } of outOfTime(keys, client, Date.now())) {
			const key = `${keysPath} ${title} ${type}`;
			if (!told.has(key)) notice((words) => words.outOfTime(keysPath, title, type === CERTIFICATE_TYPE.agreement));
			told.add(key);
		}
}
