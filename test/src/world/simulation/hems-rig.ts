/** A HEMS without a serial line, for scenarios and benchmarks: it works a dongle's network directly, in virtual time. */

import { SeededRandom } from '../../../../hal/virtual/random.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { LimitedRadio } from '../../../../modules/medium/transmit-limit.js';
import type { NetworkEvent, NetworkEventKind } from '../../../../modules/wi-sun-module/network.js';
import type { Credentials } from '../../../../src/route-b/credentials.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import type { NativeStack } from '../../../../src/wi-sun/native-stack.js';
import { DongleNetwork } from '../../../../src/world/dongle/dongle-network.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import type { AirLink } from '../../../../src/world/meter/air-link.js';
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import { Simulator } from '../../../../src/world/simulation/simulator.js';
import type { SimulatorOptions } from '../../../../src/world/simulation/simulator-options.js';

export const CREDENTIALS: Credentials = Object.freeze({ id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' });

const ENDS: readonly NetworkEventKind[] = ['expired', 'terminatedByPeer', 'terminated', 'terminationTimeout'];

function createSimulator(options: Partial<SimulatorOptions>): Simulator {
	return new Simulator({
		seed: 1,
		start: Date.UTC(2026, 10, 22, 3, 0),
		load: constantLoad(500),
		profile: GEN1,
		credentials: CREDENTIALS,
		log: { write() {} },
		onEvent() {},
		answerDelay: { min: 0, max: 0 },
		...options,
	});
}

export class HemsRig {
	readonly simulator: Simulator;
	readonly network: DongleNetwork;
	/** Where it finds the meter. */
	meter: Uint8Array;
	readonly received: Uint8Array[] = [];
	/** In the order in which they came. */
	readonly events: NetworkEventKind[] = [];
	joined = false;
	failed = 0;
	onAnswer: (bytes: Uint8Array) => void = (bytes) => this.received.push(bytes);

	/** `beside`: on the air of that world, with an address of its own. */
	constructor(options: Partial<SimulatorOptions> = {}, credentials = CREDENTIALS, beside?: { readonly simulator: Simulator }) {
		this.simulator = beside?.simulator ?? createSimulator(options);
		const { scheduler, radios } = this.simulator;
		const { macAddress, channel, panId } = this.first;
		const byPlc = this.simulator.meters[0]!.hearsByPlc;
		const medium = byPlc ? this.simulator.powerLine : radios;
		const number = beside === undefined ? 1 : 2;
		this.network = new DongleNetwork({
			radio: new LimitedRadio(medium.createRadio(`hems ${number}`), scheduler, byPlc ? Number.POSITIVE_INFINITY : options.transmitLimit),
			scheduler,
			random: new SeededRandom(options.seed ?? 1, `hems ${number}`),
			cipher: new PortableCipher(),
			log: { write() {} },
			macAddress: Uint8Array.of(0, 0x1d, 0x12, 0x91, 0x4b, 0x45, 1, number),
			ports: [3610],
		});
		this.meter = linkLocalAddress(macAddress);
		this.network.listener = {
			onDatagram: ({ localPort, payload }) => {
				if (localPort === 3610) this.onAnswer(payload);
			},
			onEvent: (event) => this.#onEvent(event),
			onEchoReply() {},
		};
		this.powerUp(credentials, channel, panId);
	}

	get first(): EmulatedMeter {
		return this.simulator.meters[0]!;
	}

	/** Of the first meter, on the air. */
	get stack(): NativeStack {
		return (this.first.link as AirLink).stack;
	}

	/** As a HEMS that has just started, with what it knows. */
	powerUp(credentials = CREDENTIALS, channel = this.first.channel, panId = this.first.panId): void {
		this.network.reset();
		this.joined = false;
		this.network.setRouteBId(credentials.id);
		this.network.setPassword(credentials.password);
		this.network.set('channel', channel);
		this.network.set('panId', panId);
	}

	#onEvent({ kind: event }: NetworkEvent): void {
		this.events.push(event);
		if (event === 'joined') this.joined = true;
		else if (event === 'joinFailed') this.failed++;
		else if (ENDS.includes(event)) this.joined = false;
	}

	/** Joins within `limit` ms of virtual time; whether it did. */
	join(limit = 60_000): boolean {
		const failures = this.failed;
		if (!this.network.join(this.meter)) return false;
		this.simulator.scheduler.runWhile(() => !this.joined && this.failed === failures, limit);
		return this.joined;
	}

	send(frame: Uint8Array): void {
		this.network.send({ to: this.meter, localPort: 3610, remotePort: 3610, payload: frame, security: 'required' }, () => {});
	}

	/** Sends a request until its answer comes, as a patient HEMS does; undefined after `tries`. */
	ask(frame: Uint8Array, tries = 8): Uint8Array | undefined {
		for (let i = 0; i < tries; i++) {
			this.received.length = 0;
			this.send(frame);
			const answered = () => this.received.find((bytes) => bytes[2] === frame[2] && bytes[3] === frame[3]);
			this.simulator.scheduler.runWhile(() => answered() === undefined, 5_000);
			const answer = answered();
			if (answer !== undefined) return answer;
		}
		return undefined;
	}
}
