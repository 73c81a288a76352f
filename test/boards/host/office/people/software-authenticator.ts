/** A device with passkeys, as a browser answers for it (Web Authentication Level 3, 6.1 and 6.5; COSE, RFC 9053; CBOR, RFC 8949). */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

const [USER_PRESENT, USER_VERIFIED, ATTESTED] = [0x01, 0x04, 0x40];
const ES256 = -7;

type Cbor = number | string | Uint8Array | ReadonlyMap<number | string, Cbor>;

export interface DeviceOptions {
	readonly origin: string;
	readonly name: string;
	/** Whether the device asked for a finger or a code. */
	readonly isVerified?: boolean;
}

export class Device {
	readonly id = randomBytes(16).toString('base64url');
	readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	counter = 1;

	/** The answer to `navigator.credentials.create`. */
	create(challenge: string, options: DeviceOptions): unknown {
		const client = clientData('webauthn.create', challenge, options);
		const id = Buffer.from(this.id, 'base64url');
		const length = Buffer.from([id.length >> 8, id.length & 0xff]);
		const attested = Buffer.concat([Buffer.alloc(16), length, id, cbor(publicKey(this.#keys.publicKey))]);
		const data = Buffer.concat([this.#authenticatorData(options, ATTESTED), attested]);
		const attestation = cbor(
			new Map<string, Cbor>([
				['fmt', 'none'],
				['attStmt', new Map()],
				['authData', data],
			]),
		);
		return this.#answer({ clientDataJSON: client.toString('base64url'), attestationObject: attestation.toString('base64url') });
	}

	/** The answer to `navigator.credentials.get`. */
	get(challenge: string, options: DeviceOptions): unknown {
		const client = clientData('webauthn.get', challenge, options);
		this.counter++;
		const data = this.#authenticatorData(options, 0);
		const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
		const signature = sign('sha256', signed, this.#keys.privateKey).toString('base64url');
		return this.#answer({ clientDataJSON: client.toString('base64url'), authenticatorData: data.toString('base64url'), signature });
	}

	#answer(response: Readonly<Record<string, string>>): unknown {
		return { id: this.id, rawId: this.id, type: 'public-key', response, clientExtensionResults: {} };
	}

	#authenticatorData({ name, isVerified = true }: DeviceOptions, more: number): Buffer {
		const counter = Buffer.alloc(4);
		counter.writeUInt32BE(this.counter);
		return Buffer.concat([
			createHash('sha256').update(name).digest(),
			Buffer.from([USER_PRESENT | (isVerified ? USER_VERIFIED : 0) | more]),
			counter,
		]);
	}
}

function clientData(type: string, challenge: string, { origin }: DeviceOptions): Buffer {
	return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function publicKey(key: KeyObject): Cbor {
	const { x, y } = key.export({ format: 'jwk' });
	return new Map<number, Cbor>([
		[1, 2],
		[3, ES256],
		[-1, 1],
		[-2, Buffer.from(x!, 'base64url')],
		[-3, Buffer.from(y!, 'base64url')],
	]);
}

function cbor(value: Cbor): Buffer {
	if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
	if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
	if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
	return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each)])]);
}

function head(major: number, value: number): Buffer {
	if (value < 24) return Buffer.from([(major << 5) | value]);
	return value < 256 ? Buffer.from([(major << 5) | 24, value]) : Buffer.from([(major << 5) | 25, value >> 8, value & 0xff]);
}
