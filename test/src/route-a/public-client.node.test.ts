import { RamFlash } from '../../../hal/virtual/flash.js';
import { ACCESS_RESULT } from '../../../modules/dlms/apdu/apdu.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import type { ConnectionOptions } from '../../../modules/dlms/server/server-host.js';
import type { UnitCredentials } from '../../../src/meter/communication/service.js';
import { CONTROL_SECTORS, controlRange } from '../../../src/route-a/control/slot-rows.js';
import { IDIS_PROFILE, type RouteAProfile } from '../../../src/route-a/route-a-profile.js';
import { eventLogSectors } from '../../../src/route-a/standard-log.js';
import { TARIFF_SECTORS } from '../../../src/route-a/tariff/tariff-slots.js';
import { equal, hex, toHex } from '../../assert.js';
import { answersTo, PUBLIC } from '../../modules/dlms/device-rig.js';
import { ACSE } from '../../vectors/cosem.js';
import { MemoryStore, meter } from './route-a-rig.js';

/** Connections as the doors of a meter make them. */
const PORTS: Readonly<Record<string, ConnectionOptions>> = {
	TCP: { exclusive: true },
	UDP: { exclusive: false, maxSend: 1232, burst: 4 },
	'the local port': { exclusive: true, maxSend: 128 },
};
/** Beyond the last attribute and method of any class. */
const LAST_INDEX = 21;
const SET = 0xc1;
const ACTION = 0xc3;
const RESULT_AT = 3;
const EXCEPTION = 0xd8;
const DENIED: readonly number[] = [ACCESS_RESULT.readWriteDenied, ACCESS_RESULT.objectUndefined];
const SECTOR = 4096;
const VALUES: readonly Uint8Array[] = [
	new DataWriter().nullData().copy(),
	new DataWriter().integer(0).copy(),
	new DataWriter().doubleLongUnsigned(1).copy(),
	new DataWriter().structure(2).doubleLongUnsigned(1).octetString(new Uint8Array(44)).copy(),
];

/** A meter that keeps all it may, and how often it was written to. */
function rig(routeAProfile: RouteAProfile) {
	const store = new MemoryStore();
	const [events, control, tariffFlash] = [
		new RamFlash(eventLogSectors(SECTOR, IDIS_PROFILE.eventCapacity), SECTOR),
		new RamFlash(CONTROL_SECTORS, SECTOR),
		new RamFlash(TARIFF_SECTORS, SECTOR),
	];
	let taken = 0;
	const credentials: UnitCredentials = {
		version: 0,
		since: 0,
		isOpening: false,
		take() {
			taken++;
			return undefined;
		},
		status: () => ({ items: { startup: 'clear', authentication: 'clear', connection: 'clear', unit: 'normal' }, verdict: 'active', since: 0 }),
	};
	const told = meter({
		store,
		credentials,
		routeAProfile,
		tariffFlash,
		eventFlash: { flash: events, firstSector: 0, sectors: events.sectors },
		controlFlash: controlRange(control),
	});
	const written = (): string => {
		const flashes = [events, control, tariffFlash].map(({ operations }) => operations);
		const kept = [...store.values].map(([name, value]) => `${name}=${toHex(value)}`);
		return [...flashes, ...kept, taken, told.orders.length, told.clock.now()].join();
	};
	return { ...told, written };
}

function request(service: number, classId: number, name: number, index: number, value: Uint8Array): Uint8Array {
	const head = [service, 0x01, 0xc1, classId >> 8, classId & 0xff];
	const octets = [5, 4, 3, 2, 1, 0].map((i) => Math.floor(name / 256 ** i) % 256);
	return Uint8Array.of(...head, ...octets, index, service === SET ? 0x00 : 0x01, ...value);
}

/** As it is, and with the services of all others: then rights alone keep it out. */
const PROFILES: Readonly<Record<string, RouteAProfile>> = {
	'': IDIS_PROFILE,
	' if it is offered SET and ACTION': { ...IDIS_PROFILE, publicConformance: IDIS_PROFILE.keyedConformance },
};

describe('Route A: a client of public rights', () => {
	for (const [port, connection, offered, profile] of Object.entries(PORTS).flatMap(([port, connection]) =>
		Object.entries(PROFILES).map(([offered, profile]) => [port, connection, offered, profile] as const),
	)) {
		it(`writes nothing and calls nothing at ${port}, whatever it tries of all objects${offered}`, () => {
			const { routeA, written } = rig(profile);
			const { device } = routeA.server.options;
			const association = routeA.server.connect(PUBLIC, connection)!;
			const [aare] = answersTo(association, hex(ACSE.aarq));
			equal(toHex(aare!).includes('a203020100'), true, 'associated');
			const before = written();
			let tried = 0;
			for (const { name, type } of device.objects) {
				for (let index = 0; index <= LAST_INDEX; index++) {
					for (const value of VALUES) {
						for (const service of [SET, ACTION]) {
							const answer = answersTo(association, request(service, type.classId, name, index, value))[0];
							tried++;
							// Any other result would mean that the object has looked at the value.
							if (answer !== undefined && answer[0] !== EXCEPTION)
								equal(DENIED.includes(answer[RESULT_AT]!), true, `${name.toString(16)}, ${index}: ${toHex(answer)}`);
						}
					}
				}
			}
			equal(tried > 10_000, true, `${tried} requests`);
			equal(written(), before, 'what the meter keeps');
		});
	}
});
