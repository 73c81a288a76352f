/** A contract with a meter, for remote work. */
import type { Office } from '../../../../../boards/host/office/database/office.js';

/** 2026-11-30T12:00:00+09:00. */
export const NOW = Date.UTC(2026, 10, 30, 3);
export const CONTRACT = 'C0000000001';
export const METER = '4A504D0000000001';

interface Mount {
	/** Undefined: none is mounted. */
	readonly meter?: string | undefined;
	readonly contract?: string;
	readonly communication?: string;
	readonly option?: string | null;
	/** The contract is there already. */
	readonly isKnown?: boolean;
}

export async function mount(office: Office, how: Mount = {}): Promise<void> {
	const { contract = CONTRACT, communication = 'rf-b', option = 'switch-1p3w-60', isKnown = false } = how;
	const meter = 'meter' in how ? how.meter : METER;
	const times = { as_of: NOW, imported_at: NOW };
	if (!isKnown) {
		const person = { customer: '', reading: '', address: '', street: 'S1' };
		const terms = { phases: '1p3w', amperes: 40, feed_in: 0, route_b: 'radio', state: 'active', since: NOW, until: null } as const;
		await office.database
			.insertInto('contract')
			.values({ code: contract, ...person, ...terms, ...times })
			.execute();
	}
	if (meter === undefined) return;
	const units = { communication, metering: '1p3w-60-2way', option, cover: 'normal', serials: '{}' };
	await office.database
		.insertInto('mounted')
		.values({ meter, contract, ...units, mounted_at: NOW, certified_until: NOW, ...times })
		.execute();
}
