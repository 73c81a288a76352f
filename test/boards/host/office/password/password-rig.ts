/** An office that may issue passwords: a contract with a communication unit that has a key. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Office } from '../../../../../boards/host/office/database/office.js';
import type { HandheldKeys } from '../../../../../boards/host/office/password/handhelds.js';
import { makeOfficeKeys, masterKeyPlace, readMasterKey } from '../../../../../boards/host/office/password/master-key.js';
import { keyRecord } from '../../../../../boards/host/office/records/credential-keys.js';
import { newHostCipher } from '../../../../../boards/host/shared/host-cipher.js';
import { SYSTEM_RANDOM } from '../../../../../hal/node/random.js';
import { toUpperHex } from '../../../../../modules/bytes/hex.js';
import { drawnPair } from '../../../../../modules/dlms/security/general-keys.js';
import { handheldName } from '../../../../../src/operations/bar-code/work-order-code.js';
import { requirePeer } from '../../../../interop/peers.js';

export const CIPHER = newHostCipher();
export const pair = () => drawnPair(CIPHER, SYSTEM_RANDOM, 1)!;
export const CONTRACT = 'C0000000012';
export const METER = '4A504D0000000001';
export const AES = Uint8Array.from({ length: 16 }, (_, i) => 17 * i);

/** Beside `CONTRACT` with a unit that has a key of AES. */
export async function furnish(office: Office, { key, type = 'rf-b' }: { readonly key?: string | null; readonly type?: string } = {}): Promise<void> {
	makeOfficeKeys(office.data);
	const { database } = office;
	const record = key === undefined ? keyRecord({ key: AES, sealed: 0 }, readMasterKey(masterKeyPlace(office.data))) : key;
	await database
		.insertInto('contract')
		.values({
			...{ code: CONTRACT, customer: '佐藤 ひなの', reading: 'サトウ ヒナノ', address: '大阪府大阪市北区梅田1-2-3', street: '梅田1', phases: '1p3w' },
			...{ amperes: 40, feed_in: 0, route_b: 'radio', state: 'active', since: 1, until: null, as_of: 1, imported_at: 1 },
		})
		.execute();
	await database
		.insertInto('stock')
		.values({
			...{ serial: 'S1', type, kind: 'communication', maker: 'keiki', depot: 'north', state: 'mounted', order: null, title: METER },
			...{ credential_key: record, as_of: 1, imported_at: 1 },
		})
		.execute();
	await database
		.insertInto('mounted')
		.values({
			...{ meter: METER, contract: CONTRACT, communication: type, metering: '1p3w-60-2way', option: null, cover: 'normal', serials: '{}' },
			...{ mounted_at: 1, certified_until: 2, as_of: 1, imported_at: 1 },
		})
		.execute();
}

/** Credentials on their way with an order, as if they were sealed: what a test that opens none needs no process for. */
export async function onTheirWay({ database }: Office, version: number, bearer = `W0000000${version}`): Promise<string> {
	await database
		.insertInto('credential')
		.values({
			...{ id: version, contract: CONTRACT, meter: METER, version, route_b_id: '0'.repeat(32), state: 'issued', way: 'handheld', bearer },
			...{ sealed: '00'.repeat(44), issued_at: 1, issued_by: 'anybody', letter_printed_at: null, confirmed_at: null },
		})
		.execute();
	await database
		.insertInto('work_order')
		.values({
			...{ number: bearer, contract: CONTRACT, application: null, design: null, kind: 'password', meter: METER, units: '{}', state: 'issued' },
			...{ worker: null, due: null, issued_at: 1, issued_by: 'anybody', done_at: null, result: null },
		})
		.execute();
	return bearer;
}

export interface Handheld extends HandheldKeys {
	readonly privateKey: Uint8Array;
}

export function newHandheld(): Handheld {
	const [envelope, signature] = [pair(), pair()];
	const { publicKey: envelopeKey, privateKey } = envelope;
	return { handheld: handheldName(CIPHER, envelopeKey), envelopeKey, signatureKey: signature.publicKey, privateKey };
}

/** Its public file, as `keiki handheld init --public` makes it. */
export function publicFileOf({ handheld, envelopeKey, signatureKey }: HandheldKeys): string {
	return JSON.stringify({ handheld, envelopeKey: toUpperHex(envelopeKey), signatureKey: toUpperHex(signatureKey) });
}

/** What poppler reads on all sheets. */
export function pdfText(test: Mocha.Context, file: string): string {
	const program = requirePeer(test, 'pdftotext', 'apt-get install poppler-utils');
	const { status, stdout, stderr } = spawnSync(program, ['-layout', file, '-'], { encoding: 'utf8' });
	if (status !== 0) throw new Error(stderr);
	return stdout.normalize('NFKC');
}

/** All that zbar reads on the first sheet, as poppler draws it. */
export function scanned(test: Mocha.Context, file: string): string {
	const [draws, reads] = [requirePeer(test, 'pdftoppm', 'apt-get install poppler-utils'), requirePeer(test, 'zbarimg', 'apt-get install zbar-tools')];
	const folder = mkdtempSync(join(tmpdir(), 'keiki-scan-'));
	try {
		spawnSync(draws, ['-r', '150', '-png', '-singlefile', file, join(folder, 'sheet')]);
		const { stdout } = spawnSync(reads, ['-q', '--raw', join(folder, 'sheet.png')], { encoding: 'utf8' });
		return stdout.trimEnd();
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** The password that a letter bears, as a customer reads it off. */
export function passwordOn(letter: string): string {
	const [, found] = /(?:パスワード|Password) +([2-9A-Z]{4} [2-9A-Z]{4} [2-9A-Z]{4})$/m.exec(letter) ?? [];
	if (found === undefined) throw new Error(`no password on the letter: ${letter}`);
	return found.replaceAll(' ', '');
}

/** The Route B id that a letter bears. */
export function idOn(letter: string): string {
	const found = [...letter.matchAll(/(?:^|\s)((?:[0-9A-F]{4} ){3}[0-9A-F]{4})$/gm)].map(([, half]) => half!.replaceAll(' ', ''));
	return found.join('');
}
