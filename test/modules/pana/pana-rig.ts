import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import type { EapMethod, EapStep } from '../../../modules/eap-psk/eap.js';
import { EapPskPeer } from '../../../modules/eap-psk/peer.js';
import { EapPskServer } from '../../../modules/eap-psk/server.js';
import { blankAuth, deriveAuthKey, sign } from '../../../modules/pana/keys.js';
import {
	type Avp,
	AvpCode,
	avpNumber,
	avpValue,
	decodeMessage,
	encodeMessage,
	type Message,
	type MessageName,
} from '../../../modules/pana/message.js';
import { Paa, type PaaEvent, type PaaOptions } from '../../../modules/pana/paa.js';
import { Pac } from '../../../modules/pana/pac.js';
import type { PacEvent, PacOptions } from '../../../modules/pana/pac-options.js';
import { hex } from '../../assert.js';
import { PANA_VECTOR } from '../../vectors/pana.js';

const PSK = hex(PANA_VECTOR.psk);
const WRONG_PSK = hex('ff'.repeat(16));
export const METER = hex('fe80000000000000021d129012345678');
export const HEMS = hex('fe80000000000000021d1290aabbccdd');
export const STRANGER = hex('fe80000000000000021d129000000bad');

/** One message on its way. Decoded when it is looked at: decoded ones of a long exchange would not fit into the memory of a device. */
export class Sent {
	readonly at: number;
	readonly by: 'PAA' | 'PaC';
	readonly name: MessageName;
	readonly bytes: Uint8Array;
	/** The PaC's address. */
	readonly address: Uint8Array;

	constructor(at: number, by: 'PAA' | 'PaC', bytes: Uint8Array, address: Uint8Array) {
		this.at = at;
		this.by = by;
		this.bytes = bytes;
		this.address = address;
		this.name = this.message.name;
	}

	get message(): Message {
		return decodeMessage(this.bytes);
	}
}

/** A PAA, PaCs, and the air between them in virtual time. Everything that both sides send and tell is kept, or the last of it. */
export class Rig {
	readonly scheduler = new VirtualScheduler();
	readonly cipher = new PortableCipher();
	readonly random: SeededRandom;
	readonly sent: Sent[] = [];
	readonly log: string[] = [];
	readonly paaEvents: PaaEvent[] = [];
	readonly pacEvents: PacEvent[] = [];
	/** What the PaCs know. */
	psk = PSK;
	readonly paa: Paa;
	readonly pac: Pac;
	/** When a message arrives, ms from now, once for each number; by default once, after 10 ms. */
	air: (sent: Sent) => readonly number[] = () => [10];
	/** How many messages, lines of the log and events are kept, the newest ones. */
	readonly #kept: number;
	/** Whom the PAA's messages go to, beside whoever has their address. */
	readonly #pacs: { readonly address: Uint8Array; readonly pac: Pac }[] = [];

	constructor(
		options: { readonly seed?: number; readonly kept?: number; readonly paa?: Partial<PaaOptions>; readonly pac?: Partial<PacOptions> } = {},
	) {
		this.#kept = options.kept ?? Number.POSITIVE_INFINITY;
		this.random = new SeededRandom(options.seed ?? 1);
		const { scheduler, cipher, random } = this;
		this.paa = new Paa({
			scheduler,
			cipher,
			random,
			log: this,
			send: (to, bytes) => this.#carry('PAA', to, bytes, () => this.#pacAt(to)?.receive(METER, bytes)),
			newEap: () => this.server(),
			onEvent: (event) => this.#keep(this.paaEvents, event),
			...options.paa,
		});
		this.pac = this.newPac(HEMS, options.pac);
	}

	write(_layer: string, text: string): void {
		this.#keep(this.log, text);
	}

	newPac(address: Uint8Array, options: Partial<PacOptions> = {}): Pac {
		const { scheduler, cipher, random } = this;
		const pac = new Pac({
			scheduler,
			cipher,
			random,
			log: this,
			send: (_to, bytes) => this.#carry('PaC', address, bytes, () => this.paa.receive(address, bytes)),
			newEap: () => this.peer(),
			onEvent: (event) => this.#keep(this.pacEvents, event),
			...options,
		});
		this.#pacs.unshift({ address, pac });
		return pac;
	}

	server(): EapMethod {
		const { cipher, random } = this;
		return new EapPskServer({ cipher, random, serverId: PANA_VECTOR.serverId, findPsk: () => PSK });
	}

	peer(): EapMethod {
		const { cipher, random } = this;
		return new EapPskPeer({ cipher, random, peerId: PANA_VECTOR.peerId, psk: this.psk });
	}

	/** Until both sides are OPEN, or nothing more happens. */
	join(pac = this.pac): this {
		pac.start(METER);
		this.scheduler.runFor(1000);
		return this;
	}

	/** From now on the PaCs try another password than the PAA's. */
	withWrongPassword(): this {
		this.psk = WRONG_PSK;
		return this;
	}

	/** From now on loses these messages, "PaC PAN[C]", and no others. */
	losing(...lost: string[]): this {
		this.air = ({ by, name }) => (lost.includes(`${by} ${name}`) ? [] : [10]);
		return this;
	}

	/** Hands a message to the PAA, as from this address. */
	toPaa(bytes: Uint8Array, from = HEMS): void {
		this.paa.receive(from, bytes);
	}

	/** Hands a message to the PaC, as from the PAA. */
	toPac(bytes: Uint8Array): void {
		this.pac.receive(METER, bytes);
	}

	/** Both sides' messages since message number `from`, by name and sender: "PaC PCI, PAA PAR[S]". */
	names(from = 0): string {
		return this.sent
			.slice(from)
			.map(({ by, name }) => `${by} ${name}`)
			.join(', ');
	}

	last(name: MessageName): Sent {
		const found = this.sent.filter((sent) => sent.name === name);
		if (found.length === 0) throw new Error(`no ${name} was sent`);
		return found[found.length - 1]!;
	}

	count(name: MessageName): number {
		return this.sent.filter((sent) => sent.name === name).length;
	}

	paaKinds(): string {
		return this.paaEvents.map(({ kind }) => kind).join();
	}

	pacKinds(): string {
		return this.pacEvents.map(({ kind }) => kind).join();
	}

	/** PANA_AUTH_KEY that the last PAR[C] brought, computed from what went over the air and the MSK of the PaC. */
	authKey(): Uint8Array {
		const success = this.pacEvents.filter((event) => event.kind === 'success').pop();
		if (success?.kind !== 'success') throw new Error('no PaC has succeeded');
		const { msk } = success.authenticated.keys;
		const complete = this.last('PAR[C]').message;
		const nonces = this.sent.filter(({ message }) => avpValue(message, AvpCode.Nonce) !== undefined);
		const nonceOf = (by: 'PAA' | 'PaC') => avpValue(nonces.filter((sent) => sent.by === by).pop()!.message, AvpCode.Nonce)!;
		return deriveAuthKey(this.cipher, {
			msk,
			iPar: this.last('PAR[S]').bytes,
			iPan: this.last('PAN[S]').bytes,
			paaNonce: nonceOf('PAA'),
			pacNonce: nonceOf('PaC'),
			keyId: avpNumber(complete, AvpCode.KeyId)!,
		});
	}

	/** A message of the last session, signed if a key is given. */
	forge(name: MessageName, sequence: number, avps: readonly Avp[] = [], key?: Uint8Array): Uint8Array {
		const { sessionId } = this.last('PAN[S]').message;
		const bytes = encodeMessage({ name, sessionId, sequence, avps: key ? [...avps, blankAuth()] : avps });
		if (key) sign(this.cipher, key, bytes);
		return bytes;
	}

	#keep<Item>(list: Item[], item: Item): void {
		list.push(item);
		if (list.length > this.#kept) list.shift();
	}

	#pacAt(address: Uint8Array): Pac | undefined {
		return this.#pacs.find((entry) => entry.address.join() === address.join())?.pac;
	}

	#carry(by: 'PAA' | 'PaC', address: Uint8Array, bytes: Uint8Array, arrive: () => void): void {
		const sent = new Sent(this.scheduler.now(), by, bytes, address);
		this.#keep(this.sent, sent);
		for (const delay of this.air(sent)) this.scheduler.after(delay, arrive);
	}
}

/** An EAP method that says what it is told to say, then discards. */
export class ScriptedEap implements EapMethod {
	readonly #start: EapStep;
	readonly #steps: EapStep[];

	constructor(start: EapStep, ...steps: EapStep[]) {
		this.#start = start;
		this.#steps = steps;
	}

	start(): EapStep {
		return this.#start;
	}

	receive(): EapStep {
		return this.#steps.shift() ?? { kind: 'discard' };
	}
}
