/** Clients of all kinds that come to the meters of a world, by each of their doors and under each ciphering, so that there is something to hear. */
import { SeededRandom } from '../../hal/virtual/random.js';
import type { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { NAME } from '../../modules/cosem/object-names.js';
import { KEY_ID } from '../../modules/cosem/security-setup.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import type { AttributeTarget } from '../../modules/dlms/apdu/descriptor.js';
import { DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { CosemClient } from '../../modules/dlms/client/client.js';
import type { GeneralOptions } from '../../modules/dlms/client/client-options.js';
import { CONTROL, type Protocol, Suite0 } from '../../modules/dlms/security/ciphering.js';
import { ClientSecurity, type Keys } from '../../modules/dlms/security/security.js';
import { decodeWrapper, encodeWrapper, WrapperStream } from '../../modules/dlms/wrapper.js';
import { HdlcClient } from '../../modules/hdlc/client.js';
import { shortAddress } from '../../modules/hdlc/frame.js';
import { IDIS_PROFILE } from '../../src/route-a/route-a-profile.js';
import { keysOf } from '../../src/world/meter/identity.js';
import { MemoryCounters } from '../modules/dlms/device-rig.js';
import { materialOf } from '../src/route-a/general-rig.node.js';
import type { WorldDoors } from './world-doors.js';

const DEVICE = 1;
const PUBLIC = 16;
const MANAGEMENT = 1;
const READING = 2;
const MINUTE = 60_000;
const TIMEOUT = 60_000;
const MAX_PDU = 0xffff;
/** PDUs in which nothing long fits. */
const SHORT_PDU = 200;
/** A title of nobody else. */
const TITLE = Uint8Array.of(0x4b, 0x45, 0x49, 0, 0, 0, 0, 7);
const WAYS = ['TCP', 'TCP', 'UDP', 'HDLC', 'HDLC'] as const;
const PROTOCOLS: readonly Exclude<Protocol, 'plain'>[] = ['glo', 'ded', 'general-glo', 'general-ded'];
const OPENING = Uint8Array.of(0x2f, 0x3f, 0x21, 0x0d, 0x0a);
const FIRST_PORT = 40_000;
/** Of so many visits with keys one ciphers or signs generally, in one of these ways. */
const GENERALS = 3;
const GENERAL: readonly GeneralOptions[] = [
	{ choice: 'identified' },
	{ choice: 'wrapped' },
	{ choice: 'identified', isShort: true },
	{ choice: 'wrapped', isSigned: true },
	{ choice: 'identified', isSigned: true, isSignedInside: true },
	{ isSigned: true },
];
/** Of so many visits one comes with keys that are none of the meter's. */
const STRANGERS = 15;
/** Wrapped keys in a transfer that does not fit into one PDU; the last of a kind counts. */
const MANY_KEYS = 44;
const ENERGY: AttributeTarget = { classId: 3, name: NAME.importEnergy, index: 2, selection: undefined };
const CLOCK: AttributeTarget = { classId: 8, name: NAME.clock, index: 2, selection: undefined };
const OBJECTS: AttributeTarget = { classId: 15, name: NAME.association, index: 2, selection: undefined };
const PROFILE: AttributeTarget = { classId: 7, name: NAME.loadProfile, index: 2, selection: undefined };
const SECURITY_SETUP = { classId: 64, name: NAME.securitySetup, index: 2 };

type Next = () => void;
type Deed = (visit: Visit, next: Next) => void;

/** A client while it is there. */
interface Visit {
	readonly readers: WorldReaders;
	readonly client: CosemClient;
	readonly security: ClientSecurity | undefined;
}

export interface ReadersOptions {
	readonly scheduler: VirtualScheduler;
	readonly seed: number;
	readonly doors: ReadonlyMap<number, WorldDoors>;
	/** Minutes between two visits, on average. */
	readonly period: number;
}

export class WorldReaders {
	/** Visits that came to their end, and key transfers. */
	visits = 0;
	transfers = 0;
	readonly #options: ReadersOptions;
	readonly #random: SeededRandom;
	readonly #cipher = new PortableCipher();
	readonly #securities = new Map<string, ClientSecurity>();
	#begun = 0;

	constructor(options: ReadersOptions) {
		this.#options = options;
		this.#random = new SeededRandom(options.seed, 'readers');
	}

	start(): void {
		const { scheduler, period } = this.#options;
		scheduler.after(Math.round(period * MINUTE * (0.5 + this.#random.fraction())), () => this.#visit(() => this.start()));
	}

	#one<Item>(items: readonly Item[]): Item {
		return items[this.#random.below(items.length)]!;
	}

	#visit(over: Next): void {
		const { scheduler, doors } = this.#options;
		const [meter, door] = this.#one([...doors]);
		// That of the first meter's management is the utility's, whose counter nobody else may use.
		const id = this.#one(meter === 1 ? [PUBLIC, READING, READING] : [PUBLIC, READING, MANAGEMENT, MANAGEMENT]);
		const security = id === PUBLIC ? undefined : this.#securityOf(meter, id);
		let isOver = false;
		let hangUp: Next = () => {};
		const end = () => {
			if (isOver) return;
			isOver = true;
			timer.cancel();
			hangUp();
			over();
		};
		const timer = scheduler.after(TIMEOUT, end);
		const deeds = Array.from({ length: 1 + this.#random.below(4) }, () =>
			this.#one(id === MANAGEMENT ? MANAGING : id === READING ? READING_ONLY : OPEN),
		);
		const talk = (visit: Visit) => {
			const next = () => {
				const deed = deeds.shift();
				if (isOver) return;
				if (deed !== undefined) deed(visit, next);
				else
					visit.client.release(() => {
						this.visits++;
						end();
					});
			};
			visit.client.associate((error) => (error === undefined ? next() : end()));
		};
		const protocol = this.#one(PROTOCOLS);
		const general = security !== undefined && this.#random.below(GENERALS) === 0 ? this.#one(GENERAL) : undefined;
		const client = (send: (apdu: Uint8Array) => void) =>
			new CosemClient({
				random: this.#random,
				conformance: IDIS_PROFILE.keyedConformance,
				maxPdu: this.#one([SHORT_PDU, 1024, MAX_PDU]),
				...(security && { security }),
				protocol,
				...(general && { general }),
				dedicated: protocol.endsWith('ded'),
				// The meter's policy wants both.
				control: this.#random.below(20) === 0 ? CONTROL.encryption : CONTROL.encryption | CONTROL.authentication,
				send,
			});
		hangUp = this.#by(this.#one(WAYS), door, id, client, (each) => talk({ readers: this, client: each, security }), end);
	}

	/** Returns what ends it. `talk` is called once the client can. */
	#by(
		way: (typeof WAYS)[number],
		door: WorldDoors,
		id: number,
		make: (send: (apdu: Uint8Array) => void) => CosemClient,
		talk: (client: CosemClient) => void,
		end: Next,
	): Next {
		const wrapped = (apdu: Uint8Array) => encodeWrapper({ source: id, destination: DEVICE, apdu });
		if (way === 'UDP') {
			const send = door.socket(FIRST_PORT + (this.#begun++ % 1000), (bytes) => client.receive(decodeWrapper(bytes).apdu));
			const client = make((apdu) => send(wrapped(apdu)));
			talk(client);
			return () => {};
		}
		if (way === 'TCP') {
			const stream = door.connect();
			if (stream === undefined) {
				this.#options.scheduler.after(0, end);
				return () => {};
			}
			const client = make((apdu) => stream.send(wrapped(apdu)));
			const frames = new WrapperStream({
				maxApdu: MAX_PDU,
				onFrame: (_source, _destination, apdu) => client.receive(apdu),
				onError: () => stream.close(),
			});
			stream.onReceive = (bytes) => void frames.receive(bytes);
			stream.onClosed = end;
			talk(client);
			return () => stream.close();
		}
		const write = door.line((bytes) => link.receive(bytes));
		const client = make((apdu) => link.send(apdu));
		const link = new HdlcClient({
			scheduler: this.#options.scheduler,
			write,
			client: id,
			server: shortAddress(DEVICE),
			maxApdu: MAX_PDU,
			onConnect: () => talk(client),
			onApdu: (apdu) => client.receive(apdu),
			onDisconnect: end,
		});
		if (this.#random.below(3) === 0) write(OPENING);
		link.connect();
		return () => (link.state === 'connected' ? link.disconnect() : link.close());
	}

	/** Goes on counting from visit to visit. */
	#securityOf(meter: number, id: number): ClientSecurity {
		const isStranger = this.#random.below(STRANGERS) === 0;
		const name = `${meter} ${id}${isStranger ? ' stranger' : ''}`;
		const known = this.#securities.get(name);
		if (known !== undefined) return known;
		const { clients, broadcast, kek } = keysOf(this.#options.seed, meter);
		const own = clients[id]!;
		const keys: Keys = { ...own, broadcast, kek, ...(isStranger && { encryption: own.authentication, authentication: own.encryption }) };
		const security = new ClientSecurity({
			suite: new Suite0(this.#cipher),
			title: TITLE,
			keys,
			policy: 0,
			counters: new MemoryCounters(),
			name: 'c',
			general: materialOf(0, this.#random),
		});
		this.#securities.set(name, security);
		return security;
	}

	/** New keys for the management client, in one PDU or in many. */
	transfer(count: number, { client, security }: Visit, next: Next): void {
		const { kek, ...old } = security!.keys;
		const fresh = { ...old, encryption: this.#key(), authentication: this.#key() };
		const w = new DataWriter().array(count);
		for (let i = 1; i < count; i++) {
			const key = i < count - 1 ? this.#key() : fresh.encryption;
			w.structure(2).enum(KEY_ID.encryption).octetString(this.#cipher.keyWrap(kek!, key));
		}
		w.structure(2).enum(KEY_ID.authentication).octetString(this.#cipher.keyWrap(kek!, fresh.authentication));
		client.act(SECURITY_SETUP, w.copy(), (_, outcome) => {
			if (outcome?.result === 0) {
				this.transfers++;
				security!.changeKeys({ ...fresh, kek });
			}
			next();
		});
	}

	#key(): Uint8Array {
		const key = new Uint8Array(16);
		this.#random.fill(key);
		return key;
	}
}

const long = new DataWriter().octetString(new Uint8Array(1500).fill(0x5a)).copy();
const gets =
	(target: AttributeTarget): Deed =>
	({ client }, next) =>
		client.get(target, next);
const transfers =
	(count: number): Deed =>
	(visit, next) =>
		visit.readers.transfer(count, visit, next);
const OPEN: readonly Deed[] = [gets(OBJECTS), gets(CLOCK), gets(ENERGY)];
const READING_ONLY: readonly Deed[] = [
	...OPEN,
	gets(PROFILE),
	gets(ENERGY),
	({ client }, next) => client.getList([ENERGY, OBJECTS, { ...ENERGY, name: 0 }, CLOCK], next),
	({ client }, next) => client.set(CLOCK, long, next),
	({ client }, next) => client.setList([CLOCK, ENERGY], [long, long], next),
	({ client }, next) => client.act(SECURITY_SETUP, long, next),
	({ client }, next) => client.actList([SECURITY_SETUP, SECURITY_SETUP], [long, undefined], next),
];
const MANAGING: readonly Deed[] = [...READING_ONLY, transfers(2), transfers(2), transfers(MANY_KEYS)];
