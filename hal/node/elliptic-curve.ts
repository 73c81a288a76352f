/** ECDSA and ECDH on P-256 and P-384 by node:crypto, as the cipher port has them. */
import { createECDH, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

interface Curve {
	/** Bytes of a coordinate. */
	readonly length: number;
	readonly name: string;
	readonly jwk: string;
	readonly hash: string;
}

const CURVES: readonly Curve[] = [
	{ length: 32, name: 'prime256v1', jwk: 'P-256', hash: 'sha256' },
	{ length: 48, name: 'secp384r1', jwk: 'P-384', hash: 'sha384' },
];
/** Begins a point that is told by both coordinates (SEC 1). */
const UNCOMPRESSED = 0x04;
/** How many keys node:crypto keeps ready: to make one takes as long as a signature. */
const KEPT = 64;

export class EllipticCurves {
	readonly #privateKeys = new Map<string, KeyObject>();
	readonly #publicKeys = new Map<string, KeyObject | undefined>();

	/** @throws RangeError for a private key of another length */
	publicKey(privateKey: Uint8Array): Uint8Array | undefined {
		const ecdh = createECDH(curveOf(privateKey).name);
		try {
			ecdh.setPrivateKey(privateKey);
		} catch {
			return undefined;
		}
		return new Uint8Array(ecdh.getPublicKey().subarray(1));
	}

	/** @throws RangeError for what is no private key */
	sign(privateKey: Uint8Array, message: Uint8Array): Uint8Array {
		const { hash } = curveOf(privateKey);
		const key = kept(this.#privateKeys, privateKey, () => {
			const point = this.publicKey(privateKey);
			if (point === undefined) throw new RangeError('elliptic curve: private key: expected a number from 1 to below the order of the curve');
			return createPrivateKey({ key: { ...jwkOf(point), d: text(privateKey) }, format: 'jwk' });
		});
		return new Uint8Array(sign(hash, message, { key: key!, dsaEncoding: 'ieee-p1363' }));
	}

	verify(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
		const curve = CURVES.find(({ length }) => point.length === 2 * length);
		if (curve === undefined || signature.length !== point.length) return false;
		const key = kept(this.#publicKeys, point, () => {
			try {
				return createPublicKey({ key: jwkOf(point), format: 'jwk' });
			} catch {
				return undefined;
			}
		});
		return key !== undefined && verify(curve.hash, message, { key, dsaEncoding: 'ieee-p1363' }, signature);
	}

	/** @throws RangeError for a private key of another length */
	agree(privateKey: Uint8Array, point: Uint8Array): Uint8Array | undefined {
		const { name, length } = curveOf(privateKey);
		if (point.length !== 2 * length) return undefined;
		const ecdh = createECDH(name);
		try {
			ecdh.setPrivateKey(privateKey);
			return new Uint8Array(ecdh.computeSecret(new Uint8Array([UNCOMPRESSED, ...point])));
		} catch {
			return undefined;
		}
	}
}

function curveOf(privateKey: Uint8Array): Curve {
	const curve = CURVES.find(({ length }) => privateKey.length === length);
	if (curve === undefined) throw new RangeError(`elliptic curve: private key: expected 32 or 48 bytes, got ${privateKey.length}`);
	return curve;
}

function jwkOf(point: Uint8Array) {
	const length = point.length / 2;
	const { jwk } = CURVES.find((curve) => curve.length === length)!;
	return { kty: 'EC', crv: jwk, x: text(point.subarray(0, length)), y: text(point.subarray(length)) };
}

function text(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('base64url');
}

/** The oldest goes when there are too many. */
function kept<K>(keys: Map<string, K>, bytes: Uint8Array, make: () => K): K {
	const name = text(bytes);
	const found = keys.get(name);
	if (found !== undefined || keys.has(name)) return found!;
	const key = make();
	if (keys.size >= KEPT) keys.delete(keys.keys().next().value!);
	keys.set(name, key);
	return key;
}
