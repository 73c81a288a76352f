import { RamFlash } from '../../../../hal/virtual/flash.js';
import { SeededRandom } from '../../../../hal/virtual/random.js';
import { VirtualRelay } from '../../../../hal/virtual/relay.js';
import { crc32 } from '../../../../modules/bytes/crc.js';
import { SWITCHING_SECTORS } from '../../../../src/meter/switching/memory.js';
import { SwitchingPlugIn } from '../../../../src/meter/switching/switching-plug-in.js';
import { UTILITY_PROFILES } from '../../../../src/meter/switching/utility.js';
import { equal } from '../../../assert.js';
import { sweepStep } from '../../../fuzz/campaign.js';
import { at, BackplaneRig, cover, Metering } from './backplane-rig.js';

/** Half-hours of each run: enough for several closes, and erases among them. */
const duration = 4 * 3_600_000;
const power = 1234;

/** A meter at work; `before` is told the number of each operation of the metering unit's flash before it happens. */
function run(before: (operation: number, rig: BackplaneRig, metering: Metering) => void) {
	const rig = new BackplaneRig(at(9, 55), power);
	const metering = new Metering('M1');
	const radio = rig.communication();
	rig.base.plug('metering', metering.unit);
	rig.base.plug('communication', radio.unit);
	rig.base.plug('option', switching(rig));
	rig.base.plug('cover', cover());
	rig.base.start();
	rig.run(0);
	radio.join();
	let operation = 0;
	metering.flash.onOperation = () => before(operation++, rig, metering);
	rig.run(duration);
	return { rig, metering, radio, operations: operation };
}

function switching(rig: BackplaneRig): SwitchingPlugIn {
	return new SwitchingPlugIn({
		identity: { kind: 'switching', code: 'switch-1p3w-60', serial: 'S1', firmware: '1' },
		flash: new RamFlash(SWITCHING_SECTORS, 256),
		relay: new VirtualRelay({ scheduler: rig.scheduler }),
		rating: { wiring: '1p3w', amperes: 60 },
		utility: UTILITY_PROFILES.kansai,
	});
}

/** mWh of `power` for so many ms. */
function energy(ms: number): number {
	return Math.floor((power * ms) / 3600);
}

function sum({ flash }: Metering): number {
	const bytes = flash.snapshot();
	return crc32(bytes, 0, bytes.length, 0);
}

/** What an undisturbed meter does. */
const reference = (() => {
	const { metering, operations } = run(() => {});
	return Object.freeze({ operations, erased: metering.flash.erasures.some((count) => count > 0), sum: sum(metering) });
})();

describe('backplane: swaps at each write and erase of a half-hour close', () => {
	it('there are writes and erases to swap at', () => {
		equal(reference.operations > 20, true, `${reference.operations} operations`);
		equal(reference.erased, true, 'an erase');
	});

	it('the metering unit: what was under way is finished, and not a bit of energy is lost', () => {
		for (let k = 0; k < reference.operations; k += sweepStep()) {
			let pulled = 0;
			const { rig, metering } = run((operation, { base, scheduler }, { unit }) => {
				if (operation !== k) return;
				pulled = scheduler.now();
				base.pull('metering');
				scheduler.after(90_000, () => base.plug('metering', unit));
			});
			const [, out, back] = rig.base.ledger.entries();
			equal(out!.import, energy(pulled), `at operation ${k}`);
			equal(out!.lastKnown, false);
			equal(back!.import, out!.import);
			equal(back!.when - out!.when, 90_000);
			equal(rig.base.readings.halfHour(at(10))?.import !== undefined, true);
			rig.base.pull('metering');
			rig.run(0);
			equal(rig.base.ledger.entries()[3]!.import, energy(rig.scheduler.now() - 90_000), `at operation ${k}`);
			equal(
				rig.events().some((event) => event.startsWith('isolated')),
				false,
			);
			equal(metering.unit.readings, undefined);
		}
	});

	it('the metering unit, torn out in the middle: it fails alone, its last poll is on record, and it goes on from what its flash holds', () => {
		const random = new SeededRandom(5);
		for (let k = 0; k < reference.operations; k += sweepStep()) {
			let pulled = 0;
			const { rig } = run((operation, { base, scheduler }, { unit, flash }) => {
				if (operation !== k) return;
				pulled = scheduler.now();
				flash.cutAt(0, random);
				base.pull('metering');
				scheduler.after(90_000, () => {
					flash.powerUp();
					base.plug('metering', unit);
				});
			});
			const [, out, back] = rig.base.ledger.entries();
			equal(out!.lastKnown, true, `at operation ${k}`);
			equal(energy(pulled) - out!.import <= energy(60_000), true, 'at most a minute is not on record');
			equal(out!.import <= energy(pulled), true);
			equal(back!.import <= energy(pulled), true);
			rig.base.pull('metering');
			rig.run(0);
			const last = rig.base.ledger.entries()[3]!;
			const since = energy(rig.scheduler.now() - pulled - 90_000);
			equal(Math.abs(last.import - back!.import - since) <= 1, true, 'counts on');
		}
	});

	for (const place of ['communication', 'option', 'cover'] as const) {
		it(`the ${place} unit: the metering unit writes the same, bit by bit`, () => {
			for (let k = 0; k < reference.operations; k += 3 * sweepStep()) {
				const { metering } = run((operation, { base, scheduler }) => {
					if (operation !== k) return;
					const unit = base.pull(place);
					scheduler.after(k % 2 === 0 ? 0 : 45_000, () => base.plug(place, unit));
				});
				equal(sum(metering), reference.sum, `flash after a swap at operation ${k}`);
			}
		});
	}
});

const SET_E5_0 = '1081000505FF010288016101E50100';
const GET_E2 = '1081000605FF010288016201E200';
const GET_E0 = '1081000705FF010288016201E000';
const GET_88 = '1081000805FF0102880162018800';
const NO_DATA = 'fffffffe';

describe('backplane: Route B through swaps', () => {
	function connected() {
		const rig = new BackplaneRig(at(1), 1200);
		const metering = new Metering('M1');
		const radio = rig.communication();
		rig.base.plug('metering', metering.unit);
		rig.base.plug('communication', radio.unit);
		rig.base.start();
		rig.run(0);
		radio.join();
		rig.minutes(121);
		return { rig, base: rig.base, metering, radio };
	}

	it('a history read: its session, credentials and choice stay when the metering unit is replaced at any of its steps', () => {
		for (let step = 0; step < 4; step++) {
			const { rig, base, radio } = connected();
			const replace = (at: number) => {
				if (at !== step) return;
				base.pull('metering');
				base.plug('metering', new Metering('M2').unit);
				rig.run(0);
			};
			const { credentials, listener } = radio.datagrams;
			replace(0);
			equal(radio.ask(SET_E5_0).join(), '1081000502880105ff017101e500');
			replace(1);
			const [history] = radio.ask(GET_E2);
			equal(history!.length, 2 * (14 + 194));
			equal(history!.slice(28, 32), '0000');
			equal(history!.slice(32 + 2 * 8, 32 + 3 * 8), step > 1 ? '00000000' : NO_DATA, '1:00, of the first unit');
			equal(history!.slice(32 + 3 * 8, 32 + 4 * 8), step > 1 ? '00000258' : NO_DATA, '1:30');
			replace(2);
			equal(radio.ask(GET_E0).join(), `1081000702880105ff017201e004${step < 3 ? '00000000' : '00000974'}`);
			replace(3);
			equal(radio.datagrams.credentials, credentials);
			equal(radio.datagrams.listener, listener, 'nothing was started anew');
			equal(radio.datagrams.ended.length, 0);
			rig.minutes(59);
			equal(radio.ask(GET_E0).join(), '1081000702880105ff017201e0040000049c', 'of the second');
		}
	});

	it('says that it has no data, and a fault, while there is no metering unit', () => {
		const { rig, base, radio, metering } = connected();
		radio.ask(SET_E5_0);
		equal(radio.ask(GET_88).join(), '1081000802880105ff017201880142');
		radio.datagrams.take();
		base.pull('metering');
		rig.run(0);
		equal(
			radio.datagrams
				.take()
				.map(({ message }) => message.slice(8))
				.join(),
			'0288010ef001730188' + '0141',
		);
		equal(radio.ask(GET_88).join(), '1081000802880105ff017201880141');
		equal(radio.ask(GET_E0).join(), `1081000702880105ff017201e004${NO_DATA}`);
		equal(radio.ask('1081000905FF010288016202E700E800').join(), '1081000902880105ff017202e7047ffffffee8047ffe7ffe');
		equal(radio.ask(GET_E2)[0]!.slice(32), NO_DATA.repeat(48));
		equal(radio.ask('1081000A05FF010288016201EA00').join(), `1081000a02880105ff017201ea0b${'f'.repeat(14)}${NO_DATA}`);
		base.plug('metering', metering.unit);
		rig.run(0);
		equal(radio.ask(GET_88).join(), '1081000802880105ff017201880142');
		equal(radio.ask(GET_E0).join(), '1081000702880105ff017201e00400000974');
	});

	it('a metering unit whose flash breaks in the middle of a history read: the answer is whole, without data from there on', () => {
		for (const good of [0, 1, 2, 5]) {
			const { base, radio, metering, rig } = connected();
			radio.ask(SET_E5_0);
			let reads = 0;
			const read = metering.flash.read.bind(metering.flash);
			metering.flash.read = (offset, into) => {
				if (reads++ >= good) throw new Error('flash: no answer');
				read(offset, into);
			};
			const [history] = radio.ask(GET_E2);
			equal(history!.length, 2 * (14 + 194));
			equal(history!.slice(-8), NO_DATA);
			rig.run(0);
			equal(base.report('metering').reason, 'failed');
			equal(base.report('communication').state, 'working');
		}
	});

	it('a notification that is due when its metering unit is gone has the time, and no data', () => {
		const { rig, base, radio } = connected();
		rig.minutes(29);
		radio.datagrams.take();
		rig.run(0);
		base.pull('metering');
		rig.minutes(3);
		const sent = radio.datagrams.take().map(({ message }) => message);
		const notification = sent.find((message) => message.slice(20, 22) === '73' && message.slice(24, 26) === 'ea')!;
		equal(notification.slice(24), `ea0b07ea0b16031e00${NO_DATA}eb0b07ea0b16031e00${NO_DATA}`);
	});

	it('the communication unit is replaced: the 45 days stay, the session does not', () => {
		const { rig, base, radio } = connected();
		base.pull('communication');
		const next = rig.communication('C2', 'plc-bplc');
		base.plug('communication', next.unit);
		rig.run(0);
		equal(next.datagrams.credentials, `${'0'.repeat(32)} 0123456789AB`);
		equal(next.ask(GET_E0).length, 0, 'who has not joined');
		next.join();
		next.ask(SET_E5_0);
		equal(next.ask(GET_E2)[0]!.slice(32 + 3 * 8, 32 + 4 * 8), '00000258', '1:30');
		radio.datagrams.take();
		rig.minutes(35);
		equal(radio.datagrams.take().length, 0, 'the old unit is silent');
		equal(next.datagrams.take().length > 0, true, 'the new one notifies');
	});
});

describe('backplane: the switching unit', () => {
	function opened() {
		const rig = new BackplaneRig(at(10), 1200);
		const relay = new VirtualRelay({ scheduler: rig.scheduler });
		const flash = new RamFlash(SWITCHING_SECTORS, 256);
		const unit = new SwitchingPlugIn({
			identity: { kind: 'switching', code: 'switch-1p3w-60', serial: 'S1', firmware: '1' },
			flash,
			relay,
			rating: { wiring: '1p3w', amperes: 60 },
			utility: UTILITY_PROFILES.kansai,
		});
		rig.base.plug('metering', new Metering('M1').unit);
		rig.base.plug('option', unit);
		rig.base.start();
		rig.run(0);
		return { rig, base: rig.base, relay, flash, unit };
	}

	it('moves nothing when it is pulled, and nothing when it comes back', () => {
		for (const closed of [true, false]) {
			const { rig, base, relay, unit } = opened();
			if (!closed) unit.unit!.open('remote', 'test');
			rig.run(1000);
			const { operations } = relay;
			base.pull('option');
			rig.minutes(1);
			base.plug('option', unit);
			rig.minutes(1);
			equal(relay.closed, closed);
			equal(relay.operations, operations);
			equal(unit.unit!.state.closed, closed);
		}
	});

	it('pulled while its contact moves: it shows where the contact is, and carries the order out when it is back', () => {
		const { rig, base, relay, unit } = opened();
		relay.fault = 'refuses';
		unit.unit!.open('remote', 'test');
		rig.run(5);
		base.pull('option');
		rig.minutes(1);
		relay.fault = 'none';
		base.plug('option', unit);
		rig.run(1000);
		equal(relay.closed, false);
		equal(unit.unit!.state.closed, false);
	});

	it('whose flash fails when its contact moves is isolated alone', () => {
		const { rig, base, relay, flash } = opened();
		flash.cutAt(0, { fill: (bytes) => bytes.fill(2) });
		relay.force(false);
		rig.minutes(30);
		equal(base.report('option').reason, 'failed');
		equal(base.readings.counts()!.import, 600);
		flash.powerUp();
		rig.minutes(60);
		equal(base.report('option').state, 'working');
	});
});
