/**
 * The meter on an ESP32, with a certified Wi-SUN module on a UART that does all below UDP. What the terminals measure is a generated house,
 * unless a metering chip is there (device-metrology.ts). `units=…` has units plug in, with pins for a relay and for their places (device-units.ts).
 * `mcconfig … id=… password=… channel=33…59 pan=… port=… receive=… transmit=… baud=… model=…`
 * overrides the credentials, the place and the wiring; the model is found out unless told. `localPort=… localReceive=… localTransmit=…` puts Route A on
 * another UART, at 9,600 bit/s, once the device was told keys (route-a-keys.ts).
 */
import config from 'mc/config';
import { CryptAes } from '../../hal/xs/aes.js';
import { XsClock } from '../../hal/xs/clock.js';
import { CryptHash } from '../../hal/xs/hash.js';
import { TRACE_LOG } from '../../hal/xs/log.js';
import { XS_RANDOM } from '../../hal/xs/random.js';
import { XsScheduler } from '../../hal/xs/scheduler.js';
import { XsSerial } from '../../hal/xs/serial.js';
import { XsStore } from '../../hal/xs/store.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { formatAddress } from '../../modules/ipv6/address.js';
import { SkCoordinator } from '../../modules/wi-sun-module/skstack/host/coordinator.js';
import { RatedLine } from '../../modules/wi-sun-module/skstack/host/rated-line.js';
import { MODELS, type ModelName } from '../../modules/wi-sun-module/skstack/language/model.js';
import { deviceCredentials } from '../../src/route-b/device-credentials.js';
import { GEN1 } from '../../src/route-b/meter-profile.js';
import { deviceFlashes, NAMESPACE } from '../device-flashes.js';
import { DEVICE_PINS } from '../device-pins.js';
import { deviceRouteA, localPortOf } from '../device-route-a.js';
import { deviceTerminals } from '../device-terminals.js';
import { loadOutput } from '../device-units.js';
import { eventLogBehind, Firmware } from '../firmware.js';
import type { RouteAWords } from '../route-a-keys.js';

export default function main(): void {
	const channel = Number(config.channel);
	const panId = Number(config.pan);
	const scheduler = new XsScheduler();
	const log = TRACE_LOG;
	const store = new XsStore(NAMESPACE);
	const credentials = deviceCredentials(store, config.id, config.password);
	const clock = new XsClock(store);
	const line = new RatedLine({
		scheduler,
		log,
		rate: Number(config.baud),
		open: (baud) => new XsSerial({ port: Number(config.port), receive: Number(config.receive), transmit: Number(config.transmit), baud }),
	});
	if (config.credentialKey !== '') throw new RangeError('credentialKey: not with a Wi-SUN module, which makes its own key of the password');
	const { flash, partsFlash, unitsFlash } = deviceFlashes(config as RouteAWords, store, log);
	const module = new SkCoordinator({
		serial: line,
		scheduler,
		log,
		channel,
		panId,
		model: MODELS[config.model as ModelName],
		onState: (state, detail) => {
			log.write('module', detail === '' ? state : `${state}: ${detail}`);
			// Silent, or of no sense: it may have been exchanged for one that speaks at another rate.
			if (state === 'waiting') line.tune();
		},
	});
	const routeA = deviceRouteA({
		place: localPortOf(config),
		words: config as RouteAWords,
		cipher: new PortableCipher(new CryptAes(), new CryptHash()),
		store,
		eventFlash: eventLogBehind(flash),
		partsFlash,
		output: loadOutput(config as RouteAWords, DEVICE_PINS),
		log,
	});
	const terminals = deviceTerminals({ words: config as RouteAWords, flash: unitsFlash, pins: DEVICE_PINS, ...{ scheduler, clock, log, store } });
	const firmware = new Firmware({
		scheduler,
		clock,
		random: XS_RANDOM,
		...terminals.forFirmware,
		flash,
		log,
		datagrams: module,
		profile: GEN1,
		credentials,
		serial: 'KEIKI0000001',
		store,
		routeA,
	});
	terminals.guard(firmware);
	line.tune(() => firmware.start());
	firmware.readings.onHalfHour(() => {
		clock.keep();
		const { hems, sent, failed, limited } = firmware.routeB!.status.report();
		log.write('Route B', `${hems === undefined ? 'no HEMS' : formatAddress(hems)}; sent ${sent}, failed ${failed}, limited ${limited}`);
	});
	log.write('keiki', `Route B id ${credentials.id}, channel ${channel}, PAN ${panId}${routeA ? '; Route A at the local port' : ''}`);
}
