/**
 * The meter on an ESP32-C6 and its own radio at 2.4 GHz, which no HEMS on the market hears: for the lab, one emulator with another. What the
 * terminals measure is a generated house, unless a metering chip is there (device-metrology.ts). `mcconfig … id=… password=… channel=11…26 pan=…` overrides the credentials and the place.
 * `localPort=… localReceive=… localTransmit=…` puts Route A on a UART, at 9,600 bit/s, once the device was told keys (route-a-keys.ts).
 */
import config from 'mc/config';
import { ESP32_IEEE802154 } from '../../hal/esp32-ieee802154/native.js';
import { Esp32Radio } from '../../hal/esp32-ieee802154/radio.js';
import { CryptAes } from '../../hal/xs/aes.js';
import { XsClock } from '../../hal/xs/clock.js';
import { CryptHash } from '../../hal/xs/hash.js';
import { TRACE_LOG } from '../../hal/xs/log.js';
import { XS_RANDOM } from '../../hal/xs/random.js';
import { XsScheduler } from '../../hal/xs/scheduler.js';
import { XsStore } from '../../hal/xs/store.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { ECHONET_LITE_PORT } from '../../modules/datagram/ports.js';
import { GEN2 } from '../../src/route-b/meter-profile.js';
import { NativeStack } from '../../src/wi-sun/native-stack.js';
import { deviceFlashes, NAMESPACE } from '../device-flashes.js';
import { DEVICE_PINS } from '../device-pins.js';
import { deviceRouteA, localPortOf } from '../device-route-a.js';
import { deviceTerminals } from '../device-terminals.js';
import { loadOutput } from '../device-units.js';
import { eventLogBehind, Firmware } from '../firmware.js';
import type { RouteAWords } from '../route-a-keys.js';
import { sealedDeviceCredentials } from '../sealed-credentials.js';

export default function main(): void {
	const channel = Number(config.channel);
	const panId = Number(config.pan);
	const scheduler = new XsScheduler();
	const random = XS_RANDOM;
	const log = TRACE_LOG;
	const store = new XsStore(NAMESPACE);
	const clock = new XsClock(store);
	const cipher = new PortableCipher(new CryptAes(), new CryptHash());
	const { flash, partsFlash, unitsFlash } = deviceFlashes(config as RouteAWords, store, log);
	const radio = new Esp32Radio(ESP32_IEEE802154);
	const stack = new NativeStack({
		radio,
		scheduler,
		random,
		cipher,
		log,
		eui64: radio.address,
		panId,
		channel,
		ports: [ECHONET_LITE_PORT],
	});
	const routeA = deviceRouteA({
		place: localPortOf(config),
		words: config as RouteAWords,
		cipher,
		store,
		eventFlash: eventLogBehind(flash),
		partsFlash,
		output: loadOutput(config as RouteAWords, DEVICE_PINS),
		log,
	});
	const { told, kept, id } = sealedDeviceCredentials(store, config as RouteAWords, cipher, log);
	const terminals = deviceTerminals({ words: config as RouteAWords, flash: unitsFlash, pins: DEVICE_PINS, ...{ scheduler, clock, log, store } });
	const firmware = new Firmware({
		scheduler,
		clock,
		random,
		...terminals.forFirmware,
		flash,
		log,
		datagrams: stack,
		profile: GEN2,
		credentials: told,
		kept,
		serial: 'KEIKI0000001',
		store,
		routeA,
	});
	terminals.guard(firmware);
	firmware.start();
	firmware.readings.onHalfHour(() => clock.keep());
	log.write('keiki', `Route B id ${id}, channel ${channel}, PAN ${panId}${routeA ? '; Route A at the local port' : ''}`);
}
