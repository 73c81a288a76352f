/** A hand-held beside a meter that runs, without the office: what that would seal is sealed here. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CIPHER, OwnFiles } from '../../../../boards/host/handheld/own-files.js';
import { loadHpke } from '../../../../boards/host/office/password/hpke.js';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { fromHex, toUpperHex } from '../../../../modules/bytes/hex.js';
import { drawnPair } from '../../../../modules/dlms/security/general-keys.js';
import { sealedIn } from '../../../../src/head-end/credentials.js';
import { parseData } from '../../../../src/head-end/data-notation.js';
import { sealBarCode, type WorkOrderCode } from '../../../../src/operations/bar-code/work-order-code.js';
import { readResult, type SignedResult } from '../../../../src/operations/handheld/result.js';
import { type Ended, keikiHere } from '../here-rig.js';

export const ID = '0123456789ABCDEF0123456789ABCDEF';
export const PASSWORD = 'ABCDEF234567';
export const METER = '4A504D0000000001';
const HOUR = 3_600_000;
export const pair = () => drawnPair(CIPHER, SYSTEM_RANDOM, 1)!;

/** What an order's bar code may have otherwise than one that is good now for the meter. */
export type Otherwise = Partial<WorkOrderCode>;

export class HandheldRig {
	readonly folder: string;
	readonly #office = pair();
	#version = 0;

	constructor(folder: string) {
		this.folder = folder;
	}

	file(name: string): string {
		return join(this.folder, name);
	}

	get data(): string {
		return this.file('handheld');
	}

	/** Keys of a meter and of its unit, and a hand-held that knows the office. @param office its public file; undefined: one that is but a pair of keys */
	async prepare(office?: string): Promise<void> {
		mkdirSync(this.folder, { recursive: true });
		assert.equal((await keikiHere('keys', 'make', this.file('meter.json'), '--quiet')).status, 0);
		writeFileSync(this.file('password'), `${PASSWORD}\n`, { mode: 0o600 });
		writeFileSync(this.file('office.public'), JSON.stringify({ envelopeKey: toUpperHex(this.#office.publicKey) }));
		const made = await this.own('init', '--office', office ?? this.file('office.public'));
		assert.equal(made.status, 0, made.stderr);
	}

	/** `keiki handheld`, without a meter. */
	own(...words: readonly string[]): Promise<Ended> {
		return keikiHere('handheld', ...words, '--data', this.data);
	}

	/** `keiki handheld`, at a meter. */
	at(meter: string, ...words: readonly string[]): Promise<Ended> {
		return this.own(...words, '--meter', meter, '--keys', this.file('meter.json'), '--retries', '0');
	}

	/** The next version, sealed for the unit. */
	async sealed(credential = this.file('meter.credential')): Promise<Pick<WorkOrderCode, 'version' | 'sealed'>> {
		const { stdout, status, stderr } = await keikiHere(
			...['keys', 'seal', '--credential', credential, '--route-b-id', ID, '--password-file', this.file('password')],
		);
		assert.equal(status, 0, stderr);
		const sealed = sealedIn(parseData(stdout.trim()))!;
		this.#version = sealed.version;
		return sealed;
	}

	/** The text of a bar code. */
	async barCode(order: string, otherwise: Otherwise = {}, office = this.#office): Promise<string> {
		const now = Date.now();
		const sealed = otherwise.sealed === undefined ? await this.sealed() : { version: this.#version, sealed: otherwise.sealed };
		const code = { order, meter: METER, notBefore: now - HOUR, notAfter: now + HOUR, ...sealed, ...otherwise };
		const { envelopeKey } = JSON.parse(readFileSync(new OwnFiles(this.data).publicFile, 'utf8')) as { envelopeKey: string };
		return sealBarCode(await loadHpke(), CIPHER, { privateKey: office.privateKey, publicKey: fromHex(envelopeKey) }, code);
	}

	/** What waits for the office. */
	async results(): Promise<readonly SignedResult[]> {
		const { stdout, status, stderr } = await this.own('results', '--json');
		assert.equal(status, 0, stderr);
		return stdout
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => readResult(line) as SignedResult);
	}
}
