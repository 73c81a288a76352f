import { createMetering, Firmware, unitSectors } from '../../../../boards/firmware.js';
import { SchedulerClock } from '../../../../hal/virtual/clock.js';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualRelay } from '../../../../hal/virtual/relay.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { MemoryStore } from '../../../../hal/virtual/store.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import type { DatagramListener, Datagrams } from '../../../../modules/datagram/datagram.js';
import type { CommunicationPlugIn } from '../../../../src/meter/communication/communication-plug-in.js';
import { meteringSectors } from '../../../../src/meter/metering/history.js';
import type { Answered } from '../../../../src/meter/switching/switch-orders.js';
import { UTILITY_PROFILES } from '../../../../src/meter/switching/utility.js';
import type { RouteAService } from '../../../../src/route-a/route-a-service.js';
import { GEN2 } from '../../../../src/route-b/meter-profile.js';
import { constantLoad, PlayedLoad } from '../../../../src/world/load/source.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
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
		credentials: CREDENTIALS,
		routeA: { line: { onReceive() {}, write() {} }, keys: DEMO_KEYS, cipher: new PortableCipher(), store: new MemoryStore() },
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
	firmware.start();
	scheduler.runUntil(5000);
	return { scheduler, link, relay, flash, firmware, base: firmware.backplane! };
}

const routeAOf = ({ services }: CommunicationPlugIn) => services[1] as RouteAService;

const serials = ({ communication }: Firmware) =>
	routeAOf(communication)
		.routeA!.units.map(({ serial }) => serial)
		.join();

describe('a device of plug-in units', () => {
	it('tells Route A of the units that work, and knows no cover', () => {
		const { firmware } = device();
		equal(serials(firmware), 'M1,C1,S1');
	});

	it('measures, and moves the contact by an order that its Route A sends over the bus', () => {
		const { scheduler, relay, firmware } = device();
		equal(firmware.readings.sample()?.power, 500);
		const answers: Answered[] = [];
		const order = { action: 'open', origin: 'remote', reason: 'test' } as const;
		routeAOf(firmware.communication).order(order, (answer) => answers.push(answer));
		scheduler.runUntil(6000);
		equal(answers.map(({ result, reason }) => `${result}: ${reason}`).join(), 'done: test');
		equal(relay.closed, false);
	});

	it('keeps Route B and its session while the metering unit is replaced by one with registers of its own', () => {
		const { scheduler, link, flash, firmware, base } = device();
		link.listener.onPeer('joined', PEER, '');
		scheduler.runUntil(3_600_000);
		equal(firmware.readings.halfHour(START / 60_000 + 35) !== undefined, true);
		const before = firmware.routeB;
		base.pull('metering');
		scheduler.runUntil(3_605_000);
		equal(firmware.readings.sample(), undefined);
		equal(before!.meter.faulty, true);
		const identity = { kind: 'metering', code: '1p3w-60-2way', serial: 'M2', firmware: FIRMWARE, certified: START / 60_000 } as const;
		base.plug('metering', createMetering({ log: { write() {} }, profile: GEN2 }, identity, flash, SECTOR + unitSectors(4096)));
		scheduler.runUntil(3_610_000);
		equal(serials(firmware), 'M2,C1,S1');
		equal(firmware.readings.counts()?.import, 0);
		equal(firmware.routeB, before);
		equal(before!.meter.faulty, false);
		equal(link.terminated, 0);
		equal(before!.hems !== undefined, true);
	});

	it('ends the session of a communication unit that is pulled, and begins anew when it is back', () => {
		const { scheduler, link, firmware, base } = device();
		link.listener.onPeer('joined', PEER, '');
		const unit = base.pull('communication');
		scheduler.runUntil(6000);
		equal(link.terminated, 1);
		equal(firmware.routeB, undefined);
		base.plug('communication', unit);
		scheduler.runUntil(12_000);
		equal(link.ids.length, 2);
		equal(link.ids[1], CREDENTIALS.id);
		link.listener.onPeer('joined', PEER, '');
		equal(firmware.routeB!.hems !== undefined, true);
		equal(serials(firmware), 'M1,C1,S1');
	});

	it('answers an order that waits when the communication unit goes', () => {
		const { scheduler, relay, firmware, base } = device();
		const answers: Answered[] = [];
		base.pull('option');
		scheduler.runUntil(6000);
		routeAOf(firmware.communication).order({ action: 'ready', reason: 'test' }, (answer) => answers.push(answer));
		base.pull('communication');
		scheduler.runUntil(30_000);
		equal(answers.length, 1);
		equal(answers[0]!.result, 'unanswered');
		equal(relay.closed, true);
		equal(routeAOf(firmware.communication).routeA, undefined);
	});

	it('ends a session that begins on its link while the communication unit is out', () => {
		const { scheduler, link, base } = device();
		base.pull('communication');
		scheduler.runUntil(6000);
		equal(link.terminated, 0);
		link.listener.onPeer('joined', PEER, '');
		scheduler.runUntil(7000);
		equal(link.terminated, 1);
	});
});
