/** The Route A of one of the simulator's meters: what it is told of itself, and how clients get at it. */
import process from 'node:process';
import { NodeCipher } from '../../../hal/node/cipher.js';
import { SYSTEM_RANDOM } from '../../../hal/node/random.js';
import type { Clock } from '../../../hal/ports/clock.js';
import type { Flash } from '../../../hal/ports/flash.js';
import type { Log } from '../../../hal/ports/log.js';
import { MemoryStore } from '../../../hal/virtual/store.js';
import { ADDRESS_CONFIGURATION } from '../../../modules/cosem/ipv6-setup.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { MECHANISM } from '../../../modules/dlms/apdu/acse.js';
import { Settings } from '../../../modules/journal/settings.js';
import type { AdjustableReadings, InstalledUnit, LocalPort, NetworkFacts } from '../../../src/route-a/facts.js';
import type { RouteAKeys } from '../../../src/route-a/keys.js';
import { TRANSPORT_LIMITS } from '../../../src/route-a/limits.js';
import { RouteA } from '../../../src/route-a/route-a.js';
import { IDIS_PROFILE } from '../../../src/route-a/route-a-profile.js';
import { EventLog } from '../../../src/route-a/standard-log.js';
import { DEMO_KEYS } from '../../demo-keys.js';
import { LOCAL_PORT as DEVICE_LOCAL_PORT, SUPPLY_POINT } from '../../route-a-facts.js';
import { readKeysFile } from '../shared/keys-file.js';
import { EVENT_SECTORS, STORE_SECTORS } from '../shared/route-a-flash.js';
import type { RouteAPlace } from './route-a-place.js';
import type { RouteASockets } from './route-a-sockets.js';

export interface RouteAMeterOptions {
	readonly readings: AdjustableReadings;
	/** Read anew for each request; none unless told. */
	readonly units?: readonly InstalledUnit[];
	readonly clock: Clock;
	readonly log: Log;
	readonly keys: RouteAKeys;
	readonly onAssociation: (association: { readonly client: number; readonly authenticated: boolean; readonly on: boolean }) => void;
	readonly place: RouteAPlace;
	/** Without it, all is gone with the run. */
	readonly flash?: Flash | undefined;
	readonly serial: string;
	/** 8 bytes. */
	readonly macAddress: Uint8Array;
}

/** All that a length of two bytes can tell. */
const MAX_SEND = 0xffff;

/** A pseudo-terminal has any speed. */
const LOCAL_PORT: LocalPort = Object.freeze({ ...DEVICE_LOCAL_PORT, defaultBaud: 300, sizeTransmit: 512, sizeReceive: 512 });

/**
 * The keys of the file, or those that everybody knows. Warns of keys whose counters nothing keeps: a sender's counter goes into each IV of AES-GCM.
 * @throws UsageError
 */
export function keysOfMeter(file: string | undefined, state: string | undefined): RouteAKeys {
	if (file === undefined) return DEMO_KEYS;
	const keys = readKeysFile(file);
	if (state === undefined) {
		process.stderr.write(
			'keiki: --keys without --state: counters begin anew with each run, and use IVs a second time; --state DIRECTORY keeps them\n',
		);
	}
	return keys;
}

/** Changes nothing. Throws JournalError if the flash holds something else than what a Route A keeps. */
export function checkRouteAFlash(flash: Flash): void {
	const { eventCapacity: capacity, deviation } = IDIS_PROFILE;
	new Settings({ flash, firstSector: 0, sectors: STORE_SECTORS });
	new EventLog({ capacity, deviation, range: { flash, firstSector: STORE_SECTORS, sectors: EVENT_SECTORS } });
}

/** Lets clients in from now on. Throws JournalError if the flash holds something else. */
export function startRouteA(options: RouteAMeterOptions): RouteA {
	const { readings, units, clock, log, keys, onAssociation, place, flash, serial, macAddress } = options;
	const network = networkFacts(place.sockets, macAddress);
	const routeA = new RouteA({
		readings,
		clock,
		random: SYSTEM_RANDOM,
		log,
		cipher: new NodeCipher(new PortableCipher()),
		store: flash === undefined ? new MemoryStore() : new Settings({ flash, firstSector: 0, sectors: STORE_SECTORS }),
		...(flash && { eventFlash: { flash, firstSector: STORE_SECTORS, sectors: EVENT_SECTORS } }),
		keys,
		maxSend: MAX_SEND,
		serial,
		supplyPoint: SUPPLY_POINT,
		units: units ?? [],
		onAssociation: ({ client, mechanism }, on) => onAssociation({ client, authenticated: mechanism !== MECHANISM.none, on }),
		...(network && { network }),
		...(place.line && { localPort: LOCAL_PORT }),
	});
	routeA.start();
	place.serve(routeA, log, LOCAL_PORT);
	return routeA;
}

/** Undefined: there is no IP. */
function networkFacts(sockets: readonly RouteASockets[], macAddress: Uint8Array): NetworkFacts | undefined {
	const [first] = sockets;
	if (first === undefined) return undefined;
	const ipv6 = sockets.filter(({ listener }) => listener.address.startsWith('['));
	return {
		port: first.listener.port,
		segmentSize: 1220,
		connections: TRANSPORT_LIMITS.connections,
		inactivity: TRANSPORT_LIMITS.inactivity / 1000,
		configuration: ADDRESS_CONFIGURATION.manual,
		addresses: (ipv6.length > 0 ? ipv6 : sockets).map(({ udp }) => udp.address),
		multicast: [],
		gateways: [],
		macAddress,
	};
}
