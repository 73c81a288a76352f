/**
 * The meter on a LAN, as boards/esp32-wifi composes it, with sockets of this machine in place of Wi-Fi.
 *
 * | word                            | what                                                                                                   |
 * |---------------------------------|--------------------------------------------------------------------------------------------------------|
 * | `network FLASH`                 | the file that stands for the flash                                                                      |
 * | `address=…`                     | its own IPv4 address, which the page and the name lead to; the first that the system has, unless told   |
 * | `httpPort=…`                    | of the page, 80 unless told, which takes a right                                                        |
 * | `timeServer=…`                  | as on that board, but none unless told: the clock of this machine is right                              |
 * | `localPort=…`, `routeA…`, `watts=…`, `meter=…`, `units=…` | as for `dongle` (main.ts)                                                      |
 */
import { CryptAes } from '../../hal/xs/aes.js';
import { CryptHash } from '../../hal/xs/hash.js';
import { XS_RANDOM } from '../../hal/xs/random.js';
import { XsScheduler } from '../../hal/xs/scheduler.js';
import { PRINT_LOG, print } from '../../hal/xs-linux/log.js';
import { joinGroup } from '../../hal/xs-network/groups.js';
import { XsNetwork } from '../../hal/xs-network/network.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { GEN1 } from '../../src/route-b/meter-profile.js';
import { deviceRouteA } from '../device-route-a.js';
import { deviceTerminals } from '../device-terminals.js';
import { eventLogBehind } from '../firmware.js';
import { LOCAL_PORT } from '../route-a-facts.js';
import { addressText } from '../wifi/address-text.js';
import { LanMeter } from '../wifi/lan-meter.js';
import { listen } from './hands.js';
import { openMemory } from './memory.js';

/** @param file stands for the flash; `options`: words by their names */
export function runOnNetwork(file: string, options: Readonly<Record<string, string>>): void {
	const { localPort, httpPort = '80', timeServer = 'none', address } = options;
	const port = Number(httpPort);
	if (!(port > 0 && port < 65_536)) throw new RangeError(`httpPort: expected a number from 1 to 65535, got ${httpPort}`);
	const scheduler = new XsScheduler();
	const { flash, store, clock, partsFlash, unitsFlash } = openMemory(file, options);
	const network = new XsNetwork({ scheduler, macAddress: undefined, address: address === undefined ? undefined : () => address, join: joinGroup });
	const terminals = deviceTerminals({ words: options, log: PRINT_LOG, flash: unitsFlash, pins: undefined, ...{ scheduler, clock, store } });
	const meter = new LanMeter({
		...{ scheduler, clock, flash, store, network },
		random: XS_RANDOM,
		...terminals.forFirmware,
		simulated: terminals.simulated,
		log: PRINT_LOG,
		profile: GEN1,
		serial: 'KEIKI0000001',
		words: { ...options, timeServer },
		restart() {},
		httpPort: port,
		routeA: (link) =>
			deviceRouteA({
				place: localPort === undefined ? undefined : { device: localPort, baud: LOCAL_PORT.baud },
				network: link,
				words: options,
				cipher: new PortableCipher(new CryptAes(), new CryptHash()),
				store,
				eventFlash: eventLogBehind(flash),
				partsFlash,
				log: PRINT_LOG,
			}),
	});
	listen(terminals.guard(meter.firmware), scheduler);
	meter.start();
	print(`keiki on XS: ${meter.name} at ${addressText(network.address)}, ECHONET Lite on UDP 3610`);
}
