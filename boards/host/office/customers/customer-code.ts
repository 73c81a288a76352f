/**
 * How customers get into their site: by the code of the contract, which is on every bill, and a code that was printed on a letter to the address of the contract.
 * It is good once, and kept as its hash alone.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { drawPassword, PASSWORD_CHARACTERS, PASSWORD_LENGTH } from '../../../../src/operations/password/draw.js';
import type { Office } from '../database/office.js';
import { unerased } from '../people/own-contract.js';

/** A letter takes its time, ms: sixty days. */
const HOLDS = 60 * 86_400_000;
/** RFC 7914: N, r, p. The code has 60 bits of chance: this only slows down who has the table. */
const COST = Object.freeze({ N: 16_384, r: 8, p: 1 });
const SALT = 16;
const HASH = 32;
/** Of nobody: takes as long to compare. */
const NOBODYS = `${'00'.repeat(SALT)}$${'00'.repeat(HASH)}`;

export interface CustomerCode {
	/** 12 characters, kept nowhere here. */
	readonly code: string;
	/** From then on it is good no more, ms since 1970-01-01T00:00:00Z. */
	readonly expires: number;
}

/** A fresh one; any before it is good no more. Throws OfficeRefusal. */
export async function issueCustomerCode(office: Office, actor: Actor, contract: string): Promise<CustomerCode> {
	const code = drawPassword(SYSTEM_RANDOM);
	const hash = await hashOf(code, randomBytes(SALT));
	return await office.act(actor, 'customer.code', contract, async ({ at, now }) => {
		await unerased(at, contract);
		const expires = now + HOLDS;
		const row = { hash, expires, failures: 0, used_at: null };
		await at
			.insertInto('customer_code')
			.values({ contract, ...row })
			.onConflict((conflict) => conflict.column('contract').doUpdateSet(row))
			.execute();
		return { code, expires };
	});
}

/** As it was printed, however it was typed; undefined: it is none. */
export function readCustomerCode(text: string): string | undefined {
	const code = text.normalize('NFKC').toUpperCase().replaceAll(/[\s-]/g, '');
	return code.length === PASSWORD_LENGTH && [...code].every((each) => PASSWORD_CHARACTERS.includes(each)) ? code : undefined;
}

/** @param kept undefined: there is none, which takes as long */
export async function isCode(kept: string | undefined, code: string): Promise<boolean> {
	const [salt = ''] = (kept ?? NOBODYS).split('$');
	const [is, due] = [Buffer.from(await hashOf(code, Buffer.from(salt, 'hex'))), Buffer.from(kept ?? NOBODYS)];
	return is.length === due.length && timingSafeEqual(is, due) && kept !== undefined;
}

function hashOf(code: string, salt: Buffer): Promise<string> {
	return new Promise((resolve, reject) => {
		scrypt(code, salt, HASH, COST, (error, hash) => (error === null ? resolve(`${salt.toString('hex')}$${hash.toString('hex')}`) : reject(error)));
	});
}
