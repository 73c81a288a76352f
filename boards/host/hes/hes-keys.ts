/**
 * `keiki hes keys change`: new keys for a client. Whatever happens in between, the keys that the meter has are in a file.
 *
 * | step                                          | FILE     | FILE.new | the meter has   |
 * |-----------------------------------------------|----------|----------|-----------------|
 * | association under the old keys                | old keys |          | old             |
 * | FILE.new is written                           | old keys | new keys | old             |
 * | transfer, wrapped with the KEK (class 64)     | old keys | new keys | old or new      |
 * | association under the new keys                | old keys | new keys | new             |
 * | FILE.new becomes FILE                         | new keys |          | new             |
 *
 * `keiki hes keys agree` has no new keys before the meter answers: they are in FILE.new as soon as it has. Where that answer is lost they are nobody's but the
 * meter's.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import { privateKeyOf } from '../../../modules/crypto/key-halves.js';
import { scalarLength } from '../../../modules/dlms/security/key-agreement.js';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import {
	type AgreementMaterial,
	agreeOnKeys,
	type GlobalKeys,
	keyTransferParameter,
	newKeys,
	securitySetupOf,
	transferKeys,
} from '../../../src/head-end/key-change.js';
import { keysOfClient, type RouteAKeys } from '../../../src/route-a/keys.js';
import type { InEach, Language } from '../../../src/world/schema/language.js';
import { meterCurves } from '../shared/certified-keys.js';
import { createWhole, fileOf, syncDirectory } from '../shared/durable-file.js';
import { keysText } from '../shared/keys-file.js';
import { UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { failureText, HesError, isRefusal, whyText } from './hes-failures.js';
import { type HesMeter, type HesOptions, type HesSession, hostCipher } from './hes-options.js';
import { hostFailure } from './hes-run.js';
import type { HesView } from './hes-view.js';
import { HES_WORDS } from './hes-words.js';
import { HES_USAGE } from './usage-words.js';

const NO_TITLE = new Uint8Array(0);
export const KEYS_COLUMNS = Object.freeze(['client', 'result', 'file']);

/** Whether keys are made here and transferred, or agreed on. */
export type KeyChange = 'change' | 'agree';

/** Where the new keys go. Throws UsageError where the change could end in keys that are nowhere. */
export function checkKeyChange({ meters, client, control }: HesOptions, into: string | undefined, how: KeyChange): void {
	if (control === 0) throw new UsageError(inEach(HES_USAGE, (words) => words.clientWithKeys(client)));
	if (meters.length > 1 && into !== undefined) throw new UsageError(inEach(HES_USAGE, (words) => words.oneMeter()));
	const files = new Set<string>();
	for (const { keys, keysPath, place, isListed } of meters) {
		if (keys.clients[client] === undefined) throw new UsageError(inEach(HES_USAGE, (words) => words.clientWithKeys(client)));
		if (isListed && into === undefined) throw new UsageError(inEach(HES_USAGE, (words) => words.metersStay()));
		const file = into ?? (keysPath === undefined ? undefined : fileOf(keysPath));
		if (file === undefined) throw new UsageError(inEach(HES_USAGE, (words) => words.demoKeysLost()));
		if (files.has(file)) throw new UsageError(inEach(HES_USAGE, (words) => words.ownKeysFile(file)));
		files.add(file);
		if (how === 'agree' && agreementOf(keys, client, NO_TITLE) === undefined)
			throw new UsageError(inEach(HES_USAGE, (words) => words.noAgreement(client, keysPath)));
		if (how === 'change' && keysOfClient(keys, client).kek === undefined)
			throw new UsageError(inEach(HES_USAGE, (words) => words.noKek(keysPath, place.text)));
		if (into !== undefined && existsSync(into) && into !== keysPath) throw new UsageError(inEach(HES_USAGE, (words) => words.newFile(into)));
		if (existsSync(`${file}.new`)) {
			throw new UsageError(inEach(HES_USAGE, (words) => words.interrupted(file)));
		}
	}
}

export async function changeKeys(
	session: HesSession,
	meter: HesMeter,
	options: HesOptions,
	into: string | undefined,
	view: HesView,
	how: KeyChange,
): Promise<boolean> {
	const { client } = options;
	const { file } = await replaceKeys(session, meter, options, into, view, how);
	view.show(meter.place.text, [{ client, result: 'changed', file }], () => [HES_WORDS[view.language].newKeysWork(client, file)]);
	return true;
}

/** Returns the keys that the meter has now, and the file that they are in; the session is at its end. Throws HesError, HeadEndError. */
export async function replaceKeys(
	session: HesSession,
	meter: HesMeter,
	options: HesOptions,
	into: string | undefined,
	view: HesView,
	how: KeyChange,
): Promise<{ readonly keys: RouteAKeys; readonly file: string }> {
	const file = into ?? fileOf(meter.keysPath!);
	const part = `${file}.new`;
	await session.open();
	const fresh = how === 'change' ? await transferred(session, meter, options, part, view) : await agreed(session, meter, options, part);
	await session.end();
	await verify(session, options, meter, fresh, part, file);
	try {
		renameSync(part, file);
		syncDirectory(file);
	} catch (error) {
		throw hostFailure((words, reason) => words.newKeysApart(part, file, reason), error);
	}
	return { keys: keysWith(meter.keys, options.client, fresh), file };
}

async function transferred(session: HesSession, meter: HesMeter, { client }: HesOptions, part: string, view: HesView): Promise<GlobalKeys> {
	const { keys } = meter;
	const setup = await securitySetupOf(session);
	const fresh = newKeys(SYSTEM_RANDOM, keys.clients[client]!.encryption.length);
	const parameter = keyTransferParameter(hostCipher(), keys.kek!, fresh);
	writeKeys(part, keysText(keysWith(keys, client, fresh)));
	try {
		await transferKeys(session, setup, parameter);
	} catch (error) {
		if (!(error instanceof HeadEndError)) throw error;
		const { failure } = error;
		if (!error.passing) {
			rmSync(part, { force: true });
			const holds = (language: Language) => HES_WORDS[language].oldKeysHold(failureText(failure, language), meter.keysPath);
			throw new HesError({ en: holds('en'), ja: holds('ja') }, isRefusal(failure));
		}
		view.note(meter.place.text, HES_WORDS[view.language].tryingKeys(failureText(failure, view.language)));
	}
	return fresh;
}

async function agreed(session: HesSession, meter: HesMeter, options: HesOptions, part: string): Promise<GlobalKeys> {
	const { keys, keysPath } = meter;
	const { client, title } = options;
	const setup = await securitySetupOf(session);
	// Where it cannot be written that is found out while the old keys hold.
	writeKeys(part, keysText(keys));
	rmSync(part);
	let fresh: GlobalKeys;
	try {
		fresh = await agreeOnKeys(session, setup, agreementOf(keys, client, title)!);
	} catch (error) {
		if (!(error instanceof HeadEndError)) throw error;
		const { failure } = error;
		if (error.passing) await session.end();
		const isKnown = !error.passing && failure.kind !== 'agreementUnproven';
		const oldHold = isKnown || (await associates(session.another(options, meter))) === undefined;
		const text = (language: Language) => {
			const { oldKeysHold, agreementLost } = HES_WORDS[language];
			return (oldHold ? oldKeysHold : agreementLost)(failureText(failure, language), keysPath);
		};
		throw new HesError({ en: text('en'), ja: text('ja') }, isRefusal(failure));
	}
	writeKeys(part, keysText(keysWith(keys, client, fresh)));
	return fresh;
}

function keysWith(keys: RouteAKeys, client: number, fresh: GlobalKeys): RouteAKeys {
	return { ...keys, clients: { ...keys.clients, [client]: { ...keys.clients[client]!, ...fresh } } };
}

/** What a client agrees on keys with; undefined: its suite or the keys have none. */
function agreementOf(keys: RouteAKeys, client: number, title: Uint8Array): AgreementMaterial | undefined {
	const { suite = 0, signatureKey } = keys.clients[client]!;
	const cipher = hostCipher();
	const own = privateKeyOf(signatureKey);
	const meter = meterCurves(keys).peerSignatureKey;
	const isFit = suite > 0 && own?.length === scalarLength(suite) && meter?.length === 2 * scalarLength(suite);
	return isFit
		? { cipher, random: SYSTEM_RANDOM, suite, client: title, meter: keys.systemTitle, signatureKey: own, peerSignatureKey: meter }
		: undefined;
}

/** Opens an association under the new keys. Throws HesError; then both files are there, unless the old keys proved to hold. */
async function verify(session: HesSession, options: HesOptions, meter: HesMeter, fresh: GlobalKeys, part: string, file: string): Promise<void> {
	const why = await associates(session.another(options, meter, { keys: fresh, path: file }));
	if (why === undefined) return;
	if ((await associates(session.another(options, meter))) === undefined) {
		rmSync(part, { force: true });
		throw new HesError(
			inEach(HES_WORDS, (words) => words.newKeysNotTaken()),
			true,
		);
	}
	const text = (language: Language) => HES_WORDS[language].noKeysHold(why[language], meter.keysPath, part, file);
	throw new HesError({ en: text('en'), ja: text('ja') });
}

/** Undefined: it does; else why not. */
async function associates(session: HesSession): Promise<InEach<string> | undefined> {
	try {
		await session.open();
		return undefined;
	} catch (error) {
		const why = whyText(error);
		if (why === undefined) throw error;
		return { en: why, ja: whyText(error, 'ja')! };
	} finally {
		await session.end();
	}
}

/** Writes the keys so that only their owner can read them; they are on the disk when it returns. */
function writeKeys(path: string, text: string): void {
	try {
		createWhole(path, text);
	} catch (error) {
		throw hostFailure((words, reason) => words.keysUnwritten(path, reason), error);
	}
}
