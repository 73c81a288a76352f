import { type DeviceUnits, unitSectors } from '../../../../boards/device-units.js';
import { Firmware } from '../../../../boards/firmware.js';
import { installedUnits } from '../../../../boards/installed-units.js';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualRelay } from '../../../../hal/virtual/relay.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import type { DatagramListener, Datagrams } from '../../../../modules/datagram/datagram.js';
import { meteringSectors } from '../../../../src/meter/metering/history.js';
import { UTILITY_PROFILES } from '../../../../src/meter/switching/utility.js';
import { GEN2 } from '../../../../src/route-b/meter-profile.js';
import { constantLoad, PlayedLoad } from '../../../../src/world/load/source.js';
import { equal } from '../../../assert.js';

const START = Date.UTC(2026, 10, 22, 3, 25);
const CREDENTIALS = { id: '00112233445566778899AABBCCDDEEFF', password: '0123456789AB' };
const PEER = new Uint8Array(16).fill(0xfe);
const FIRMWARE = '1.0.0';
const SECTOR = meteringSectors(4096);

/** A link whose peer is whoever says so. */
class Link implements Datagrams {
	readonly maxPayload = 1232;
	listener: DatagramListener = { onDatagram() {}, onPeer() {} };
	readonly ids: string[] = [];
	terminated = 0;

	send(): void {}

	terminate(): void {
		this.terminated++;
	}

	configure(id: string): void {
		this.ids.push(id);
	}
}

function device() {
	const scheduler = new VirtualScheduler();
	const clock = new SchedulerClock(scheduler, START);
	const link = new Link();
	const relay = new VirtualRelay({ scheduler });
	const flash = new RamFlash(2 * SECTOR + unitSectors(4096), 4096);
	const firmware = new Firmware({
		scheduler,
		clock,
		random: new SeededRandom(1, 'meter'),
		metrology: new PlayedLoad(constantLoad(500), scheduler, START),
		flash,
		log: { write() {} },
		datagrams: link,
		profile: GEN2,
		serial: 'KEIKI0000001',
		units: {
			firstSector: SECTOR,
			metering: { kind: 'metering', code: '1p3w-60-2way', serial: 'M1', firmware: FIRMWARE, certified: START / 60_000 },
			communication: { kind: 'communication', code: 'rf-b', serial: 'C1', firmware: FIRMWARE },
			cover: { kind: 'cover', code: 'normal', serial: 'T1', firmware: FIRMWARE },
			switching: {
				identity: { kind: 'switching', code: 'switch-1p3w-60', serial: 'S1', firmware: FIRMWARE },
				relay,
				rating: { wiring: '1p3w', amperes: 60 },
				utility: UTILITY_PROFILES.general,
			},
		},
	});
	firmware.start(CREDENTIALS);
	scheduler.runUntil(5000);
	return { scheduler, link, relay, flash, firmware, units: firmware.units! };
}

const serials = (units: DeviceUnits) =>
	installedUnits(units.base)
		.map(({ serial }) => serial)
		.join();

describe('a device of plug-in units', () => {
	it('tells Route A of the units that work, and knows no cover', () => {
		const { units } = device();
		equal(serials(units), 'M1,C1,S1');
	});

	it('measures, and moves the contact by order', () => {
		const { scheduler, relay, firmware, units } = device();
		equal(firmware.readings.sample()?.power, 500);
		units.order({ action: 'open', origin: 'remote', reason: 'test' });
		scheduler.runUntil(6000);
		equal(relay.closed, false);
	});

	it('keeps Route B and its session while the metering unit is replaced by one with registers of its own', () => {
		const { scheduler, link, flash, firmware, units } = device();
		link.listener.onPeer('joined', PEER, '');
		scheduler.runUntil(3_600_000);
		equal(firmware.readings.halfHour(START / 60_000 + 35) !== undefined, true);
		const before = firmware.routeB;
		units.base.pull('metering');
		scheduler.runUntil(3_605_000);
		equal(firmware.readings.sample(), undefined);
		equal(before!.meter.faulty, true);
		const identity = { kind: 'metering', code: '1p3w-60-2way', serial: 'M2', firmware: FIRMWARE, certified: START / 60_000 } as const;
		units.base.plug('metering', units.createMetering(identity, flash, SECTOR + unitSectors(4096)));
		scheduler.runUntil(3_610_000);
		equal(serials(units), 'M2,C1,S1');
		equal(firmware.readings.counts()?.import, 0);
		equal(firmware.routeB, before);
		equal(before!.meter.faulty, false);
		equal(link.terminated, 0);
		equal(before!.hems !== undefined, true);
	});

	it('ends the session of a communication unit that is pulled, and begins anew when it is back', () => {
		const { scheduler, link, firmware, units } = device();
		link.listener.onPeer('joined', PEER, '');
		const unit = units.base.pull('communication');
		scheduler.runUntil(6000);
		equal(link.terminated, 1);
		equal(firmware.routeB, undefined);
		units.base.plug('communication', unit);
		scheduler.runUntil(12_000);
		equal(link.ids.length, 2);
		equal(link.ids[1], CREDENTIALS.id);
		link.listener.onPeer('joined', PEER, '');
		equal(firmware.routeB!.hems !== undefined, true);
		equal(serials(units), 'M1,C1,S1');
	});

	it('takes no order while the communication unit is out', () => {
		const { scheduler, relay, units } = device();
		units.base.pull('communication');
		scheduler.runUntil(6000);
		units.order({ action: 'open', origin: 'remote', reason: 'test' });
		scheduler.runUntil(12_000);
		equal(relay.closed, true);
	});
});
