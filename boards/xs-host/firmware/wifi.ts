/**
 * The meter on Wi-Fi on the device model: what boards/esp32-wifi puts together, with its radio, its sockets, its local port, its button and time itself at the other
 * end of stdin and stdout. Addresses are 32 hexadecimal digits, connections have numbers.
 *
 * | line from the host          |                                                                                          |
 * |-----------------------------|------------------------------------------------------------------------------------------|
 * | start CLOCK SEED MAC UNITS SSID PASSWORD | the first line: ms since 1970, 12 digits, 1 if units plug in (else 0), the network; `-`: none |
 * | start … TITLE KEK KEYS1 KEYS2 [PARTS FIRMWAREKEY [KEYS3 CREDENTIALKEY]] | the same with Route A, as main.ts has it   |
 * | run TIME                    | goes on until this time (ms since the start), or until the host is told something        |
 * | wifi TIME EVENT ADDRESS     | of the radio: up, down, refused; the address, or `-`                                      |
 * | udp TIME PORT FROM FROMPORT MULTICAST | a datagram: the next line                                                      |
 * | connect TIME NUMBER PORT HOST | a connection comes                                                                      |
 * | tcp TIME NUMBER             | a connection brings something: the next line                                              |
 * | drained TIME NUMBER, closed TIME NUMBER | all that was sent has left; the other end has closed it                      |
 * | address TIME NUMBER ADDRESS | of a name that was asked for; `-`: none                                                   |
 * | serial TIME                 | the local port brings something: the next line                                            |
 * | button TIME PRESSED         | 1 or 0                                                                                    |
 * | memory                      | answered by `memory SLOTS CHUNKS STACK`                                                   |
 *
 * | line to the host            |                                                                                          |
 * |-----------------------------|------------------------------------------------------------------------------------------|
 * | join SSID PASSWORD, leave, point SSID KEY | to the radio; of names and passwords the UTF-8 in hexadecimal digits       |
 * | open PORT GROUP, shut PORT, udp PORT TO TOPORT BYTES | of a datagram socket; `-`: no group                                |
 * | listen PORT, deaf PORT      | whether connections are taken there                                                      |
 * | tcp NUMBER BYTES, close NUMBER, pause NUMBER, resume NUMBER | of a connection                                        |
 * | resolve NUMBER NAME         | asks for the address of a name                                                           |
 * | serial BYTES                | to the local port                                                                        |
 * | restart                     | it begins anew, after an orderly end                                                     |
 * | log LAYER: TEXT             | what was dropped, and why                                                                |
 * | at TIME NEXT                | the last line of each answer: how late it is, and when something will be due             |
 */
import type { WifiEvent } from '../../../hal/ports/wifi.js';
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { fromHex } from '../../../modules/bytes/hex.js';
import { utf8Text } from '../../../modules/http/utf8.js';
import { FlashPart } from '../../../modules/journal/flash-part.js';
import { GEN1 } from '../../../src/route-b/meter-profile.js';
import { PlayedLoad } from '../../../src/world/load/source.js';
import { loadOf } from '../../device-load.js';
import { eventLogBehind } from '../../firmware.js';
import { partsOf, ROUTE_A_PARTS_SECTORS, routeAFlashes } from '../../route-a-parts.js';
import { LanMeter } from '../../wifi/lan-meter.js';
import { createCipher } from './cipher.js';
import { HOST_FLASH } from './flash.js';
import { keysOf } from './keys.js';
import { LineNetwork, LineWifi } from './line-network.js';
import { HOST_LOG } from './log.js';
import { LineRelay } from './relay.js';
import { LineSerial } from './serial.js';
import { HOST_STORE } from './store.js';
import { COMMUNICATION, COVER, METERING, PARTS_SECTOR, RATING, SWITCHING, UNITS_SECTOR, UTILITY } from './units.js';

declare global {
	/** What the device model calls. */
	var main: () => void;
}

const NONE = '-';

class Device {
	readonly scheduler = new VirtualScheduler();
	readonly network: LineNetwork;
	readonly wifi: LineWifi;
	readonly serial = new LineSerial('serial');
	readonly button = { active: false };
	private restarted = false;

	/** @param words the line `start` */
	constructor([, clock, seed, mac, plugIn, ssid, password, ...keys]: readonly string[]) {
		const { scheduler, serial, button } = this;
		const network = new LineNetwork(scheduler, fromHex(mac!));
		this.network = network;
		this.wifi = new LineWifi(network);
		const cipher = createCipher();
		const parts = partsOf({ routeAParts: keys[4] ?? '' });
		const meter = new LanMeter({
			...{ scheduler, network, wifi: this.wifi, button },
			clock: new SchedulerClock(scheduler, Number(clock)),
			random: new SeededRandom(Number(seed)),
			metrology: new PlayedLoad(loadOf('500'), scheduler, Number(clock)),
			simulated: true,
			flash: HOST_FLASH,
			store: HOST_STORE,
			log: HOST_LOG,
			profile: GEN1,
			serial: 'KEIKI0000001',
			words: ssid === NONE ? {} : { ssid: textOf(ssid!), wifiPassword: textOf(password!) },
			restart: () => {
				this.restarted = true;
				print('restart');
			},
			routeA: (link) =>
				keys.length === 0
					? undefined
					: {
							...{ line: serial, network: link, keys: keysOf(keys), cipher, store: HOST_STORE, eventFlash: eventLogBehind(HOST_FLASH) },
							parts: parts.length === 0 ? undefined : routeAFlashes(parts, new FlashPart(HOST_FLASH, PARTS_SECTOR, ROUTE_A_PARTS_SECTORS)),
						},
			units:
				plugIn === '1'
					? {
							firstSector: UNITS_SECTOR,
							metering: METERING[0],
							communication: COMMUNICATION,
							cover: COVER,
							switching: { identity: SWITCHING, relay: new LineRelay(scheduler, () => {}), rating: RATING, utility: UTILITY },
						}
					: undefined,
		});
		meter.start();
	}

	/** The host was told something since this was set to false. */
	get acted(): boolean {
		return this.network.acted || this.serial.acted || this.restarted;
	}

	set acted(value: boolean) {
		this.network.acted = this.serial.acted = this.restarted = value;
	}

	/** @param words a line from the host */
	hear([command, , first = '', second = '', third = '', fourth = '']: readonly string[]): void {
		const { network, wifi, serial, button } = this;
		switch (command) {
			case 'run':
				break;
			case 'wifi':
				network.address = second === NONE ? undefined : fromHex(second);
				wifi.onEvent(first as WifiEvent);
				break;
			case 'udp':
				network.receive(Number(first), fromHex(second), Number(third), fourth === '1');
				break;
			case 'connect':
				network.connect(Number(first), Number(second), third);
				break;
			case 'tcp': {
				const bytes = new Uint8Array(readBytes()!);
				network.streams.get(Number(first))?.receive(bytes);
				break;
			}
			case 'drained':
				network.streams.get(Number(first))?.drain();
				break;
			case 'closed':
				network.streams.get(Number(first))?.end();
				break;
			case 'address':
				network.resolved(Number(first), second === NONE ? undefined : fromHex(second));
				break;
			case 'serial':
				serial.onReceive(new Uint8Array(readBytes()!));
				break;
			case 'button':
				button.active = first === '1';
				break;
			case 'memory': {
				const { slots, chunks, stack } = memory();
				print(`memory ${slots} ${chunks} ${stack}`);
				break;
			}
			default:
				throw new Error(`expected a command, got ${command}`);
		}
	}
}

function textOf(digits: string): string {
	return utf8Text(fromHex(digits))!;
}

/** Everything is answered from here, so that whatever the firmware does starts with the stack as good as empty. */
function runMeter(): void {
	turnBegins();
	const device = new Device(readLine()!.split(' '));
	turnEnds();
	const { scheduler } = device;
	print(`at ${scheduler.now()} ${scheduler.next}`);
	for (let line = readLine(); line !== undefined; line = readLine()) {
		const words = line.split(' ');
		const isRun = words[0] === 'run';
		// Time stands still where the line tells none.
		const time = Number(words[1] ?? scheduler.now());
		device.acted = false;
		while (scheduler.next <= time && !(device.acted && isRun)) {
			turnBegins();
			scheduler.step();
			turnEnds();
		}
		if (!(device.acted && isRun)) scheduler.runUntil(time);
		if (!isRun) turnBegins();
		device.hear(words);
		if (!isRun) turnEnds();
		print(`at ${scheduler.now()} ${scheduler.next}`);
	}
}

globalThis.main = runMeter;
