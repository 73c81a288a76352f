import type { Serial } from '../../../../hal/ports/serial.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { FaultySerial } from '../../../../src/world/fault/faulty-serial.js';
import { equal, hex, toHex } from '../../../assert.js';
import { switchedOn, switchOn } from './fault-rig.js';

/** `EVENT 20`, CR LF, in hexadecimal digits. */
const LINE = '4556454e542032300d0a';

function setUp(faults: readonly string[] = [], hasLines = true) {
	const scheduler = new VirtualScheduler();
	const switches = switchedOn(faults);
	const written: string[] = [];
	const inner: Serial = { onReceive() {}, write: (bytes) => written.push(toHex(bytes)) };
	const serial = new FaultySerial({ inner, scheduler, switches, hasLines });
	const takes = () => written.splice(0).join();
	return { scheduler, switches, serial, inner, takes, write: (text: string) => serial.write(hex(text)) };
}

describe('a serial line', () => {
	it('without a fault passes what is written and received as it is', () => {
		const { write, takes, serial, inner } = setUp();
		write(LINE);
		equal(takes(), LINE);
		let heard = '';
		serial.onReceive = (bytes) => {
			heard = toHex(bytes);
		};
		inner.onReceive(hex('41'));
		equal(heard, '41');
		equal(serial.onReceive === inner.onReceive, true);
	});

	it('in pieces: seven bytes at once, the next ones after a pause each', () => {
		const { write, takes, scheduler } = setUp(['chunked-serial=20ms']);
		write(LINE + LINE);
		equal(takes(), '4556454e542032');
		scheduler.runFor(19);
		equal(takes(), '');
		scheduler.runFor(1);
		equal(takes(), '300d0a4556454e');
		scheduler.runFor(20);
		equal(takes(), '542032300d0a');
		scheduler.runFor(1_000);
		equal(takes(), '');
	});

	it('in pieces: what is written meanwhile waits, also where the fault has ended', () => {
		const { write, takes, scheduler, switches } = setUp();
		switchOn(switches, 'chunked-serial=20ms', true);
		write(LINE);
		equal(takes(), '4556454e542032');
		scheduler.runFor(15);
		write(LINE);
		equal(takes(), '');
		scheduler.runFor(5);
		equal(takes(), `300d0a,${LINE}`);
		write(LINE);
		equal(takes(), LINE);
	});

	it('in pieces: no more than 1 KiB waits, the oldest go at once', () => {
		const { write, takes } = setUp(['chunked-serial=1h']);
		write('01'.repeat(1_024));
		equal(takes(), '01'.repeat(7));
		write('02'.repeat(7));
		equal(takes(), '');
		write('03');
		equal(takes(), '01'.repeat(7));
		write('04'.repeat(1_024));
		equal(takes().replaceAll(',', ''), `${'01'.repeat(1_010)}${'02'.repeat(7)}03${'04'.repeat(7)}`);
	});

	it('in pieces: nothing more comes of what was not sent when the power went', () => {
		const { write, takes, scheduler, serial, switches } = setUp(['chunked-serial=20ms']);
		write(LINE.slice(0, 18));
		serial.clear();
		takes();
		scheduler.runFor(1_000);
		equal(takes(), '');
		write('41');
		equal(takes(), '41');
		switchOn(switches, 'noise=always');
		serial.clear();
		write('42');
		equal(takes(), '00fffe42', 'what comes next begins a line');
	});

	it('with noise has it before lines, and not within one', () => {
		const { write, takes } = setUp(['noise=always']);
		write('45');
		equal(takes(), '00fffe45');
		write('46');
		equal(takes(), '46');
		write('0d');
		equal(takes(), '0d');
		write(LINE);
		equal(takes(), `00fffe${LINE}`);
	});

	it('with noise has it before each frame of J11', () => {
		const { write, takes } = setUp(['noise=always'], false);
		for (let i = 0; i < 2; i++) write('d0f9ee5d');
		equal(takes(), '00fffed0f9ee5d,00fffed0f9ee5d');
	});

	it('writes nothing where nothing is written', () => {
		const { write, takes } = setUp(['noise=always', 'chunked-serial=20ms']);
		write('');
		equal(takes(), '');
	});
});
