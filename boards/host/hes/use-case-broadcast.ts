/** A message of client 102 to all meters, of which one is looked at: pre-established, under the broadcast key, and answered by none (IDIS). */
import { NAME, numbered } from '../../../modules/cosem/object-names.js';
import { INVOKE } from '../../../modules/dlms/apdu/apdu.js';
import type { AttributeTarget } from '../../../modules/dlms/apdu/descriptor.js';
import { encodeSetRequest } from '../../../modules/dlms/apdu/set.js';
import { numberOf } from '../../../modules/dlms/axdr/data.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { CONTROL, SecuritySuite } from '../../../modules/dlms/security/ciphering.js';
import { ClientSecurity } from '../../../modules/dlms/security/security.js';
import type { MeterSession } from '../../../src/head-end/meter-session.js';
import { attributeTarget } from '../../../src/head-end/reading.js';
import { SESSION_COUNTERS } from '../../../src/head-end/session-counters.js';
import { keysOfClient } from '../../../src/route-a/keys.js';
import { countersPath } from './counters-file.js';
import { type HesMeter, type HesOptions, sessionOptions } from './hes-options.js';

const PRE_ESTABLISHED = 102;
const TO_ALL = CONTROL.authentication | CONTROL.encryption | CONTROL.broadcastKey;

/** False: the keys have no client 102 or no broadcast key, or the meter is on a line. @param publicly a session of the public client */
export async function broadcastSet(
	meter: HesMeter,
	options: HesOptions,
	{ target, value }: { readonly target: AttributeTarget; readonly value: Uint8Array },
	publicly: <T>(work: (session: MeterSession) => Promise<T>) => Promise<T>,
): Promise<boolean> {
	const { keys, keysPath, place } = meter;
	const own = keys.clients[PRE_ESTABLISHED];
	if (place.kind === 'serial' || own === undefined) return false;
	const { broadcast } = keysOfClient(keys, PRE_ESTABLISHED);
	if (broadcast === undefined) return false;
	const { carrier, cipher } = sessionOptions({ ...options, client: PRE_ESTABLISHED }, meter);
	const supply = options.supplies.of(options.counters ?? (keysPath === undefined ? undefined : countersPath(keysPath)), options.title, broadcast);
	const last = await publicly((session) => session.get(attributeTarget(1, numbered(NAME.invocationCounter, PRE_ESTABLISHED), 2)));
	supply.goOn((typeof last === 'number' ? 0 : (numberOf(last) ?? 0)) + 1);
	const security = new ClientSecurity({
		suite: new SecuritySuite(cipher, own.suite ?? 0),
		title: options.title,
		keys: keysOfClient(keys, PRE_ESTABLISHED),
		policy: 0,
		counters: SESSION_COUNTERS,
		transmit: supply,
		name: '',
	});
	const [plain, w] = [new DataWriter(), new DataWriter()];
	encodeSetRequest(plain, { kind: 'normal', invoke: INVOKE.high | 1, target, value });
	if (!security.presetSession().seal(w, plain.bytes, 'general-glo', TO_ALL)) return false;
	const connection = await carrier.connect(PRE_ESTABLISHED, options.server, options.timeout);
	try {
		connection.send(w.copy());
	} finally {
		await connection.close();
		await carrier.close();
	}
	return true;
}
