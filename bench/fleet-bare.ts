/**
 * What a sweep of meters takes that is nothing but its cryptography and its sockets: for each of them a connection of TCP to another process, and over it as many
 * frames there and back as a head-end exchanges with a meter, each of them sealed at one end and opened at the other under a key of its own. The same for pushes:
 * sealed and sent by UDP, as many as the system takes.
 *
 * As a child (`server`) it is the other end.
 */
import { fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { newHostCipher } from '../boards/host/shared/host-cipher.js';

/** Bytes of a request and of an answer, and of a push, as those of `keiki hes` and of a fleet are on average. */
const [REQUEST, ANSWER, PUSH] = [60, 70, 110];
/** Frames there and back of one meter: the counter as the public client, with association and release; then association with HLS, a register, and release. */
const ROUNDS = 7;
const TAG = 12;
const cipher = newHostCipher();
const text = new Uint8Array(256);
const iv = new Uint8Array(12);

function crypt(count: number): void {
	const key = Uint8Array.from({ length: 16 }, (_, i) => count >> i);
	const sealed = cipher.gcmSeal(key, iv, text.subarray(0, 17), text.subarray(0, REQUEST), TAG);
	cipher.gcmOpen(key, iv, text.subarray(0, 17), sealed, TAG);
}

/** ms a meter, of a sweep over `count` of them, `parallel` at once. */
export async function measureBareSweep(count: number, parallel: number): Promise<number> {
	const child = fork(fileURLToPath(import.meta.url), ['server']);
	const [port] = (await once(child, 'message')) as [number];
	let left = count;
	const start = performance.now();
	const one = async (): Promise<void> => {
		while (left-- > 0) {
			const socket = connect({ port, host: '::1', noDelay: true });
			for (let round = 0; round < ROUNDS; round++) {
				crypt(left + round);
				socket.write(text.subarray(0, REQUEST));
				for (let heard = 0; heard < ANSWER; ) heard += ((await once(socket, 'data')) as [Buffer])[0].length;
			}
			socket.destroy();
		}
	};
	try {
		await Promise.all(Array.from({ length: parallel }, one));
		return (performance.now() - start) / count;
	} finally {
		child.kill();
	}
}

/** Datagrams a second of one process that does nothing but seal and send them, to `port`. */
export async function measureBareStorm(count: number, port: number): Promise<number> {
	const socket = createSocket('udp6');
	const start = performance.now();
	let inFlight = 0;
	for (let i = 0; i < count; i++) {
		crypt(i);
		inFlight++;
		socket.send(text.slice(0, PUSH), port, '::1', () => inFlight--);
		while (inFlight >= 512) await new Promise((resolve) => setImmediate(resolve));
	}
	while (inFlight > 0) await new Promise((resolve) => setImmediate(resolve));
	const rate = (1000 * count) / (performance.now() - start);
	socket.close();
	return rate;
}

if (process.argv[2] === 'server') {
	const server = createServer({ noDelay: true }, (socket) => {
		let heard = 0;
		socket.on('error', () => {});
		socket.on('data', (bytes) => {
			heard += bytes.length;
			for (; heard >= REQUEST; heard -= REQUEST) {
				crypt(heard);
				socket.write(text.subarray(0, ANSWER));
			}
		});
	});
	server.listen(0, '::1', () => process.send!((server.address() as AddressInfo).port));
	process.on('disconnect', () => process.exit());
}
