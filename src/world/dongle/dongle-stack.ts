/** MAC, 6LoWPAN and IPv6 of a dongle, with its link keys, from one reset to the next. */
import type { Cipher } from '../../../hal/ports/cipher.js';
import type { Log } from '../../../hal/ports/log.js';
import type { Radio } from '../../../hal/ports/radio.js';
import type { Random } from '../../../hal/ports/random.js';
import type { Scheduler } from '../../../hal/ports/scheduler.js';
import { asciiBytes } from '../../../modules/bytes/ascii.js';
import { PANA_PORT } from '../../../modules/datagram/ports.js';
import { Mac } from '../../../modules/ieee802154/mac.js';
import { eui64Of, isMulticast } from '../../../modules/ipv6/address.js';
import { Interface } from '../../../modules/ipv6/interface.js';
import type { NetworkListener, NetworkSettings, PlainEventKind } from '../../../modules/wi-sun-module/network.js';
import { meterBeacons } from '../../wi-sun/authenticator.js';
import { MacLink } from '../../wi-sun/mac-link.js';
import { NEIGHBOURS } from './dongle-tables.js';

export interface DongleStackOptions {
	readonly radio: Radio;
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly cipher: Cipher;
	readonly log: Log;
	/** EUI-64, 8 bytes. */
	readonly macAddress: Uint8Array;
	/** As they are now, and change. */
	readonly settings: Pick<NetworkSettings, 'beacons' | 'pairingId' | 'answersEcho'>;
	/** UDP ports that datagrams are heard on, beside that of PANA. */
	readonly ports: readonly number[];
}

/** Who hears of what arrives. */
export interface DongleStackHost {
	readonly listener: NetworkListener;
	/** To the PANA port. */
	onPana(from: Uint8Array, payload: Uint8Array): void;
}

const NO_MAC = new Uint8Array(8);

export class DongleStack {
	readonly mac: Mac;
	readonly ipv6: Interface;
	/** Of the peer authenticated last. */
	sessionKey: Uint8Array | undefined;
	private readonly host: DongleStackHost;
	/** Addresses of the link that there is a key for. */
	private readonly secured = new Set<string>();
	private lastRssi = 0;

	constructor(options: DongleStackOptions, host: DongleStackHost) {
		const { radio, scheduler, random, cipher, log, macAddress, settings, ports } = options;
		this.host = host;
		const beacon = meterBeacons(() => (settings.beacons ? asciiBytes(settings.pairingId) : undefined), true);
		this.mac = new Mac({ radio, scheduler, random, cipher, log, eui64: macAddress, beacon });
		const link = new MacLink(this.mac);
		this.ipv6 = new Interface({ link, scheduler, log, neighbors: NEIGHBOURS });
		this.mac.onData = ({ from, payload, secured, broadcast, rssi }) => {
			this.lastRssi = rssi;
			link.onPayload(from, payload, secured, broadcast);
		};
		this.ipv6.answersEcho = settings.answersEcho;
		const report = (kind: PlainEventKind) => (peer: Uint8Array) => host.listener.onEvent({ kind, peer });
		this.ipv6.events = {
			onSolicitation: report('solicitation'),
			onAdvertisement: report('advertisement'),
			onEchoRequest: report('echoRequest'),
			onEchoReply: (from, _identifier, _sequence, data) =>
				host.listener.onEchoReply({ from, data, rssi: this.lastRssi, secured: this.hasKeyFor(from) }),
		};
		for (const port of new Set([PANA_PORT, ...ports])) this.listenTo(port);
	}

	listenTo(port: number): void {
		this.ipv6.listen(port, (from, to, remotePort, payload, secured) => {
			const mac = eui64Of(from) ?? NO_MAC;
			this.host.listener.onDatagram({ from, to, remotePort, localPort: port, mac, rssi: this.lastRssi, secured, payload });
			if (port === PANA_PORT) this.host.onPana(from, payload);
		});
	}

	/** Of a group: whether there is a key for anybody. */
	hasKeyFor(to: Uint8Array): boolean {
		const mac = isMulticast(to) ? undefined : eui64Of(to);
		return mac === undefined ? this.secured.size > 0 : this.secured.has(mac.join());
	}

	/** @param again the one before stays good for what is under way */
	installKey(mac: Uint8Array, index: number, key: Uint8Array, again: boolean): void {
		if (again) this.mac.replaceKey(mac, index, key);
		else this.mac.setKey(mac, index, key);
		this.secured.add(mac.join());
		this.sessionKey = key;
	}

	forgetKey(mac: Uint8Array): void {
		this.mac.removeKey(mac);
		this.secured.delete(mac.join());
		this.sessionKey = undefined;
	}
}
