/** The composition of boards/esp32s3-stick and of `dongle` on boards/linux, on the virtual platform: what a HEMS program finds behind the serial line. */
import assert from 'node:assert/strict';
import { loadOf } from '../../boards/device-load.js';
import { Firmware } from '../../boards/firmware.js';
import { createStick, modelNamed } from '../../boards/stick.js';
import type { Serial } from '../../hal/ports/serial.js';
import { SchedulerClock } from '../../hal/virtual/clock.js';
import { RamFlash } from '../../hal/virtual/flash.js';
import { SeededRandom } from '../../hal/virtual/random.js';
import { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { MemoryStore } from '../../hal/virtual/store.js';
import { asciiBytes } from '../../modules/bytes/ascii.js';
import { fromHex, toUpperHex } from '../../modules/bytes/hex.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { COMMAND } from '../../modules/wi-sun-module/j11/language/codes.js';
import { encodeFrame } from '../../modules/wi-sun-module/j11/language/frame.js';
import { meteringSectors } from '../../src/meter/metering/history.js';
import { GEN1 } from '../../src/route-b/meter-profile.js';
import { PlayedLoad } from '../../src/world/load/source.js';
import { frameOf } from '../vectors/j11.js';

const START = Date.UTC(2026, 10, 22, 3, 25);
const ID = '00112233445566778899AABBCCDDEEFF';
const PASSWORD = '0123456789AB';

class Line implements Serial {
	onReceive: (bytes: Uint8Array) => void = () => {};
	/** One character a byte. */
	said = '';

	write(bytes: Uint8Array): void {
		this.said += String.fromCharCode(...bytes);
	}
}

class CountingStore extends MemoryStore {
	writes = 0;

	override set(name: string, value: Uint8Array): void {
		this.writes++;
		super.set(name, value);
	}
}

function plugIn(store = new CountingStore(), model = 'bp35a1') {
	const scheduler = new VirtualScheduler();
	const random = new SeededRandom(1);
	const cipher = new PortableCipher();
	const log = { write() {} };
	const line = new Line();
	const firmware = new Firmware({
		scheduler,
		clock: new SchedulerClock(scheduler, START),
		random,
		metrology: new PlayedLoad(loadOf('500'), scheduler, START),
		flash: new RamFlash(meteringSectors(4096)),
		log,
		datagrams: createStick({ serial: line, model: modelNamed(model), scheduler, random, cipher, log, store }),
		profile: GEN1,
		credentials: { id: ID, password: PASSWORD },
		serial: 'KEIKI0000001',
		store,
	});
	firmware.start();
	/** What it says to a command until this is in it. */
	const say = (command: string, end = 'OK\r\n') => {
		line.said = '';
		line.onReceive(asciiBytes(`${command}\r\n`));
		assert.ok(
			scheduler.runWhile(() => !line.said.includes(end), 120_000),
			`${command}: ${line.said}`,
		);
		return line.said;
	};
	/** The same of a frame, by its name in the vectors or in digits. */
	const tell = (frame: string, end: string) => {
		const digits = (name: string) => (name.startsWith('D0') ? name : frameOf(name));
		line.said = '';
		line.onReceive(fromHex(digits(frame)));
		const heard = () => toUpperHex(Uint8Array.from(line.said, (character) => character.charCodeAt(0)));
		assert.ok(
			scheduler.runWhile(() => !heard().includes(digits(end)), 120_000),
			`${frame}: ${heard()}`,
		);
		return heard();
	};
	return { say, tell, line, store };
}

describe('a stick', () => {
	it('is a dongle that finds the meter of its credentials, and joins it', () => {
		const { say } = plugIn();
		assert.match(say('SKVER'), /EVER 1\.2\.10/);
		say(`SKSETPWD C ${PASSWORD}`);
		say(`SKSETRBID ${ID}`);
		const found = say('SKSCAN 2 FFFFFFFF 4', 'EVENT 22');
		assert.match(found, /Channel:21\r\n/);
		assert.match(found, /Pan ID:8888\r\n/);
		assert.match(found, /PairID:CCDDEEFF\r\n/);
		say('SKSREG S2 21');
		say('SKSREG S3 8888');
		say('SKJOIN FE80:0000:0000:0000:021C:6400:4B45:0001', 'EVENT 25');
	});

	it('does not find it with the id of somebody else', () => {
		const { say } = plugIn();
		say(`SKSETRBID ${'F'.repeat(32)}`);
		assert.doesNotMatch(say('SKSCAN 2 FFFFFFFF 4', 'EVENT 22'), /EPANDESC/);
	});

	it('is the dongle that it is told to be', () => {
		assert.match(plugIn(undefined, 'bp35c2').say('SKVER'), /EVER 1\.5\.2/);
		assert.throws(() => modelNamed('bp35a2'), /^RangeError: model: expected one of bp35a1, .*, got bp35a2$/);
		assert.throws(() => modelNamed('bp35a2'), /bp35c0-j11/);
		assert.throws(() => modelNamed('toString'), RangeError);
	});

	it('speaks J11 where it is told to, finds the meter and joins it', () => {
		const { line, tell } = plugIn(undefined, 'bp35c0-j11');
		line.onReceive(asciiBytes('SKVER\r\n'));
		assert.equal(line.said, '');
		tell('reset', 'started');
		tell('init Dual ch4', 'init ok');
		tell('credentials', 'credentials ok');
		assert.match(tell('scan D=6 all, pairing id', 'scan ended'), /D0F9EE5D4051001203[0-9A-F]{6}000401001C64004B4500018888/);
		const began = toUpperHex(encodeFrame('request', COMMAND.startRouteB, new Uint8Array(0)));
		assert.match(tell(began, 'D0F9EE5D20530011'), /D0F9EE5D20530011.{8}01048888001C64004B450001/);
		tell('open 3610', 'open ok');
		tell('PANA start', 'PANA succeeded');
	});

	it('keeps what SKSAVE and WOPT save, without the power, and writes only what changed', () => {
		const { say, store } = plugIn();
		say('SKSREG S2 3B');
		say('SKSREG S3 1234');
		say('SKSAVE');
		say('WOPT 00', 'OK\r');
		const { writes } = store;
		assert.equal(writes, 2);
		say('SKSAVE');
		assert.equal(store.writes, writes);
		const again = plugIn(store);
		assert.match(again.say('ROPT', '\r'), /OK 00/);
		again.say('SKLOAD');
		assert.match(again.say('SKSREG S2'), /ESREG 3B/);
	});

	it('measures the watts that it is told, or a house', () => {
		assert.equal(loadOf('500').at(START).sample!.power, 500);
		assert.equal(loadOf('-2.5e3').at(START).sample!.power, -2500);
		assert.notEqual(loadOf('').at(START).until, Number.POSITIVE_INFINITY);
		for (const wrong of ['much', '0x10', 'Infinity', '100001', '-100001', ' '])
			assert.throws(() => loadOf(wrong), /^RangeError: watts: expected a number from -100000 to 100000, got /);
	});
});
