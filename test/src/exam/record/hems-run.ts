/** A HEMS at work in a world, with any module: all that was said at its dongle, and what the meter tells of the same. */

import { ESV, encodeFrame } from '../../../../modules/echonet-lite/frame.js';
import { formatFullAddress, linkLocalAddress } from '../../../../modules/ipv6/address.js';
import type { HostListener } from '../../../../modules/wi-sun-module/host.js';
import { J11Client } from '../../../../modules/wi-sun-module/j11/host/client.js';
import { isJ11, type ModuleName } from '../../../../modules/wi-sun-module/models.js';
import type { FoundPan } from '../../../../modules/wi-sun-module/network.js';
import { SkHost } from '../../../../modules/wi-sun-module/skstack/host/sk-host.js';
import type { Act } from '../../../../src/exam/record/act.js';
import { Dialogue } from '../../../../src/exam/record/dialogue.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { parseFault } from '../../../../src/world/fault/fault-choice.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import type { WorldEvent } from '../../../../src/world/schema/event-rows.js';
import { World } from '../../../../src/world/simulation/world.js';
import { equal } from '../../../assert.js';
import { CREDENTIALS } from '../../world/simulation/hems-rig.js';
import { Cable } from '../../world/simulation/module-rig.js';

export const METER = 0x028801;
export const POLLS = 5;

/** Bring up, scan, join, five polls of power and currents together, end; all that was said meanwhile. */
export function runHems(model: ModuleName, faults: readonly string[] = []) {
	const world = new World({
		seed: 3,
		speed: 'max',
		start: Date.UTC(2026, 10, 22, 3, 29, 30),
		load: constantLoad(1237),
		profile: GEN1,
		credentials: CREDENTIALS,
		faults: faults.map((fault) => parseFault(fault)),
		log: { write() {} },
	});
	const { simulator } = world;
	const { scheduler } = simulator;
	const acts: Act[] = [];
	const events: WorldEvent[] = [];
	const received: Uint8Array[] = [];
	const dialogue = new Dialogue();
	let number = 0;
	world.events.subscribe((event) => {
		events.push(event);
		number++;
		if (event.event === 'serial') acts.push(...dialogue.onSerial({ number, session: 1, at: event.elapsedMs }, event));
	});
	const cable = new Cable(scheduler);
	const dongle = simulator.addDongle({ model, serial: cable.module });
	cable.module.onReceive = (bytes) => dongle.receive(bytes);
	const listener: HostListener = {
		onDatagram: ({ localPort, payload }) => {
			if (localPort === 3610) received.push(payload);
		},
		onChange() {},
	};
	const options = { scheduler, write: (bytes: Uint8Array) => cable.host.write(bytes), listener };
	const host = isJ11(model) ? new J11Client(options) : new SkHost(options);
	cable.host.onReceive = (bytes) => host.receive(bytes);
	const wait = <Value>(start: (done: (value: Value) => void) => void): Value => {
		let result: { readonly value: Value } | undefined;
		start((value) => {
			result = { value };
		});
		scheduler.runWhile(() => result === undefined, 600_000);
		return result!.value;
	};
	wait((done) => host.open(done));
	equal(
		wait((done: (ok: boolean) => void) => host.configure(CREDENTIALS.id, CREDENTIALS.password, done)),
		true,
	);
	const pans = wait((done: (pans: readonly FoundPan[]) => void) => host.scan(done));
	equal(
		wait((done: (joined: boolean) => void) => host.join(pans[0]!, done)),
		true,
	);
	const meter = linkLocalAddress(simulator.meters[0]!.macAddress);
	for (let tid = 1; tid <= POLLS; tid++) {
		const properties = [0xe7, 0xe8].map((epc) => ({ epc, edt: new Uint8Array(0) }));
		const frame = encodeFrame({ tid, seoj: 0x05ff01, deoj: METER, esv: ESV.Get, properties });
		wait((done) => host.send(meter, 3610, frame, 'required', done));
		scheduler.runFor(20_000);
	}
	wait((done) => host.terminate(done));
	return { acts, events, received, pans, meter: formatFullAddress(meter) };
}
