import { Esp32Radio } from '../../../hal/esp32-ieee802154/radio.js';
import type { ReceivedFrame, TransmitResult } from '../../../hal/ports/radio.js';
import { SeededRandom } from '../../../hal/virtual/random.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { PortableCipher } from '../../../modules/crypto/cipher.js';
import { Mac } from '../../../modules/ieee802154/mac.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';
import { FakeHardware } from './hardware-rig.js';

const EUI64 = hex('001c6400 4b450001');
const PSDU = hex('020007 abcd');

function create(channel?: number): { readonly hardware: FakeHardware; readonly radio: Esp32Radio } {
	const hardware = new FakeHardware();
	const radio = new Esp32Radio(hardware);
	if (channel !== undefined) radio.listen(channel);
	hardware.take();
	return { hardware, radio };
}

describe('the radio of the ESP32-C6', () => {
	it('acknowledges by itself, and takes 127 bytes at 250 kbit/s', () => {
		const hardware = new FakeHardware();
		const { capabilities } = new Esp32Radio(hardware);
		equal(hardware.take(), 'open');
		equal(capabilities.acknowledges, true);
		equal(capabilities.maxPsdu, 127);
		equal(capabilities.byteTime * 1000, 8 / 0.25);
		equal(capabilities.headerTime, capabilities.byteTime * 6);
	});

	it('has the address that its chip was made with', () => {
		bytesEqual(create().radio.address, '60554cfffe000001');
	});

	it('listens in the name of a station, or to all', () => {
		const { hardware, radio } = create();
		radio.listen(15, { panId: 0x8888, eui64: EUI64, coordinator: true });
		equal(hardware.take(), `answerFor ${0x8888} 001c64004b450001 true; listen 15`);
		radio.listen(26);
		equal(hardware.take(), 'answerNobody; listen 26');
		radio.sleep();
		equal(hardware.take(), 'sleep');
	});

	it('knows the channels 11 to 26 only', () => {
		const { hardware, radio } = create();
		for (const channel of [10, 27, 33, Number.NaN]) throws(() => radio.listen(channel), /^radio: expected a channel from 11 to 26, got /);
		equal(hardware.take(), '');
	});

	it('hands over what it receives, while it listens', () => {
		const { hardware, radio } = create(15);
		const frames: ReceivedFrame[] = [];
		radio.onReceive = (frame) => frames.push(frame);
		hardware.events.onFrame(PSDU.slice().buffer, -60);
		equal(frames.length, 1);
		bytesEqual(frames[0]!.psdu, '020007abcd');
		equal(frames[0]!.rssi, -60);
		radio.sleep();
		hardware.events.onFrame(PSDU.slice().buffer, -60);
		equal(frames.length, 1);
	});

	it('sends one frame at a time, and says what became of it', () => {
		const { hardware, radio } = create(15);
		const results: TransmitResult[] = [];
		radio.transmit(PSDU, true, (result) => results.push(result));
		equal(hardware.take(), 'transmit 020007abcd true');
		equal(results.length, 0);
		throws(() => radio.transmit(PSDU, true, () => {}), /one transmission at a time/);
		hardware.events.onTransmitted(true);
		radio.transmit(PSDU, false, (result) => results.push(result));
		equal(hardware.take(), 'transmit 020007abcd false');
		hardware.events.onTransmitted(false);
		equal(results.join(), 'sent,busy');
	});

	it('may be told to send again from inside done', () => {
		const { hardware, radio } = create(15);
		radio.transmit(PSDU, true, () => radio.transmit(PSDU, true, () => {}));
		hardware.take();
		hardware.events.onTransmitted(true);
		equal(hardware.take(), 'transmit 020007abcd true');
	});

	it('sends neither asleep nor what does not fit', () => {
		const { hardware, radio } = create(15);
		for (const length of [0, 2, 128]) throws(() => radio.transmit(new Uint8Array(length), true, () => {}), /expected 3 to 127 bytes, got/);
		radio.sleep();
		hardware.take();
		throws(() => radio.transmit(PSDU, true, () => {}), /expected to listen/);
		throws(() => radio.detectEnergy(10, () => {}), /expected to listen/);
		equal(hardware.take(), '');
	});

	it('finds the highest energy by many short detections', () => {
		const { hardware, radio } = create(15);
		const levels: number[] = [];
		radio.detectEnergy(5, (level) => levels.push(level));
		throws(() => radio.detectEnergy(5, () => {}), /one thing at a time/);
		for (const level of [-90, -62, -80]) {
			equal(hardware.take(), 'detectEnergy 2');
			equal(levels.length, 0);
			hardware.events.onEnergy(level);
		}
		equal(levels.join(), '-62');
		equal(hardware.take(), '');
	});

	const interruptions: [string, (radio: Esp32Radio) => void][] = [
		['sleep', (radio) => radio.sleep()],
		['another channel', (radio) => radio.listen(16)],
		['a frame to send', (radio) => radio.transmit(PSDU, true, () => {})],
	];
	for (const [what, interrupt] of interruptions) {
		it(`ends an energy detection at ${what}`, () => {
			const { hardware, radio } = create(15);
			const levels: number[] = [];
			radio.detectEnergy(1000, (level) => levels.push(level));
			hardware.events.onEnergy(-90);
			interrupt(radio);
			equal(levels.length, 0);
			hardware.take();
			hardware.events.onEnergy(-128);
			equal(levels.join(), '-90');
			equal(hardware.take(), '');
		});
	}

	it('counts the frames that came too fast', () => {
		const { hardware, radio } = create(15);
		hardware.lost = 3;
		equal(radio.overruns, 3);
	});

	it('acknowledges for the PAN that the MAC is in, and for nobody while that scans', () => {
		const { hardware, radio } = create();
		const scheduler = new VirtualScheduler();
		const mac = new Mac({ radio, scheduler, random: new SeededRandom(1), cipher: new PortableCipher(), log: { write() {} }, eui64: EUI64 });
		const station = `answerFor ${0x8888} 001c64004b450001 false`;
		mac.join(0x8888, 15);
		equal(hardware.take(), `${station}; listen 15`);
		mac.scan({ channels: [11], durationPerChannelMs: 20, enhanced: true }, () => {});
		const sent = () => {
			scheduler.runWhile(() => !hardware.told.some((each) => each.startsWith('transmit')), 100);
			return hardware.take();
		};
		equal(sent().startsWith('answerNobody; listen 11; transmit '), true);
		hardware.events.onTransmitted(true);
		scheduler.runFor(20);
		equal(hardware.take(), `${station}; listen 15`);
	});
});
