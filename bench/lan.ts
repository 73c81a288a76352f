/**
 * How many Gets of EPC E7 are answered in a second over UDP on this host, 32 in flight: by the meter, by a bare echo on node:dgram, and by a
 * device on the npm package echonet-lite. Each server is a process of its own on port 3610 of its own loopback address (Linux has many), the
 * client is this process and the same for all; they take turns.
 */
import { createSocket, type Socket } from 'node:dgram';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { Peer } from './peer.js';
import { median, RECKONING, ratio } from './report.js';

const PORT = 3610;
const IN_FLIGHT = 32;
/** ms without an answer, after which what is in flight counts as lost. */
const PATIENCE = 250;

const CLIENT = '127.0.36.1';
/** The package answers from its wildcard socket, whichever address was asked. */
const SERVERS = Object.freeze({ echo: '127.0.36.2', keiki: '127.0.36.3', package: '127.0.36.4' });
type Server = keyof typeof SERVERS;
const NAMES: Readonly<Record<Server, string>> = Object.freeze({ echo: 'the bare echo', keiki: 'the meter', package: 'the device on echonet-lite' });

/** Get, TID 0, to the smart meter, EPC E7: TID at offset 2, ESV at 10. */
const GET = Uint8Array.of(0x10, 0x81, 0, 0, 0x05, 0xff, 0x01, 0x02, 0x88, 0x01, 0x62, 0x01, 0xe7, 0x00);
const GET_RES_ESV = 0x72;
const GET_RES_LENGTH = GET.length + 4;

export interface LanResult {
	/** Answers a second, the median of the rounds. */
	readonly echo: number;
	readonly keiki: number;
	readonly package: number;
	/** The meter's against each of the others. */
	readonly overEcho: number;
	readonly overPackage: number;
	readonly lost: number;
}

/** `rounds` turns of `duration` ms for each server, after one to warm up. */
export async function benchLan(rounds = 5, duration = 1000): Promise<LanResult> {
	const servers = Object.keys(SERVERS) as Server[];
	const client = new Client(await bound());
	const peers = servers.map((server) => ({ server, peer: Peer.start(NAMES[server], 'lan-server', server, SERVERS[server]) }));
	try {
		await Promise.all(peers.map(({ peer }) => peer.reply()));
		const rates: Record<Server, number[]> = { echo: [], keiki: [], package: [] };
		for (let round = 0; round <= rounds; round++) {
			for (const { server, peer } of peers) {
				const rate = peer.counted(await peer.during(client.measure(server, duration)));
				if (round > 0) rates[server].push(rate);
			}
		}
		const { echo, keiki, package: other } = rates;
		const overEcho = ratio(keiki, echo);
		return { echo: median(echo), keiki: median(keiki), package: median(other), overEcho, overPackage: ratio(keiki, other), lost: client.lost };
	} finally {
		client.close();
		for (const { peer } of peers) peer.stop();
	}
}

function bound(): Promise<Socket> {
	const socket = createSocket({ type: 'udp4', reuseAddr: true });
	return new Promise((resolve, reject) => {
		socket.once('error', reject);
		socket.bind(PORT, CLIENT, () => resolve(socket));
	});
}

/** Keeps 32 requests in flight, each with a TID of its own, and counts the right answers. */
class Client {
	lost = 0;
	readonly #socket: Socket;
	readonly #open = new Set<number>();
	#server: Server = 'echo';
	#tid = 0;
	#answers = 0;
	#running = false;

	constructor(socket: Socket) {
		this.#socket = socket;
		socket.on('message', (answer) => this.#receive(answer));
	}

	close(): void {
		this.#socket.close();
	}

	/** Answers a second over `duration` ms. */
	async measure(server: Server, duration: number): Promise<number> {
		this.#server = server;
		this.#answers = 0;
		this.#running = true;
		const begin = performance.now();
		for (let i = 0; i < IN_FLIGHT; i++) this.#ask();
		let before = -1;
		const watch = setInterval(() => {
			if (this.#answers === before) this.#giveUp();
			before = this.#answers;
		}, PATIENCE);
		await sleep(duration);
		const rate = (this.#answers * 1000) / (performance.now() - begin);
		this.#running = false;
		clearInterval(watch);
		await sleep(PATIENCE / 5);
		this.lost += this.#open.size;
		this.#open.clear();
		return rate;
	}

	#ask(): void {
		this.#tid = (this.#tid + 1) & 0xffff;
		const request = GET.slice();
		request[2] = this.#tid >> 8;
		request[3] = this.#tid & 0xff;
		this.#open.add(this.#tid);
		this.#socket.send(request, PORT, SERVERS[this.#server]);
	}

	#receive(answer: Uint8Array): void {
		const right = this.#server === 'echo' ? answer.length === GET.length : answer.length === GET_RES_LENGTH && answer[10] === GET_RES_ESV;
		if (!right || !this.#open.delete((answer[2]! << 8) | answer[3]!)) return;
		this.#answers++;
		if (this.#running) this.#ask();
	}

	#giveUp(): void {
		const lost = this.#open.size;
		this.lost += lost;
		this.#open.clear();
		for (let i = 0; i < lost; i++) this.#ask();
	}
}

function sleep(duration: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, duration));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const result = await benchLan();
	const rate = (value: number) => `${Math.round(value)}/s`;
	process.stdout.write(
		`answers over UDP on this host: meter ${rate(result.keiki)}, echo ${rate(result.echo)}, echonet-lite ${rate(result.package)}; ` +
			`meter : echo ${result.overEcho.toFixed(2)}, meter : echonet-lite ${result.overPackage.toFixed(1)}; ${result.lost} lost (${RECKONING})\n`,
	);
}
