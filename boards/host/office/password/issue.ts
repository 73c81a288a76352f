/**
 * A new password for a contract: drawn, sealed and put on a letter in a process of its own, of which the office keeps only what is sealed.
 *
 * A version is drawn before anything is sealed for it, and never again, whatever becomes of it: two passwords under one version would be one too many for the
 * cipher. So a version may be left out, and what is left in a version that was drawn and not used is nothing.
 */
import { mayDo } from '../../../../src/operations/access/acts.js';
import type { Actor } from '../../../../src/operations/access/roles.js';
import { nextId, nextNumber, type Office, type Work } from '../database/office.js';
import { putJob } from '../remote/put-job.js';
import { clearLetters, dropUnless, keepLetter } from './letters.js';
import { type Made, madeOf, prepare, sealAll, type WishedPassword } from './making.js';
import { refused } from './refusals.js';
import { unitToSeal } from './unit-to-seal.js';

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
	const making = mayDo(actor, act) ? makeOne(office, wished, act === 'password.issue') : undefined;
	const made = await making?.catch(() => undefined);
	const issued = await dropUnless(office, made === undefined ? [] : [made], () =>
		office.act(actor, act, contract, async (work) => {
			const { missing, ...recorded } = await record(work, actor, await making!);
			work.note(recorded);
			return { ...recorded, missing };
		}),
	);
	keepLetter(office.data, contract, issued.version);
	return issued;
}

async function makeOne(office: Office, wished: WishedPassword, isFirst: boolean): Promise<Made> {
	const prepared = await prepare(office, wished, isFirst);
	const [answer] = await sealAll(office, [prepared]);
	return madeOf(prepared, answer!);
}

/** What was made is the office's from now on. @throws OfficeRefusal where the records have changed since it was prepared */
export async function record(work: Work, actor: Actor, made: Made): Promise<IssuedPassword> {
	const { at, now } = work;
	const { wished, unit, version, routeBId: route_b_id, sealed, missing } = made;
	const { contract, by } = wished;
	// What was looked up before is still so, now that nobody else can change it.
	const still = await unitToSeal(at, wished);
	const holder = await at.selectFrom('contract').select('state').where('code', '=', contract).executeTakeFirst();
	if (still.title !== unit.title || still.order !== unit.order || holder?.state !== 'active') throw refused('changed', contract);
	const bearer = by === 'relay' ? await jobFor(work, actor, made) : (unit.order ?? (await orderFor(work, actor, contract, unit.title)));
	await at
		.insertInto('credential')
		.values({
			...{ id: await nextId(at, 'credential'), contract, meter: unit.title, version, route_b_id, state: 'issued', way: by, bearer, sealed },
			...{ issued_at: now, issued_by: actor.name, letter_printed_at: null, confirmed_at: null },
		})
		.execute();
	return { contract, meter: unit.title, version, by, bearer, missing };
}

async function jobFor(work: Work, { name }: Actor, { wished, unit, version, sealed }: Made): Promise<string> {
	const { contract, notBefore = 0, expires } = wished;
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
