/** A message to all meters, of which one is looked at. */
import { NAME, numbered } from '../../../modules/cosem/object-names.js';
import type { AttributeTarget } from '../../../modules/dlms/apdu/descriptor.js';
import { numberOf } from '../../../modules/dlms/axdr/data.js';
import type { MeterSession } from '../../../src/head-end/meter-session.js';
import { attributeTarget } from '../../../src/head-end/reading.js';
import { broadcastKeyOf, PRE_ESTABLISHED, setForAll } from './broadcast-message.js';
import { countersPath } from './counters-file.js';
import { type HesMeter, type HesOptions, sessionOptions } from './hes-options.js';

/** False: the keys have no client 102 or no broadcast key, or the meter is on a line. @param publicly a session of the public client */
export async function broadcastSet(
	meter: HesMeter,
	options: HesOptions,
	{ target, value }: { readonly target: AttributeTarget; readonly value: Uint8Array },
	publicly: <T>(work: (session: MeterSession) => Promise<T>) => Promise<T>,
): Promise<boolean> {
	const { keys, keysPath, place } = meter;
	const broadcast = broadcastKeyOf(keys);
	if (place.kind === 'serial' || broadcast === undefined) return false;
	const { carrier, cipher } = sessionOptions({ ...options, client: PRE_ESTABLISHED }, meter);
	const supply = options.supplies.of(options.counters ?? (keysPath === undefined ? undefined : countersPath(keysPath)), options.title, broadcast);
	supply.goOn((await publicly(lastForAll)) + 1);
	const apdu = setForAll({ ...{ cipher, keys, supply }, title: options.title }, target, value);
	if (apdu === undefined) return false;
	const connection = await carrier.connect(PRE_ESTABLISHED, options.server, options.timeout);
	try {
		connection.send(apdu);
	} finally {
		await connection.close();
		await carrier.close();
	}
	return true;
}

/** The last counter of a message to all that a meter has accepted; 0: it does not tell. Of the public client. */
export async function lastForAll(session: MeterSession): Promise<number> {
	const last = await session.get(attributeTarget(1, numbered(NAME.invocationCounter, PRE_ESTABLISHED), 2));
	return typeof last === 'number' ? 0 : (numberOf(last) ?? 0);
}
