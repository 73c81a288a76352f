/** A certificate that is almost out of its time: alarm 3, bit 15, and an event, at the midnights of the meter. */
import { RamFlash } from '../../../hal/virtual/flash.js';
import { VirtualScheduler } from '../../../hal/virtual/scheduler.js';
import { NAME } from '../../../modules/cosem/object-names.js';
import { DataWriter } from '../../../modules/dlms/axdr/data-writer.js';
import { USAGE } from '../../../modules/x509/certificate.js';
import { CERTIFICATE_SECTORS } from '../../../src/route-a/certificates/certificate-memory.js';
import { CertificateWatch } from '../../../src/route-a/certificates/certificate-watch.js';
import { COMPANION_PROFILES } from '../../../src/route-a/companion.js';
import type { PushCarrier } from '../../../src/route-a/push-carrier.js';
import { equal } from '../../assert.js';
import { CLIENT_TITLE, type Line, MANAGEMENT, PUBLIC } from '../../modules/dlms/device-rig.js';
import { Authority } from '../../modules/x509/authority.node.js';
import { CURVES } from './general-rig.node.js';
import { get, NOON, numberIn, PRE_ESTABLISHED, READING } from './route-a-rig.js';
import { called, SetupRig, setupKeys } from './setup-rig.node.js';

const DAY = 86_400_000;
const HOUR = DAY / 24;
const IMPORT = 6;
const BIT = 1 << 15;
const CODE = 222;

/** A meter whose clock goes with its scheduler, or is set otherwise. */
class WatchRig extends SetupRig {
	readonly authority = new Authority('Root', 32, 0x41);
	readonly scheduler: VirtualScheduler;
	readonly #times: { offset: number };
	readonly pushed: number[];

	constructor(changes: ConstructorParameters<typeof SetupRig>[1] = {}) {
		const scheduler = new VirtualScheduler();
		const times = { offset: NOON };
		const pushed: number[] = [];
		const clock = {
			now: () => scheduler.now() + times.offset,
			set: (time: number) => {
				times.offset = time - scheduler.now();
			},
		};
		const push: PushCarrier = {
			send: (_by, _to, _port, bytes, done) => {
				pushed.push(bytes.length);
				scheduler.after(0, () => done(undefined));
			},
		};
		super(1, { certificateFlash: new RamFlash(CERTIFICATE_SECTORS), keys: setupKeys(1), scheduler, clock, push, ...changes });
		this.scheduler = scheduler;
		this.#times = times;
		this.pushed = pushed;
		this.meter.routeA.start();
	}

	run(ms: number): void {
		this.scheduler.runFor(ms);
	}

	/** The world's clock, of which Route A knows nothing. */
	jump(ms: number): void {
		this.#times.offset += ms;
	}

	get manager(): Line {
		const line = this.line();
		equal(line.associate(), 'ok');
		return line;
	}

	import(...ders: readonly Uint8Array[]): void {
		for (const der of ders) equal(called(this.manager, IMPORT, (w) => w.octetString(der)).result, 0);
	}

	/** Of a client. @param days until it is out of its time */
	client(days: number, byte = 0x51): Uint8Array {
		return this.authority.of(CLIENT_TITLE, CURVES.publicKey(new Uint8Array(32).fill(byte))!, USAGE.digitalSignature, { notAfter: NOON + days * DAY });
	}

	read(name: 'alarmRegister3' | 'alarmDescriptor3' | 'alarmFilter3'): number {
		return numberIn(get(this.manager, 1, NAME[name], 2));
	}

	put(name: 'alarmRegister3' | 'alarmDescriptor3' | 'alarmFilter3', value: number): number {
		let result = -1;
		this.manager.set(
			{ classId: 1, name: NAME[name], index: 2, selection: undefined },
			new DataWriter().doubleLongUnsigned(value).copy(),
			(_, told) => {
				result = told ?? -1;
			},
		);
		return result;
	}

	/** How often the log tells it. */
	get told(): number {
		const { events } = this.meter.routeA;
		let count = 0;
		for (let row = events.first; row < events.end; row++) if (events.code(row) === CODE) count++;
		return count;
	}
}

describe('a certificate that is almost out of its time', () => {
	for (const whose of ['client', 'authority'] as const)
		it(`is an alarm and an event at the first midnight of the 30 days before: of ${whose === 'client' ? 'a client' : 'an authority'}`, () => {
			const rig = new WatchRig();
			const root = whose === 'client' ? rig.authority.root() : rig.authority.root({ notAfter: NOON + 40 * DAY });
			rig.import(root, rig.client(whose === 'client' ? 40 : 100));
			// NOON is that of Japan: ten days and twelve hours later it is midnight.
			rig.run(10 * DAY + 11 * HOUR);
			equal([rig.read('alarmRegister3'), rig.told].join(), '0,0');
			rig.run(2 * HOUR);
			equal([rig.read('alarmRegister3'), rig.read('alarmDescriptor3'), rig.told].join(), [BIT, BIT, 1].join());
			rig.run(5 * DAY);
			equal(rig.told, 1, 'once, as long as nobody clears it');
		});

	it('is cleared by setting 0, which the log tells, and comes again at the next midnight as long as the cause is there', () => {
		const rig = new WatchRig();
		rig.import(rig.authority.root(), rig.client(20));
		rig.run(60_000);
		equal([rig.read('alarmRegister3'), rig.told].join(), [BIT, 1].join());
		equal(rig.put('alarmRegister3', 0), 0);
		equal(rig.meter.routeA.eventCode, 11);
		rig.run(11 * HOUR);
		equal([rig.read('alarmRegister3'), rig.told].join(), '0,1');
		rig.run(2 * HOUR);
		equal([rig.read('alarmRegister3'), rig.told].join(), [BIT, 2].join());
	});

	it('is none any more once there is a newer one in its place', () => {
		const rig = new WatchRig();
		rig.import(rig.authority.root(), rig.client(20), rig.client(200, 0x52));
		rig.run(3 * DAY);
		equal([rig.read('alarmRegister3'), rig.told].join(), '0,0');
	});

	it('passes its own filter into its own descriptor, and is pushed then', () => {
		const rig = new WatchRig();
		equal(rig.read('alarmFilter3'), 0xffffffff);
		equal(rig.put('alarmFilter3', 0), 0);
		rig.import(rig.authority.root(), rig.client(20));
		rig.run(60_000);
		equal([rig.read('alarmRegister3'), rig.read('alarmDescriptor3'), rig.pushed.length].join(), [BIT, 0, 0].join());
		equal(rig.put('alarmFilter3', BIT), 0);
		equal(rig.read('alarmFilter3'), BIT);
		equal(rig.put('alarmRegister3', 0), 0);
		const destination = new DataWriter()
			.structure(3)
			.enum(1)
			.octetString(Uint8Array.from('[::1]:4060', (c) => c.charCodeAt(0)))
			.enum(0)
			.copy();
		rig.manager.set({ classId: 40, name: NAME.alarmPush, index: 3, selection: undefined }, destination, () => {});
		rig.run(DAY);
		equal([rig.read('alarmDescriptor3'), rig.pushed.length > 0].join(), [BIT, true].join());
		const before = rig.pushed.length;
		equal(rig.put('alarmRegister3', 0), 0);
		rig.run(DAY);
		equal(rig.pushed.length, before, 'a descriptor that is set already is not told again');
		equal(rig.put('alarmDescriptor3', 0), 0);
		equal(rig.put('alarmRegister3', 0), 0);
		rig.run(DAY);
		equal(rig.pushed.length > before, true);
	});

	it('is noticed when the clock jumps there, by the world or by Route A, and not when it jumps back', () => {
		const world = new WatchRig();
		world.import(world.authority.root(), world.client(100));
		world.run(HOUR);
		world.jump(80 * DAY);
		world.run(61_000);
		equal([world.read('alarmRegister3'), world.told].join(), [BIT, 1].join(), 'the world');
		equal(world.put('alarmRegister3', 0), 0);
		world.jump(-80 * DAY);
		world.run(3 * DAY);
		equal([world.read('alarmRegister3'), world.told].join(), '0,1', 'back');
		world.jump(75 * DAY);
		world.run(DAY);
		equal([world.read('alarmRegister3'), world.told].join(), [BIT, 2].join(), 'and there again');
		const set = new WatchRig();
		set.import(set.authority.root(), set.client(100));
		set.run(HOUR);
		equal(set.meter.routeA.adjustClock(NOON + 80 * DAY), 0);
		set.run(1000);
		equal(set.told, 1, 'Route A');
	});

	it('is noticed when the meter gets its power, and of what a client imports at once', () => {
		const rig = new WatchRig();
		rig.import(rig.authority.root(), rig.client(100));
		rig.run(HOUR);
		equal(rig.told, 0);
		rig.import(rig.client(10, 0x53).slice());
		rig.run(1000);
		equal(rig.told, 0, 'not of one in whose place another is');
		rig.import(
			rig.authority.of(rig.keys.systemTitle, CURVES.publicKey(rig.keys.signatureKey!)!, USAGE.digitalSignature, { notAfter: NOON + 10 * DAY }),
		);
		rig.run(1000);
		equal(rig.told, 1, 'of the meter');
		const { authority } = rig;
		const keys = { ...setupKeys(1), authorities: [authority.root({ notAfter: NOON + 5 * DAY })] };
		const told = new WatchRig({ keys });
		told.run(10_000);
		equal(told.told, 1, 'at power-up');
	});

	it('has objects that client 2 reads, and the management client sets', () => {
		const { device } = new WatchRig().meter.routeA.server.options;
		for (const name of ['alarmRegister3', 'alarmFilter3', 'alarmDescriptor3'] as const) {
			const at = device.objects.findIndex((object) => object.name === NAME[name]);
			const told = [PUBLIC, READING, MANAGEMENT, PRE_ESTABLISHED].map((client) => device.rights[at]![client]);
			equal(JSON.stringify(told), JSON.stringify([undefined, { attributes: '11', methods: '' }, { attributes: '13', methods: '' }, undefined]));
		}
	});

	it('is neither alarm nor event of a companion that has none, nor of a meter without certificates', () => {
		const dutch = new WatchRig({ routeAProfile: COMPANION_PROFILES.dsmr });
		dutch.import(dutch.authority.root(), dutch.client(20));
		dutch.run(3 * DAY);
		equal(dutch.told, 0);
		const none = new SetupRig(1);
		for (const { meter } of [dutch, none])
			equal(
				meter.routeA.server.options.device.objects.some(({ name }) => name === NAME.alarmRegister3),
				false,
			);
	});
});

describe('the watch of certificates', () => {
	const END = NOON + 100 * DAY;
	const ALMOST = 30 * DAY;

	it('tells of an end that is less than 30 days away, and not of one that is 30', () => {
		for (const [now, told] of [
			[END - ALMOST - 1, 0],
			[END - ALMOST, 0],
			[END - ALMOST + 1, 1],
			[END, 1],
			[END + DAY, 1],
		] as const) {
			let count = 0;
			const host = { deviation: -540, now: () => now, onCertificateEnds: () => void count++ };
			new CertificateWatch(host, { nearestEnd: END }).run(now);
			equal(count, told, `${END - now} ms before`);
		}
	});

	it('looks at once, then at the midnights of the meter, and not at all where there are none, unless some come', () => {
		let now = NOON;
		const certificates = { nearestEnd: END };
		const watch = new CertificateWatch({ deviation: -540, now: () => now, onCertificateEnds: () => {} }, certificates);
		equal(watch.dueAt <= now, true);
		watch.run(now);
		const midnight = (Math.floor((NOON + 9 * HOUR) / DAY) + 1) * DAY - 9 * HOUR;
		equal(watch.dueAt, midnight);
		now = NOON - 1;
		equal(watch.dueAt <= now, true, 'the clock went back');
		now = midnight;
		watch.run(now);
		equal(watch.dueAt, midnight + DAY);
		certificates.nearestEnd = Number.POSITIVE_INFINITY;
		watch.run(now);
		equal(watch.dueAt, Number.POSITIVE_INFINITY);
		watch.lookAnew();
		equal(watch.dueAt <= now, true);
	});
});
