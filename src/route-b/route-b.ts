/**
 * The meter's Route B: its ECHONET Lite node over `Datagrams`, for exactly one HEMS. Nothing here knows whether those travel by the native
 * Wi-SUN stack, by a module on a UART or by plain UDP, and nothing is forwarded to or from any other network.
 */
import type { Log } from '../../hal/ports/log.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import { between } from '../../modules/bytes/chance.js';
import { equalBytes } from '../../modules/bytes/equal.js';
import type { Address, DatagramListener, Datagrams, Delivery, PeerEvent } from '../../modules/datagram/datagram.js';
import { ECHONET_LITE_PORT } from '../../modules/datagram/ports.js';
import { addresses, ESV, type Frame } from '../../modules/echonet-lite/frame.js';
import { EchonetNode, type NodeOptions, type Unanswered } from '../../modules/echonet-lite/node.js';
import { INSTANCE_LIST, NODE_PROFILE, nodeProfile } from '../../modules/echonet-lite/node-profile.js';
import type { NodeObject } from '../../modules/echonet-lite/object.js';
import { ALL_NODES } from '../../modules/ipv6/address.js';
import type { Readings } from '../meter/metering/readings.js';
import type { Credentials, KeyedCredentials } from './credentials.js';
import { EPC } from './epc.js';
import { Location, type LocationStore } from './location.js';
import type { MeterProfile } from './meter-profile.js';
import { defaultRules, type NotificationHost, type NotificationRules, Notifications } from './notifications.js';
import { SMART_METER, SmartMeter } from './smart-meter.js';
import { RouteBStatus } from './status.js';

const CONTROLLER_CLASS = 0x05ff;
/** What two that answer each other's announcements may send is bounded by it, ms. */
const INTRODUCTION_PAUSE = 5_000;

/** By chance from `min` to `max` ms, unless the request tells. */
export interface AnswerDelay {
	readonly min: number;
	readonly max: number;
	/** For this request, ms; undefined: by chance. */
	readonly of?: (request: Uint8Array) => number | undefined;
}

export interface RouteBOptions {
	readonly random: Random;
	readonly log: Log;
	readonly profile: MeterProfile;
	/** EPC 8D: up to 12 ASCII characters. */
	readonly serial: string;
	/** Where EPC 81 survives a power cut; without it, it does not. */
	readonly location?: LocationStore;
	/**
	 * `required`, the default: only secured datagrams of the one authenticated HEMS are heard. `any`: there is no authentication
	 * on this link, whoever asks is answered, and what is for the HEMS goes to all nodes.
	 */
	readonly secured?: 'required' | 'any';
	/** Where announcements go; default: `ALL_NODES`. */
	readonly multicast?: Address;
	/** How long after the HEMS joined the instance list is announced, ms; default: 500 (unconfirmed). */
	readonly instanceListDelay?: number;
	/**
	 * A controller that announces itself (INF of its instance list) is answered with the meter's own instance list, for those that ask nothing and
	 * wait; default: it is not. No source tells of a meter that does: unconfirmed.
	 */
	readonly answersAnnouncements?: boolean;
	/** How long the meter takes over each answer; default: no time. */
	readonly answerDelay?: AnswerDelay;
	readonly notifications?: NotificationRules;
	/** See `NodeOptions`. */
	readonly informs?: NodeOptions['informs'];
	/** Requests that may wait for their turn; default: 16, or 1,024 where anybody may ask. */
	readonly queue?: number;
}

interface Waiting {
	readonly from: Address;
	readonly message: Uint8Array;
}

export class RouteB implements DatagramListener, NotificationHost {
	readonly status: RouteBStatus;
	readonly scheduler: Scheduler;
	readonly meter: SmartMeter;
	/** The other object of the node. */
	readonly nodeProfile: NodeObject;
	readonly #options: RouteBOptions;
	readonly #datagrams: Datagrams;
	readonly #open: boolean;
	readonly #queueLimit: number;
	readonly #node: EchonetNode;
	readonly #notifications: Notifications;
	readonly #waiting: Waiting[] = [];
	readonly #serve = () => this.serveWaiting();
	readonly #delivered = (delivery: Delivery) => this.status.delivered(delivery);
	#started = false;
	#serving = false;
	/** The answer to an announcement is under way, or was given not long ago. */
	#introduced = false;
	#hems: Address | undefined;
	/** Counts the sessions: what was meant for an earlier one does not go out in this one. */
	#session = 0;

	/** Throws RangeError where the class cannot say what the options ask. */
	constructor(options: RouteBOptions, datagrams: Datagrams, scheduler: Scheduler, readings: Readings) {
		const { profile, serial, location, random, log, informs, answersAnnouncements } = options;
		this.#options = options;
		this.#datagrams = datagrams;
		this.scheduler = scheduler;
		this.#open = options.secured === 'any';
		this.#queueLimit = options.queue ?? (this.#open ? 1024 : 16);
		this.status = new RouteBStatus(readings);
		this.meter = new SmartMeter({ profile, readings, serial, location: new Location(profile.location, { location, scheduler, log }) });
		const unique = new Uint8Array(13);
		unique.set(this.meter.serial);
		this.nodeProfile = nodeProfile({ version: { major: 1, minor: 13 }, manufacturer: profile.manufacturer, unique }, [this.meter.object]);
		this.#node = new EchonetNode({
			objects: [this.nodeProfile, this.meter.object],
			maxPayload: datagrams.maxPayload,
			log,
			...mannersOf(profile),
			informs: informs ?? 'all',
			...(answersAnnouncements && { onInform: (frame: Frame) => this.onInform(frame) }),
			transmit: (to, message) => this.transmit(to, message),
			onConfirm: (_from: Address, frame: Frame) => this.#notifications.onConfirm(frame.tid),
		});
		this.#notifications = new Notifications(options.notifications ?? defaultRules(random), this);
		readings.onHalfHour((at) => this.#notifications.onHalfHour(at));
	}

	/** The HEMS of the session there is now. */
	get hems(): Address | undefined {
		return this.#hems;
	}

	/** Whom notifications go to; undefined while there is nobody. */
	get target(): Address | undefined {
		return this.#open && this.#started ? this.multicast : this.#hems;
	}

	nextTid(): number {
		return this.#node.nextTid();
	}

	/** A message waits for its turn. */
	get isServing(): boolean {
		return this.#serving;
	}

	/** Messages of the HEMS that got no answer. */
	get unanswered(): Readonly<Unanswered> {
		return this.#node.unanswered;
	}

	/** Begins to listen; on a link that knows no sessions the node announces itself. Called once. */
	start(credentials?: Credentials | KeyedCredentials): void {
		this.#datagrams.listener = this;
		this.#started = true;
		this.status.started();
		if (credentials) this.configure(credentials);
		if (this.#open) this.announceInstances();
	}

	/** On a link that knows no sessions: it is there again, perhaps with another address, and the node announces itself anew. */
	onLink(): void {
		if (this.#open && this.#started) this.announceInstances();
	}

	/** New credentials: a session under other ones ends. They go down to the stack, and nobody reads them back. */
	configure(credentials: Credentials | KeyedCredentials): void {
		this.#datagrams.configure(credentials.id, 'psk' in credentials ? credentials.psk : credentials.password);
	}

	/** Ends the session with the HEMS, if there is one. */
	disconnect(): void {
		if (this.#hems) this.#datagrams.terminate(this.#hems);
	}

	/** The power is about to go: what a HEMS has set is written down. */
	keep(): void {
		this.meter.location.keep();
	}

	/** EPC 88, announced when it changes. */
	setFaulty(faulty: boolean): void {
		if (this.meter.faulty === faulty) return;
		this.meter.faulty = faulty;
		this.announceChange(EPC.faultStatus);
	}

	/** EPC 80, announced when it changes. */
	setOperating(operating: boolean): void {
		if (this.meter.operating === operating) return;
		this.meter.operating = operating;
		this.announceChange(EPC.operationStatus);
	}

	onDatagram(from: Address, _to: Address, port: number, bytes: Uint8Array, secured: boolean): void {
		if (port !== ECHONET_LITE_PORT) return;
		if (!this.#open && !(secured && this.#hems && equalBytes(from, this.#hems))) {
			this.status.refused();
			return;
		}
		this.status.heard();
		if (this.#waiting.length >= this.#queueLimit) {
			this.status.overrun();
			return;
		}
		this.#waiting.push({ from, message: bytes });
		this.schedule();
	}

	onPeer(event: PeerEvent, peer: Address, evidence: string): void {
		const known = this.#hems !== undefined && equalBytes(peer, this.#hems);
		if (event === 'joined' || event === 'rejoined') {
			if (this.#hems && !known) {
				this.#options.log.write('Route B', 'a second HEMS was authenticated beside the first: its session is ended');
				this.status.peer('failed', peer, `refused: another HEMS is connected (${evidence})`, this.#hems);
				this.#datagrams.terminate(peer);
				return;
			}
			if (event === 'joined' || !known) this.begin(peer);
		} else if (event !== 'failed') {
			if (!known) return;
			this.end();
		}
		this.status.peer(event, peer, evidence, this.#hems);
	}

	private begin(hems: Address): void {
		this.end();
		this.#hems = hems.slice();
		this.#node.restartTids();
		this.announceInstances();
	}

	private end(): void {
		this.#hems = undefined;
		this.#session++;
		this.#waiting.length = 0;
	}

	private announceInstances(): void {
		const session = this.#session;
		this.scheduler.after(this.#options.instanceListDelay ?? 500, () => {
			if (session === this.#session) this.#node.announce(this.nodeProfile, [INSTANCE_LIST]);
		});
	}

	/** However many controllers announce themselves, one answer goes to all nodes, and the next one not before `INTRODUCTION_PAUSE`. */
	private onInform(frame: Frame): void {
		if (this.#introduced || !isControllers(frame)) return;
		this.#introduced = true;
		this.announceInstances();
		this.scheduler.after(INTRODUCTION_PAUSE, () => {
			this.#introduced = false;
		});
	}

	private announceChange(epc: number): void {
		const { object } = this.meter;
		if ((this.#open || this.#hems) && object.announces(epc)) this.#node.announce(object, [epc]);
	}

	private schedule(): void {
		if (this.#serving) return;
		this.#serving = true;
		const { random, answerDelay } = this.#options;
		const of = this.#waiting[0] && answerDelay?.of?.(this.#waiting[0].message);
		this.scheduler.after(of ?? (answerDelay ? between(random, answerDelay.min, answerDelay.max) : 0), this.#serve);
	}

	/** One request after the other, each taking its time; all at once where none does. */
	private serveWaiting(): void {
		this.#serving = false;
		do {
			const next = this.#waiting.shift();
			if (next) this.#node.receive(next.from, next.message);
		} while (!this.#options.answerDelay && this.#waiting.length > 0);
		if (this.#waiting.length > 0) this.schedule();
	}

	private get multicast(): Address {
		return this.#options.multicast ?? ALL_NODES;
	}

	/** `undefined`: to all. */
	transmit(to: Address | undefined, message: Uint8Array): void {
		if (this.#open || this.#hems) this.#datagrams.send(to ?? this.multicast, ECHONET_LITE_PORT, message, this.#delivered);
	}
}

/** Whether it is the instance list (EPC D5) of a node with a controller, from its node profile or from the controller itself. */
function isControllers({ seoj, properties }: Frame): boolean {
	if (seoj >>> 8 !== NODE_PROFILE >>> 8 && seoj >>> 8 !== CONTROLLER_CLASS) return false;
	return properties.some(({ epc, edt }) => epc === INSTANCE_LIST && listsController(edt));
}

function listsController(edt: Uint8Array): boolean {
	for (let i = 1; i + 2 < edt.length; i += 3) if (edt[i]! * 256 + edt[i + 1]! === CONTROLLER_CLASS) return true;
	return false;
}

/** How the node of such a meter serves requests. */
export function mannersOf({ setGet, unanswered }: MeterProfile): Pick<NodeOptions, 'setGet' | 'ignores'> {
	if (unanswered === undefined || unanswered.length === 0) return { setGet };
	return { setGet, ignores: (frame) => asksFor(frame, unanswered) };
}

/** Whether it asks the smart meter for one of these EPCs. */
function asksFor({ deoj, esv, properties, got }: Frame, epcs: readonly number[]): boolean {
	if (!addresses(deoj, SMART_METER)) return false;
	const asked = esv === ESV.Get || esv === ESV.INF_REQ ? properties : got;
	return asked?.some(({ epc }) => epcs.includes(epc)) ?? false;
}
