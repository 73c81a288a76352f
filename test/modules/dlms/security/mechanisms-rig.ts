/** A server and clients of it that prove themselves by something else than keys. */
import type { Cipher } from '../../../../hal/ports/cipher.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import type { CosemClientOptions } from '../../../../modules/dlms/client/client-options.js';
import type { Credentials } from '../../../../modules/dlms/security/mechanisms.js';
import type { ClientSecurity } from '../../../../modules/dlms/security/security.js';
import type { ServedClient } from '../../../../modules/dlms/server/admission.js';
import { CosemServer } from '../../../../modules/dlms/server/server.js';
import { CLIENT_TITLE, Line, MANAGEMENT, MANAGEMENT_CONFORMANCE, rig, SERVER_TITLE } from '../device-rig.js';

export const SECRET = new Uint8Array([0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38]);

export function serverOf(cipher: Cipher, mechanisms: readonly number[], changes: Partial<Credentials> = {}, security?: ClientSecurity): CosemServer {
	const [mechanism, ...otherMechanisms] = mechanisms as readonly [number, ...number[]];
	const credentials = { cipher, title: SERVER_TITLE, secret: SECRET, ...changes };
	const served: ServedClient = { id: MANAGEMENT, mechanism, otherMechanisms, credentials, conformance: MANAGEMENT_CONFORMANCE, security };
	return new CosemServer({ ...rig().server.options, clients: [served], random: new SeededRandom(1, 'server') });
}

export function lineOf(
	server: CosemServer,
	cipher: Cipher,
	mechanism: number,
	changes: Partial<Credentials> = {},
	more: Partial<CosemClientOptions> = {},
): Line {
	const credentials = { cipher, title: CLIENT_TITLE, secret: SECRET, ...changes };
	return new Line(server, MANAGEMENT, { hls: { mechanism, credentials }, ...more });
}
