/** A meter that keeps certificates, its authority, and the client that manages it. */
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { CERTIFICATE_TYPE } from '../../../../modules/cosem/certificate-keeper.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { MECHANISM } from '../../../../modules/dlms/apdu/acse.js';
import type { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { decodeCertificate, decodeRequest, USAGE } from '../../../../modules/x509/certificate.js';
import { CERTIFICATE_SECTORS } from '../../../../src/route-a/certificates/certificate-memory.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { equal } from '../../../assert.js';
import { CLIENT_TITLE, type Line } from '../../../modules/dlms/device-rig.js';
import { Authority } from '../../../modules/x509/authority.node.js';
import { CURVES } from '../general-rig.node.js';
import { bytesIn, get, itemsIn, numberIn } from '../route-a-rig.js';
import { called, SETUP, SetupRig, setupKeys } from '../setup-rig.node.js';

export const [GENERATE, REQUEST, IMPORT, EXPORT, REMOVE] = [4, 5, 6, 7, 8] as const;
export const { signature: SIGNATURE, agreement: AGREEMENT } = CERTIFICATE_TYPE;
const USES = [USAGE.digitalSignature, USAGE.keyAgreement] as const;
export const DAY = 86_400_000;

export const byEntity = (entity: number, type: number, title: Uint8Array) => (w: DataWriter) =>
	w.structure(2).enum(0).structure(3).enum(entity).enum(type).octetString(title);
export const bySerial = (certificate: Uint8Array) => (w: DataWriter) => {
	const { serial, issuer } = decodeCertificate(certificate);
	return w.structure(2).enum(1).structure(2).octetString(serial).octetString(issuer);
};

export class CertificateRig extends SetupRig {
	readonly authority: Authority;

	constructor(suite: number, changes: ConstructorParameters<typeof SetupRig>[1] = {}) {
		super(suite, { certificateFlash: new RamFlash(CERTIFICATE_SECTORS), ...changes });
		this.authority = new Authority('Root', suite === 2 ? 48 : 32, 0x41);
	}

	/** The management client in its association. */
	get manager(): Line {
		const line = this.line();
		equal(line.associate(), 'ok');
		return line;
	}

	import(certificate: Uint8Array, line = this.manager): number {
		return called(line, IMPORT, (w) => w.octetString(certificate)).result;
	}

	/** Draws a pair, has it certified, and imports what became of it. */
	certify(type: number, line = this.manager): Uint8Array {
		equal(called(line, GENERATE, (w) => w.enum(type)).result, 0);
		const { publicKey } = decodeRequest(bytesIn(called(line, REQUEST, (w) => w.enum(type)).value));
		const certificate = this.authority.of(this.keys.systemTitle, publicKey, USES[type]!);
		equal(this.import(certificate, line), 0);
		return certificate;
	}

	/** Entities and types that the meter tells of. */
	listed(line = this.manager): string {
		const list = itemsIn(get(line, SETUP, NAME.securitySetup, 6));
		return list.map((item) => itemsIn(item).slice(0, 2).map(numberIn).join('/')).join(' ');
	}

	/** The public key of whoever the meter signs as. */
	signs(publicKey: Uint8Array): boolean {
		const credentials = { cipher: CURVES, title: CLIENT_TITLE, signatureKey: this.material.signatureKey, peerSignatureKey: publicKey };
		return this.line({ hls: { mechanism: MECHANISM.highEcdsa, credentials } }).associate() === 'ok';
	}
}

/** Whose clients may prove themselves by ECDSA, too. */
export function offering(suite: number, changes: Partial<RouteAKeys> = {}): RouteAKeys {
	const keys = { ...setupKeys(suite), ...changes };
	const clients = Object.entries(keys.clients).map(([client, terms]) => [client, { ...terms, offers: ['hls5', 'hls7', 'general'] as const }]);
	return { ...keys, clients: Object.fromEntries(clients) };
}

export const publicOf = (byte: number, suite: number) => CURVES.publicKey(new Uint8Array(suite === 2 ? 48 : 32).fill(byte))!;
/** As `withCurves` has them. */
export const METER_SIGNS = 0x11;
export const CLIENT_SIGNS = 0x21;
