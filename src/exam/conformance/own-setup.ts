/** The security set-up that the association of the client refers to. */
import type { Data } from '../../../modules/dlms/axdr/data.js';
import { logicalNameOf } from '../../../modules/dlms/axdr/obis.js';
import { CURRENT_ASSOCIATION } from '../../../modules/dlms/current-association.js';
import { ASSOCIATION, type Read, type Visit } from './visit.js';

const SECURITY_SETUP = 64;
const SETUP_REFERENCE = 9;

/** An attribute of it, or of the only one that there is; undefined: the meter does not tell. */
export async function ownSetup(visit: Visit, attribute: number): Promise<(Read & { readonly data: Data }) | undefined> {
	const reference = await ownValue(visit, SETUP_REFERENCE);
	const name = reference !== undefined && 'bytes' in reference && reference.bytes.length === 6 ? logicalNameOf(reference.bytes) : undefined;
	const setups = await visit.values(SECURITY_SETUP, attribute);
	return setups.find(({ object }) => object.name === name) ?? (setups.length === 1 ? setups[0] : undefined);
}

/** An attribute of the association of the client. */
export async function ownValue(visit: Visit, attribute: number): Promise<Data | undefined> {
	const values = await visit.values(ASSOCIATION, attribute);
	return values.find(({ object: { name } }) => name === CURRENT_ASSOCIATION)?.data;
}
