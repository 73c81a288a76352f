/** How a meter's pushes leave it: under the keys of the management client, which alone can have set where to. */
import type { Flash } from '../../hal/ports/flash.js';
import { NAME } from '../../modules/cosem/object-names.js';
import type { PushProtection } from '../../modules/cosem/push-object.js';
import { PUSH_SERVICE } from '../../modules/cosem/push-setup.js';
import { PUSH_METHOD } from '../../modules/cosem/push-setup-2.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import type { CaptureObject } from '../../modules/dlms/apdu/selective-access.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import type { ServedClient } from '../../modules/dlms/server/admission.js';
import type { CosemServer } from '../../modules/dlms/server/server.js';
import { LONGEST_IN_DATAGRAM, LONGEST_WRAPPED, WRAPPER_HEADER_LENGTH } from '../../modules/dlms/wrapper.js';
import type { PushOrder, PushSender } from './control/push-order.js';
import type { PushAssurance, PushCarrier } from './push-carrier.js';
import { endpointOf, hdlcClientOf } from './push-destination.js';
import { canProtect, confirmedId, pushApdu, pushBody, pushFrame } from './push-message.js';
import type { RouteAOptions, RouteAPlace } from './route-a-options.js';
import type { RouteAProfile } from './route-a-profile.js';

/** What it needs of the meter. */
interface SenderHost {
	readonly server: CosemServer;
	readonly routeAProfile: RouteAProfile;
}

type Done = (failure: string | undefined) => void;

/** The set-ups of the ports, by what carries it. */
const PORTS = Object.freeze({ ip: NAME.tcpUdp, line: NAME.hdlc });
const OBJECT_CLASS: Readonly<Record<LogicalName, number>> = Object.freeze({ [PORTS.ip]: 41, [PORTS.line]: 23 });
const WANT_OF_KEYS = 'the management client has no keys';
const ADDRESS_ONLY = 1;

export class MeterPushSender implements PushSender {
	readonly flash: Flash | undefined;
	readonly version: number;
	onConfirmed: PushSender['onConfirmed'] = () => false;
	readonly #host: SenderHost;
	readonly #place: RouteAPlace;

	constructor(host: SenderHost, { pushFlash, pushVersion = 0 }: RouteAOptions, place: RouteAPlace) {
		this.flash = pushFlash;
		this.version = pushVersion;
		this.#host = host;
		this.#place = place;
	}

	/** Attribute 0 is all of an object. */
	mayTell({ classId, name, attribute }: CaptureObject): number {
		return this.#device.mayRead({ classId, name, index: attribute === 0 ? ADDRESS_ONLY : attribute }, this.#management);
	}

	mayPushTo(client: number): boolean {
		return !this.#host.server.options.clients.some(({ id }) => id === client);
	}

	hasPort(port: LogicalName): boolean {
		const classId = OBJECT_CLASS[port];
		return classId !== undefined && this.#device.mayRead({ classId, name: port, index: ADDRESS_ONLY }, this.#management) === ACCESS_RESULT.success;
	}

	canProtect(protection: readonly PushProtection[]): boolean {
		return canProtect(this.#client, protection);
	}

	send(order: PushOrder, done: Done): void {
		const client = this.#client;
		const body = client === undefined ? WANT_OF_KEYS : pushBody(this.#host.server, client, order.objects);
		if (typeof body === 'string') done(body);
		else this.#sendBody(client!, order, body, done);
	}

	#sendBody(client: ServedClient, order: PushOrder, body: Uint8Array, done: Done): void {
		const { service, destination } = order.destination;
		const isByLine = service === PUSH_SERVICE.hdlc;
		if (order.port !== 0 && order.port !== (isByLine ? PORTS.line : PORTS.ip)) done('its port reference names another port');
		else if (isByLine) this.#sendByLine(pushApdu(client, order, body), order, hdlcClientOf(destination)!, done);
		else this.#sendByIp(pushFrame(client, order, body, service === PUSH_SERVICE.udp ? LONGEST_IN_DATAGRAM : LONGEST_WRAPPED), order, done);
	}

	/** A confirmation came from outside. False: it is none, or nobody waits for it. */
	take(apdu: Uint8Array): boolean {
		const client = this.#client;
		const id = client === undefined ? undefined : confirmedId(client, apdu);
		return id !== undefined && this.onConfirmed(id);
	}

	/** @param apdu a string: why there is none */
	#sendByLine(apdu: Uint8Array | string, order: PushOrder, to: number, done: Done): void {
		const { sendByLine } = this.#carrier;
		if (typeof apdu === 'string') done(apdu);
		else if (sendByLine === undefined) done('there is no local port');
		else
			this.#carrier.sendByLine!(to, apdu, (failure) => {
				// Where a client is at the local port, it does not go.
				if (failure === undefined) this.#count(apdu.length);
				done(failure ?? (order.method === PUSH_METHOD.unconfirmed ? undefined : 'UI frames of HDLC are not confirmed'));
			});
	}

	#sendByIp(frame: Uint8Array | string, order: PushOrder, done: Done): void {
		const { service, destination } = order.destination;
		const to = endpointOf(destination);
		if (typeof frame === 'string') done(frame);
		else if (to === undefined) done('no address');
		else {
			this.#count(frame.length - WRAPPER_HEADER_LENGTH);
			this.#host.server.statistics.framesSent++;
			this.#carrier.send(service === PUSH_SERVICE.udp ? 'udp' : 'tcp', to.address, to.port, frame, done, this.#assurance(order.method));
		}
	}

	#count(octets: number): void {
		const { statistics } = this.#host.server;
		statistics.sent++;
		statistics.octetsSent += octets;
	}

	#assurance(method: number): PushAssurance | undefined {
		if (method === PUSH_METHOD.unconfirmed) return undefined;
		return method === PUSH_METHOD.delivered ? { kind: 'delivered' } : { kind: 'confirmed', take: (apdu) => this.take(apdu) };
	}

	get #carrier(): PushCarrier {
		return this.#place.push!;
	}

	get #management(): number {
		return this.#host.routeAProfile.clients.management;
	}

	get #client(): ServedClient | undefined {
		return this.#host.server.options.clients.find(({ id }) => id === this.#management);
	}

	get #device() {
		return this.#host.server.options.device;
	}
}
