/**
 * A meter on a LAN: an ECHONET Lite node for every HEMS on it, Route A for who has keys, the time from a server, a name and a page. It measures whatever
 * happens to the network. Without a network that it knows, or when its button was held for 5 s, it opens an access point of its own and asks for one.
 */
import type { Clock } from '../../hal/ports/clock.js';
import type { Flash } from '../../hal/ports/flash.js';
import type { Input } from '../../hal/ports/input.js';
import type { Log } from '../../hal/ports/log.js';
import type { Metrology } from '../../hal/ports/metrology.js';
import type { Network } from '../../hal/ports/network.js';
import type { Random } from '../../hal/ports/random.js';
import type { Scheduler } from '../../hal/ports/scheduler.js';
import type { Store } from '../../hal/ports/store.js';
import type { Wifi } from '../../hal/ports/wifi.js';
import { toHex } from '../../modules/bytes/hex.js';
import { PlainUdp } from '../../modules/datagram/plain-udp.js';
import type { MeterProfile } from '../../src/route-b/meter-profile.js';
import { type DeviceRouteA, Firmware, type UnitsOptions } from '../firmware.js';
import type { RouteAWords } from '../route-a-keys.js';
import { addressText } from './address-text.js';
import { HeldButton } from './held-button.js';
import { ECHONET_GROUP, LanServices } from './lan-services.js';
import { meterPage } from './meter-page.js';
import { NetworkLink } from './network-link.js';
import { SetupPortal } from './setup-portal.js';
import { Station } from './station.js';
import { keepWifi, setupKeyOf, takeSetupWish, wifiCredentials, wishSetup } from './words.js';

export interface LanMeterOptions {
	readonly scheduler: Scheduler;
	/** `keep` writes down what time it is. */
	readonly clock: Clock & { keep?(): void };
	readonly random: Random;
	readonly metrology: Metrology;
	/** Whether what it measures is made up. */
	readonly simulated: boolean;
	/** See `FirmwareOptions`. */
	readonly flash: Flash;
	readonly store: Store;
	readonly log: Log;
	readonly network: Network;
	readonly profile: MeterProfile;
	/** EPC 8D: up to 12 ASCII characters. */
	readonly serial: string;
	/**
	 * | word                                        | without it                                       |
	 * |---------------------------------------------|--------------------------------------------------|
	 * | `ssid`, `wifiPassword`, `setupKey`          | see words.ts                                     |
	 * | `timeServer`: its name or address           | `DEFAULT_TIME_SERVER`; `none`: it asks none      |
	 */
	readonly words: RouteAWords;
	/** Undefined: the network is there without. */
	readonly wifi?: Wifi | undefined;
	/** Opens the access point when it is held; undefined: there is none. */
	readonly button?: Input | undefined;
	/** Begins anew, from the start of the program on. */
	readonly restart: () => void;
	/** Route A by this link; undefined: it has none. */
	readonly routeA?: ((link: NetworkLink) => DeviceRouteA | undefined) | undefined;
	/** Both as `FirmwareOptions` has them. */
	readonly units?: UnitsOptions | undefined;
	readonly metering?: string | undefined;
	/** Of the page; default: 80. */
	readonly httpPort?: number | undefined;
}

/** Of the National Institute of Information and Communications Technology, for anybody in Japan. */
export const DEFAULT_TIME_SERVER = 'ntp.nict.jp';
const NO_SERVER = 'none';
/** Of a device without a MAC address. */
const NO_NUMBER = '0000';
/** Requests that wait for their turn. */
const QUEUE = 16;
/** What the clock may be off without being set, ms: each time it is, its interval is marked. */
const TOLERANCE = 1_000;
const LAYER = 'keiki';

export class LanMeter {
	readonly firmware: Firmware;
	readonly services: LanServices;
	/** Undefined: the network is there without. */
	readonly station: Station | undefined;
	readonly portal: SetupPortal | undefined;
	/** `keiki-4b45`, as long as nobody else on the network has that name */
	readonly name: string;
	private readonly options: LanMeterOptions;
	private readonly routeA: DeviceRouteA | undefined;
	private readonly started: number;

	/** @throws RangeError for words that are malformed, JournalError as `Firmware` does */
	constructor(options: LanMeterOptions) {
		const { scheduler, random, log, network, words, store, wifi, metrology, flash, clock, profile, serial, units, metering, httpPort } = options;
		this.options = options;
		this.started = scheduler.now();
		const number = network.macAddress === undefined ? NO_NUMBER : toHex(network.macAddress.subarray(4));
		this.name = `keiki-${number}`;
		const link = new NetworkLink({ network, scheduler, log });
		this.routeA = options.routeA?.(link);
		const { timeServer = '' } = words;
		this.services = new LanServices({
			...{ network, scheduler, random, log, name: this.name, httpPort },
			timeServer: timeServer === NO_SERVER ? '' : timeServer || DEFAULT_TIME_SERVER,
			routeA: this.routeA && link,
			onEchonet: () => this.firmware.routeB?.onLink(),
			onTime: (time) => this.onTime(time),
			handle: (request) => meterPage(request, this.facts),
		});
		this.firmware = new Firmware({
			...{ scheduler, clock, random, metrology, flash, log, profile, serial, store, units, metering, routeA: this.routeA },
			datagrams: new PlainUdp({ socket: this.services.echonet }),
			credentials: undefined,
			unsecured: { multicast: ECHONET_GROUP, queue: QUEUE },
		});
		const credentials = wifi && wifiCredentials(store, words);
		if (wifi !== undefined && (takeSetupWish(store) || credentials === undefined)) {
			this.portal = new SetupPortal({
				...{ wifi, network, scheduler, log },
				ssid: `Keiki-${number.toUpperCase()}`,
				key: setupKeyOf(store, words, random),
				name: `${this.name}.local`,
				canGiveUp: credentials !== undefined,
				keep: (told) => keepWifi(store, told),
				onKept: () => this.restart(),
				onGivenUp: () => this.restart(),
			});
		} else if (wifi !== undefined && credentials !== undefined) {
			const { services } = this;
			this.station = new Station({ wifi, credentials, scheduler, log, onUp: () => services.up(), onDown: () => services.down() });
		}
	}

	/** Measures from now on. The network follows in a task of its own. */
	start(): void {
		const { scheduler, button, store, clock, log } = this.options;
		this.firmware.start();
		this.firmware.readings.onHalfHour(() => {
			clock.keep?.();
			this.tell();
		});
		scheduler.after(0, () => this.openNetwork());
		if (button === undefined) return;
		new HeldButton(button, scheduler, () => {
			log.write(LAYER, 'the button was held: set up of Wi-Fi');
			wishSetup(store);
			this.restart();
		});
	}

	/** An orderly end, and a start. */
	private restart(): void {
		const { clock, restart } = this.options;
		this.services.down();
		this.station?.stop();
		this.firmware.shutdown();
		clock.keep?.();
		restart();
	}

	private openNetwork(): void {
		if (this.station !== undefined) this.station.start();
		else if (this.portal !== undefined) this.portal.open();
		else this.services.up();
	}

	private onTime(time: number): void {
		const { clock, log } = this.options;
		const off = time - clock.now();
		if (Math.abs(off) <= TOLERANCE) return;
		log.write('SNTP', `the clock was ${Math.round(off / 1000)} s off: set`);
		this.firmware.setClock(time);
	}

	private tell(): void {
		const { routeB } = this.firmware;
		if (routeB === undefined) return;
		const { received, sent, failed, overrun } = routeB.status.report();
		this.options.log.write(
			'ECHONET Lite',
			`received ${received}, overrun ${overrun + this.services.echonet.overrun}, sent ${sent}, failed ${failed}`,
		);
	}

	private get facts(): Parameters<typeof meterPage>[1] {
		const { network, wifi, scheduler, simulated } = this.options;
		const report = this.firmware.routeB?.status.report();
		return {
			readings: this.firmware.readings,
			name: this.services.mdns.name,
			address: addressText(network.address),
			signal: wifi?.signal,
			uptime: (scheduler.now() - this.started) / 1000,
			received: report?.received ?? 0,
			sent: report?.sent ?? 0,
			routeA: this.routeA !== undefined,
			simulated,
		};
	}
}
