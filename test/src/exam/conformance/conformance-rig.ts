/** A meter of Route A behind TCP or HDLC in memory, and an examination of it in virtual time. */
import { NodeCipher } from '../../../../hal/node/cipher.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import type { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { VirtualListener } from '../../../../hal/virtual/streams.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { SecuritySuite } from '../../../../modules/dlms/security/ciphering.js';
import { ClientSecurity } from '../../../../modules/dlms/security/security.js';
import type { CosemServerOptions } from '../../../../modules/dlms/server/server-host.js';
import { decodeWrapper } from '../../../../modules/dlms/wrapper.js';
import type { MeterCheckName } from '../../../../src/exam/conformance/checks.js';
import { Dialogue } from '../../../../src/exam/conformance/dialogue.js';
import { examineMeter, type MeterOutcome } from '../../../../src/exam/conformance/examination.js';
import { Halt } from '../../../../src/exam/conformance/halt.js';
import type { PushEar, Site, Wire } from '../../../../src/exam/conformance/site.js';
import type { ByteStream, Carrier, Connection } from '../../../../src/head-end/connection.js';
import { HdlcCarrier, type SerialLine } from '../../../../src/head-end/hdlc-carrier.js';
import { PushReceiver } from '../../../../src/head-end/push-receiver.js';
import { TransmitSupply } from '../../../../src/head-end/transmit-supply.js';
import { TcpCarrier } from '../../../../src/head-end/wrapper-carrier.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { TRANSPORT_LIMITS } from '../../../../src/route-a/limits.js';
import { LocalPort } from '../../../../src/route-a/local-port.js';
import type { Offer } from '../../../../src/route-a/offers.js';
import type { PushCarrier } from '../../../../src/route-a/push-carrier.js';
import { RouteATcp } from '../../../../src/route-a/tcp.js';
import { CLIENT_TITLE, MANAGEMENT, MemoryCounters, PUBLIC } from '../../../modules/dlms/device-rig.js';
import { materialOf, withCurves } from '../../route-a/general-rig.node.js';
import { keysOf, type Meter, meter, newKeys, SWITCHED } from '../../route-a/route-a-rig.js';

const TIMEOUT = 5000;
const QUIET = 1000;
const PHYSICAL = 17;
/** Of a meter that offers everything. */
const SUITE = 1;
const LONGEST = 0xffff;

/** What is wrong in a meter. */
export interface Mutant {
	/** Stands between requests and services, in the clear. */
	readonly between?: CosemServerOptions['between'];
	/** Answers a request of one connection in the meter's place, as it goes over the line; undefined: the meter answers. `to`: it gets another request. */
	readonly request?: (apdu: Uint8Array, seen: Seen) => Uint8Array | { readonly to: Uint8Array } | undefined;
	/** Changes an answer of the meter's as it goes over the line; undefined: it is lost. */
	readonly answer?: (apdu: Uint8Array, seen: Seen) => Uint8Array | undefined;
	/** Changes the bytes of the line below APDUs, each way; undefined: they are lost. */
	readonly toMeter?: (bytes: Uint8Array) => Uint8Array | undefined;
	readonly fromMeter?: (bytes: Uint8Array) => Uint8Array | undefined;
	readonly meter?: Parameters<typeof meter>[0];
	/** What it went through before. */
	readonly before?: (meter: Meter) => void;
}

/** What went over a connection so far. */
export interface Seen {
	readonly client: number;
	readonly requests: Uint8Array[];
	readonly answers: Uint8Array[];
}

export interface ExaminedAs {
	readonly client?: number;
	readonly mayWrite?: boolean;
	readonly mayDisconnect?: boolean;
	readonly by?: 'tcp' | 'hdlc';
	readonly only?: readonly MeterCheckName[];
	/** The meter offers all that there is: suite 1 with curves, general-ciphering and -signing, general blocks, ACCESS. */
	readonly isFull?: boolean;
	/** Tells when it has to end. */
	readonly halt?: Halt;
	/** Of a client without keys: LLS. */
	readonly password?: Uint8Array;
}

export async function examined(mutant: Mutant = {}, as: ExaminedAs = {}): Promise<readonly MeterOutcome[]> {
	const { client = MANAGEMENT, mayWrite = true, mayDisconnect = false, by = 'tcp', only, isFull = false, halt = new Halt(), password } = as;
	const cipher = new NodeCipher(new PortableCipher());
	const bare = newKeys(password === undefined ? {} : { keyless: { [client]: { offers: ['lls'], secret: password } } });
	const keys = isFull ? fullKeys(bare) : bare;
	const pushes = new Pushes();
	const told = meter({
		keys,
		cipher,
		units: SWITCHED,
		push: pushes.carrier,
		isTimed: true,
		...(isFull && { maxTransfer: LONGEST }),
		...(mutant.between && { between: mutant.between }),
		...mutant.meter,
	});
	const { scheduler } = told;
	pushes.scheduler = scheduler;
	told.routeA.start();
	mutant.before?.(told);
	const { carrier, wire } = by === 'tcp' ? overTcp(told, mutant) : overHdlc(told, mutant);
	const site: Site = {
		session: {
			carrier: mutated(carrier, mutant),
			client,
			server: 1,
			security:
				client === PUBLIC || password !== undefined
					? undefined
					: {
							keys: keysOf(keys, client),
							title: CLIENT_TITLE,
							protocol: 'glo',
							...(isFull && { suite: SUITE }),
							control: 0x30,
							counter: 1,
							supply: new TransmitSupply(undefined),
						},
			password,
			scheduler,
			random: new SeededRandom(7, 'examiner'),
			cipher,
			timeout: TIMEOUT,
			retries: 0,
		},
		wire,
		material: isFull ? materialOf(SUITE, new SeededRandom(8, 'examiner')) : { cipher, random: new SeededRandom(8, 'examiner') },
		ear: async () => (keys.clients[client] === undefined ? undefined : pushes.ear(keys, client)),
		dialogue: new Dialogue(() => scheduler.now(), password),
		halt,
		quiet: QUIET,
		mayWrite,
		mayDisconnect,
	};
	return pumped(
		scheduler,
		examineMeter(site, {
			isLeftOut: (name) => only !== undefined && !only.includes(name),
			onOutcome: () => {},
			why: ({ kind }) => kind,
		}),
	);
}

/** Takes what the meter pushes. */
class Pushes {
	scheduler: VirtualScheduler | undefined;
	#onFrame: (frame: Uint8Array) => void = () => {};
	readonly carrier: PushCarrier = {
		send: (_by, _to, _port, frame, done) => {
			this.#onFrame(frame.slice());
			this.scheduler!.after(1, () => done(undefined));
		},
	};

	ear(keys: RouteAKeys, client: number): PushEar {
		const own = keys.clients[MANAGEMENT] === undefined ? client : MANAGEMENT;
		const security = new ClientSecurity({
			suite: new SecuritySuite(new NodeCipher(new PortableCipher()), keys.clients[own]!.suite ?? 0),
			...{ title: CLIENT_TITLE, peerTitle: keys.systemTitle, keys: keysOf(keys, own), policy: 3 },
			...{ counters: new MemoryCounters(), name: 'push' },
		});
		const receiver = new PushReceiver({ meters: [security], takesPlain: false, most: LONGEST });
		let first: ReturnType<PushReceiver['receive']>;
		this.#onFrame = (frame) => {
			first ??= receiver.receive('meter', decodeWrapper(frame).apdu);
		};
		return {
			service: 'udp',
			destination: '192.0.2.1:4060',
			heard: (time) => new Promise((resolve) => this.scheduler!.after(time, () => resolve(first))),
			close: () => {
				this.#onFrame = () => {};
			},
		};
	}
}

/** Keys with curves, and offers of all kinds for each client. */
function fullKeys(bare: RouteAKeys): RouteAKeys {
	const keys = withCurves(bare, SUITE);
	const offers: readonly Offer[] = ['hls5', 'general', 'gbt', 'access'];
	const clients = Object.fromEntries(Object.entries(keys.clients).map(([client, told]) => [client, { ...told, suite: SUITE, offers }]));
	return { ...keys, clients };
}

/** Moves virtual time, and only when nobody has anything left to do now. */
async function pumped<T>(scheduler: VirtualScheduler, work: Promise<T>): Promise<T> {
	let isOver = false;
	const over = () => {
		isOver = true;
	};
	work.then(over, over);
	while (!isOver) {
		await new Promise((resolve) => setImmediate(resolve));
		const { next } = scheduler;
		if (next <= scheduler.now()) scheduler.runFor(0);
		else if (next < Number.POSITIVE_INFINITY && !isOver) scheduler.step();
	}
	return work;
}

function overTcp({ scheduler, routeA }: Meter, { toMeter, fromMeter }: Mutant): { carrier: Carrier; wire: Wire } {
	const listener = new VirtualListener(scheduler);
	new RouteATcp({ server: routeA.server, listener, scheduler, log: { write() {} }, limits: TRANSPORT_LIMITS });
	const open = async (): Promise<ByteStream> => {
		const stream = listener.connect();
		const ends: ByteStream = {
			onReceive: () => {},
			onClose: () => {},
			write: (bytes) => {
				const changed = toMeter === undefined ? bytes : toMeter(bytes.slice());
				if (changed !== undefined) stream.send(changed);
			},
			close: () => stream.close(),
		};
		stream.onReceive = (bytes) => {
			const changed = fromMeter === undefined ? bytes : fromMeter(bytes.slice());
			if (changed !== undefined) ends.onReceive(changed);
		};
		stream.onClosed = () => ends.onClose();
		return ends;
	};
	return { carrier: new TcpCarrier(open), wire: { kind: 'tcp', open } };
}

function overHdlc({ scheduler, routeA }: Meter, { toMeter, fromMeter }: Mutant): { carrier: Carrier; wire: Wire } {
	let near: SerialLine | undefined;
	const far = {
		onReceive: (_bytes: Uint8Array): void => {},
		write(bytes: Uint8Array): void {
			const copy = fromMeter === undefined ? bytes.slice() : fromMeter(bytes.slice());
			if (copy !== undefined) scheduler.after(1, () => near?.onReceive(copy));
		},
	};
	new LocalPort({
		server: routeA.server,
		serial: far,
		scheduler,
		log: { write() {} },
		identification: { manufacturer: 'KEI', speed: 9600, binary: true, identity: 'keiki' },
		physicalDevice: PHYSICAL,
	});
	const open = async (): Promise<SerialLine> => {
		near = {
			onReceive: () => {},
			onClose: () => {},
			setSpeed: () => {},
			write(bytes) {
				const copy = toMeter === undefined ? bytes.slice() : toMeter(bytes.slice());
				if (copy !== undefined) scheduler.after(1, () => far.onReceive(copy));
			},
			close: () => {
				near = undefined;
			},
		};
		return near;
	};
	const carrier = new HdlcCarrier({ open, scheduler, modeE: false, speed: 115_200, physicalDevice: PHYSICAL, frameTimeout: 1000 });
	return { carrier, wire: { kind: 'hdlc', open, physicalDevice: PHYSICAL } };
}

function mutated(carrier: Carrier, { request, answer }: Mutant): Carrier {
	if (request === undefined && answer === undefined) return carrier;
	return {
		maxApdu: carrier.maxApdu,
		connect: async (client, server, timeout) => {
			const inner = await carrier.connect(client, server, timeout);
			const seen: Seen = { client, requests: [], answers: [] };
			const outer: Connection = {
				onApdu: () => {},
				onActivity: () => {},
				onLost: () => {},
				send: (apdu) => {
					const instead = request?.(apdu.slice(), seen);
					seen.requests.push(apdu.slice());
					if (instead instanceof Uint8Array) queueMicrotask(() => outer.onApdu(instead));
					else inner.send(instead?.to ?? apdu);
				},
				close: () => inner.close(),
			};
			inner.onActivity = () => outer.onActivity();
			inner.onLost = (loss) => outer.onLost(loss);
			inner.onApdu = (apdu) => {
				const changed = answer === undefined ? apdu : answer(apdu.slice(), seen);
				seen.answers.push(apdu.slice());
				if (changed !== undefined) outer.onApdu(changed);
			};
			return outer;
		},
		close: () => carrier.close(),
	};
}

/** `C30 fail differs …` of all that did not come out as `pass` or `notApplicable`. */
export function trouble(outcomes: readonly MeterOutcome[]): string[] {
	return outcomes.flatMap(({ name, verdict, findings }) =>
		verdict === 'pass' || verdict === 'notApplicable'
			? []
			: [`${name} ${verdict} ${findings.map(({ kind, fields }) => `${kind} ${JSON.stringify(fields)}`).join('; ')}`],
	);
}
