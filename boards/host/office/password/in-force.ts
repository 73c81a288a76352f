/**
 * What became of credentials, and which are in force: of several that were on their way to a unit, the unit takes only versions above the one that it has, so that
 * the highest that it has told is in force, and what is below has lost. Until then the old ones work.
 *
 * | state      |                                                                                     |
 * |------------|-------------------------------------------------------------------------------------|
 * | issued     | on its way                                                                          |
 * | in-force   | the meter has told its version                                                      |
 * | superseded | a higher version is in force, or the unit is gone                                   |
 * | failed     | the unit did not take it, or nobody brought it in time                              |
 * | withdrawn  | it is not to be brought any more                                                    |
 */
import type { Work } from '../database/office.js';

export type Settled = 'in-force' | 'superseded' | 'unknown';

/**
 * The meter has told that this version is in force: by a hand-held's `set`, a job's `done`, or where it was read.
 * @param meter system title
 * @returns what the version is now; `unknown`: the office never made it
 */
export async function settleInForce({ at, now }: Work, meter: string, version: number): Promise<Settled> {
	const all = at.selectFrom('credential').select(['id', 'confirmed_at']).where('meter', '=', meter);
	const row = await all.where('version', '=', version).executeTakeFirst();
	if (row === undefined) return 'unknown';
	const higher = await all.where('version', '>', version).where('state', '=', 'in-force').limit(1).executeTakeFirst();
	const state = higher === undefined && !(await hasGone(at, meter)) ? 'in-force' : 'superseded';
	await at
		.updateTable('credential')
		.set({ state, sealed: null, confirmed_at: row.confirmed_at ?? now })
		.where('id', '=', row.id)
		.execute();
	if (state === 'in-force') {
		await at
			.updateTable('credential')
			.set({ state: 'superseded', sealed: null })
			.where('meter', '=', meter)
			.where('version', '<', version)
			.where('state', 'in', ['issued', 'in-force'])
			.execute();
	}
	return state;
}

/**
 * The unit did not take a version, or it was not brought in time; what had been in force is still.
 * @param inForce the version that the unit has instead, where it told it; 0: none
 */
export async function settleFailed(work: Work, meter: string, version: number, inForce = 0): Promise<void> {
	if (inForce > 0) await settleInForce(work, meter, inForce);
	await leave(work, meter, version, 'failed');
}

/** A version is not to be brought any more. */
export async function settleWithdrawn(work: Work, meter: string, version: number): Promise<void> {
	await leave(work, meter, version, 'withdrawn');
}

/** An order comes to nothing: what went with it is not to be brought any more. */
export async function withdrawWith({ at }: Work, order: string): Promise<void> {
	await at.updateTable('credential').set({ state: 'withdrawn', sealed: null }).where('bearer', '=', order).where('state', '=', 'issued').execute();
}

/** The communication unit is gone: another one has none. */
export async function settleGone({ at }: Work, meter: string): Promise<void> {
	const theirs = (state: 'in-force' | 'issued', becomes: 'superseded' | 'withdrawn') =>
		at.updateTable('credential').set({ state: becomes, sealed: null }).where('meter', '=', meter).where('state', '=', state).execute();
	await theirs('in-force', 'superseded');
	await theirs('issued', 'withdrawn');
}

/** What a unit took before it came out of its meter may be told after that. */
async function hasGone(at: Work['at'], meter: string): Promise<boolean> {
	const gone = at.selectFrom('stock').select('serial').where('title', '=', meter).where('state', 'in', ['returned', 'scrapped']);
	const unit = await gone
		.where('title', 'not in', at.selectFrom('mounted').select('meter').where('meter', '=', meter))
		.limit(1)
		.executeTakeFirst();
	return unit !== undefined;
}

async function leave({ at }: Work, meter: string, version: number, state: 'failed' | 'withdrawn'): Promise<void> {
	await at
		.updateTable('credential')
		.set({ state, sealed: null })
		.where('meter', '=', meter)
		.where('version', '=', version)
		.where('state', '=', 'issued')
		.execute();
}
