import type { Cipher } from '../hal/ports/cipher.js';
import type { Flash } from '../hal/ports/flash.js';
import type { Log } from '../hal/ports/log.js';
import type { SerialPlace } from '../hal/ports/serial.js';
import type { Store } from '../hal/ports/store.js';
import { XsSerial } from '../hal/xs/serial.js';
import type { LoadOutput } from '../src/route-a/household/load-relay.js';
import type { FlashRange } from '../src/route-a/standard-log.js';
import type { DeviceRouteA, RouteANetwork } from './firmware.js';
import { LOCAL_PORT } from './route-a-facts.js';
import { deviceRouteAKeys, type RouteAWords } from './route-a-keys.js';
import { partsOf, routeAFlashes } from './route-a-parts.js';

export interface DeviceRouteAOptions {
	/** Where the local port is; undefined: the device has none. */
	readonly place: SerialPlace | undefined;
	readonly words: RouteAWords;
	readonly cipher: Cipher;
	readonly store: Store;
	readonly eventFlash: FlashRange | undefined;
	/** The flash of its parts (route-a-parts.ts); undefined: `routeAParts` names none. */
	readonly partsFlash: Flash | undefined;
	/** Undefined: the device is on no network. */
	readonly network?: RouteANetwork | undefined;
	/** Of a load relay; undefined: the device has none. */
	readonly output?: LoadOutput | undefined;
	readonly log: Log;
}

/**
 * Route A of a device with XS, at its local port and on its network. Undefined: there is neither, or the device was never told keys. None are built in.
 * @throws RangeError if the keys are malformed, or there is no such part
 * @throws Error if the line is in use, or not there
 */
export function deviceRouteA({
	place,
	network,
	words,
	cipher,
	store,
	eventFlash,
	partsFlash,
	output,
	log,
}: DeviceRouteAOptions): DeviceRouteA | undefined {
	const keys = deviceRouteAKeys(store, words);
	if (place === undefined && network === undefined) return undefined;
	if (keys === undefined) {
		log.write('Route A', 'no keys yet, so it stays silent; build once with routeATitle=… routeAKeys1=…');
		return undefined;
	}
	const parts = partsOf(words);
	if (parts.includes('image') && keys.firmwareKey === undefined)
		log.write('Route A', 'routeAParts=image, but no image can be loaded; build once with firmwareKey=…');
	const line = place && new XsSerial(place);
	return { line, network, keys, cipher, store, eventFlash, parts: partsFlash && routeAFlashes(parts, partsFlash, output) };
}

/** The UART of the local port by the words of `mc/config`; undefined where `localPort` is empty, as it is unless told. */
export function localPortOf({ localPort, localReceive, localTransmit }: RouteAWords): SerialPlace | undefined {
	if (!localPort) return undefined;
	return { port: Number(localPort), receive: Number(localReceive), transmit: Number(localTransmit), baud: LOCAL_PORT.baud };
}
