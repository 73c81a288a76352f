/** `keiki hes certificates`: certificates and key pairs of a meter. */
import { readFileSync } from 'node:fs';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { DecodeError } from '../../../modules/bytes/reader.js';
import { CERTIFICATE_TYPE, type CertificateFacts } from '../../../modules/cosem/certificate-keeper.js';
import { type Certificate, decodeCertificate, USAGE } from '../../../modules/x509/certificate.js';
import {
	commonName,
	drawKeyPair,
	exportCertificate,
	importCertificate,
	readCertificates,
	removeCertificate,
	requestCertificate,
	setupOf,
} from '../../../src/head-end/certificates.js';
import { createWhole } from '../shared/durable-file.js';
import { wholeNumber } from '../shared/option-values.js';
import { dersIn, pemText } from '../shared/pem.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { HesError } from './hes-failures.js';
import type { HesMeter, HesOptions, HesSession } from './hes-options.js';
import { hostFailure } from './hes-run.js';
import type { Fields, HesView } from './hes-view.js';
import { CERTIFICATE_WORDS, type CertificateTexts } from './security-words.js';
import { HES_USAGE } from './usage-words.js';

export const CERTIFICATE_COLUMNS = Object.freeze(['number', 'entity', 'type', 'serial', 'issuer', 'subject']);
export const CERTIFICATE_FILE_COLUMNS = Object.freeze(['subject', 'type', 'result', 'file']);

const ENTITIES = Object.freeze(['server', 'client', 'authority', 'other'] as const);
const TYPES = Object.freeze(['signature', 'agreement', 'tls', 'other'] as const);
/** Of which a meter has pairs. */
const PAIRS: readonly string[] = Object.freeze(['signature', 'agreement']);
const MOST = 1000;

export interface CertificateFileWords {
	readonly out?: string;
}

/** One of `CERTIFICATE_TYPE`. Throws UsageError. */
export function pairType(word: string): number {
	const type = PAIRS.indexOf(word);
	if (type < 0) throw new UsageError(inEach(HES_USAGE, ({ oneOf }) => oneOf('certificates request', PAIRS, word)));
	return type;
}

/** Number in the list, from 1. Throws UsageError. */
export function certificateNumber(command: string, text: string): number {
	return wholeNumber(`certificates ${command}`, text, 1, MOST);
}

/** Certificates of files, in their order. Throws UsageError where one has none. */
export function certificatesOf(paths: readonly string[]): Uint8Array[] {
	return paths.flatMap((path) => {
		let found: Uint8Array[];
		try {
			found = dersIn('CERTIFICATE', new Uint8Array(readFileSync(path)));
			for (const der of found) decodeCertificate(der);
		} catch (error) {
			const reason = error instanceof DecodeError ? error.message : reasonOf(error);
			throw new UsageError(inEach(HES_USAGE, (words) => words.noCertificate(path, reason)));
		}
		if (found.length === 0) throw new UsageError(inEach(HES_USAGE, (words) => words.noCertificate(path, undefined)));
		return found;
	});
}

/** Where there is one file, there is one meter. Throws UsageError. */
export function checkCertificateFile({ meters }: HesOptions, { out }: CertificateFileWords): void {
	if (out !== undefined && meters.length > 1) throw new UsageError(inEach(HES_USAGE, (words) => words.oneMeterOut()));
}

export async function listCertificates(session: HesSession, meter: string, view: HesView): Promise<boolean> {
	const list = await readCertificates(await setupOf(session));
	const words = CERTIFICATE_WORDS[view.language];
	view.show(meter, list.map(fieldsOf), () =>
		list.length === 0 ? [words.none] : list.map((facts, i) => `${i + 1}  ${certificateText(facts, words)}`),
	);
	return true;
}

/** @param isNew whether the meter draws a new pair first */
export async function requestOf(
	session: HesSession,
	{ place, keys }: HesMeter,
	type: number,
	isNew: boolean,
	{ out }: CertificateFileWords,
	view: HesView,
): Promise<boolean> {
	const setup = await setupOf(session);
	if (isNew) await drawKeyPair(setup, type);
	const text = pemText('CERTIFICATE REQUEST', await requestCertificate(setup, type));
	tell(place.text, { subject: toUpperHex(keys.systemTitle), type: PAIRS[type]! }, text, out, view);
	return true;
}

export async function importAll(session: HesSession, { place, keys }: HesMeter, ders: readonly Uint8Array[], view: HesView): Promise<boolean> {
	const setup = await setupOf(session);
	const words = CERTIFICATE_WORDS[view.language];
	for (const der of ders) {
		await importCertificate(setup, der);
		const certificate = decodeCertificate(der);
		const subject = certificate.commonName ?? '';
		view.show(place.text, [{ subject, type: typeOf(certificate), result: 'imported', file: null }], () => [words.imported(subject)]);
		if (subject.toUpperCase() === toUpperHex(keys.systemTitle) && ((certificate.usage ?? 0) & USAGE.digitalSignature) !== 0)
			view.warn(place.text, words.signsWith(toUpperHex(certificate.publicKey)));
	}
	return true;
}

export async function exportOne(session: HesSession, meter: string, number: number, words: CertificateFileWords, view: HesView): Promise<boolean> {
	const setup = await setupOf(session);
	const facts = numbered(await readCertificates(setup), number);
	const text = pemText('CERTIFICATE', await exportCertificate(setup, facts));
	tell(meter, { subject: commonName(facts.subject) ?? '', type: TYPES[facts.type] ?? 'other' }, text, words.out, view);
	return true;
}

export async function removeOne(session: HesSession, meter: string, number: number, view: HesView): Promise<boolean> {
	const setup = await setupOf(session);
	const facts = numbered(await readCertificates(setup), number);
	await removeCertificate(setup, facts);
	const subject = commonName(facts.subject) ?? '';
	view.show(meter, [{ subject, type: TYPES[facts.type] ?? 'other', result: 'removed', file: null }], () => [
		CERTIFICATE_WORDS[view.language].removed(subject),
	]);
	return true;
}

/** Throws HesError where there are fewer. */
function numbered(list: readonly CertificateFacts[], number: number): CertificateFacts {
	const facts = list[number - 1];
	if (facts !== undefined) return facts;
	throw new HesError(
		inEach(CERTIFICATE_WORDS, (words) => words.noSuch(number, list.length)),
		true,
	);
}

/** A text as a new file; or for whoever reads it here. */
function tell(meter: string, about: { readonly subject: string; readonly type: string }, text: string, out: string | undefined, view: HesView): void {
	if (out === undefined) {
		view.show(meter, [{ ...about, result: text, file: null }], () => text.trimEnd().split('\n'));
		return;
	}
	try {
		createWhole(out, text);
	} catch (error) {
		throw hostFailure((words, reason) => words.notWritten(out, reason), error);
	}
	view.show(meter, [{ ...about, result: 'written', file: out }], () => [CERTIFICATE_WORDS[view.language].written(out)]);
}

function typeOf({ usage = 0 }: Certificate): string {
	const type = (usage & USAGE.digitalSignature ? 1 : 0) + (usage & USAGE.keyAgreement ? 2 : 0);
	return (['other', 'signature', 'agreement', 'tls'] as const)[type]!;
}

function fieldsOf({ entity, type, serial, issuer, subject }: CertificateFacts, i: number): Fields {
	return {
		number: i + 1,
		entity: ENTITIES[entity] ?? entity,
		type: TYPES[type] ?? type,
		serial: toUpperHex(serial),
		issuer: commonName(issuer) ?? null,
		subject: commonName(subject) ?? null,
	};
}

function certificateText({ entity, type, serial, issuer, subject }: CertificateFacts, words: CertificateTexts): string {
	const whose = words.entities[ENTITIES[entity] ?? 'other'];
	const use = type === CERTIFICATE_TYPE.other ? '' : `, ${words.types[TYPES[type] ?? 'other']}`;
	return `${whose} ${commonName(subject) ?? '?'}${use}; ${words.by(commonName(issuer) ?? '?', toUpperHex(serial))}`;
}
