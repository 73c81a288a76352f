/** `keiki hes credentials key`: the public half of a communication unit's own key pair, for the record from which `keiki keys seal` seals. */
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { type UnitKey, unitKeyOf, versionInForce } from '../../../src/head-end/credentials.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import { type CredentialKey, readCredentialKeys, withCredentialFile } from '../shared/credential-file.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { type HesMeter, type HesOptions, type HesSession, hostCipher } from './hes-options.js';
import { hostFailure } from './hes-run.js';
import type { HesView } from './hes-view.js';
import { CERTIFICATE_WORDS } from './security-words.js';
import { HES_USAGE } from './usage-words.js';

export interface CredentialKeyWords {
	readonly new?: boolean;
	readonly out?: string;
}

export const CREDENTIAL_KEY_COLUMNS = Object.freeze(['title', 'agreementKey', 'file']);

/** Throws UsageError where a record would be that of another unit, or of several. */
export function checkRecord({ meters }: HesOptions, { out }: CredentialKeyWords): void {
	if (out === undefined) return;
	if (meters.length > 1) throw new UsageError(inEach(HES_USAGE, (words) => words.oneMeterOut()));
	recordIn(out, meters[0]!.keys.systemTitle);
}

/** Undefined: there is no such file yet. Throws UsageError where it is of another unit. */
function recordIn(out: string, title: Uint8Array): CredentialKey | undefined {
	if (!existsSync(out)) return undefined;
	const [record, ...others] = readCredentialKeys(out, '--out');
	if (others.length === 0 && equalBytes(record!.systemTitle, title)) return record;
	throw new UsageError(inEach(HES_USAGE, (words) => words.otherRecord(out, toUpperHex(title))));
}

/** What was sealed before stays noted in a record that is there, and so does what is in force: versions only rise. */
export async function fetchCredentialKey(session: HesSession, { place, keys }: HesMeter, words: CredentialKeyWords, view: HesView): Promise<boolean> {
	const { out } = words;
	const unit = await unitKeyOf(session, hostCipher(), keys.systemTitle, words.new === true);
	if (out !== undefined) keep(out, unit, await versionOf(session));
	const agreementKey = toUpperHex(unit.publicKey);
	view.show(place.text, [{ title: toUpperHex(unit.title), agreementKey, file: out ?? null }], () => [
		out === undefined ? agreementKey : CERTIFICATE_WORDS[view.language].written(out),
	]);
	return true;
}

/** @param version of the credentials in force: none up to it is of use */
function keep(out: string, { title, publicKey }: UnitKey, version: number): void {
	try {
		withCredentialFile(out, (write) => {
			const sealed = Math.max(recordIn(out, title)?.sealed ?? 0, version);
			write([{ systemTitle: title, key: publicKey, sealed }]);
		});
	} catch (error) {
		if (error instanceof UsageError) throw error;
		throw hostFailure((words, reason) => words.notWritten(out, reason), error);
	}
}

/** 0 where the meter does not tell. */
async function versionOf(session: HesSession): Promise<number> {
	try {
		return (await versionInForce(session, (ms) => wait(ms))).version;
	} catch (error) {
		if (error instanceof HeadEndError && error.failure.kind === 'credentialsUnreadable') return 0;
		throw error;
	}
}
