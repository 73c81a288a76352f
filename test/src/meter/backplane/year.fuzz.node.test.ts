import assert from 'node:assert/strict';
import { RamFlash } from '../../../../hal/virtual/flash.js';
import { VirtualRelay } from '../../../../hal/virtual/relay.js';
import { SWITCHING_SECTORS } from '../../../../src/meter/switching/memory.js';
import { SwitchingPlugIn } from '../../../../src/meter/switching/switching-plug-in.js';
import { UTILITY_PROFILES } from '../../../../src/meter/switching/utility.js';
import { VOLTAGE_SECTORS } from '../../../../src/meter/voltage/archive.js';
import { VoltagePlugIn } from '../../../../src/meter/voltage/voltage-plug-in.js';
import { fuzzCount, tried } from '../../../fuzz/campaign.js';
import { at, BackplaneRig, cover, Metering } from './backplane-rig.js';

const week = 7 * 86_400_000;
/** A year, or a season in a short run. */
const WEEKS = Math.max(13, fuzzCount(52));

describe('backplane: a year', () => {
	it('with all four units, each swapped every week, and a load that changes each minute, loses no energy and no unit', () => {
		const rig = new BackplaneRig(at(0), 0);
		const meterings = [new Metering('M1'), new Metering('M2')];
		const radios = [rig.communication('C1'), rig.communication('C2', 'plc-bplc')];
		const covers = [cover('L1'), cover('L2', 'rain')];
		const options = [
			new SwitchingPlugIn({
				identity: { kind: 'switching', code: 'switch-1p3w-60', serial: 'S1', firmware: '1' },
				flash: new RamFlash(SWITCHING_SECTORS),
				relay: new VirtualRelay({ scheduler: rig.scheduler }),
				rating: { wiring: '1p3w', amperes: 60 },
				utility: UTILITY_PROFILES.general,
			}),
			new VoltagePlugIn({
				identity: { kind: 'voltage', code: 'voltage-1p3w-60', serial: 'V1', firmware: '1' },
				flash: new RamFlash(VOLTAGE_SECTORS),
				wiring: '1p3w',
			}),
		];
		const { base, scheduler } = rig;
		base.plug('metering', meterings[0]!.unit);
		base.plug('communication', radios[0]!.unit);
		base.plug('option', options[0]!);
		base.plug('cover', covers[0]!);
		base.start();
		let minute = 0;
		let meant = 0;
		const next = (): void => {
			const power = (++minute * 7919) % 6000;
			meant += power;
			rig.metrology.show(power);
			scheduler.after(60_000, next);
		};
		next();
		for (let i = 1; i <= WEEKS; i++) {
			tried(`week ${i}`);
			scheduler.runUntil(i * week - 1);
			base.pull('metering');
			base.plug('metering', meterings[i % 2]!.unit);
			base.pull('communication');
			base.plug('communication', radios[i % 2]!.unit);
			base.pull('option');
			base.plug('option', options[i % 2]!);
			base.pull('cover');
			base.plug('cover', covers[i % 2]!);
			rig.run(0);
		}
		base.pull('metering');
		rig.run(0);
		for (const place of ['communication', 'option', 'cover'] as const) assert.equal(base.report(place).state, 'working');
		// The ledger keeps the newest entries only: the energy of the first weeks shows in the first one of each unit that is kept, as it began at 0.
		const last = new Map(base.ledger.entries().map(({ serial, import: energy }) => [serial, energy]));
		const sum = [...last.values()].reduce((total, energy) => total + energy, 0);
		const end = meant - ((minute * 7919) % 6000) / 60_000;
		assert.ok(Math.abs(sum - (end * 1000) / 60) <= 2, `${sum} mWh, expected ${(end * 1000) / 60}`);
	});
});
