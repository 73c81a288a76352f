/** Certificates and key pairs of a meter (class 64, version 1, attribute 6 and methods 4 to 8). */
import { RamFlash } from '../../../hal/virtual/flash.js';
import { equalBytes } from '../../../modules/bytes/equal.js';
import { CERTIFICATE_TYPE, ENTITY } from '../../../modules/cosem/certificate-keeper.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { MECHANISM } from '../../../modules/dlms/apdu/acse.js';
import type { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { Settings } from '../../../modules/journal/settings.js';
import { decodeCertificate, decodeRequest, USAGE } from '../../../modules/x509/certificate.js';
import { sequence } from '../../../modules/x509/der.js';
import { encodeName } from '../../../modules/x509/names.js';
import { CERTIFICATE_SECTORS, MOST_CERTIFICATES } from '../../../src/route-a/certificates/certificate-memory.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { equal, hex, throws, toHex } from '../../assert.js';
import { CLIENT_TITLE, type Line, MANAGEMENT } from '../../modules/dlms/device-rig.js';
import { Authority } from '../../modules/x509/authority.node.js';
import { cutEach } from '../../power-cut.js';
import {
	AGREEMENT,
	byEntity,
	bySerial,
	CertificateRig,
	CLIENT_SIGNS,
	DAY,
	EXPORT,
	GENERATE,
	IMPORT,
	METER_SIGNS,
	offering,
	publicOf,
	REMOVE,
	REQUEST,
	SIGNATURE,
} from './certificates/certificate-rig.node.js';
import { CURVES } from './general-rig.node.js';
import { bytesIn, get, itemsIn, MemoryStore, NOON, PRE_ESTABLISHED, READING } from './route-a-rig.js';
import { called, SETUP, SetupRig, setupKeys } from './setup-rig.node.js';

describe('Route A: certificates', () => {
	it('are kept where there is a flash for them, and only with the suite they are of', () => {
		const methodsOf = (rig: SetupRig) => {
			const { device } = rig.meter.routeA.server.options;
			return device.rights[device.objects.findIndex(({ name }) => name === NAME.securitySetup)]![MANAGEMENT]!.methods;
		};
		equal(methodsOf(new CertificateRig(1)), '11111111');
		equal(methodsOf(new CertificateRig(2)), '11111111');
		equal(methodsOf(new SetupRig(1)), '111');
		equal(methodsOf(new CertificateRig(1, { keys: { ...setupKeys(1), securitySetup: 0 } })), '11');
	});

	it('are not kept where the store has no room for key pairs, and the log says so', () => {
		const store = new MemoryStore();
		const set = store.set.bind(store);
		store.set = (name, value) => {
			if (name.startsWith('RouteAp')) throw new RangeError('settings: no room');
			set(name, value);
		};
		const rig = new CertificateRig(1, { store });
		equal(rig.import(rig.authority.root()), 3);
		equal(rig.meter.lines.includes('no certificates are kept, as there is no room for key pairs: settings: no room'), true);
	});

	it('are no reason to hide another error of the store', () => {
		const store = new MemoryStore();
		const set = store.set.bind(store);
		store.set = (name, value) => {
			if (name.startsWith('RouteAp')) throw new TypeError('the flash is out of order');
			set(name, value);
		};
		throws(() => new CertificateRig(1, { store }), /^the flash is out of order$/);
	});

	it('have up to 1,024 bytes', () => {
		const rig = new CertificateRig(1);
		equal(rig.import(rig.authority.root()), 0);
		/** Of the client's title, with a second name that makes it so long: signatures are not all of one length. */
		const ofLength = (length: number) => {
			const [HEAD, LONG_HEAD] = [2, 4];
			const title = encodeName(toHex(CLIENT_TITLE).toUpperCase()).subarray(HEAD);
			let der = new Uint8Array(0);
			for (let padding = 700; der.length !== length; padding += length - der.length) {
				const subject = sequence(title, encodeName('x'.repeat(padding)).subarray(LONG_HEAD));
				der = rig.authority.of(CLIENT_TITLE, publicOf(0x51, 1), USAGE.digitalSignature, { subject }).slice();
			}
			return der;
		};
		equal([1025, 1024].map((length) => rig.import(ofLength(length))).join(), '250,0');
		equal(rig.listed(), '2/3 1/0');
	});

	for (const suite of [1, 2])
		describe(`suite ${suite}`, () => {
			it('draws a pair that is in use as soon as its certificate is there, and over restarts', () => {
				const rig = new CertificateRig(suite, { keys: offering(suite) });
				equal(rig.import(rig.authority.root()), 0);
				const line = rig.manager;
				const before = decodeRequest(bytesIn(called(line, REQUEST, (w) => w.enum(SIGNATURE)).value));
				equal(toHex(before.publicKey), toHex(publicOf(METER_SIGNS, suite)), 'a request for the key in use');
				equal(called(line, GENERATE, (w) => w.enum(SIGNATURE)).result, 0);
				equal(rig.meter.routeA.eventCode, 47);
				const request = decodeRequest(bytesIn(called(line, REQUEST, (w) => w.enum(SIGNATURE)).value));
				equal(CURVES.verify(request.publicKey, request.signed, request.signature), true);
				equal(request.commonName, toHex(rig.keys.systemTitle).toUpperCase());
				equal(request.usage, USAGE.digitalSignature);
				equal(equalBytes(request.publicKey, before.publicKey), false);
				equal(rig.signs(before.publicKey), true, 'the one before is in use');
				rig.restart();
				equal(rig.signs(before.publicKey), true, 'after a restart, too');
				equal(rig.import(rig.authority.of(rig.keys.systemTitle, request.publicKey, USAGE.digitalSignature)), 0);
				for (let run = 0; run < 2; run++) {
					equal(rig.signs(before.publicKey), false, 'the one before');
					equal(rig.signs(request.publicKey), true, 'the new one');
					rig.restart();
				}
				rig.restart({ keys: { ...rig.keys, signatureKey: new Uint8Array(suite === 2 ? 48 : 32).fill(0x13) } });
				equal(rig.signs(publicOf(0x13, suite)), true, 'the meter is told another one');
			});

			it('takes the key of a client from its certificate, as long as that is in its time', () => {
				let now = NOON;
				const rig = new CertificateRig(suite, { keys: offering(suite), clock: { now: () => now, set: () => {} } });
				equal(rig.import(rig.authority.root({ notAfter: now + 90 * DAY })), 0);
				const proves = (byte: number) => {
					const signatureKey = new Uint8Array(suite === 2 ? 48 : 32).fill(byte);
					const credentials = { cipher: CURVES, title: CLIENT_TITLE, signatureKey, peerSignatureKey: publicOf(METER_SIGNS, suite) };
					return rig.line({ hls: { mechanism: MECHANISM.highEcdsa, credentials } }).associate() === 'ok';
				};
				equal(proves(CLIENT_SIGNS), true, 'by the key that the meter was told');
				const own = (byte: number, notAfter: number) => rig.authority.of(CLIENT_TITLE, publicOf(byte, suite), USAGE.digitalSignature, { notAfter });
				equal(rig.import(own(0x51, now + DAY)), 0);
				equal(proves(CLIENT_SIGNS), false, 'the key that the meter was told');
				equal(proves(0x51), true);
				equal(rig.line({ general: { isSigned: true } }).associate() === 'ok', false, 'signed with the key that the meter was told');
				now += DAY + 1;
				equal(proves(0x51), false, 'after its time');
				equal(proves(CLIENT_SIGNS), false, 'nor the key that the meter was told');
				equal(rig.import(own(0x52, now + DAY)), 0);
				equal(proves(0x52), true, 'a new one');
				equal(called(rig.manager, REMOVE, byEntity(ENTITY.client, SIGNATURE, CLIENT_TITLE)).result, 0);
				equal(proves(0x52), false, 'removed, and the other one is out of its time');
				equal(called(rig.manager, REMOVE, byEntity(ENTITY.client, SIGNATURE, CLIENT_TITLE)).result, 0);
				equal(proves(CLIENT_SIGNS), true, 'there is none any more');
			});

			it('refuses what is foreign, out of its time, of another curve, for no use, or of a pair that is not its own', () => {
				const rig = new CertificateRig(suite);
				const line = rig.manager;
				const { authority } = rig;
				const client = publicOf(0x51, suite);
				equal(rig.import(authority.of(CLIENT_TITLE, client, USAGE.digitalSignature), line), 250, 'there is no authority yet');
				equal(rig.import(authority.root({ isAuthority: false }), line), 250, 'no authority');
				equal(rig.import(authority.root({ usage: USAGE.digitalSignature }), line), 250, 'an authority that certifies nothing');
				equal(rig.import(authority.root(), line), 0);
				const foreign = new Authority('Root', suite === 2 ? 48 : 32, 0x42);
				equal(rig.import(foreign.root(), line), 250, 'another authority');
				const { of } = Authority.prototype;
				for (const [what, certificate] of [
					['by another authority of this name', of.call(foreign, CLIENT_TITLE, client, USAGE.digitalSignature)],
					['before its time', authority.of(CLIENT_TITLE, client, USAGE.digitalSignature, { notBefore: NOON + 1000 })],
					['after its time', authority.of(CLIENT_TITLE, client, USAGE.digitalSignature, { notAfter: NOON - 1000 })],
					['another curve', authority.of(CLIENT_TITLE, publicOf(0x51, 3 - suite), USAGE.digitalSignature)],
					['no use', authority.of(CLIENT_TITLE, client, 0x40)],
					['no title', authority.certificate({ subject: encodeName('Head-end'), publicKey: client })],
					['of the meter, with another key', authority.of(rig.keys.systemTitle, client, USAGE.digitalSignature)],
					['of the meter, for another use', authority.of(rig.keys.systemTitle, publicOf(METER_SIGNS, suite), USAGE.keyAgreement)],
				] as const)
					equal(rig.import(certificate, line), 250, what);
				const good = authority.of(CLIENT_TITLE, client, USAGE.digitalSignature);
				const spoilt = good.slice();
				spoilt[spoilt.length - 1]! ^= 1;
				equal(rig.import(spoilt, line), 250, 'a signature that is wrong');
				for (let end = 0; end < good.length; end += 7) equal(rig.import(good.subarray(0, end), line), 12, `${end} bytes`);
				equal(
					rig.import(authority.of(CLIENT_TITLE, client, USAGE.digitalSignature, { subject: encodeName('x'.repeat(1024)) }), line),
					250,
					'too long',
				);
				equal(rig.listed(line), '2/3');
				equal(rig.import(good, line), 0);
				equal(rig.import(authority.of(rig.keys.systemTitle, publicOf(METER_SIGNS, suite), USAGE.digitalSignature), line), 0, 'its own, as told');
				const second = new Authority('Second', suite === 2 ? 48 : 32, 0x43);
				equal(rig.import(authority.root({ subject: second.name, publicKey: second.publicKey }), line), 0, 'an authority by the one there is');
				equal(rig.import(second.of(CLIENT_TITLE, client, USAGE.keyAgreement), line), 0);
				equal(rig.listed(line), '2/3 1/0 0/0 2/3 1/1');
			});

			it('lists, exports and removes certificates by whose they are and by their numbers', () => {
				const rig = new CertificateRig(suite);
				const line = rig.manager;
				const root = rig.authority.root();
				equal(rig.import(root, line), 0);
				const own = rig.certify(AGREEMENT, line);
				const client = rig.authority.of(CLIENT_TITLE, publicOf(0x51, suite), USAGE.digitalSignature);
				equal(rig.import(client, line), 0);
				equal(rig.import(client, line), 0, 'the same again is one');
				equal(rig.listed(line), '2/3 0/1 1/0');
				const [, , serial, issuer, subject, other] = itemsIn(itemsIn(get(line, SETUP, NAME.securitySetup, 6))[2]);
				const told = decodeCertificate(client);
				for (const [octets, expected] of [
					[serial, told.serial],
					[issuer, told.issuer],
					[subject, told.subject],
					[other, new Uint8Array(0)],
				] as const)
					equal(toHex(bytesIn(octets)), toHex(expected));
				const exported = (put: Parameters<typeof called>[2]) => toHex(bytesIn(called(line, EXPORT, put).value));
				equal(exported(byEntity(ENTITY.client, SIGNATURE, CLIENT_TITLE)), toHex(client));
				equal(exported(byEntity(ENTITY.server, AGREEMENT, rig.keys.systemTitle)), toHex(own));
				equal(exported(byEntity(ENTITY.authority, CERTIFICATE_TYPE.other, new Uint8Array(0))), toHex(root));
				equal(exported(bySerial(own)), toHex(own));
				rig.restart();
				const again = rig.manager;
				equal(rig.listed(again), '2/3 0/1 1/0', 'after a restart');
				for (const method of [EXPORT, REMOVE]) {
					equal(called(again, method, byEntity(ENTITY.client, AGREEMENT, CLIENT_TITLE)).result, 250, 'none of this kind');
					equal(called(again, method, byEntity(ENTITY.client, SIGNATURE, hex('00'))).result, 250, 'none of this title');
					equal(called(again, method, bySerial(rig.authority.root())).result, 250, 'none of this number');
					for (const wrong of [
						(w: DataWriter) => w.enum(0),
						(w: DataWriter) => w.structure(2).enum(2).structure(2).octetString(hex('')).octetString(hex('')),
						(w: DataWriter) => w.structure(2).enum(0).structure(2).octetString(hex('')).octetString(hex('')),
						(w: DataWriter) => w.structure(2).unsigned(0).structure(3).enum(0).enum(0).octetString(hex('')),
					])
						equal(called(again, method, wrong).result, 12);
				}
				equal(called(again, REMOVE, bySerial(own)).result, 0);
				equal(rig.meter.routeA.eventCode, 47);
				equal(called(again, REMOVE, byEntity(ENTITY.client, SIGNATURE, CLIENT_TITLE)).result, 0);
				equal(rig.listed(again), '2/3');
				rig.restart();
				equal(rig.listed(), '2/3');
			});
		});

	it('has room for so many and no more, and for another one when one is removed', () => {
		const rig = new CertificateRig(1);
		const line = rig.manager;
		equal(rig.import(rig.authority.root(), line), 0);
		const one = () => rig.authority.of(CLIENT_TITLE, publicOf(0x51, 1), USAGE.digitalSignature);
		for (let count = 1; count < MOST_CERTIFICATES; count++) equal(rig.import(one(), line), 0);
		equal(rig.import(one(), line), 250);
		equal(called(line, REMOVE, byEntity(ENTITY.client, SIGNATURE, CLIENT_TITLE)).result, 0);
		equal(rig.import(one(), line), 0);
		equal(rig.import(one(), line), 250);
	});

	it('takes nothing that an authority out of its time signed, nor another authority in its place', () => {
		let now = NOON;
		const rig = new CertificateRig(1, { clock: { now: () => now, set: () => {} } });
		const client = () => rig.authority.of(CLIENT_TITLE, publicOf(0x51, 1), USAGE.digitalSignature);
		const other = new Authority('Other', 32, 0x42);
		const root = rig.authority.root({ notAfter: NOON + DAY });
		equal(rig.import(root), 0);
		equal(rig.import(client()), 0);
		now += DAY + 1000;
		equal(rig.import(client()), 250, 'a client');
		equal(rig.import(rig.authority.root()), 250, 'the same authority again');
		equal(rig.import(other.root()), 250, 'another authority');
		equal(called(rig.manager, REMOVE, bySerial(root)).result, 0);
		equal(rig.import(rig.authority.root()), 0);
		equal(rig.import(client()), 0);
	});

	for (const [what, end] of [
		['is out of its time', (_line: Line, _der: Uint8Array, later: () => void) => later()],
		['is removed', (line: Line, der: Uint8Array) => equal(called(line, REMOVE, bySerial(der)).result, 0)],
	] as const)
		for (const which of ['root', 'one between'] as const)
			it(`a client's counts no more when its authority ${what}: ${which}`, () => {
				let now = NOON;
				const rig = new CertificateRig(1, { keys: offering(1), clock: { now: () => now, set: () => {} } });
				const between = new Authority('Between', 32, 0x43);
				const short = { notAfter: NOON + DAY };
				const root = rig.authority.root(which === 'root' ? short : {});
				const second = between.by(rig.authority, which === 'root' ? {} : short);
				for (const der of [root, second, between.of(CLIENT_TITLE, publicOf(0x51, 1), USAGE.digitalSignature)]) equal(rig.import(der), 0);
				const proves = (byte: number) => {
					const signatureKey = new Uint8Array(32).fill(byte);
					const credentials = { cipher: CURVES, title: CLIENT_TITLE, signatureKey, peerSignatureKey: publicOf(METER_SIGNS, 1) };
					return rig.line({ hls: { mechanism: MECHANISM.highEcdsa, credentials } }).associate() === 'ok';
				};
				equal(proves(0x51), true);
				end(rig.manager, which === 'root' ? root : second, () => {
					now += DAY + 1;
				});
				equal(proves(0x51), false);
				equal(proves(CLIENT_SIGNS), false, 'nor the key that the meter was told');
				if (what !== 'is removed') return;
				equal(rig.import(which === 'root' ? rig.authority.root() : between.by(rig.authority)), 0);
				equal(proves(0x51), true, 'its authority is back');
			});

	it('takes no authority where the one above allows none, and none whose only use is beyond the first byte', () => {
		const rig = new CertificateRig(1);
		const [first, second] = [new Authority('First', 32, 0x43), new Authority('Second', 32, 0x44)];
		equal(rig.import(rig.authority.root({ usage: 0 })), 250, 'decipherOnly, or nothing');
		equal(rig.import(rig.authority.root({ pathLength: 1 })), 0);
		equal(rig.import(first.by(rig.authority, { pathLength: 0 })), 0);
		equal(rig.import(second.by(first)), 250);
		equal(rig.import(second.by(rig.authority)), 0);
		equal(rig.import(second.of(CLIENT_TITLE, publicOf(0x51, 1), USAGE.digitalSignature)), 0);
	});

	it('take no authority that may certify no other as a root of its own, and take a root that follows another', () => {
		const rig = new CertificateRig(1);
		const sub = new Authority('Sub', 32, 0x43);
		const next = new Authority('Root', 32, 0x44);
		equal(rig.import(rig.authority.root()), 0);
		equal(rig.import(sub.by(rig.authority, { pathLength: 0 })), 0);
		equal(rig.import(sub.root()), 250);
		equal(rig.import(next.root()), 250);
		equal(rig.import(next.by(rig.authority)), 0);
		equal(rig.import(next.root({ serial: Uint8Array.of(0x77) })), 0);
		equal(rig.listed(), '2/3 2/3 2/3 2/3');
	});

	describe('that the meter is told', () => {
		const title = (digit: number) => hex(`4B4549000000000${digit}`);
		const authority = new Authority('Root', 32, 0x41);
		const root = authority.root();
		const one = authority.of(CLIENT_TITLE, publicOf(0x51, 1), USAGE.digitalSignature);
		const other = authority.of(title(2), publicOf(0x52, 1), USAGE.digitalSignature);
		/** As a file with certificates in its rows has them. */
		const telling = (changes: { readonly one?: readonly Uint8Array[]; readonly more?: readonly Uint8Array[] } = {}): RouteAKeys => {
			const keys = offering(1);
			const row = (client: number, certificate: readonly Uint8Array[], byte: number) => ({
				...keys.clients[client]!,
				certificate,
				signatureKey: publicOf(byte, 1),
			});
			const clients = { ...keys.clients, [MANAGEMENT]: row(MANAGEMENT, changes.one ?? [one], 0x51), [READING]: row(READING, [other], 0x52) };
			return { ...keys, authorities: [root, ...(changes.more ?? [])], clients };
		};
		const proves = (rig: CertificateRig, byte: number, who: Uint8Array, client = MANAGEMENT) => {
			const credentials = { cipher: CURVES, title: who, signatureKey: new Uint8Array(32).fill(byte), peerSignatureKey: publicOf(METER_SIGNS, 1) };
			return rig.line({ client, hls: { mechanism: MECHANISM.highEcdsa, credentials }, title: who }).associate() === 'ok';
		};

		it('are there from the start on, and bind a client to its title', () => {
			const rig = new CertificateRig(1, { keys: telling() });
			equal(rig.listed(), '2/3 1/0 1/0');
			equal(proves(rig, 0x51, CLIENT_TITLE), true);
			equal(proves(rig, 0x52, title(2), READING), true);
			equal(proves(rig, 0x52, title(2)), false, 'the reading client in the name of the management client');
			equal(proves(rig, 0x51, CLIENT_TITLE, READING), false, 'and the other way round');
			equal(proves(rig, CLIENT_SIGNS, CLIENT_TITLE), false);
		});

		it('come once: what a client removes stays away over restarts, until the meter is told others', () => {
			const rig = new CertificateRig(1, { keys: telling() });
			equal(called(rig.manager, REMOVE, bySerial(one)).result, 0);
			rig.restart();
			equal(rig.listed(), '2/3 1/0');
			rig.restart({ keys: telling({ more: [new Authority('Second', 32, 0x43).by(authority)] }) });
			equal(rig.listed(), '2/3 2/3 1/0 1/0');
			rig.restart({ keys: offering(1) });
			equal(rig.listed(), '2/3 2/3 1/0 1/0', 'what is not told any more stays');
		});

		it('come in place of those that it was told before, whatever they are of, and leave what clients imported', () => {
			const rig = new CertificateRig(1, { keys: telling() });
			const imported = authority.of(title(3), publicOf(0x53, 1), USAGE.digitalSignature);
			for (let time = 0; time < 2; time++) equal(rig.import(imported), 0);
			equal(rig.import(one), 0, 'what it is told, once more');
			const anew = new Authority('Root', 32, 0x61);
			const keys = telling();
			const row = (client: number, who: Uint8Array, byte: number) => ({
				...keys.clients[client]!,
				certificate: [anew.of(who, publicOf(byte, 1), USAGE.digitalSignature, { notAfter: NOON + DAY })],
				signatureKey: publicOf(byte, 1),
			});
			const clients = { ...keys.clients, [MANAGEMENT]: row(MANAGEMENT, CLIENT_TITLE, 0x54), [READING]: row(READING, title(2), 0x55) };
			rig.restart({ keys: { ...keys, authorities: [anew.root({ serial: Uint8Array.of(0x70) })], clients } });
			equal(rig.listed(), '2/3 1/0 1/0 1/0');
			equal(rig.meter.lines.includes('3 certificates that the meter was told before, and is not any more, are removed'), true);
			equal(called(rig.manager, EXPORT, bySerial(imported)).result, 0);
			equal(proves(rig, 0x54, CLIENT_TITLE), true);
			equal(proves(rig, 0x51, CLIENT_TITLE), false);
			equal(proves(rig, 0x52, title(2), READING), false);
			equal(proves(rig, 0x55, title(2), READING), true);
			rig.restart({ keys: { ...keys, authorities: [anew.root({ serial: Uint8Array.of(0x70) })], clients } });
			equal(rig.listed(), '2/3 1/0 1/0 1/0');
		});

		it('that find no room are told of at each start, and come in when there is some; what a client removed does not', () => {
			const rig = new CertificateRig(1, { keys: offering(1) });
			const full = () => rig.meter.lines.filter((line) => line.startsWith('there is no room for the certificate of')).length;
			equal(rig.import(root), 0);
			const imported = Array.from({ length: MOST_CERTIFICATES - 2 }, () => authority.of(title(3), publicOf(0x53, 1), USAGE.digitalSignature));
			for (const der of imported) equal(rig.import(der), 0);
			for (let run = 0; run < 3; run++) {
				rig.restart({ keys: telling() });
				equal(full(), 1, `start ${run + 1}`);
				equal(proves(rig, 0x51, CLIENT_TITLE), true);
				equal(proves(rig, 0x52, title(2), READING), false);
			}
			equal(called(rig.manager, REMOVE, bySerial(one)).result, 0);
			rig.restart({ keys: telling() });
			equal(full(), 0);
			equal(proves(rig, 0x52, title(2), READING), true, 'it has come in');
			for (const der of imported.slice(0, 2)) equal(called(rig.manager, REMOVE, bySerial(der)).result, 0);
			rig.restart({ keys: telling() });
			equal(proves(rig, 0x51, CLIENT_TITLE), false, 'what a client removed stays away');
		});

		it('are told of in the log where there is no room for them, or they are none or out of their time', () => {
			const many = Array.from({ length: MOST_CERTIFICATES }, () => authority.of(CLIENT_TITLE, publicOf(0x51, 1), USAGE.keyAgreement));
			const late = authority.of(CLIENT_TITLE, publicOf(0x51, 1), USAGE.digitalSignature, { notAfter: NOON - 1 });
			const rig = new CertificateRig(1, { keys: telling({ one: [late, ...many] }) });
			const told = rig.meter.lines.filter((line) => line.includes('that the meter is told'));
			equal(
				told.filter((line) => line === `the certificate of ${toHex(CLIENT_TITLE).toUpperCase()} that the meter is told is out of its time`).length,
				1,
			);
			equal(told.filter((line) => line.startsWith('there is no room for the certificate of')).length, 3);
			const none = new CertificateRig(1, { keys: { ...offering(1), authorities: [root, hex('3000')] } });
			equal(
				none.meter.lines.some((line) => line.startsWith('a certificate that the meter is told is none: DER')),
				true,
			);
			equal(none.listed(), '2/3');
		});

		it('at every write: all of them are there after the next start', () => {
			const STORE = { firstSector: 24, sectors: 8 };
			const rigOn = (flash: RamFlash) =>
				new CertificateRig(1, { keys: telling(), certificateFlash: flash, store: new Settings({ flash, ...STORE }) });
			cutEach<RamFlash>({
				seed: 65,
				started: () => new RamFlash(CERTIFICATE_SECTORS + STORE.sectors),
				flash: (flash) => flash,
				steps: rigOn,
				least: 8,
				check: (flash) => equal(rigOn(flash).listed(), '2/3 1/0 1/0'),
			});
		});
	});

	it('are removed by what they are of only where it is clear which is meant', () => {
		const rig = new CertificateRig(1);
		const second = new Authority('Second', 32, 0x43).by(rig.authority);
		const root = rig.authority.root();
		for (const der of [root, second]) equal(rig.import(der), 0);
		const anAuthority = byEntity(ENTITY.authority, CERTIFICATE_TYPE.other, new Uint8Array(0));
		equal(called(rig.manager, REMOVE, anAuthority).result, 250);
		equal(rig.listed(), '2/3 2/3');
		equal(called(rig.manager, REMOVE, bySerial(second)).result, 0);
		equal(called(rig.manager, REMOVE, anAuthority).result, 0);
		equal(rig.listed(), '');
	});

	it('of a client take no pair of the meter into use, whatever key is in them', () => {
		const rig = new CertificateRig(1, { keys: offering(1) });
		equal(rig.import(rig.authority.root()), 0);
		const line = rig.manager;
		equal(called(line, GENERATE, (w) => w.enum(SIGNATURE)).result, 0);
		const { publicKey } = decodeRequest(bytesIn(called(line, REQUEST, (w) => w.enum(SIGNATURE)).value));
		equal(rig.import(rig.authority.of(hex('4B45490000000003'), publicKey, USAGE.digitalSignature), line), 0);
		for (let run = 0; run < 2; run++) {
			equal(rig.signs(publicOf(METER_SIGNS, 1)), true);
			rig.restart();
		}
	});

	it('draws pairs for signatures and for agreement alone', () => {
		const line = new CertificateRig(1).manager;
		for (const method of [GENERATE, REQUEST]) {
			for (const type of [2, 3, 255]) equal(called(line, method, (w) => w.enum(type)).result, 250, `${method}: ${type}`);
			equal(called(line, method, (w) => w.unsigned(0)).result, 12);
			equal(called(line, method, (w) => w.nullData()).result, 12);
		}
		equal(called(line, IMPORT, (w) => w.enum(0)).result, 12);
	});

	it('lets nobody but the management client call anything, and tells no private key to it either', () => {
		const store = new MemoryStore();
		const rig = new CertificateRig(1, { store, keys: offering(1) });
		const line = rig.manager;
		equal(rig.import(rig.authority.root(), line), 0);
		rig.certify(SIGNATURE, line);
		rig.certify(AGREEMENT, line);
		equal(called(line, GENERATE, (w) => w.enum(SIGNATURE)).result, 0);
		const secrets = [...store.values]
			.filter(([name, { length }]) => name.startsWith('RouteAp') && length > 32)
			.map(([, value]) => toHex(value.slice(8)));
		equal(secrets.length, 3, 'two in use, one drawn');
		const told: string[] = [];
		for (let attribute = 1; attribute <= 6; attribute++) told.push(JSON.stringify(get(line, SETUP, NAME.securitySetup, attribute), hexOf));
		for (const type of [SIGNATURE, AGREEMENT]) {
			told.push(toHex(bytesIn(called(line, REQUEST, (w) => w.enum(type)).value)));
			told.push(toHex(bytesIn(called(line, EXPORT, byEntity(ENTITY.server, type, rig.keys.systemTitle)).value)));
		}
		for (const secret of secrets) for (const text of told) equal(text.includes(secret), false);
		for (const client of [READING]) {
			const other = rig.line({ client });
			equal(other.associate(), 'ok');
			for (const method of [GENERATE, REQUEST, IMPORT, EXPORT, REMOVE])
				equal(called(other, method, (w) => w.enum(0)).result, 3, `${client}: ${method}`);
		}
		const { device } = rig.meter.routeA.server.options;
		const rights = device.rights[device.objects.findIndex(({ name }) => name === NAME.securitySetup)]!;
		equal(rights[PRE_ESTABLISHED]!.methods, '');
	});

	for (const suite of [1, 2])
		it(`at every write: a key is in use with its certificate, or the one before is, and the meter starts: suite ${suite}`, () => {
			interface Cut {
				readonly flash: RamFlash;
				readonly rig: CertificateRig;
				readonly drawn: Uint8Array[];
			}
			const STORE = { firstSector: 24, sectors: 8 };
			const keys = offering(suite);
			const rigOn = (flash: RamFlash) => new CertificateRig(suite, { keys, certificateFlash: flash, store: new Settings({ flash, ...STORE }) });
			cutEach<Cut>({
				seed: 64,
				started: () => {
					const flash = new RamFlash(CERTIFICATE_SECTORS + STORE.sectors);
					const rig = rigOn(flash);
					equal(rig.import(rig.authority.root()), 0);
					return { flash, rig, drawn: [] };
				},
				flash: ({ flash }) => flash,
				steps: ({ rig, drawn }) => {
					const line = rig.manager;
					called(line, GENERATE, (w) => w.enum(SIGNATURE));
					const { publicKey } = decodeRequest(bytesIn(called(line, REQUEST, (w) => w.enum(SIGNATURE)).value));
					drawn.push(publicKey.slice());
					rig.import(rig.authority.of(rig.keys.systemTitle, publicKey, USAGE.digitalSignature), line);
				},
				least: 4,
				check: ({ flash, drawn }) => {
					const again = rigOn(flash);
					const counters = again.meter.routeA.server.options.clients.find(({ id }) => id === MANAGEMENT)!.security!.lastReceived;
					for (let i = 0; i * 1000 <= counters; i++) again.line();
					const isCertified = again.listed() === '2/3 0/0';
					equal(again.signs(publicOf(METER_SIGNS, suite)), !isCertified, 'the one before');
					if (drawn[0] !== undefined) equal(again.signs(drawn[0]), isCertified, 'the one that was drawn');
					again.certify(SIGNATURE);
				},
			});
		});
});

function hexOf(_name: string, value: unknown): unknown {
	return value instanceof Uint8Array ? toHex(value) : value;
}
