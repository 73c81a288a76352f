import { Firmware } from '../../../../boards/firmware.js';
import { Esp32Radio } from '../../../../hal/esp32-ieee802154/radio.js';
import type { Radio } from '../../../../hal/ports/radio.js';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { Air, type Physical, type Transmission } from '../../../../modules/medium/air.js';
import { LimitedRadio } from '../../../../modules/medium/transmit-limit.js';
import type { VirtualRadio } from '../../../../modules/medium/virtual-radio.js';
import { meteringSectors } from '../../../../src/meter/metering/history.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { NativeStack } from '../../../../src/wi-sun/native-stack.js';
import { DongleNetwork } from '../../../../src/world/dongle/dongle-network.js';
import { constantLoad, PlayedLoad } from '../../../../src/world/load/source.js';
import { recordPast } from '../../../../src/world/meter/past.js';
import { equal, hex, toHex } from '../../../assert.js';
import { AirHardware } from '../../../hal/esp32-ieee802154/air-hardware-rig.js';

/** O-QPSK at 2.4 GHz, 250 kbit/s (IEEE 802.15.4-2015 §12): 32 µs a byte, 6 bytes before the PSDU, carrier sense over 8 symbols of 16 µs. */
const OQPSK_250K: Physical = Object.freeze({
	byteTime: 0.032,
	headerTime: 0.192,
	maxPsdu: 127,
	senseTime: 0.128,
	sensitivity: -100,
	busyLevel: -75,
	nominalLevel: -52,
	noiseLevel: -110,
	captureMargin: 10,
});
const CHANNEL = 15;
const PAN_ID = 0x8888;
const PORT = 3610;
const CREDENTIALS = Object.freeze({ id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' });
const METER = hex('001c6400 4b450001');
const START = Date.UTC(2026, 10, 22, 3, 0);
const GET_TODAY = hex('1081 0007 05ff01 028801 62 01 e200');
/** Yesterday, set first, is whole: 48 half-hours. */
const SET_YESTERDAY = hex('1081 0006 05ff01 028801 61 01 e50101');

type MakeRadio = (radio: VirtualRadio, scheduler: VirtualScheduler) => Radio;

class Rig {
	readonly scheduler = new VirtualScheduler();
	readonly sent: Transmission[] = [];
	readonly received: Uint8Array[] = [];
	readonly hems: DongleNetwork;
	joined = false;

	constructor(makeRadio: MakeRadio) {
		const { scheduler } = this;
		const cipher = new PortableCipher();
		const log = { write() {} };
		const load = constantLoad(500);
		const air = new Air({ scheduler, physical: OQPSK_250K });
		air.tap((transmission) => this.sent.push(transmission));
		const random = new SeededRandom(1, 'meter');
		const flash = new RamFlash(meteringSectors(4096), 4096);
		recordPast(flash, load, START, 2);
		const radio = makeRadio(air.createRadio('meter'), scheduler);
		const stack = new NativeStack({ radio, scheduler, random, cipher, log, eui64: METER, panId: PAN_ID, channel: CHANNEL, ports: [PORT] });
		const clock = new SchedulerClock(scheduler, START);
		const metrology = new PlayedLoad(load, scheduler, START);
		const parts = { scheduler, clock, random, metrology, flash, log, datagrams: stack, credentials: CREDENTIALS };
		new Firmware({ ...parts, profile: GEN1, serial: 'KEIKI0000001' }).start();
		this.hems = new DongleNetwork({
			radio: new LimitedRadio(air.createRadio('hems'), scheduler),
			scheduler,
			random: new SeededRandom(1, 'hems'),
			cipher,
			log,
			macAddress: hex('001d1291 4b450001'),
			ports: [PORT],
		});
		this.hems.listener = {
			onDatagram: ({ localPort, payload }) => {
				if (localPort === PORT) this.received.push(payload);
			},
			onEvent: ({ kind }) => {
				if (kind === 'joined') this.joined = true;
			},
			onEchoReply() {},
		};
		this.hems.setRouteBId(CREDENTIALS.id);
		this.hems.setPassword(CREDENTIALS.password);
	}

	/** PAN IDs and channels where a scan finds meters. */
	scan(): string {
		const found: string[] = [];
		let done = false;
		this.hems.scan(
			{ channels: [14, CHANNEL, 16], duration: 4, timeOnChannel: 163.2, paired: true },
			{
				onPan: ({ panId, channel }) => found.push(`${panId} ${channel}`),
				done: () => {
					done = true;
				},
			},
		);
		this.scheduler.runWhile(() => !done, 10_000);
		return found.join();
	}

	join(): void {
		this.hems.set('channel', CHANNEL);
		this.hems.set('panId', PAN_ID);
		this.hems.join(linkLocalAddress(METER));
		this.scheduler.runWhile(() => !this.joined, 60_000);
		this.scheduler.runFor(1000);
	}

	/** The answer to one request, sent once. */
	ask(frame: Uint8Array): string {
		this.received.length = 0;
		const datagram = { to: linkLocalAddress(METER), localPort: PORT, remotePort: PORT, payload: frame, security: 'required' as const };
		this.hems.send(datagram, () => {});
		this.scheduler.runWhile(() => this.received.length === 0, 5000);
		return this.received.map(toHex).join();
	}
}

const RADIOS: [string, MakeRadio][] = [
	['a radio without acknowledgements of its own', (radio) => radio],
	['the radio of the ESP32-C6', (radio, scheduler) => new Esp32Radio(new AirHardware(radio, scheduler))],
];

for (const [name, makeRadio] of RADIOS) {
	describe(`a meter at 2.4 GHz, frames of 127 bytes at most, on ${name}`, () => {
		it('is found by its Route B id', () => {
			equal(new Rig(makeRadio).scan(), `${PAN_ID} ${CHANNEL}`);
		});

		it('lets the HEMS in, and gives it a whole day of half-hours in fragments', () => {
			const rig = new Rig(makeRadio);
			rig.join();
			equal(rig.joined, true);
			equal(rig.ask(SET_YESTERDAY), '1081000602880105ff017101e500');
			rig.sent.length = 0;
			const answer = rig.ask(GET_TODAY);
			equal(answer.slice(0, 32), '1081000702880105ff017201e2c20001');
			equal(answer.length, 2 * (14 + 194));
			const lengths = rig.sent.filter(({ sender }) => sender.name === 'meter').map(({ psdu }) => psdu.length);
			equal(Math.max(...lengths) <= 127, true, `lengths ${lengths.join()}`);
			equal(lengths.filter((length) => length > 60).length >= 2, true, `fragments ${lengths.join()}`);
		});

		it('sends nothing twice while nothing is lost', () => {
			const rig = new Rig(makeRadio);
			rig.join();
			rig.sent.length = 0;
			rig.ask(GET_TODAY);
			rig.scheduler.runFor(1000);
			const data = rig.sent.map(({ psdu }) => toHex(psdu)).filter((psdu) => psdu.slice(0, 2) !== '02');
			equal(new Set(data).size, data.length);
		});
	});
}

describe('the radio of the ESP32-C6, in the air', () => {
	it('acknowledges what the HEMS sends, in time', () => {
		let hardware: AirHardware | undefined;
		const rig = new Rig((radio, scheduler) => {
			hardware = new AirHardware(radio, scheduler);
			return new Esp32Radio(hardware);
		});
		rig.join();
		const before = hardware!.acknowledged;
		rig.sent.length = 0;
		rig.ask(GET_TODAY);
		equal(hardware!.acknowledged > before, true);
		const index = rig.sent.findIndex(({ psdu, sender }) => sender.name === 'meter' && psdu.length === 5);
		const gap = rig.sent[index]!.start - rig.sent[index - 1]!.end;
		equal(Math.abs(gap - 0.192) < 1e-6, true, `${gap} ms`);
	});
});
