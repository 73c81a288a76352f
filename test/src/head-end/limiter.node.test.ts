/** An emergency as a head-end sets it, at the limiter of a meter, attribute by attribute. */
import assert from 'node:assert/strict';
import { NAME } from '../../../modules/cosem/object-names.js';
import { PHYSICAL_UNIT } from '../../../modules/cosem/register-class.js';
import { DataTag } from '../../../modules/dlms/axdr/data-writer.js';
import { endEmergency, type LimiterState, type Setting, setEmergency } from '../../../src/head-end/limiter.js';
import { SupplyRig } from '../route-a/control/supply-rig.js';
import { NOON } from '../route-a/route-a-rig.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** As a limiter that was never set tells itself. */
const STATE: LimiterState = {
	monitored: NAME.currentSum,
	scaler: { scaler: -1, unit: PHYSICAL_UNIT.ampere },
	tag: DataTag.longUnsigned,
	active: undefined,
	normal: undefined,
	emergency: undefined,
	minOver: 0,
	minUnder: 0,
	group: 0,
	activation: undefined,
	duration: 0,
	groups: [],
	isEmergency: false,
	actions: { over: undefined, under: undefined },
};

class LimiterRig extends SupplyRig {
	/** After each attribute: its number, and whether an emergency is in force and has a script that it can run. */
	readonly steps: string[] = [];

	readonly session: Setting = {
		set: async ({ classId, name, index }, value) => {
			let result = -1;
			this.line.set({ classId, name, index, selection: undefined }, value, (_, answer) => {
				result = answer ?? -1;
			});
			const { isEmergency, actionOver } = this.meter.routeA.control.limiter;
			this.steps.push(`${index} ${isEmergency ? (actionOver.script === 0 ? 'holds nothing' : 'in force') : 'none'}`);
			return result;
		},
	};
}

const emergency = (time: number) => ({ count: 100, group: 1, time, duration: 12 * HOUR, deviation: -540 });

describe('an emergency', () => {
	it('is in force last, once all that it needs is set', async () => {
		const rig = new LimiterRig().start();
		await setEmergency(rig.session, STATE, emergency(NOON));
		assert.deepEqual(rig.steps, ['9 none', '5 none', '6 none', '7 none', '11 none', '8 none', '9 in force']);
		const { limiter } = rig.meter.routeA.control;
		assert.deepEqual([limiter.thresholdActive, limiter.minOver, limiter.minUnder], [100, 10, 10]);
		assert.deepEqual(
			[limiter.actionOver, limiter.actionUnder],
			[1, 2].map((selector) => ({ script: NAME.disconnectScripts, selector })),
		);
	});

	it('that is to come puts one that was ended before its time in force no more, not even meanwhile', async () => {
		const rig = new LimiterRig().start();
		await setEmergency(rig.session, STATE, emergency(NOON));
		await endEmergency(rig.session);
		rig.steps.length = 0;
		const actions = { over: { script: NAME.disconnectScripts, selector: 1 }, under: undefined };
		await setEmergency(rig.session, { ...STATE, actions }, emergency(NOON + DAY));
		assert.deepEqual(rig.steps, ['9 none', '5 none', '8 none', '9 none']);
	});
});
