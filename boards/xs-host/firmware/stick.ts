/**
 * The stick on the device model: what boards/esp32s3-stick puts together, its USB port and its local port at the other end of stdin and stdout, and time
 * itself, which only goes on when the host says so.
 *
 * | line from the host          |                                                                                          |
 * |-----------------------------|------------------------------------------------------------------------------------------|
 * | start CLOCK SEED MODEL ID PASSWORD | the first line: ms since 1970, which dongle it is, credentials                    |
 * | start … TITLE KEK KEYS1 KEYS2 | the same with Route A: system title, KEK, encryption ‖ authentication keys of clients 1 and 2 |
 * | run TIME                    | goes on until this time (ms since the start), or until a port says something             |
 * | usb TIME, serial TIME       | the USB port or the local port brings something: the next line                           |
 * | memory                      | answered by `memory SLOTS CHUNKS STACK`                                                  |
 *
 * | line to the host            |                                                                                          |
 * |-----------------------------|------------------------------------------------------------------------------------------|
 * | usb BYTES, serial BYTES     | to the USB port, to the local port                                                       |
 * | log LAYER: TEXT             | what was dropped, and why                                                                |
 * | at TIME NEXT                | the last line of each answer: how late it is, and when something will be due             |
 */
import { SchedulerClock } from '../../../hal/virtual/clock.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { GEN1 } from '../../../src/route-b/meter-profile.js';
import { PlayedLoad } from '../../../src/world/load/source.js';
import { loadOf } from '../../device-load.js';
import { eventLogBehind, Firmware } from '../../firmware.js';
import { createStick, modelNamed } from '../../stick.js';
import { createCipher } from './cipher.js';
import { HOST_FLASH } from './flash.js';
import { keysOf } from './keys.js';
import { HOST_LOG } from './log.js';
import { LineSerial } from './serial.js';
import { HOST_STORE } from './store.js';

declare global {
	/** What the device model calls. */
	var main: () => void;
}

class Stick {
	readonly scheduler = new VirtualScheduler();
	readonly usb = new LineSerial('usb');
	readonly serial = new LineSerial('serial');

	/** @param words the line `start` */
	constructor([, clock, seed, model, id, password, ...keys]: readonly string[]) {
		const { scheduler, usb, serial } = this;
		const log = HOST_LOG;
		const store = HOST_STORE;
		const random = new SeededRandom(Number(seed));
		const cipher = createCipher();
		const firmware = new Firmware({
			scheduler,
			clock: new SchedulerClock(scheduler, Number(clock)),
			random,
			metrology: new PlayedLoad(loadOf(''), scheduler, Number(clock)),
			flash: HOST_FLASH,
			log,
			datagrams: createStick({ serial: usb, model: modelNamed(model!), scheduler, random, cipher, log, store }),
			profile: GEN1,
			credentials: { id: id!, password: password! },
			serial: 'KEIKI0000001',
			store,
			...(keys.length > 0 && { routeA: { line: serial, keys: keysOf(keys), cipher, store, eventFlash: eventLogBehind(HOST_FLASH) } }),
		});
		firmware.start();
	}

	get acted(): boolean {
		return this.usb.acted || this.serial.acted;
	}

	set acted(value: boolean) {
		this.usb.acted = this.serial.acted = value;
	}
}

/** Everything is answered from here, so that whatever the firmware does starts with the stack as good as empty. */
function runStick(): void {
	turnBegins();
	const stick = new Stick(readLine()!.split(' '));
	turnEnds();
	const { scheduler, usb, serial } = stick;
	print(`at ${scheduler.now()} ${scheduler.next}`);
	for (let line = readLine(); line !== undefined; line = readLine()) {
		const [command, told] = line.split(' ');
		// Time stands still where the line tells none.
		const time = Number(told ?? scheduler.now());
		stick.acted = false;
		while (scheduler.next <= time && !(stick.acted && command === 'run')) {
			turnBegins();
			scheduler.step();
			turnEnds();
		}
		if (!(stick.acted && command === 'run')) scheduler.runUntil(time);
		switch (command) {
			case 'run':
				break;
			case 'usb':
			case 'serial': {
				const bytes = new Uint8Array(readBytes()!);
				turnBegins();
				(command === 'usb' ? usb : serial).onReceive(bytes);
				turnEnds();
				break;
			}
			case 'memory': {
				const { slots, chunks, stack } = memory();
				print(`memory ${slots} ${chunks} ${stack}`);
				break;
			}
			default:
				throw new Error(`expected a command, got ${line}`);
		}
		print(`at ${scheduler.now()} ${scheduler.next}`);
	}
}

globalThis.main = runStick;
