/** Which client a certificate lets in: one that is bound to its title, and no other. */
import { ENTITY } from '../../../../modules/cosem/certificate-keeper.js';
import { MECHANISM } from '../../../../modules/dlms/apdu/acse.js';
import { USAGE } from '../../../../modules/x509/certificate.js';
import type { ClientTerms, RouteAKeys } from '../../../../src/route-a/keys.js';
import { equal, hex } from '../../../assert.js';
import { CLIENT_TITLE, Line, MANAGEMENT } from '../../../modules/dlms/device-rig.js';
import { Authority } from '../../../modules/x509/authority.node.js';
import { CURVES } from '../general-rig.node.js';
import { NOON, READING } from '../route-a-rig.js';
import { called } from '../setup-rig.node.js';
import {
	AGREEMENT,
	byEntity,
	bySerial,
	CertificateRig,
	CLIENT_SIGNS,
	DAY,
	METER_SIGNS,
	offering,
	publicOf,
	REMOVE,
	SIGNATURE,
} from './certificate-rig.node.js';

const OTHER_TITLE = hex('4B45490000000002');
const THIRD_TITLE = hex('4B45490000000003');
const KEYLESS = 7;

/** Keys whose rows are changed. */
function keysWith(
	rows: Readonly<Record<number, { readonly [T in keyof ClientTerms]?: ClientTerms[T] | undefined }>>,
	more: Partial<RouteAKeys> = {},
): RouteAKeys {
	const keys = { ...offering(1), ...more };
	const clients = Object.entries(keys.clients).map(([client, row]) => {
		const changed = Object.entries({ ...row, ...rows[Number(client)] }).filter(([, value]) => value !== undefined);
		return [client, Object.fromEntries(changed)];
	});
	return { ...keys, clients: Object.fromEntries(clients) };
}

/** Whether whoever has this private key comes by ECDSA. */
function proves(rig: CertificateRig, byte: number, title: Uint8Array, client = MANAGEMENT): boolean {
	const credentials = { cipher: CURVES, title, signatureKey: new Uint8Array(32).fill(byte), peerSignatureKey: publicOf(METER_SIGNS, 1) };
	const hls = { mechanism: MECHANISM.highEcdsa, credentials };
	if (client === KEYLESS) return new Line(rig.meter.routeA.server, client, { hls }).associate() === 'ok';
	return rig.line({ client, hls, title }).associate() === 'ok';
}

/** Imports a certificate for signatures. */
function certify(rig: CertificateRig, title: Uint8Array, byte: number, changes: Parameters<Authority['of']>[3] = {}): Uint8Array {
	const certificate = rig.authority.of(title, publicOf(byte, 1), USAGE.digitalSignature, changes);
	equal(rig.import(certificate), 0);
	return certificate;
}

const lines = (rig: CertificateRig) => rig.meter.lines.filter((line) => line.includes('is kept, and not used'));

describe('certificates of clients', () => {
	it('let nobody come as a client that is not bound to their title', () => {
		const rig = new CertificateRig(1, { keys: offering(1) });
		equal(rig.import(rig.authority.root()), 0);
		certify(rig, OTHER_TITLE, 0x52);
		for (const client of [MANAGEMENT, READING]) {
			equal(proves(rig, 0x52, OTHER_TITLE, client), false, `${client}: who has the certificate`);
			equal(proves(rig, CLIENT_SIGNS, OTHER_TITLE, client), true, `${client}: who has the key that the meter was told`);
		}
		equal(lines(rig).length, 1);
		equal(lines(rig)[0]!.includes('the certificate of 4B45490000000002'), true);
	});

	it('that the meter is told let nobody come as another client', () => {
		const authority = new Authority('Root', 32, 0x41);
		const certificate = [authority.of(OTHER_TITLE, publicOf(0x52, 1), USAGE.digitalSignature)];
		const row = { certificate, signatureKey: publicOf(0x52, 1) };
		const rig = new CertificateRig(1, { keys: keysWith({ [READING]: row }, { authorities: [authority.root()] }) });
		equal(proves(rig, 0x52, OTHER_TITLE, READING), true);
		equal(proves(rig, 0x52, OTHER_TITLE, MANAGEMENT), false);
		equal(proves(rig, 0x52, CLIENT_TITLE, MANAGEMENT), false);
		equal(proves(rig, CLIENT_SIGNS, CLIENT_TITLE, MANAGEMENT), true);
	});

	it('bind a client that was told none where it imports its own: then it comes under that title alone, and by no key that the meter was told', () => {
		let now = NOON;
		const rig = new CertificateRig(1, { keys: offering(1), clock: { now: () => now, set: () => {} } });
		equal(rig.import(rig.authority.root()), 0);
		certify(rig, CLIENT_TITLE, 0x51, { notAfter: now + DAY });
		equal(lines(rig).length, 0);
		for (let run = 0; run < 2; run++) {
			equal(proves(rig, 0x51, CLIENT_TITLE), true);
			equal(proves(rig, CLIENT_SIGNS, CLIENT_TITLE), false);
			equal(proves(rig, CLIENT_SIGNS, THIRD_TITLE), false, 'under another title');
			equal(proves(rig, 0x51, CLIENT_TITLE, READING), false, 'as another client');
			equal(proves(rig, CLIENT_SIGNS, CLIENT_TITLE, READING), true, 'which was told its key');
			rig.restart();
		}
		now += DAY + 1;
		equal(proves(rig, CLIENT_SIGNS, THIRD_TITLE), false, 'nor when it is out of its time');
	});

	it('are all that a client needs whose title the meter was told: with keys, and without', () => {
		const bound = (title: Uint8Array) => ({ systemTitle: title, signatureKey: undefined, agreementKey: undefined });
		const keys = keysWith({ [READING]: bound(OTHER_TITLE) }, { keyless: { [KEYLESS]: { systemTitle: THIRD_TITLE, offers: ['hls7'] } } });
		const rig = new CertificateRig(1, { keys });
		equal(proves(rig, 0x52, OTHER_TITLE, READING), false, 'there is none yet');
		equal(rig.import(rig.authority.root()), 0);
		const certificate = certify(rig, OTHER_TITLE, 0x52);
		certify(rig, THIRD_TITLE, 0x53);
		equal(lines(rig).length, 0);
		for (let run = 0; run < 2; run++) {
			equal(proves(rig, 0x52, OTHER_TITLE, READING), true);
			equal(proves(rig, 0x53, THIRD_TITLE, KEYLESS), true);
			equal(proves(rig, 0x53, THIRD_TITLE, READING), false);
			equal(proves(rig, 0x52, OTHER_TITLE, KEYLESS), false);
			equal(proves(rig, 0x52, OTHER_TITLE), false);
			rig.restart();
		}
		equal(called(rig.manager, REMOVE, bySerial(certificate)).result, 0);
		equal(proves(rig, 0x52, OTHER_TITLE, READING), false, 'it is removed');
	});

	it('that the meter was told, and that were removed, leave no key', () => {
		const authority = new Authority('Root', 32, 0x41);
		const certificate = [authority.of(OTHER_TITLE, publicOf(0x52, 1), USAGE.digitalSignature)];
		const row = { certificate, signatureKey: publicOf(0x52, 1) };
		const rig = new CertificateRig(1, { keys: keysWith({ [READING]: row }, { authorities: [authority.root()] }) });
		equal(proves(rig, 0x52, OTHER_TITLE, READING), true);
		equal(called(rig.manager, REMOVE, byEntity(ENTITY.client, SIGNATURE, OTHER_TITLE)).result, 0);
		for (let run = 0; run < 2; run++) {
			equal(proves(rig, 0x52, OTHER_TITLE, READING), false);
			equal(proves(rig, CLIENT_SIGNS, OTHER_TITLE, READING), false);
			rig.restart();
		}
		equal(called(rig.manager, REMOVE, byEntity(ENTITY.client, AGREEMENT, OTHER_TITLE)).result, 250);
	});

	it('or a title in its row let a client come under no other, whatever it proves itself by', () => {
		const rig = new CertificateRig(1, { keys: keysWith({ [READING]: { systemTitle: OTHER_TITLE } }) });
		equal(rig.line({ client: READING, title: OTHER_TITLE }).associate(), 'ok');
		equal(rig.line({ client: READING, title: THIRD_TITLE }).associate() === 'ok', false);
		equal(rig.line({ title: THIRD_TITLE }).associate(), 'ok', 'a client that is bound to none');
	});
});
