/** HPKE as RFC 9180 has it, opened here step by step by the formulas of its clauses 4 and 5, mode Auth. */
import assert from 'node:assert/strict';
import { createDecipheriv, createHmac } from 'node:crypto';
import { loadHpke } from '../../../../../boards/host/office/password/hpke.js';
import { CIPHER, pair } from './password-rig.js';

const ascii = (text: string) => Buffer.from(text, 'latin1');
const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]) => createHmac('sha256', key).update(Buffer.concat(parts)).digest();
const point = (publicKey: Uint8Array) => Buffer.concat([Buffer.of(4), publicKey]);
const two = (value: number) => Buffer.of(value >> 8, value & 255);
/** Clause 7: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. */
const [KEM, KDF, AEAD] = [0x10, 1, 1];
const KEM_SUITE = Buffer.concat([ascii('KEM'), two(KEM)]);
const SUITE = Buffer.concat([ascii('HPKE'), two(KEM), two(KDF), two(AEAD)]);
const AUTH = Buffer.of(2);

const extract = (suite: Buffer, salt: Uint8Array, label: string, secret: Uint8Array) => hmac(salt, ascii('HPKE-v1'), suite, ascii(label), secret);
/** Of one block of the hash, as all here are. */
const expand = (suite: Buffer, key: Uint8Array, label: string, info: Uint8Array, length: number) =>
	hmac(key, two(length), ascii('HPKE-v1'), suite, ascii(label), info, Buffer.of(1)).subarray(0, length);

describe('HPKE', () => {
	const [office, handheld, stranger] = [pair(), pair(), pair()];
	const [info, aad, plain] = [ascii('info'), ascii('aad'), ascii('what is sealed')];
	const to = { privateKey: office.privateKey, publicKey: handheld.publicKey };
	const of = { privateKey: handheld.privateKey, publicKey: office.publicKey };

	it('seals so that another implementation opens it', async () => {
		const hpke = await loadHpke();
		const { enc, sealed } = await hpke.seal(to, info, aad, plain);
		const dh = Buffer.concat([CIPHER.agree!(handheld.privateKey, enc.slice(1))!, CIPHER.agree!(handheld.privateKey, office.publicKey)!]);
		const context = Buffer.concat([enc, point(handheld.publicKey), point(office.publicKey)]);
		const none = Buffer.alloc(0);
		const shared = expand(KEM_SUITE, extract(KEM_SUITE, none, 'eae_prk', dh), 'shared_secret', context, 32);
		const schedule = Buffer.concat([AUTH, extract(SUITE, none, 'psk_id_hash', none), extract(SUITE, none, 'info_hash', info)]);
		const secret = extract(SUITE, shared, 'secret', none);
		const opening = createDecipheriv('aes-128-gcm', expand(SUITE, secret, 'key', schedule, 16), expand(SUITE, secret, 'base_nonce', schedule, 12));
		opening.setAAD(aad).setAuthTag(sealed.slice(-16));
		assert.deepEqual(Buffer.concat([opening.update(sealed.slice(0, -16)), opening.final()]), plain);
	});

	it('opens what is whole, from its sender, for its info and its header, and nothing else', async () => {
		const hpke = await loadHpke();
		const message = await hpke.seal(to, info, aad, plain);
		assert.deepEqual(await hpke.open(of, info, aad, message), new Uint8Array(plain));
		assert.equal(await hpke.open({ ...of, publicKey: stranger.publicKey }, info, aad, message), undefined);
		assert.equal(await hpke.open({ ...of, privateKey: stranger.privateKey }, info, aad, message), undefined);
		assert.equal(await hpke.open(of, ascii('other'), aad, message), undefined);
		assert.equal(await hpke.open(of, info, ascii('other'), message), undefined);
		assert.equal(await hpke.open(of, info, aad, { ...message, enc: message.enc.slice(1) }), undefined);
		assert.equal(await hpke.open(of, info, aad, { ...message, enc: new Uint8Array(65).fill(4) }), undefined);
		assert.equal(await hpke.open(of, info, aad, { ...message, sealed: message.sealed.slice(0, 15) }), undefined);
	});
});
