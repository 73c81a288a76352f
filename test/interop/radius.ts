import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { decodeEap, EapCode, type EapMethod, type EapStep, EapType } from '../../modules/eap-psk/eap.js';

/** RADIUS as far as it carries EAP (RFC 2865, RFC 3579) and its keys (RFC 2548), on the loopback, for the tests alone. */
const Code = { AccessRequest: 1, AccessAccept: 2, AccessReject: 3, AccessChallenge: 11 };
const Attribute = { UserName: 1, State: 24, VendorSpecific: 26, EapMessage: 79, MessageAuthenticator: 80 };
const MICROSOFT = 311;
const MsMppe = { SendKey: 16, RecvKey: 17 };
const AUTHENTICATOR_AT = 4;
const HEADER_LENGTH = 20;
/** ms after which an answer is taken never to come, on however busy a machine. */
const LONG_ENOUGH = 100_000;
const ATTRIBUTE_LIMIT = 253;

interface RadiusPacket {
	readonly code: number;
	readonly identifier: number;
	readonly authenticator: Buffer;
	readonly attributes: readonly (readonly [type: number, value: Buffer])[];
}

function decode(bytes: Buffer): RadiusPacket {
	const attributes: [number, Buffer][] = [];
	for (let at = HEADER_LENGTH; at < bytes.readUInt16BE(2); at += bytes[at + 1]!)
		attributes.push([bytes[at]!, bytes.subarray(at + 2, at + bytes[at + 1]!)]);
	return { code: bytes[0]!, identifier: bytes[1]!, authenticator: bytes.subarray(AUTHENTICATOR_AT, HEADER_LENGTH), attributes };
}

/** With Message-Authenticator; `request` is the request's authenticator when this is an answer, which is then signed as one. */
function encode(packet: RadiusPacket, secret: string, request?: Buffer): Buffer {
	const attributes = [...packet.attributes, [Attribute.MessageAuthenticator, Buffer.alloc(16)] as const];
	const body = Buffer.concat(attributes.map(([type, value]) => Buffer.concat([Buffer.from([type, value.length + 2]), value])));
	const bytes = Buffer.concat([Buffer.from([packet.code, packet.identifier, 0, 0]), request ?? packet.authenticator, body]);
	bytes.writeUInt16BE(bytes.length, 2);
	createHmac('md5', secret)
		.update(bytes)
		.digest()
		.copy(bytes, bytes.length - 16);
	if (request !== undefined) createHash('md5').update(bytes).update(secret).digest().copy(bytes, AUTHENTICATOR_AT);
	return bytes;
}

/** Whether Message-Authenticator is right, which is there when EAP is. */
function isAuthentic(bytes: Buffer, secret: string, request?: Buffer): boolean {
	const copy = Buffer.from(bytes);
	if (request !== undefined) request.copy(copy, AUTHENTICATOR_AT);
	for (let at = HEADER_LENGTH; at < copy.length; at += copy[at + 1]!) {
		if (copy[at] !== Attribute.MessageAuthenticator) continue;
		const given = Buffer.from(copy.subarray(at + 2, at + 18));
		copy.fill(0, at + 2, at + 18);
		return createHmac('md5', secret).update(copy).digest().equals(given);
	}
	return false;
}

function find(packet: RadiusPacket, type: number): Buffer | undefined {
	return packet.attributes.find(([found]) => found === type)?.[1];
}

function eapOf(packet: RadiusPacket): Buffer {
	return Buffer.concat(packet.attributes.filter(([type]) => type === Attribute.EapMessage).map(([, value]) => value));
}

function eapAttributes(eap: Uint8Array): (readonly [number, Buffer])[] {
	const attributes: (readonly [number, Buffer])[] = [];
	for (let at = 0; at < eap.length; at += ATTRIBUTE_LIMIT)
		attributes.push([Attribute.EapMessage, Buffer.from(eap.subarray(at, at + ATTRIBUTE_LIMIT))]);
	return attributes;
}

/** RFC 2548 §2.4.2: salt ‖ (length ‖ key ‖ padding) under MD5 in a chain. The same operation both ways but for what is chained. */
function mppe(bytes: Buffer, salt: Buffer, authenticator: Buffer, secret: string, seals: boolean): Buffer {
	const output = Buffer.alloc(bytes.length);
	let chained = Buffer.concat([authenticator, salt]);
	for (let at = 0; at < bytes.length; at += 16) {
		const stream = createHash('md5').update(secret).update(chained).digest();
		for (let i = 0; i < 16; i++) output[at + i] = bytes[at + i]! ^ stream[i]!;
		chained = Buffer.from((seals ? output : bytes).subarray(at, at + 16));
	}
	return output;
}

function sealKey(vendorType: number, key: Uint8Array, authenticator: Buffer, secret: string): readonly [number, Buffer] {
	const plain = Buffer.alloc(Math.ceil((1 + key.length) / 16) * 16);
	plain[0] = key.length;
	plain.set(key, 1);
	const salt = randomBytes(2);
	salt[0]! |= 0x80;
	const value = Buffer.concat([salt, mppe(plain, salt, authenticator, secret, true)]);
	const head = Buffer.alloc(6);
	head.writeUInt32BE(MICROSOFT, 0);
	head[4] = vendorType;
	head[5] = value.length + 2;
	return [Attribute.VendorSpecific, Buffer.concat([head, value])];
}

function openKey(packet: RadiusPacket, vendorType: number, authenticator: Buffer, secret: string): Buffer {
	for (const [type, value] of packet.attributes) {
		if (type !== Attribute.VendorSpecific || value.readUInt32BE(0) !== MICROSOFT || value[4] !== vendorType) continue;
		const plain = mppe(value.subarray(8), value.subarray(6, 8), authenticator, secret, false);
		return plain.subarray(1, 1 + plain[0]!);
	}
	throw new Error(`RADIUS: no MS-MPPE key of type ${vendorType}`);
}

/** A free UDP port of the loopback. */
export async function freePort(): Promise<number> {
	const socket = createSocket('udp4');
	socket.bind(0, '127.0.0.1');
	await once(socket, 'listening');
	const { port } = socket.address();
	socket.close();
	return port;
}

export interface Outcome {
	readonly code: 'accept' | 'reject';
	/** What the EAP method came to. */
	readonly step: EapStep;
	/** MS-MPPE-Recv-Key ‖ MS-MPPE-Send-Key, which are the halves of the MSK. */
	readonly msk?: Buffer;
}

/** A NAS: carries an EAP peer to the RADIUS server on `port`, from the answer to an Identity Request on, to its end. */
export async function authenticate(peer: EapMethod, userName: string, port: number, secret: string): Promise<Outcome> {
	const socket = createSocket('udp4');
	try {
		let state: Buffer | undefined;
		let step = peer.receive(Uint8Array.of(EapCode.Request, 1, 0, 5, EapType.Identity));
		for (let identifier = 0; ; identifier++) {
			if (step.kind !== 'send') throw new Error(`RADIUS: expected a Response to carry, got ${step.kind}`);
			const authenticator = randomBytes(16);
			const attributes: (readonly [number, Buffer])[] = [[Attribute.UserName, Buffer.from(userName)], ...eapAttributes(step.packet)];
			if (state !== undefined) attributes.push([Attribute.State, state]);
			socket.send(encode({ code: Code.AccessRequest, identifier, authenticator, attributes }, secret), port, '127.0.0.1');
			const bytes = (await once(socket, 'message', { signal: AbortSignal.timeout(LONG_ENOUGH) }))[0] as Buffer;
			if (!isAuthentic(bytes, secret, authenticator)) throw new Error('RADIUS: expected a right Message-Authenticator');
			const answer = decode(bytes);
			step = peer.receive(eapOf(answer));
			state = find(answer, Attribute.State);
			if (answer.code === Code.AccessReject) return { code: 'reject', step };
			if (answer.code !== Code.AccessAccept) continue;
			const key = (type: number) => openKey(answer, type, authenticator, secret);
			return { code: 'accept', step, msk: Buffer.concat([key(MsMppe.RecvKey), key(MsMppe.SendKey)]) };
		}
	} finally {
		socket.close();
	}
}

/** A RADIUS server in front of an EAP authenticator, which is created at each Identity Response; its first Request has the next identifier. */
export class RadiusServer {
	readonly #socket: Socket = createSocket('udp4');
	readonly #secret: string;
	readonly #create: (firstId: number) => EapMethod;
	#method: EapMethod | undefined;
	/** What the authenticator came to last. */
	last: EapStep | undefined;

	constructor(secret: string, create: (firstId: number) => EapMethod) {
		this.#secret = secret;
		this.#create = create;
		this.#socket.on('message', (bytes, from) => {
			const answer = this.#answer(bytes);
			if (answer !== undefined) this.#socket.send(answer, from.port, from.address);
		});
	}

	/** The port it listens on. */
	async listen(): Promise<number> {
		this.#socket.bind(0, '127.0.0.1');
		await once(this.#socket, 'listening');
		return (this.#socket.address() as AddressInfo).port;
	}

	close(): void {
		this.#socket.close();
	}

	#answer(bytes: Buffer): Buffer | undefined {
		const request = decode(bytes);
		if (request.code !== Code.AccessRequest || !isAuthentic(bytes, this.#secret)) return undefined;
		const eap = eapOf(request);
		const { type, identifier } = decodeEap(eap);
		if (type === EapType.Identity) this.#method = this.#create((identifier + 1) & 0xff);
		const step = type === EapType.Identity ? this.#method!.start() : this.#method?.receive(eap);
		this.last = step;
		if (step === undefined || step.kind === 'discard') return undefined;
		const attributes = eapAttributes(step.packet);
		if (step.kind === 'send') attributes.push([Attribute.State, Buffer.from('one')]);
		if (step.kind === 'success') {
			attributes.push(sealKey(MsMppe.RecvKey, step.keys.msk.subarray(0, 32), request.authenticator, this.#secret));
			attributes.push(sealKey(MsMppe.SendKey, step.keys.msk.subarray(32), request.authenticator, this.#secret));
		}
		const code = { send: Code.AccessChallenge, success: Code.AccessAccept, failure: Code.AccessReject }[step.kind];
		return encode({ code, identifier: request.identifier, authenticator: request.authenticator, attributes }, this.#secret, request.authenticator);
	}
}
