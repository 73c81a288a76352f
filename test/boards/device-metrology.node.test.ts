/** What a board measures by, as its words tell: a load that is made up, or a chip whose frames come on a line. */
import assert from 'node:assert/strict';
import { deviceMetrology } from '../../boards/device-metrology.js';
import { Firmware, unitSectors } from '../../boards/firmware.js';
import type { Sample } from '../../hal/ports/metrology.js';
import type { SerialPlace } from '../../hal/ports/serial.js';
import { SchedulerClock } from '../../hal/virtual/clock.js';
import { RamFlash } from '../../hal/virtual/flash.js';
import { SeededRandom } from '../../hal/virtual/random.js';
import { VirtualScheduler } from '../../hal/virtual/scheduler.js';
import { MemoryStore } from '../../hal/virtual/store.js';
import { PortableCipher } from '../../modules/crypto/cipher.js';
import { meteringSectors } from '../../src/meter/metering/history.js';
import { INTERVAL_STATUS } from '../../src/meter/metering/readings.js';
import type { RouteAService } from '../../src/route-a/route-a-service.js';
import { GEN1 } from '../../src/route-b/meter-profile.js';
import { hex } from '../assert.js';
import { HLW8032 } from '../vectors/hlw8032.js';

const START = Date.UTC(2026, 10, 22, 3, 25);

function composed(words: Readonly<Record<string, string>>) {
	const scheduler = new VirtualScheduler();
	const lines: string[] = [];
	const log = { write: (layer: string, text: string) => void lines.push(`${layer}: ${text}`) };
	const line = { onReceive: (_: Uint8Array) => {}, write: () => assert.fail('it is only heard') };
	const places: SerialPlace[] = [];
	const open = (place: SerialPlace) => {
		places.push(place);
		return line;
	};
	return { ...deviceMetrology({ words, scheduler, log, start: START, open }), scheduler, log, lines, line, places };
}

describe('what a board measures by', () => {
	it('is a generated house unless told, or so many watts', () => {
		const { simulated, metering, places } = composed({ meter: '', watts: '' });
		assert.deepEqual([simulated, metering, places.length], [true, undefined, 0]);
		let power: number | undefined;
		composed({ watts: '500' }).metrology.start((sample) => {
			power = sample?.power;
		});
		assert.equal(power, 500);
	});

	it('is a chip on a UART at 4,800 bit/s, 8E1, which is only heard', () => {
		const { simulated, metering, places } = composed({ meter: 'hlw8032', meterReceive: '18' });
		assert.deepEqual([simulated, metering], [false, '1p2w-30-1way']);
		assert.deepEqual(places, [{ baud: 4800, parity: 'even', port: 1, receive: 18 }]);
		assert.deepEqual(composed({ meter: 'hlw8032', meterReceive: '0', meterShunt: '1000', meterDivider: '1000000' }).places[0], {
			...{ baud: 4800, parity: 'even', port: 1, receive: 0 },
		});
		assert.deepEqual(composed({ meter: 'cse7766', meterReceive: '5', meterPort: '2' }).places, [{ baud: 4800, parity: 'even', port: 2, receive: 5 }]);
		assert.deepEqual(composed({ meter: 'hlw8032', meterReceive: '/dev/ttyUSB0' }).places, [{ baud: 4800, parity: 'even', device: '/dev/ttyUSB0' }]);
	});

	it('measures through the resistors that it is told', () => {
		const measured = (words: Readonly<Record<string, string>>) => {
			const { metrology, line, scheduler } = composed({ meter: 'hlw8032', meterReceive: '18', ...words });
			let newest: Sample | undefined;
			metrology.start((sample) => {
				newest = sample;
			});
			line.onReceive(hex(HLW8032.sound));
			scheduler.runUntil(1000);
			return `${newest!.voltageR.toFixed(1)} V ${newest!.power.toFixed(2)} W`;
		};
		assert.equal(measured({ meterDivider: '1000' }), '207.0 V 20.86 W');
		assert.equal(measured({ meterDivider: '500', meterShunt: '0.5' }), '103.5 V 20.86 W');
		assert.equal(measured({ meterDivider: '1e3', meterShunt: '2' }), '207.0 V 10.43 W');
	});

	for (const [words, error] of [
		[{ meter: 'hlw8012' }, 'meter: expected hlw8032 or cse7766, got hlw8012'],
		[{ meter: 'hlw8032' }, "meter=hlw8032: expected meterReceive=… as well: where the chip's TX is"],
		[{ meterReceive: '18' }, 'meterReceive: expected meter=hlw8032 or meter=cse7766 as well'],
		[{ meterDivider: '1' }, 'meterDivider: expected meter=hlw8032 or meter=cse7766 as well'],
		[{ meter: 'hlw8032', meterReceive: '18', watts: '5' }, 'watts: not with meter=hlw8032, which measures'],
		[{ meter: 'hlw8032', meterReceive: 'GPIO18' }, 'meterReceive: expected a whole number, got GPIO18'],
		[{ meter: 'hlw8032', meterReceive: '-1' }, 'meterReceive: expected a whole number, got -1'],
		[{ meter: 'hlw8032', meterReceive: '18', meterPort: '1.5' }, 'meterPort: expected a whole number, got 1.5'],
		[{ meter: 'hlw8032', meterReceive: '18', localPort: '1' }, 'meterPort: UART 1 is taken by localPort=1'],
		[{ meter: 'hlw8032', meterReceive: '18', meterPort: '2', port: '2' }, 'meterPort: UART 2 is taken by port=2'],
		[{ meter: 'hlw8032', meterReceive: '18', meterDivider: '0.5' }, 'meterDivider: expected a number from 1 to 1000000, got 0.5'],
		[{ meter: 'hlw8032', meterReceive: '18', meterShunt: 'x' }, 'meterShunt: expected a number from 0.001 to 1000, got x'],
		[{ meter: 'hlw8032', meterReceive: '18', meterShunt: '1001' }, 'meterShunt: expected a number from 0.001 to 1000, got 1001'],
	] as const)
		it(`is refused: ${JSON.stringify(words)}`, () => {
			assert.throws(() => composed(words), { name: 'RangeError', message: error });
		});
});

describe('a board with a metering chip', () => {
	function meter(hasUnits = false) {
		const { metrology, metering, scheduler, log, lines, line } = composed({ meter: 'hlw8032', meterReceive: '18', meterDivider: '1000' });
		const cipher = new PortableCipher();
		const key = new Uint8Array(16);
		const firstSector = meteringSectors(4096);
		const units = {
			firstSector,
			metering: { kind: 'metering', code: '1p2w-30-1way', serial: 'M1', firmware: '1.0.0', certified: START / 60_000 },
			communication: { kind: 'communication', code: 'rf-b', serial: 'C1', firmware: '1.0.0' },
			cover: { kind: 'cover', code: 'normal', serial: 'T1', firmware: '1.0.0' },
		} as const;
		const firmware = new Firmware({
			...{ scheduler, log, metrology, metering },
			clock: new SchedulerClock(scheduler, START),
			random: new SeededRandom(1),
			flash: new RamFlash(firstSector + unitSectors(4096)),
			units: hasUnits ? units : undefined,
			datagrams: { maxPayload: 1232, listener: { onDatagram() {}, onPeer() {} }, send() {}, terminate() {}, configure() {} },
			profile: GEN1,
			credentials: { id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' },
			serial: 'KEIKI0000001',
			store: new MemoryStore(),
			routeA: {
				line: { onReceive: () => {}, write() {} },
				keys: {
					systemTitle: hex('4A504D0000000001'),
					kek: undefined,
					broadcast: undefined,
					clients: { 1: { encryption: key, authentication: key } },
				},
				cipher,
				store: new MemoryStore(),
			},
		});
		firmware.start();
		let isMute = false;
		const speak = () => {
			scheduler.after(50, speak);
			if (!isMute) line.onReceive(hex(HLW8032.sound));
		};
		speak();
		const mute = (value: boolean) => {
			isMute = value;
		};
		return { firmware, scheduler, lines, mute, routeA: () => (firmware.communication.services[1] as RouteAService).routeA! };
	}

	it('is a single-phase 2-wire meter that counts one way', () => {
		const { firmware, scheduler } = meter();
		scheduler.runUntil(5000);
		assert.equal(firmware.readings.twoWay, false);
		const sample = firmware.readings.sample()!;
		assert.equal(sample.currentT, undefined);
		assert.ok(sample.power > 0);
	});

	it('tells both routes when the chip falls silent, and marks the half-hours', () => {
		const { firmware, scheduler, mute, routeA, lines } = meter();
		scheduler.runUntil(10_000);
		const { alarms } = routeA().control;
		assert.equal(firmware.routeB!.meter.faulty, false);
		assert.equal(alarms.word('errors').value, 0);
		mute(true);
		scheduler.runUntil(20_000);
		assert.equal(firmware.routeB!.meter.faulty, true, 'EPC 88');
		assert.notEqual(alarms.word('errors').value, 0, 'error register');
		assert.notEqual(alarms.word('register1').value, 0, 'alarm register 1');
		mute(false);
		scheduler.runUntil(40_000);
		assert.equal(firmware.routeB!.meter.faulty, false, 'EPC 88 again');
		scheduler.runUntil(10 * 60_000);
		const at = START / 60_000 + 5;
		assert.equal(firmware.readings.interval(at)!.status & INTERVAL_STATUS.incomplete, INTERVAL_STATUS.incomplete);
		assert.equal(lines.filter((line) => line.startsWith('metering chip')).length, 2);
	});

	it('has a fault as long as the chip is silent or there is no metering unit, whichever ends first, and behind a restart of its communication', () => {
		const { firmware, scheduler, mute, routeA } = meter(true);
		const base = firmware.backplane!;
		const isFaulty = (): boolean | undefined => {
			scheduler.runUntil(scheduler.now() + 10_000);
			return firmware.routeB?.meter.faulty;
		};
		assert.equal(isFaulty(), false);
		mute(true);
		assert.equal(isFaulty(), true);
		const communication = base.pull('communication');
		assert.equal(isFaulty(), undefined);
		base.plug('communication', communication);
		assert.equal(isFaulty(), true, 'silent yet');
		assert.notEqual(routeA().control.alarms.word('errors').value, 0);
		const metering = base.pull('metering');
		assert.equal(isFaulty(), true);
		mute(false);
		assert.equal(isFaulty(), true, 'there is no metering unit yet');
		base.plug('metering', metering);
		assert.equal(isFaulty(), false);
		mute(true);
		base.pull('metering');
		assert.equal(isFaulty(), true);
		base.plug('communication', base.pull('communication'));
		assert.equal(isFaulty(), true, 'silent yet, and nobody in place who could tell of another unit');
		base.plug('metering', metering);
		assert.equal(isFaulty(), true, 'silent yet');
		mute(false);
		base.pull('metering');
		base.pull('communication');
		assert.equal(isFaulty(), undefined);
		base.plug('metering', metering);
		base.plug('communication', communication);
		assert.equal(isFaulty(), false, 'both have ended while nobody could tell');
	});
});
