/** What becomes of credentials that were made for a communication unit. The password before works until the meter has confirmed the new one. */
import type { Work } from '../database/office.js';
import type { CredentialState, JobTable } from '../database/tables.js';

/**
 * A unit has credentials in force, as its meter has confirmed: all that were made for it before are not any more, or never will be, as versions only rise.
 * @param confirmedAt ms since 1970-01-01T00:00:00Z
 */
export async function inForce(at: Work['at'], meter: string, version: number, confirmedAt: number): Promise<void> {
	await at
		.updateTable('credential')
		.set({ state: 'superseded', sealed: null })
		.where('meter', '=', meter)
		.where('version', '<', version)
		.where('state', 'in', ['issued', 'in-force'])
		.execute();
	await at
		.updateTable('credential')
		.set({ state: 'in-force', sealed: null, confirmed_at: confirmedAt })
		.where('meter', '=', meter)
		.where('version', '=', version)
		.where('state', 'not in', ['superseded', 'in-force'])
		.execute();
}

/** The job that was to bring them has ended. */
export async function credentialsEnded(
	at: Work['at'],
	{ id, meter, body }: Pick<JobTable, 'id' | 'meter' | 'body'>,
	state: 'done' | 'failed' | 'expired' | 'withdrawn',
	ended: number,
): Promise<void> {
	const { version } = JSON.parse(body) as { readonly version: number };
	if (state === 'done') {
		await inForce(at, meter, version, ended);
		return;
	}
	const to: CredentialState = state === 'withdrawn' ? 'withdrawn' : 'failed';
	// Those that a hand-held has brought meanwhile, or that later ones have overtaken, stay what they are.
	await at.updateTable('credential').set({ state: to, sealed: null }).where('bearer', '=', id).where('state', '=', 'issued').execute();
}
