import { SeededRandom } from '../../../hal/virtual/random.js';
import type { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { toHex } from '../../../modules/bytes/hex.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { ECHONET_LITE_PORT } from '../../../modules/datagram/ports.js';
import { linkLocalAddress } from '../../../modules/ipv6/address.js';
import type { Air } from '../../../modules/medium/air.js';
import { LimitedRadio } from '../../../modules/medium/transmit-limit.js';
import type { NetworkEventKind } from '../../../modules/wi-sun-module/network.js';
import { DongleNetwork } from '../../../src/world/dongle/dongle-network.js';
import type { XsMeter, XsMeterOptions } from './xs-meter.js';

/** Patience with one request, ms. */
const PATIENCE = 5_000;
const TRIES = 8;
const SERVICE = 10;
const SESSION_EVENTS: readonly NetworkEventKind[] = ['joined', 'joinFailed', 'terminated', 'terminationTimeout', 'terminatedByPeer', 'expired'];
/** SEOJ of the meter, and the service, of a notification. */
const METER = '028801';
const INF = 0x73;

/** A HEMS that works a Wi-SUN dongle's network beside the meter. */
export class Hems {
	/** Notifications that came. */
	informed = 0;
	readonly #network: DongleNetwork;
	readonly #meter: XsMeter;
	readonly #address: Uint8Array;
	readonly #password: string;
	/** Of the session: what came last, once it has come. */
	#event: NetworkEventKind | undefined;
	#tid = 0;
	#answer: Uint8Array | undefined;

	constructor(meter: XsMeter, { scheduler, air, macAddress, panId, channel, credentials, transmitLimit = Number.POSITIVE_INFINITY }: XsMeterOptions) {
		this.#meter = meter;
		this.#password = credentials.password;
		this.#address = linkLocalAddress(macAddress);
		this.#network = createNetwork(air, scheduler, transmitLimit);
		this.#network.listener = {
			onDatagram: ({ localPort, payload }) => {
				if (localPort === ECHONET_LITE_PORT) this.#take(payload);
			},
			onEvent: ({ kind }) => {
				if (SESSION_EVENTS.includes(kind)) this.#event = kind;
			},
			onEchoReply() {},
		};
		this.#network.setRouteBId(credentials.id);
		this.#network.set('channel', channel);
		this.#network.set('panId', panId);
	}

	/** Throws Error if it does not join, or does with another password than the meter was told. @param expected unless that one was changed */
	async join(password = this.#password, expected: 'joined' | 'joinFailed' = password === this.#password ? 'joined' : 'joinFailed'): Promise<void> {
		this.#network.setPassword(password);
		this.#network.join(this.#address);
		await this.#expect(expected);
	}

	/** Authenticates again within the session. */
	async rejoin(): Promise<void> {
		this.#network.rejoin();
		await this.#expect('joined');
	}

	/** Ends the session. */
	async leave(): Promise<void> {
		this.#network.terminate();
		await this.#expect('terminated');
	}

	/**
	 * Sends a request until its answer comes, whose properties it returns: (EPC, PDC, EDT) one after the other.
	 * @param service ESV
	 * @param properties the same of the request
	 * @throws Error if none comes
	 */
	async ask(service: number, ...properties: number[][]): Promise<Uint8Array> {
		this.#tid = (this.#tid + 1) & 0xffff;
		const header = [0x10, 0x81, this.#tid >> 8, this.#tid, 0x05, 0xff, 0x01, 0x02, 0x88, 0x01, service, properties.length];
		const request = Uint8Array.from([...header, ...properties.flat()]);
		this.#answer = undefined;
		for (let i = 0; i < TRIES; i++) {
			const sent = {
				to: this.#address,
				localPort: ECHONET_LITE_PORT,
				remotePort: ECHONET_LITE_PORT,
				payload: request,
				security: 'required' as const,
			};
			this.#network.send(sent, () => {});
			if (await this.#meter.runWhile(() => this.#answer === undefined, PATIENCE)) return this.#answer!.subarray(header.length);
		}
		throw new Error(`no answer to TID ${this.#tid}`);
	}

	async #expect(event: NetworkEventKind): Promise<void> {
		this.#event = undefined;
		await this.#meter.runWhile(() => this.#event === undefined, 60_000);
		if (this.#event !== event) throw new Error(`expected ${event}, got ${this.#event}`);
	}

	#take(message: Uint8Array): void {
		if (message[SERVICE] === INF) {
			if (toHex(message.subarray(4, 7)) === METER) this.informed++;
		} else if (((message[2]! << 8) | message[3]!) === this.#tid) this.#answer = message;
	}
}

function createNetwork(air: Air, scheduler: VirtualScheduler, transmitLimit: number): DongleNetwork {
	return new DongleNetwork({
		radio: new LimitedRadio(air.createRadio('hems'), scheduler, transmitLimit),
		scheduler,
		random: new SeededRandom(1, 'hems'),
		cipher: new PortableCipher(),
		log: { write() {} },
		macAddress: Uint8Array.of(0, 0x1d, 0x12, 0x91, 0x4b, 0x45, 1, 1),
		ports: [ECHONET_LITE_PORT],
	});
}
