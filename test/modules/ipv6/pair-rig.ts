import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { formatAddress } from '../../../modules/ipv6/address.js';
import { Interface, type InterfaceOptions } from '../../../modules/ipv6/interface.js';
import { encodePacket } from '../../../modules/ipv6/packet.js';
import { compress } from '../../../modules/sixlowpan/iphc.js';
import { hex } from '../../assert.js';
import { HEMS_EUI64, METER_EUI64 } from '../../vectors/sixlowpan.js';
import { Wire } from './wire-rig.js';

export const METER = hex(METER_EUI64);
export const HEMS = hex(HEMS_EUI64);
export const PORT = 3610;

export interface Received {
	readonly from: string;
	readonly to: string;
	readonly sourcePort: number;
	readonly bytes: Uint8Array;
	readonly secured: boolean;
}

/** A meter and a HEMS on one wire, each listening on port 3610. */
export class Pair {
	readonly scheduler = new VirtualScheduler();
	readonly wire = new Wire(this.scheduler);
	readonly atMeter: Received[] = [];
	readonly atHems: Received[] = [];
	readonly logged: string[] = [];
	readonly meter: Interface;
	readonly hems: Interface;

	constructor(options: Partial<InterfaceOptions> = {}) {
		this.meter = this.#open(METER, this.atMeter, options);
		this.hems = this.#open(HEMS, this.atHems, options);
	}

	/** Sends from HEMS to meter, and runs until what became of it is known and all is quiet. */
	sendToMeter(bytes: Uint8Array, secured = true, to = this.meter.address): string {
		let result = 'pending';
		this.hems.send({ to, sourcePort: PORT, destinationPort: PORT, bytes, secured }, (outcome) => {
			result = outcome;
		});
		this.scheduler.runWhile(() => result === 'pending', 1000);
		this.scheduler.runFor(10);
		return result;
	}

	/** Puts a packet on the wire as another node would. */
	inject(from: Uint8Array, to: Uint8Array | undefined, packet: Uint8Array, secured = false): void {
		this.wire.deliver({ from, to, payload: compress(packet, from, to), secured });
		this.scheduler.runFor(10);
	}

	#open(eui64: Uint8Array, received: Received[], options: Partial<InterfaceOptions>): Interface {
		const log = { write: (layer: string, text: string) => void this.logged.push(`${layer}: ${text}`) };
		const node = new Interface({ link: this.wire.attach(eui64), scheduler: this.scheduler, log, ...options });
		node.listen(PORT, (from, to, sourcePort, bytes, secured) => {
			received.push({ from: formatAddress(from), to: formatAddress(to), sourcePort, bytes, secured });
		});
		return node;
	}
}

export function icmpPacket(payload: Uint8Array, source: Uint8Array, destination: Uint8Array, hopLimit = 255): Uint8Array {
	return encodePacket({ nextHeader: 58, hopLimit, source, destination, payload });
}

/** 0, 1, 2 and so on. */
export function numbered(length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, i) => i);
}
