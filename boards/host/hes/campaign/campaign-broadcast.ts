/**
 * A command to all meters of an address at once: one message under the broadcast key, to the wrapper's all-station address of each concentrator. It has no answer, so what it
 * did is what each meter tells when it is looked at afterwards. Concentrators of which not all meters are meant, and meters that are alone at their address, are left to
 * that, too.
 */
import { createSocket, type Socket } from 'node:dgram';
import { isIP } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import type { AttributeTarget } from '../../../../modules/dlms/apdu/descriptor.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf } from '../../../../modules/dlms/axdr/date-time.js';
import { encodeWrapper } from '../../../../modules/dlms/wrapper.js';
import { SECOND } from '../../../../modules/time/durations.js';
import type { CampaignCommand } from '../../../../src/head-end/campaign/commands.js';
import { ALL_STATIONS } from '../../../../src/head-end/concentrated-carrier.js';
import { JAPAN } from '../../../../src/head-end/date-time-text.js';
import { PUBLIC_CLIENT } from '../../../../src/head-end/meter-session.js';
import { attributeTarget } from '../../../../src/head-end/reading.js';
import type { RouteAKeys } from '../../../../src/route-a/keys.js';
import { countersFrom } from '../../../../src/world/meter/first-counter.js';
import { broadcastKeyOf, PRE_ESTABLISHED, setForAll } from '../broadcast-message.js';
import { countersPath } from '../counters-file.js';
import { type HesOptions, HesSession, hostCipher } from '../hes-options.js';
import type { MeterPlace } from '../hes-places.js';
import { lastForAll } from '../use-case-broadcast.js';
import type { CampaignMeters } from './campaign-meters.js';

/** Meters of one address that have one broadcast key. */
interface Station {
	readonly place: Extract<MeterPlace, { readonly kind: 'tcp' | 'udp' }>;
	readonly keys: RouteAKeys;
	readonly keysPath: string | undefined;
	/** By their order in the file of meters. */
	readonly meters: number[];
}

export interface Broadcasted {
	/** Messages that were sent. */
	readonly messages: number;
	/** Meters that they were for. */
	readonly meters: number;
}

/** After a message, until its meters are looked at: concentrators hand it on to one after the other. ms, and ms a meter. */
const AFTER = SECOND;
const OF_EACH = 2;
/** Which attribute of the limiter. */
const EMERGENCY_PROFILE = 8;

export class CampaignBroadcast {
	readonly #stations: readonly Station[];
	readonly #options: HesOptions;
	/** Commands a second. */
	readonly #rate: number;
	readonly #asked = new Set<string>();
	/** What was sent last: rows that are due together send one after the other. */
	#sent: Promise<unknown> = Promise.resolve();

	/** Throws UsageError. */
	constructor(meters: CampaignMeters, options: HesOptions, rate: number) {
		this.#options = options;
		this.#rate = rate;
		this.#stations = stationsOf(meters);
	}

	/** Whether a command can be given to all at once: client 102 may set the clock, and the emergency of a limiter whose threshold is set. */
	static takes({ kind }: CampaignCommand): boolean {
		return kind === 'clock' || kind === 'limiter';
	}

	/** @param members a byte for each meter: not 0 where it is meant. Throws the system's error */
	async give(command: CampaignCommand, members: Uint8Array): Promise<Broadcasted> {
		const meant = this.#stations.filter(({ meters }) => meters.every((meter) => members[meter] !== 0));
		const sent = this.#sent.then(() => this.#send(command, meant));
		this.#sent = sent.catch(() => {});
		const messages = await sent;
		const reached = meant.reduce((sum, { meters }) => sum + meters.length, 0);
		if (messages > 0) await wait(AFTER + OF_EACH * reached);
		return { messages, meters: reached };
	}

	/** How many messages were sent. */
	async #send(command: CampaignCommand, meant: readonly Station[]): Promise<number> {
		let messages = 0;
		for (const station of meant) {
			const { target, value } = settingOf(command);
			const apdu = await this.#seal(station, target, value);
			if (apdu === undefined) continue;
			await sendTo(station.place, encodeWrapper({ source: PRE_ESTABLISHED, destination: ALL_STATIONS, apdu }));
			messages++;
			await wait(SECOND / this.#rate);
		}
		return messages;
	}

	/** Undefined: no counter is left under the key. */
	async #seal({ keys, keysPath, place }: Station, target: AttributeTarget, value: Uint8Array): Promise<Uint8Array | undefined> {
		const { title, supplies, counters } = this.#options;
		const key = broadcastKeyOf(keys)!;
		const supply = supplies.of(counters ?? (keysPath === undefined ? undefined : countersPath(keysPath)), title, key);
		const name = toUpperHex(key);
		if (!this.#asked.has(name)) {
			this.#asked.add(name);
			// Keys that everybody knows have no file of counters: those of a later campaign are above these all the same.
			if (keysPath === undefined) supply.goOn(countersFrom(Date.now()));
			supply.goOn((await this.#last(keys, keysPath, place)) + 1);
		}
		return setForAll({ cipher: hostCipher(), title, keys, supply }, target, value);
	}

	/** What one of the meters tells; 0: it tells nothing. */
	async #last(keys: RouteAKeys, keysPath: string | undefined, place: MeterPlace): Promise<number> {
		const session = new HesSession({ ...this.#options, client: PUBLIC_CLIENT, control: 0 }, { place, keys, keysPath });
		try {
			return await lastForAll(session);
		} catch {
			return 0;
		} finally {
			await session.end().catch(() => {});
		}
	}
}

/** Of concentrators; of each all meters that have one broadcast key alike. A key that a single meter has is none for all. Throws UsageError. */
function stationsOf(meters: CampaignMeters): readonly Station[] {
	const stations = new Map<string, Station>();
	const isWhole = new Map<string, boolean>();
	for (const [i, meter] of meters.all.entries()) {
		const { place, keys, keysPath } = meters.withKeys(meter);
		if (place.kind === 'serial' || (place.device === undefined && place.gateway === undefined)) continue;
		const address = `${place.host} ${place.port}`;
		const broadcast = broadcastKeyOf(keys);
		const authentication = keys.clients[PRE_ESTABLISHED]?.authentication;
		const name = broadcast === undefined || authentication === undefined ? undefined : `${toUpperHex(broadcast)} ${toUpperHex(authentication)}`;
		const station = stations.get(address);
		if (station === undefined) {
			isWhole.set(address, name !== undefined);
			stations.set(address, { place, keys, keysPath, meters: [i] });
			continue;
		}
		station.meters.push(i);
		const own = station.keys.clients[PRE_ESTABLISHED]?.authentication;
		if (name === undefined || own === undefined || name !== `${toUpperHex(broadcastKeyOf(station.keys)!)} ${toUpperHex(own)}`)
			isWhole.set(address, false);
	}
	return [...stations].filter(([address, each]) => isWhole.get(address) === true && each.meters.length > 1).map(([, station]) => station);
}

function settingOf(command: CampaignCommand): { readonly target: AttributeTarget; readonly value: Uint8Array } {
	if (command.kind === 'limiter') {
		const { group, from, duration } = command;
		const profile = new DataWriter()
			.structure(3)
			.longUnsigned(group)
			.octetString(dateTimeOf(from, JAPAN, 0))
			.doubleLongUnsigned(Math.round(duration / SECOND));
		return { target: attributeTarget(71, NAME.limiter, EMERGENCY_PROFILE), value: profile.copy() };
	}
	return { target: attributeTarget(8, NAME.clock, 2), value: new DataWriter().octetString(dateTimeOf(Date.now(), JAPAN, 0)).copy() };
}

function sendTo({ host, port }: Station['place'], bytes: Uint8Array): Promise<void> {
	return new Promise((resolve, reject) => {
		const socket: Socket = createSocket(isIP(host.replace(/%.*/, '')) === 4 || host === 'localhost' ? 'udp4' : 'udp6');
		socket.once('error', reject);
		socket.send(bytes, port, host, (error) => {
			socket.close();
			if (error === null) resolve();
			else reject(error);
		});
	});
}
