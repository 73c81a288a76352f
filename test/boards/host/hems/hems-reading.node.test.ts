/** What a HEMS reads of a meter that refuses and is silent, and what of it others may know. */
import assert from 'node:assert/strict';
import { parseFaults } from '../../../../boards/host/faults/fault-options.js';
import { HemsError } from '../../../../boards/host/hems/hems-failures.js';
import { type ReadProperty, readAll } from '../../../../boards/host/hems/hems-reading.js';
import { HemsSession } from '../../../../boards/host/hems/hems-session.js';
import { HemsJson, HemsText } from '../../../../boards/host/hems/hems-view.js';
import { masked } from '../../../../boards/host/hems/masking.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { GEN2 } from '../../../../src/route-b/meter-profile.js';
import { type MeterTraits, withTraits } from '../../../../src/route-b/traits.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { Simulator } from '../../../../src/world/simulation/simulator.js';
import { hex } from '../../../assert.js';
import { CREDENTIALS } from '../../../src/world/simulation/hems-rig.js';
import { Cable } from '../../../src/world/simulation/module-rig.js';

const LOG = { write() {} };

/** A HEMS that has joined this meter in virtual time; `within` waits for what it does. */
async function joined(traits: MeterTraits, ...faults: readonly string[]) {
	const simulator = new Simulator({
		seed: 1,
		start: Date.UTC(2026, 10, 22, 3, 0),
		load: constantLoad(500),
		profile: withTraits(GEN2, traits),
		credentials: CREDENTIALS,
		log: LOG,
		onEvent() {},
		faults: parseFaults(faults),
	});
	const { scheduler } = simulator;
	const cable = new Cable(scheduler);
	const dongle = simulator.addDongle({ model: 'bp35a1', serial: cable.module });
	cable.module.onReceive = (bytes) => dongle.module.receive(bytes);
	const session = new HemsSession({ serial: cable.host, scheduler, log: LOG });
	const within = async <Result>(promise: Promise<Result>) => {
		let waiting = true;
		const end = () => {
			waiting = false;
		};
		promise.then(end, end);
		while (waiting) {
			scheduler.runFor(1);
			await Promise.resolve();
		}
		return promise;
	};
	await within(session.open());
	const pans = await within(session.scan(CREDENTIALS));
	await within(session.join(pans[0]!));
	return { scheduler, session, within };
}

describe('a reading of all that a meter tells', function () {
	this.timeout(120_000);

	it('has what is refused, what gets no answer, and how long the others took', async () => {
		const { session, within } = await joined({ unreadable: [0x8d], unanswered: [0xd3, 0xe2] });
		const { properties } = await within(readAll(session));
		const of = (epc: number) => properties.find((property) => property.epc === epc)!;
		assert.deepEqual(
			properties.filter(({ unanswered }) => unanswered).map(({ epc }) => epc),
			[0xd3, 0xe2],
		);
		assert.equal(of(0x8d).edt.length, 0);
		assert.equal(of(0x8d).unanswered, undefined);
		assert.equal(toUpperHex(of(0xe7).edt), '000001F4');
		for (const { epc, ms, unanswered } of properties) {
			if (unanswered) assert.equal(ms, undefined);
			// The meter takes 200 to 500 ms, and the air the rest.
			else assert.ok(ms !== undefined && ms >= 200 && ms < 2_000, `${ms} ms for ${epc.toString(16)}`);
		}
	});

	it('is none of a meter that is silent from the start', async () => {
		const { session, within } = await joined({}, 'no-reply');
		await assert.rejects(within(readAll(session)), HemsError);
	});

	it('is none of a meter that becomes silent', async () => {
		const { session, within } = await joined({ unanswered: [0x9f] });
		await assert.rejects(within(readAll(session)), HemsError);
	});
});

describe('a reading for others', () => {
	const property = (epc: number, edt: string): ReadProperty => ({ epc, edt: hex(edt), ms: 1 });
	const properties = [
		property(0x80, '30'),
		property(0x81, '61'),
		property(0x83, `fe000016${'41'.repeat(13)}`),
		property(0x8d, '4142434445464748494a4b4c'),
		property(0xc0, '00000016 4142434445464748494a4b4c'),
		property(0xd3, '00000001'),
		property(0xe0, '0000fe73'),
		property(0xe2, `0001${'0000fe73'.repeat(48)}`),
		property(0xe4, `00ff${'fffffffe'.repeat(48)}`),
		property(0xec, '07ea05140e0001 0000fe73 00000016'),
		property(0xee, 'ffffffffffff01 fffffffe fffffffe'),
		property(0xf5, '0102'),
	];
	const reading = { properties, wattHours: 100, digits: 6 };

	it('has neither numbers of the meter, nor what nobody knows, nor what was consumed when', () => {
		assert.deepEqual(
			masked(reading).properties.map(({ epc, edt, masked: bytes }) => [epc, edt.length, bytes]),
			[
				[0x80, 1, undefined],
				[0x81, 1, undefined],
				[0x83, 0, 17],
				[0x8d, 0, 12],
				[0xc0, 0, 16],
				[0xd3, 4, undefined],
				[0xe0, 4, undefined],
				[0xe2, 0, 194],
				[0xe4, 194, undefined],
				[0xec, 0, 15],
				[0xee, 15, undefined],
				[0xf5, 0, 2],
			],
		);
	});

	it('has no location with coordinates', () => {
		const [location] = masked({ ...reading, properties: [property(0x81, `01${'00'.repeat(16)}`)] }).properties;
		assert.deepEqual([location!.edt.length, location!.masked], [0, 17]);
	});

	it('leaves what is empty empty, and unanswered unanswered', () => {
		const empty: ReadProperty = { epc: 0x8d, edt: hex(''), unanswered: true };
		assert.deepEqual(masked({ ...reading, properties: [empty] }).properties, [empty]);
	});

	/** What goes to stdout and stderr. */
	const printed = (show: () => void): string => {
		const streams = [process.stdout, process.stderr];
		const writes = streams.map(({ write }) => write);
		let text = '';
		for (const stream of streams) {
			stream.write = (chunk: unknown) => {
				text += String(chunk);
				return true;
			};
		}
		try {
			show();
		} finally {
			for (const [i, stream] of streams.entries()) stream.write = writes[i]!;
		}
		return text;
	};
	const pan = { channel: 49, panId: 0x1a7c, mac: hex('001c64004b450001'), rssi: -52, pairingId: 'CCDDEEFF' };
	for (const [what, create] of [
		['JSON', () => new HemsJson(false, 'en', true)],
		['text', () => new HemsText(false, 'en', true)],
		['Japanese text', () => new HemsText(false, 'ja', true)],
	] as const) {
		it(`tells nothing of whose meter it is in ${what}`, () => {
			const text = printed(() => {
				const view = create();
				view.found([pan]);
				view.table(masked(reading));
			});
			assert.doesNotMatch(text, /CCDDEEFF|001C64004B450001|ABCDEFGH|41424344/i);
			assert.match(text, /1A7C/);
		});
	}
});
