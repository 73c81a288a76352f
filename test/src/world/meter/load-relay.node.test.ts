import assert from 'node:assert/strict';
import { constantLoad } from '../../../../src/world/load/source.js';
import { meterStatus, statusText } from '../../../../src/world/meter/meter-status.js';
import { PlugInRig, START } from '../simulation/plug-in-rig.js';

const rigWith = (units?: string) => new PlugInRig(units, { load: constantLoad(500), routeA: { household: { relayWatts: 2000 } } });

describe('the load on the relay of an emulated meter', () => {
	it('draws beside the house while it is on, and the meter counts it; events, status and record show it', () => {
		const rig = rigWith();
		rig.run(1000);
		assert.equal(rig.meter.terminals.sample?.power, 2500);
		assert.equal(meterStatus(rig.meter).relay, true);
		const before = rig.meter.readings.counts()!.import;
		rig.run(3_600_000);
		const { wattHours } = rig.meter.readings.counter;
		assert.ok(Math.abs((rig.meter.readings.counts()!.import - before) * wattHours - 2500) <= wattHours);
		const { relay } = rig.meter.routeA!.control.household!;
		assert.equal(relay!.command('disconnect', 'remote', 'a test'), 0);
		assert.equal(rig.meter.terminals.sample?.power, 500);
		assert.equal(rig.events.at(-1), 'load relay off');
		assert.match(statusText(meterStatus(rig.meter)), /^load relay +off$/m);
		assert.equal(rig.meter.terminals.at(START + 3_000_000)?.sample?.power, 2500);
		rig.does('load 100');
		assert.equal(rig.meter.terminals.sample?.power, 100);
		assert.equal(relay!.command('reconnect', 'remote', 'a test'), 0);
		assert.equal(rig.meter.terminals.sample?.power, 2100);
		assert.equal(rig.events.at(-1), 'load relay on');
	});

	it('hangs on both wires, draws nothing where the house has no supply, and stays off through a power failure', () => {
		const rig = rigWith('rf-b,1p2w-30-2way,normal');
		rig.run(1000);
		const { currentR, voltageR, power } = rig.meter.terminals.sample!;
		assert.equal(Math.round(currentR * voltageR), power);
		rig.meter.routeA!.control.household!.relay!.command('disconnect', 'remote', 'a test');
		rig.does('power cut');
		rig.run(60_000);
		rig.does('power on');
		rig.run(10_000);
		assert.equal(rig.meter.relayOn, false);
		assert.equal(rig.meter.terminals.sample?.power, 500);
	});

	it('is not there where nothing hangs on a relay', () => {
		const rig = new PlugInRig(undefined, { load: constantLoad(500), routeA: { household: {} } });
		rig.run(1000);
		assert.equal(rig.meter.routeA!.control.household!.relay, undefined);
		assert.deepEqual(['relay' in meterStatus(rig.meter), 'message' in meterStatus(rig.meter)], [false, false]);
		rig.meter.routeA!.control.household!.message.set(new TextEncoder().encode('No power'));
		assert.equal(meterStatus(rig.meter).message, 'No power');
	});
});
