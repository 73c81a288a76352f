/**
 * The meter on a plain ESP32 (classic, C3, C6, S3), on the home's Wi-Fi. NOT SEEN: this board never ran on a chip (boards/README.md says what was done instead).
 *
 * | `mcconfig …` word                       | what                                                                                                    |
 * |-----------------------------------------|---------------------------------------------------------------------------------------------------------|
 * | `ssid=… wifiPassword=…`                 | the network to join; told once, they stay in NVS. Without, the device asks at an access point of its own |
 * | `setupKey=…`                            | key of that access point; drawn and told on the console unless told                                      |
 * | `timeServer=…`                          | `ntp.nict.jp` unless told; `none`: the clock is left alone                                               |
 * | `button=…`                              | the pin of a button to ground, that opens the access point when it is held for 5 s; `none`: there is none |
 * | `watts=…`                               | what the terminals measure, for good; a generated house unless told                                     |
 * | `meter=hlw8032 meterReceive=…`          | a metering chip instead (device-metrology.ts)                                                           |
 * | `units=…`                               | units plug in, with pins for a relay and for their places (device-units.ts)                             |
 * | `format=…`                              | erases the partitions `journal`, `route-a` and `units`, once for each new word                                   |
 * | `localPort=1 localReceive=… localTransmit=…` | Route A on a UART as well, at 9,600 bit/s                                                           |
 * | `routeA…`, `firmwareKey`                | keys of Route A (route-a-keys.ts): without them there is none, and nothing listens at 4059               |
 */
import config from 'mc/config';
import { CryptAes } from '../../hal/xs/aes.js';
import { XsClock } from '../../hal/xs/clock.js';
import { CryptHash } from '../../hal/xs/hash.js';
import { TRACE_LOG } from '../../hal/xs/log.js';
import { XsInput } from '../../hal/xs/pins.js';
import { XS_RANDOM } from '../../hal/xs/random.js';
import { XsScheduler } from '../../hal/xs/scheduler.js';
import { XsStore } from '../../hal/xs/store.js';
import { restart, stationAddress } from '../../hal/xs-network/device.js';
import { XsNetwork } from '../../hal/xs-network/network.js';
import { XsWifi } from '../../hal/xs-network/wifi.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { GEN1 } from '../../src/route-b/meter-profile.js';
import { deviceFlashes, NAMESPACE } from '../device-flashes.js';
import { DEVICE_PINS } from '../device-pins.js';
import { deviceRouteA, localPortOf } from '../device-route-a.js';
import { deviceTerminals } from '../device-terminals.js';
import { loadOutput } from '../device-units.js';
import { eventLogBehind } from '../firmware.js';
import type { RouteAWords } from '../route-a-keys.js';
import { LanMeter } from '../wifi/lan-meter.js';

const NONE = 'none';

export default function main(): void {
	const words = config as RouteAWords;
	const scheduler = new XsScheduler();
	const log = TRACE_LOG;
	const store = new XsStore(NAMESPACE);
	const clock = new XsClock(store);
	const { flash, partsFlash, unitsFlash } = deviceFlashes(words, store, log);
	const terminals = deviceTerminals({ words, scheduler, clock, log, store, flash: unitsFlash, pins: DEVICE_PINS });
	const meter = new LanMeter({
		...{ scheduler, clock, flash, store, log, words, restart },
		random: XS_RANDOM,
		...terminals.forFirmware,
		simulated: terminals.simulated,
		network: new XsNetwork({ scheduler, macAddress: stationAddress() }),
		wifi: new XsWifi(),
		button: config.button === NONE ? undefined : new XsInput(Number(config.button)),
		profile: GEN1,
		serial: 'KEIKI0000001',
		routeA: (network) =>
			deviceRouteA({
				...{ words, store, partsFlash, log, network },
				place: localPortOf(words),
				cipher: new PortableCipher(new CryptAes(), new CryptHash()),
				eventFlash: eventLogBehind(flash),
				output: loadOutput(words, DEVICE_PINS),
			}),
	});
	terminals.guard(meter.firmware);
	meter.start();
	log.write('keiki', `${meter.name}, a meter on Wi-Fi`);
}
