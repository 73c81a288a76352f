import assert from 'node:assert/strict';
import type { UdpSocket } from '../../../../hal/ports/sockets.js';
import { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { KEY_ID } from '../../../../modules/cosem/security-setup.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { receiveCounterOf } from '../../../../src/route-a/clients.js';
import { NO_LINK } from '../../../../src/route-a/route-a-service.js';
import { ROUTE_A_FAULTS, type RouteAFault } from '../../../../src/world/fault/route-a-fault-rows.js';
import { RouteAFaults } from '../../../../src/world/fault/route-a-faults.js';
import { equal, hex } from '../../../assert.js';
import { MANAGEMENT_CONFORMANCE } from '../../../modules/dlms/device-rig.js';
import { keysOf, LOCAL_PORT, NETWORK, newKeys, READING, securityOf } from '../../route-a/route-a-rig.js';
import { switchedOn } from './fault-rig.js';
import { FaultyMeter } from './faulty-meter-rig.js';

const ENERGY = [3, NAME.importEnergy, 2] as const;
const ROWS = [7, NAME.loadProfile, 2] as const;
const LIST = [15, NAME.association, 2] as const;

const energyOf = (rig: FaultyMeter, client = rig.associate(), time = 0) => rig.get(client, ...ENERGY, time);
const VALUE = '{"tag":6,"value":12345}';

describe('Route A with faults', () => {
	it('is as it is without any', () => {
		const rig = new FaultyMeter([]);
		equal(energyOf(rig), VALUE);
	});

	it('gives no answer', () => {
		const rig = new FaultyMeter(['no-answer=always']);
		equal(`${energyOf(rig)} ${rig.struck('no-answer')}`, 'no answer 1');
	});

	it('answers late, after who asked again, and then both', () => {
		const rig = new FaultyMeter(['late-answer=8s']);
		const peer = rig.connect();
		const client = rig.associate(peer);
		const seen = peer.answers.length;
		equal(energyOf(rig, client, 7_999), 'no answer');
		client.abort('time-out');
		rig.faults.switches.set('late-answer', undefined);
		equal(peer.answers.length - seen, 0);
		equal(rig.get(client, ...ENERGY), 'no answer');
		rig.meter.scheduler.runFor(1);
		equal(peer.answers.length - seen, 2);
		equal(`${client.refused} ${client.busy}`, '1 false');
	});

	it('loses the association, and closes the connection', () => {
		const rig = new FaultyMeter(['association-lost=always']);
		const peer = rig.connect();
		equal(energyOf(rig, rig.associate(peer)), 'no answer');
		equal(`${peer.closed} ${rig.struck('association-lost')}`, 'true 1');
		rig.faults.switches.set('association-lost', undefined);
		equal(energyOf(rig), VALUE);
	});

	it('answers under another invoke id, which a client does not take', () => {
		const rig = new FaultyMeter(['wrong-invoke-id=always']);
		const client = rig.associate();
		equal(energyOf(rig, client), 'no answer');
		equal(client.refused, 1);
	});

	it('does not answer a release', () => {
		const rig = new FaultyMeter(['release-unanswered']);
		const client = rig.associate();
		equal(
			rig.outcome<undefined>((done) => client.release(done)),
			'no answer',
		);
		client.abort('time-out');
		equal(rig.struck('release-unanswered'), 1);
	});

	for (const [fault, exception] of [
		['tag-refused', 5],
		['counter-refused', 6],
	] as const) {
		it(`refuses a request that nothing is wrong with: ${fault}`, () => {
			const rig = new FaultyMeter([`${fault}=always`]);
			const client = rig.associate();
			equal(`${energyOf(rig, client)} ${rig.struck(fault)}`, `exception ${exception} 1`);
			rig.faults.switches.set(fault, undefined);
			equal(energyOf(rig, client), VALUE, 'the association goes on');
		});
	}

	for (const fault of ['block-lost', 'block-repeated', 'block-early'] as const) {
		it(`spoils the blocks of a long answer: ${fault}`, () => {
			const rig = new FaultyMeter([`${fault}=always`]);
			const client = rig.associate();
			equal(rig.get(client, ...LIST), 'no answer');
			equal(client.refused > 0, fault !== 'block-lost');
			client.abort('time-out');
			rig.faults.switches.set(fault, undefined);
			equal(rig.get(client, ...LIST).startsWith('{"tag":1,"items":['), true);
		});

		it(`spoils general blocks, which a client asks for again: ${fault}`, () => {
			const rig = new FaultyMeter([`${fault}=1/4`]);
			const client = rig.associate(undefined, MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer, 8);
			let outcome = 'no answer';
			client.get({ classId: 7, name: NAME.loadProfile, index: 2, selection: undefined }, (error, value) => {
				outcome = error?.text ?? (typeof value === 'object' ? `${value.length > 10_000}` : `${value}`);
			});
			for (let i = 0; i < 2_000 && client.busy; i++) {
				rig.meter.scheduler.runFor(0);
				if (client.busy) client.recover();
			}
			equal(outcome, 'true');
			equal((rig.struck(fault) ?? 0) > 0, true);
		});
	}

	it('answers a change of keys that it does not make', () => {
		const rig = new FaultyMeter(['key-forgotten']);
		const client = rig.associate();
		const { cipher } = rig.meter.routeA;
		const wrapped = cipher.keyWrap(rig.meter.keys.kek!, new Uint8Array(16).fill(0x77));
		const parameter = new DataWriter().array(1).structure(2).enum(KEY_ID.encryption).octetString(wrapped).copy();
		const target = { classId: 64, name: NAME.securitySetup, index: 2 };
		const result = rig.outcome<number>((done) => client.act(target, parameter, (error, outcome) => done(error, outcome?.result)));
		equal(result, '0');
		equal(rig.struck('key-forgotten'), 1);
		equal(energyOf(rig), VALUE, 'the old keys hold');
	});

	it('forgets the counters of its clients when a communication unit comes in', () => {
		const rig = new FaultyMeter(['counters-forgotten']);
		energyOf(rig);
		const { store } = rig.meter;
		equal(store.get(receiveCounterOf(1)) === undefined, false);
		rig.faults.onPlugged(store);
		equal(store.get(receiveCounterOf(1)), undefined);
		equal(rig.struck('counters-forgotten'), 1);
	});

	it('comes to a stop in a general block transfer', () => {
		const rig = new FaultyMeter(['gbt-stalls=always']);
		const client = rig.associate(undefined, MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer, 8);
		equal(rig.get(client, ...ROWS), 'no answer');
		for (let i = 0; i < 5; i++) client.recover();
		rig.meter.scheduler.runFor(0);
		equal(`${client.busy} ${rig.struck('gbt-stalls')}`, 'true 1');
	});

	it('stays at a stop whatever other clients are served meanwhile', () => {
		const rig = new FaultyMeter(['gbt-stalls']);
		const client = rig.associate(undefined, MANAGEMENT_CONFORMANCE | CONFORMANCE.generalBlockTransfer, 8);
		equal(rig.get(client, ...ROWS), 'no answer');
		const reader = rig.connect().client(READING, { security: securityOf(keysOf(rig.meter.keys, READING)) });
		equal(
			rig.outcome<undefined>((done) => reader.associate(done)),
			'undefined',
		);
		for (let i = 0; i < 5; i++) {
			equal(rig.get(reader, ...ENERGY), VALUE);
			client.recover();
			rig.meter.scheduler.runFor(0);
		}
		equal(`${client.busy} ${rig.struck('gbt-stalls')}`, 'true 1');
	});

	it('sends a block that was held back to the peer that it is for', () => {
		const scheduler = new VirtualScheduler();
		const faults = new RouteAFaults(switchedOn(['block-early=always']), newKeys());
		const sent: string[] = [];
		const inner: UdpSocket = {
			address: new Uint8Array(16),
			port: 4059,
			group: new Uint8Array(16),
			onReceive: () => {},
			send: (to, port, bytes) => sent.push(`${to[15]}:${port} ${bytes.at(-1)}`),
			close: () => {},
		};
		const socket = faults.socket(inner, scheduler);
		const frame = (number: number) => Uint8Array.of(0, 1, 0, 1, 0, 1, 0, 6, 0xe0, 0x80, 0, number, 0, number);
		const [one, two] = [1, 2].map((host) => new Uint8Array(16).fill(host));
		socket.send(one!, 1000, frame(1));
		socket.send(two!, 1000, frame(21));
		socket.send(one!, 1001, frame(31));
		socket.send(one!, 1000, frame(2));
		scheduler.runFor(0);
		equal(sent.join(), '1:1000 2,1:1000 1,2:1000 21,1:1001 31');
		equal(faults.switches.find('block-early')?.struck, 3);
	});

	describe('that cannot strike', () => {
		const BY_LINE = { ...NO_LINK, localPort: LOCAL_PORT };
		const OVER_IP = { ...NO_LINK, network: NETWORK };
		const KEYLESS = newKeys({ clients: {}, firmwareKey: new Uint8Array(16), keyless: { 1: { offers: ['gbt', 'lls'], secret: hex('31') } } });

		const MAKERS = newKeys({ firmwareKey: new Uint8Array(16) });
		const OFFERED = newKeys({ clients: { 1: { ...newKeys().clients[1]!, offers: ['gbt'] } } });
		const NO_IMAGES = { 'image-stalls': 'noImages', 'verify-slow': 'noImages', 'activation-old': 'noImages' };

		for (const [what, link, keys, refused] of [
			['no door', NO_LINK, newKeys(), Object.fromEntries(Object.keys(ROUTE_A_FAULTS).map((name) => [name, 'noRouteA']))],
			['no local port, and no client that is offered gbt', OVER_IP, MAKERS, { 'hdlc-noise': 'noLocalPort', 'gbt-stalls': 'noGeneralBlocks' }],
			['no IP', BY_LINE, MAKERS, { 'release-unanswered': 'noRouteAOverIp', 'gbt-stalls': 'noRouteAOverIp' }],
			['no firmware key', { ...BY_LINE, network: NETWORK }, OFFERED, NO_IMAGES],
			[
				'no client with keys',
				{ ...BY_LINE, network: NETWORK },
				KEYLESS,
				{ 'tag-refused': 'noClientKeys', 'counter-refused': 'noClientKeys', 'key-forgotten': 'noClientKeys', 'counters-forgotten': 'noClientKeys' },
			],
		] as const) {
			it(`are refused: ${what}`, () => {
				const faults = new RouteAFaults(switchedOn([]), keys);
				faults.options(link);
				const refusals = Object.keys(ROUTE_A_FAULTS).map((name) => [name, faults.refusal(name as RouteAFault, false)?.kind] as const);
				assert.deepEqual(Object.fromEntries(refusals.filter(([, kind]) => kind !== undefined)), refused);
			});
		}

		it('are refused without a communication unit, but for what a new one brings', () => {
			const faults = new RouteAFaults(switchedOn([]), newKeys());
			faults.options(OVER_IP);
			equal(`${faults.refusal('no-answer', true)?.kind} ${faults.refusal('counters-forgotten', true)?.kind}`, 'noRouteA undefined');
		});
	});
});
