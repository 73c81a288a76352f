import { UsbSerial, type UsbSerialPort } from '../../../hal/esp32-usb-serial/usb-serial.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { equal, hex, toHex } from '../../assert.js';

/** The driver's two rings. */
class FakePort implements UsbSerialPort {
	opened = 0;
	sent = '';
	incoming: Uint8Array = new Uint8Array(0);
	/** Bytes that the ring still takes. */
	room = 512;

	open(): void {
		this.opened++;
	}

	read(into: Uint8Array): number {
		const piece = this.incoming.subarray(0, into.length);
		into.set(piece);
		this.incoming = this.incoming.slice(piece.length);
		return piece.length;
	}

	write(bytes: Uint8Array): boolean {
		if (bytes.length > this.room) return false;
		this.room -= bytes.length;
		this.sent += toHex(bytes);
		return true;
	}
}

function create() {
	const port = new FakePort();
	const scheduler = new VirtualScheduler();
	const log: string[] = [];
	const serial = new UsbSerial({ port, scheduler, log: { write: (layer, text) => log.push(`${layer}: ${text}`) } });
	const received: Uint8Array[] = [];
	serial.onReceive = (bytes) => received.push(bytes);
	return { port, scheduler, serial, received, log };
}

const of = (length: number, value: number) => new Uint8Array(length).fill(value);

describe('the serial port on USB of the ESP32-S3', () => {
	it('opens its port once', () => {
		equal(create().port.opened, 1);
	});

	it('hands over what came in, within 10 ms, in a buffer that the receiver may keep', () => {
		const { port, scheduler, received } = create();
		port.incoming = hex('534b564552');
		scheduler.runFor(10);
		port.incoming = hex('0d0a');
		scheduler.runFor(10);
		equal(received.map(toHex).join(), '534b564552,0d0a');
	});

	it('hands over much in pieces of 256 bytes, one a turn and without a pause', () => {
		const { port, scheduler, received } = create();
		port.incoming = of(600, 0x41);
		scheduler.runFor(10);
		equal(received.map((bytes) => bytes.length).join(), '256,256,88');
	});

	it('goes on after a receiver that threw', () => {
		const { port, scheduler, serial, received } = create();
		serial.onReceive = () => {
			throw new Error('no');
		};
		port.incoming = hex('01');
		try {
			scheduler.runFor(10);
		} catch {
			serial.onReceive = (bytes) => received.push(bytes);
		}
		port.incoming = hex('02');
		scheduler.runFor(10);
		equal(received.map(toHex).join(), '02');
	});

	it('sends at once, in order', () => {
		const { port, serial } = create();
		serial.write(hex('4f4b'));
		serial.write(of(0, 0));
		serial.write(hex('0d0a'));
		equal(port.sent, '4f4b0d0a');
	});

	it('sends the rest as soon as the PC has fetched something', () => {
		const { port, scheduler, serial, log } = create();
		port.room = 200;
		serial.write(of(300, 0x41));
		equal(port.sent.length / 2, 128);
		scheduler.runFor(500);
		port.room = 512;
		scheduler.runFor(10);
		equal(port.sent, '41'.repeat(300));
		equal(serial.lost, 0);
		equal(log.length, 0);
	});

	it('drops what nobody fetches for a second, says so once, and sends anew when a program reads', () => {
		const { port, scheduler, serial, log } = create();
		port.room = 0;
		serial.write(of(10, 0x41));
		scheduler.runFor(999);
		equal(serial.lost, 0);
		scheduler.runFor(11);
		equal(serial.lost, 10);
		serial.write(of(5, 0x42));
		equal(serial.lost, 15);
		equal(log.join(), 'USB: no program fetches what the stick says: 10 bytes are lost, and all until one does');
		port.room = 512;
		serial.write(hex('4f4b'));
		equal(port.sent, '4f4b');
		port.room = 0;
		serial.write(hex('01'));
		scheduler.runFor(500);
		equal(serial.lost, 15);
		scheduler.runFor(600);
		equal(serial.lost, 16);
		equal(log.length, 2);
	});

	it('has room for exactly 4,096 bytes that wait', () => {
		const { port, serial } = create();
		port.room = 0;
		serial.write(of(4096, 0x41));
		equal(serial.lost, 0);
		serial.write(of(0, 0));
		serial.write(hex('42'));
		equal(serial.lost, 1);
	});

	it('counts its patience from the first byte that waits, however long nothing was said before', () => {
		const { port, scheduler, serial } = create();
		scheduler.runFor(60_000);
		port.room = 0;
		serial.write(hex('01'));
		scheduler.runFor(500);
		equal(serial.lost, 0);
	});

	it('keeps 4,096 bytes at most, and these until its patience ends', () => {
		const { port, scheduler, serial, log } = create();
		port.room = 0;
		for (let i = 0; i < 6; i++) serial.write(of(1000, 0x41 + i));
		scheduler.runFor(500);
		equal(serial.lost, 2000);
		equal(log.length, 1);
		port.room = 10_000;
		scheduler.runFor(10);
		equal(port.sent, ['41', '42', '43', '44'].map((byte) => byte.repeat(1000)).join(''));
	});
});
