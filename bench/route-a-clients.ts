/** The clients that bench/route-a.ts measures with, in a process of their own: each on a connection of its own, with keys of its own. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import process from 'node:process';
import { NodeCipher } from '../hal/node/cipher.js';
import { SYSTEM_RANDOM } from '../hal/node/random.js';
import { fromHex, toHex } from '../modules/bytes/hex.js';
import { Reader } from '../modules/bytes/reader.js';
import { PortableCipher } from '../modules/crypto/cipher.js';
import type { AttributeTarget } from '../modules/dlms/apdu/descriptor.js';
import { ArrayStream } from '../modules/dlms/axdr/array-stream.js';
import { numberOf, readData, SMALL } from '../modules/dlms/axdr/data.js';
import { DataTag } from '../modules/dlms/axdr/data-writer.js';
import { parseLogicalName } from '../modules/dlms/axdr/obis.js';
import { CosemClient } from '../modules/dlms/client/client.js';
import type { Done } from '../modules/dlms/client/exchange.js';
import { Suite0 } from '../modules/dlms/security/ciphering.js';
import type { CounterStore } from '../modules/dlms/security/counters.js';
import { ClientSecurity, type Keys } from '../modules/dlms/security/security.js';
import { encodeWrapper, WrapperStream } from '../modules/dlms/wrapper.js';
import { IDIS_PROFILE } from '../src/route-a/route-a-profile.js';

export interface Question {
	readonly what: 'echo' | 'get' | 'associate' | 'profile';
	readonly port: number;
	readonly count: number;
	/** ms. */
	readonly duration: number;
}

export interface Answer {
	/** A second; ms of a profile. */
	readonly value: number;
	readonly rows: number;
}

export const CLIENTS = 32;
const FIRST = 101;
const LOGICAL_DEVICE = 1;
/** Bytes of a ciphered GET in its wrapper. */
const MESSAGE = 40;

const ENERGY: AttributeTarget = { classId: 3, name: parseLogicalName('1.0.1.8.0.255'), index: 2, selection: undefined };
const PROFILE: AttributeTarget = { classId: 7, name: parseLogicalName('1.0.99.1.0.255'), index: 2, selection: undefined };

function keysOf(client: number): Keys {
	return { encryption: new Uint8Array(16).fill(client), authentication: new Uint8Array(16).fill(0xa0), broadcast: undefined, kek: undefined };
}

function numbers(): number[] {
	return Array.from({ length: CLIENTS }, (_, i) => FIRST + i + (FIRST + i >= 102 ? 1 : 0));
}

/** What `keiki run --keys` takes. */
export const KEYS_FILE = JSON.stringify({
	systemTitle: '4A504D0000000001',
	clients: Object.fromEntries(
		numbers().map((client) => {
			const { encryption, authentication } = keysOf(client);
			return [client, { encryption: toHex(encryption), authentication: toHex(authentication) }];
		}),
	),
});

/** They outlive the connections of this process. */
class Counters implements CounterStore {
	readonly #values = new Map<string, number>();

	read(name: string): number | undefined {
		return this.#values.get(name);
	}

	write(name: string, value: number): void {
		this.#values.set(name, value);
	}
}

const securities = new Map<number, ClientSecurity>();

function securityOf(client: number): ClientSecurity {
	let security = securities.get(client);
	if (security === undefined) {
		const title = fromHex(`4B454900000000${client.toString(16).padStart(2, '0')}`);
		const suite = new Suite0(new NodeCipher(new PortableCipher()));
		security = new ClientSecurity({ suite, title, keys: keysOf(client), policy: 3, counters: new Counters(), name: 'c' });
		securities.set(client, security);
	}
	return security;
}

class Client {
	readonly cosem: CosemClient;
	readonly #socket: Socket;

	private constructor(socket: Socket, number: number) {
		this.#socket = socket;
		this.cosem = new CosemClient({
			random: SYSTEM_RANDOM,
			security: securityOf(number),
			conformance: IDIS_PROFILE.keyedConformance,
			maxPdu: 1024,
			send: (apdu) => socket.write(encodeWrapper({ source: number, destination: LOGICAL_DEVICE, apdu })),
		});
		const stream = new WrapperStream({
			maxApdu: 2048,
			onFrame: (_source, _destination, apdu) => this.cosem.receive(apdu),
			onError: (error) => {
				throw error;
			},
		});
		socket.on('data', (bytes) => stream.receive(bytes));
	}

	static async open(port: number, number: number): Promise<Client> {
		return new Client(await opened(port), number);
	}

	/** Calls it again each time it is done, until the time is over; returns how often it was. */
	async repeat(end: number, call: (done: () => void) => void): Promise<number> {
		let count = 0;
		await new Promise<void>((resolve) => {
			const next = () => {
				count++;
				if (performance.now() < end) call(next);
				else resolve();
			};
			call(next);
		});
		return count;
	}

	close(): void {
		this.#socket.destroy();
	}
}

async function opened(port: number): Promise<Socket> {
	const socket = connect({ port, host: '127.0.0.1', noDelay: true });
	await once(socket, 'connect');
	return socket;
}

/** The value, or the error thrown. */
function must<T>(done: (value: T) => void): Done<T> {
	return (error, value) => {
		if (error !== undefined) throw new Error(`bench: ${error.text}`);
		done(value!);
	};
}

async function echo({ port, duration }: Question): Promise<Answer> {
	const socket = await opened(port);
	const message = new Uint8Array(MESSAGE);
	let count = 0;
	const begin = performance.now();
	await new Promise<void>((resolve) => {
		socket.on('data', () => {
			count++;
			if (performance.now() < begin + duration) socket.write(message);
			else resolve();
		});
		socket.write(message);
	});
	socket.destroy();
	return { value: (count * 1000) / (performance.now() - begin), rows: 0 };
}

/** Each client calls again and again; all together. */
async function together(
	{ port, count, duration }: Question,
	associated: boolean,
	call: (client: CosemClient, done: () => void) => void,
): Promise<Answer> {
	const clients = await Promise.all(
		numbers()
			.slice(0, count)
			.map((number) => Client.open(port, number)),
	);
	if (associated) await Promise.all(clients.map(({ cosem }) => new Promise<void>((resolve) => cosem.associate(must(() => resolve())))));
	const begin = performance.now();
	const counts = await Promise.all(clients.map((client) => client.repeat(begin + duration, (done) => call(client.cosem, done))));
	const value = (counts.reduce((sum, each) => sum + each) * 1000) / (performance.now() - begin);
	for (const client of clients) client.close();
	return { value, rows: 0 };
}

function get(question: Question): Promise<Answer> {
	return together(question, true, (cosem, done) =>
		cosem.get(
			ENERGY,
			must((result) => {
				if (typeof result === 'number') throw new Error(`bench: Data-Access-Result ${result}`);
				done();
			}),
		),
	);
}

function associate(question: Question): Promise<Answer> {
	return together(question, false, (cosem, done) => cosem.associate(must(() => cosem.release(must(() => done())))));
}

async function profile({ port }: Question): Promise<Answer> {
	const client = await Client.open(port, FIRST);
	await new Promise<void>((resolve) => client.cosem.associate(must(() => resolve())));
	let rows = 0;
	let before = -1;
	const stream = new ArrayStream({
		onElement: (element) => {
			const row = readData(new Reader('row', element), SMALL);
			const energy = row.tag === DataTag.structure ? numberOf(row.items[2]!) : undefined;
			if (energy === undefined || energy < before) throw new Error('bench: expected a row whose energy is not below the one before');
			before = energy;
			rows++;
		},
	});
	const begin = performance.now();
	await new Promise<void>((resolve) =>
		client.cosem.getParts(
			PROFILE,
			(part) => stream.push(part),
			must(() => resolve()),
		),
	);
	stream.end();
	const value = performance.now() - begin;
	client.close();
	return { value, rows };
}

if (process.send !== undefined) {
	const work = { echo, get, associate, profile };
	process.on('message', (question: Question) => void work[question.what](question).then((answer) => process.send!(answer)));
	process.on('disconnect', () => process.exit());
}
