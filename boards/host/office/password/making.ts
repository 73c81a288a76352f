/** What is made before it is recorded: for whom, under which version, and by the process that draws passwords what is sealed and on letters. */
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { LAST_VERSION } from '../../../../modules/cosem/sealed-credentials.js';
import { UntoldError } from '../../shared/usage-error.js';
import { nextId, type Office } from '../database/office.js';
import type { ContractTable } from '../database/tables.js';
import { auditHead } from '../people/audit-head.js';
import { dropLetter, newLetterPlace } from './letters.js';
import { masterKeyPlace } from './master-key.js';
import { refused } from './refusals.js';
import { makeSecrets } from './secret-process.js';
import { isMade, type SecretAnswer, type SecretMade, type SecretTask } from './secret-task.js';
import { type UnitToSeal, unitToSeal } from './unit-to-seal.js';

export interface WishedPassword {
	readonly contract: string;
	/** Brought by a hand-held with a work order, or by the control system. */
	readonly by: 'handheld' | 'relay';
	/** Of the letter. */
	readonly language: 'en' | 'ja';
	/** With which order; undefined: the open one, or a new one. */
	readonly order?: string | undefined;
	/** By the relay: not before, 0: at once; and until when. ms since 1970. */
	readonly notBefore?: number | undefined;
	readonly expires?: number | undefined;
	/** Another Route B id than before: somebody else moved in. */
	readonly isNewId?: boolean | undefined;
	readonly masterKeyFile?: string | undefined;
}

/** What is to be sealed. */
export interface Prepared {
	readonly wished: WishedPassword;
	readonly holder: Pick<ContractTable, 'customer' | 'address'>;
	readonly unit: UnitToSeal;
	readonly version: number;
	readonly routeBId: string;
}

export interface Made extends Prepared, SecretMade {}

/** @param isFirst whether there must be none in force; otherwise one must have been issued. @throws OfficeRefusal */
export async function prepare(office: Office, wished: WishedPassword, isFirst: boolean): Promise<Prepared> {
	const { contract, isNewId } = wished;
	const holder = await holderOf(office, isFirst, contract);
	const unit = await unitToSeal(office.database, wished);
	const version = await drawVersion(office, unit);
	const routeBId = (isNewId !== true && (await lastId(office, contract))) || newId();
	return { wished, holder, unit, version, routeBId };
}

/** In one process, in this order. Throws an error where it did not end well. */
export async function sealAll(office: Office, all: readonly Prepared[]): Promise<readonly SecretAnswer[]> {
	const log = await auditHead(office.database);
	const at = office.now();
	const tasks = all.map(({ wished, holder, unit, version, routeBId }): SecretTask => {
		const { contract, language, masterKeyFile } = wished;
		const file = newLetterPlace(office.data, contract, version);
		return {
			...{ unit: unit.key, masterKeyFile: masterKeyPlace(office.data, masterKeyFile), title: unit.title, version, routeBId },
			letter: { language, name: holder.customer, address: [holder.address], contract, at, version, log, file },
		};
	});
	try {
		return await makeSecrets(tasks);
	} catch (error) {
		for (const { wished, version } of all) dropLetter(office.data, wished.contract, version);
		throw error;
	}
}

/** @throws OfficeRefusal, or UntoldError */
export function madeOf(prepared: Prepared, answer: SecretAnswer): Made {
	if (isMade(answer)) return { ...prepared, ...answer };
	if (answer.fault === 'point') throw refused('wrongKey', prepared.unit.title);
	if (answer.fault === 'wrapped') throw refused('otherMaster', prepared.unit.title);
	throw new UntoldError({ en: `no password was made: ${answer.en}`, ja: `パスワードを作れませんでした: ${answer.ja}` });
}

/** Throws OfficeRefusal where this contract may not have one, or has. */
async function holderOf({ database }: Office, isFirst: boolean, code: string): Promise<ContractTable> {
	const holder = await database.selectFrom('contract').selectAll().where('code', '=', code).executeTakeFirst();
	if (holder === undefined) throw refused('noContract', code);
	if (holder.state !== 'active') throw refused('contractEnded', code);
	const before = database.selectFrom('credential').select('version').where('contract', '=', code);
	if (!isFirst) {
		if ((await before.limit(1).executeTakeFirst()) === undefined) throw refused('noneYet', code);
		return holder;
	}
	const current = await before.where('state', '=', 'in-force').limit(1).executeTakeFirst();
	if (current !== undefined) throw refused('inForce', code, current.version);
	return holder;
}

/** One above all that were sealed for this unit, which nobody draws again. */
async function drawVersion({ database }: Office, { title, key }: UnitToSeal): Promise<number> {
	const version = await database.transaction().execute(async (at) => {
		const { most } = await at
			.selectFrom('credential')
			.select(({ fn }) => fn.max('version').as('most'))
			.where('meter', '=', title)
			.executeTakeFirstOrThrow();
		const least = Math.max(key.sealed ?? 0, most ?? 0) + 1;
		const kind = `version-${title}`;
		const next = await nextId(at, kind);
		if (next >= least) return next;
		await at
			.updateTable('setting')
			.set({ value: String(least) })
			.where('key', '=', `last-${kind}`)
			.execute();
		return least;
	});
	if (version > LAST_VERSION) throw refused('noVersion', title);
	return version;
}

async function lastId({ database }: Office, contract: string): Promise<string | undefined> {
	const row = await database
		.selectFrom('credential')
		.select('route_b_id')
		.where('contract', '=', contract)
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	return row?.route_b_id;
}

function newId(): string {
	const id = new Uint8Array(16);
	SYSTEM_RANDOM.fill(id);
	return toUpperHex(id);
}
