/**
 * A new password for a contract: drawn, sealed and put on a letter in a process of its own, of which the office keeps only what is sealed.
 *
 * A version is drawn before anything is sealed for it, and never again, whatever becomes of it: two passwords under one version would be one too many for the
 * cipher. So a version may be left out, and what is left in a version that was drawn and not used is nothing.
 */

import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { LAST_VERSION } from '../../../../modules/cosem/sealed-credentials.js';
import { mayDo } from '../../../../src/operations/access/acts.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { UntoldError } from '../../shared/usage-error.js';
import { nextId, nextNumber, type Office, type Work } from '../database/office.js';
import type { ContractTable } from '../database/tables.js';
import { auditHead } from '../people/audit-head.js';
import { putJob } from '../remote/put-job.js';
import { clearLetters, dropLetter, keepLetter, newLetterPlace } from './letters.js';
import { masterKeyPlace } from './master-key.js';
import { refused } from './refusals.js';
import { makeSecrets } from './secret-process.js';
import { isMade, type SecretMade } from './secret-task.js';
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

export interface IssuedPassword {
	readonly contract: string;
	/** System title of the communication unit. */
	readonly meter: string;
	readonly version: number;
	readonly by: WishedPassword['by'];
	/** Number of the order, or id of the job, that brings it. */
	readonly bearer: string;
	/** Characters that the letter has 〓 for. */
	readonly missing: readonly string[];
}

interface Made extends SecretMade {
	readonly unit: UnitToSeal;
	readonly version: number;
	readonly routeBId: string;
}

/** How long a remote rewrite may take, unless told, ms. */
const USUAL_TIME = 7 * 86_400_000;

/** The first password of a contract. @throws OfficeRefusal */
export async function issuePassword(office: Office, actor: Actor, wished: WishedPassword): Promise<IssuedPassword> {
	return newPassword(office, actor, 'password.issue', wished);
}

/** Another one, where one was issued before; the old one works until the meter has told the new version. @throws OfficeRefusal */
export async function rewritePassword(office: Office, actor: Actor, wished: WishedPassword): Promise<IssuedPassword> {
	return newPassword(office, actor, 'password.rewrite', wished);
}

type NewPasswordAct = 'password.issue' | 'password.rewrite';

async function newPassword(office: Office, actor: Actor, act: NewPasswordAct, wished: WishedPassword): Promise<IssuedPassword> {
	const { contract } = wished;
	await clearLetters(office);
	// Whoever may not do it has no version drawn, and is refused by the act itself; so is what cannot be made, which is logged there.
	const making = mayDo(actor, act) ? makeFor(office, act, wished) : undefined;
	const made = await making?.catch(() => undefined);
	try {
		const issued = await office.act(actor, act, contract, async (work) => {
			const { meter, version, bearer } = await record(work, actor, wished, await making!);
			work.note({ meter, version, by: wished.by, bearer });
			return { contract, meter, version, by: wished.by, bearer, missing: made!.missing };
		});
		keepLetter(office.data, contract, issued.version);
		return issued;
	} catch (error) {
		if (made !== undefined) dropLetter(office.data, contract, made.version);
		throw error;
	}
}

/** Everything that is made before it is recorded. @throws OfficeRefusal */
async function makeFor(office: Office, act: NewPasswordAct, wished: WishedPassword): Promise<Made> {
	const holder = await holderOf(office, act, wished.contract);
	const unit = await unitToSeal(office.database, wished.contract, wished.order);
	const version = await drawVersion(office, unit);
	const routeBId = (wished.isNewId !== true && (await lastId(office, wished.contract))) || newId();
	return { ...(await seal(office, wished, holder, unit, version, routeBId)), unit, version, routeBId };
}

/** Throws OfficeRefusal where this contract may not have one, or has. */
async function holderOf({ database }: Office, act: NewPasswordAct, code: string): Promise<ContractTable> {
	const holder = await database.selectFrom('contract').selectAll().where('code', '=', code).executeTakeFirst();
	if (holder === undefined) throw refused('noContract', code);
	if (holder.state !== 'active') throw refused('contractEnded', code);
	const before = database.selectFrom('credential').select('version').where('contract', '=', code);
	if (act === 'password.rewrite') {
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

async function seal(
	office: Office,
	wished: WishedPassword,
	{ customer, address }: ContractTable,
	unit: UnitToSeal,
	version: number,
	routeBId: string,
): Promise<SecretMade> {
	const { contract, language } = wished;
	const facts = { language, name: customer, address: [address], contract, at: office.now(), version, log: await auditHead(office.database) };
	const [answer] = await makeSecrets([
		{
			unit: unit.key,
			masterKeyFile: masterKeyPlace(office.data, wished.masterKeyFile),
			title: unit.title,
			version,
			routeBId,
			letter: { ...facts, file: newLetterPlace(office.data, contract, version) },
		},
	]);
	if (isMade(answer!)) return answer;
	if (answer!.fault === 'point') throw refused('wrongKey', unit.title);
	if (answer!.fault === 'wrapped') throw refused('otherMaster', unit.title);
	const { en, ja } = answer as { readonly en: string; readonly ja: string };
	throw new UntoldError({ en: `no password was made: ${en}`, ja: `パスワードを作れませんでした: ${ja}` });
}

async function record(work: Work, actor: Actor, wished: WishedPassword, made: Made): Promise<{ meter: string; version: number; bearer: string }> {
	const { at, now } = work;
	const { contract, by } = wished;
	const { unit, version, routeBId: route_b_id, sealed } = made;
	// What was looked up before is still so, now that nobody else can change it.
	const still = await unitToSeal(at, contract, wished.order);
	const holder = await at.selectFrom('contract').select('state').where('code', '=', contract).executeTakeFirst();
	if (still.title !== unit.title || still.order !== unit.order || holder?.state !== 'active') throw refused('changed', contract);
	const bearer = by === 'relay' ? await jobFor(work, actor, wished, made) : (unit.order ?? (await orderFor(work, actor, contract, unit.title)));
	await at
		.insertInto('credential')
		.values({
			...{ id: await nextId(at, 'credential'), contract, meter: unit.title, version, route_b_id, state: 'issued', way: by, bearer, sealed },
			...{ issued_at: now, issued_by: actor.name, letter_printed_at: null, confirmed_at: null },
		})
		.execute();
	return { meter: unit.title, version, bearer };
}

async function jobFor(
	work: Work,
	{ name }: Actor,
	{ contract, notBefore = 0, expires }: WishedPassword,
	{ unit, version, sealed }: Made,
): Promise<string> {
	const until = expires ?? Math.max(notBefore, work.now) + USUAL_TIME;
	return putJob(work, { kind: 'credentials', contract, meter: unit.title, body: { version, sealed }, notBefore, expires: until, by: name });
}

/** For a unit that is mounted already: somebody goes there for the password alone. */
async function orderFor({ at, now }: Work, { name }: Actor, contract: string, meter: string): Promise<string> {
	const number = await nextNumber(at, 'order');
	await at
		.insertInto('work_order')
		.values({
			...{ number, contract, application: null, design: null, kind: 'password', meter, units: '{}', state: 'issued', worker: null },
			...{ due: null, issued_at: now, issued_by: name, done_at: null, result: null },
		})
		.execute();
	return number;
}
