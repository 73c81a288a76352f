/** The acts of a HEMS at work in a world, with each module, beside what the meter tells of the same. */

import { equalBytes } from '../../../../modules/bytes/equal.js';
import { toUpperHex } from '../../../../modules/bytes/hex.js';
import { ESV, encodeFrame } from '../../../../modules/echonet-lite/frame.js';
import { formatFullAddress, linkLocalAddress } from '../../../../modules/ipv6/address.js';
import type { HostListener } from '../../../../modules/wi-sun-module/host.js';
import { J11Client } from '../../../../modules/wi-sun-module/j11/host/client.js';
import { isJ11, MODULES, type ModuleName } from '../../../../modules/wi-sun-module/models.js';
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

const METER = 0x028801;
const POLLS = 5;

/** Bring up, scan, join, five polls of power and currents together, end; all that was said meanwhile. */
function run(model: ModuleName, faults: readonly string[] = []) {
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

const models = Object.keys(MODULES) as ModuleName[];

describe('The dialogue of an exam', () => {
	for (const model of models) {
		it(`has each request and each datagram of the meter with a ${model}`, () => {
			const { acts, events, received, pans, meter } = run(model);
			const of = <Kind extends Act['kind']>(kind: Kind) => acts.filter((act): act is Extract<Act, { kind: Kind }> => act.kind === kind);
			equal(
				of('sends')
					.map(({ peer, frame }) => `${peer === meter} ${frame?.tid} ${frame?.properties.length}`)
					.join(),
				Array.from({ length: POLLS }, (_, i) => `true ${i + 1} 2`).join(),
			);
			const told = of('receives').filter(({ ownPort }) => ownPort === 3610);
			equal(told.length, received.length);
			for (const [i, { bytes }] of told.entries()) equal(equalBytes(bytes, received[i]!), true, `datagram ${i + 1}: ${toUpperHex(bytes)}`);
			// Beside the announcement of its instances, to all nodes, and what it notified: what the meter says of itself.
			const served = events.filter((event) => event.event === 'get' || event.event === 'notify');
			equal(told.map(({ frame }) => frame?.tid).join(), served.map(({ tid }) => tid).join());
			equal(told.filter(({ frame }) => frame?.esv === ESV.Get_Res).length, POLLS);
			equal(told.filter(({ frame }) => frame?.esv === ESV.INF && frame.seoj === METER).length, 1, 'the notification of 12:30');
			equal(
				of('found').length > 0 &&
					of('found').every(({ channel, panId }) => channel === pans[0]!.channel && Number.parseInt(panId, 16) === pans[0]!.panId),
				true,
			);
			equal(`${of('joins').length} ${of('setsId')[0]!.id} ${of('setsPassword')[0]!.length} ${of('terminates').length}`, `1 ${CREDENTIALS.id} 12 1`);
			equal(of('setsChannel').at(-1)!.channel, pans[0]!.channel);
			const numbers = of('event').map((act) => act.number);
			for (const number of [0x21, 0x22, 0x25, 0x27]) equal(numbers.includes(number), true, `EVENT ${number.toString(16)}`);
			equal(of('other').filter(({ text }) => !['startRouteB', 'endRouteB'].includes(text)).length, 0);
			equal(
				of('ok').every(({ name }) => name !== null),
				true,
				'each OK belongs to a command',
			);
			for (const act of acts) equal(events[act.entry - 1]!.event, 'serial');
		});
	}

	it('has the datagrams of a module whose payloads come as they are, whatever its grammar', () => {
		const { acts, received } = run('bp35c2', ['binary-payload', 'other-grammar']);
		const told = acts.filter((act) => act.kind === 'receives' && act.ownPort === 3610);
		equal(told.length, received.length);
		equal(told.length > POLLS, true);
	});

	it('has what a meter asks, and what is malformed, byte by byte as the meter tells it', () => {
		const { acts, events } = run('bp35a1', ['meter-asks=7s', 'malformed=always']);
		const asked = events.filter((event) => event.event === 'asked');
		const bytes = acts.flatMap((act) => (act.kind === 'receives' && act.ownPort === 3610 ? [toUpperHex(act.bytes)] : []));
		for (const each of asked) equal(bytes.includes(each.bytes), true, each.bytes);
		equal(asked.filter(({ service }) => service === null).length, POLLS);
		equal(asked.find(({ service }) => service === 'Get')?.bytes.endsWith('0EF0010EF0016201D600'), true);
		equal(asked.length - POLLS > POLLS, true);
	});

	it('has an answer that the meter tells as late when it comes', () => {
		const { acts, events } = run('bp35a1', ['late-reply=61s']);
		const late = events.filter((event) => event.event === 'get' && event.object === '028801');
		equal(late.length > 0 && late.every((event) => event.event === 'get' && event.late! > 60_000), true);
		equal(
			acts.some((act) => act.kind === 'receives' && act.frame?.esv === ESV.Get_Res),
			true,
		);
	});
});
