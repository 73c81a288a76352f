/** Credential keys of the communication units of a run: `--credential-key`. */
import { equalBytes } from '../../../modules/bytes/equal.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import type { EmulatedMeter } from '../../../src/world/meter/emulated-meter.js';
import type { CredentialKeys } from '../../../src/world/meter/units-credentials.js';
import { opens, readCredentialKeys } from '../shared/credential-file.js';
import { FILE_USAGE } from '../shared/file-usage-words.js';
import { notice } from '../shared/notice.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { wrongUse } from './usage-words.js';

export const CREDENTIAL_KEY = '--credential-key';

/**
 * Of the units of each meter, in the order in which they come. Without files those of meters whose client 1 has suite 1 or 2 draw pairs of their own; undefined:
 * no unit has one.
 * @param files each with the key of one unit of each meter
 * @throws UsageError
 */
export function credentialKeysOf(
	files: readonly string[] | undefined,
	count: number,
	keysOf: (number: number) => RouteAKeys,
): (number: number) => CredentialKeys | undefined {
	if (files === undefined) return (number) => (hasPairs(keysOf(number)) ? 'own' : undefined);
	const units = files.map((file) => keysIn(file, count, keysOf));
	return (number) => units.map((keys) => keys[number - 1]!);
}

/** Whether the management client has a suite with elliptic curves. */
function hasPairs({ clients }: RouteAKeys): boolean {
	return (clients[IDIS_PROFILE.clients.management]?.suite ?? 0) > 0;
}

function keysIn(file: string, count: number, keysOf: (number: number) => RouteAKeys): readonly Uint8Array[] {
	const place = `${CREDENTIAL_KEY} ${file}`;
	const all = readCredentialKeys(file, CREDENTIAL_KEY);
	if (all.length !== count) throw new UsageError(inEach(FILE_USAGE, (words) => words.lineForEach(place, count, all.length)));
	return all.map((each, i) => {
		if (!opens(each)) throw wrongUse('sealsOnly', place);
		const { systemTitle } = keysOf(i + 1);
		if (!equalBytes(each.systemTitle, systemTitle)) throw wrongUse('otherTitle', place, toUpperHex(systemTitle), toUpperHex(each.systemTitle));
		return each.key;
	});
}

/** What a HEMS needs where it is not what the run was told. */
export function tellCredentials({ credentialState: { kind, version } }: EmulatedMeter): void {
	if (kind === 'sealed') notice((words) => words.credentialsSealed(version));
	else if (kind === 'useless') notice((words) => words.credentialsUseless(version));
	else if (kind === 'none') notice((words) => words.noCredentials());
}
