import { VirtualScheduler } from '../../../../../hal/virtual/scheduler.js';
import { SkClient } from '../../../../../modules/wi-sun-module/skstack/host/client.js';
import { fromText, toText } from '../../../../../modules/wi-sun-module/skstack/language/digits.js';
import { MODELS, type ModelName } from '../../../../../modules/wi-sun-module/skstack/language/model.js';
import { SkModule } from '../../../../../modules/wi-sun-module/skstack/module/module.js';
import type { FaultAt } from '../../../../../src/world/fault/fault-table.js';
import { FaultyModule } from '../../../../../src/world/fault/faulty-module.js';
import { equal, hex, toHex } from '../../../../assert.js';
import { GET_POWER, INSTANCE_LIST, METER, METER_MAC, PASSWORD, POWER, ROUTE_B_ID } from '../../../../vectors/skstack.js';
import { address, pieces, ScriptedNetwork } from '../../network-rig.js';
import { Memory } from '../module-rig.js';

/** A client and a module on one cable. */
class Cable {
	readonly scheduler = new VirtualScheduler();
	readonly network = new ScriptedNetwork(this.scheduler);
	readonly typed: string[] = [];
	readonly datagrams: string[] = [];
	readonly events: string[] = [];
	readonly client: SkClient;
	readonly module: SkModule;
	/** What gets lost on the way to the client. */
	loses: (line: string) => boolean = () => false;

	constructor(model: ModelName, strikes: (fault: FaultAt<'dongle'>) => boolean = () => false) {
		this.client = new SkClient({
			scheduler: this.scheduler,
			write: (bytes) => {
				this.typed.push(toText(bytes));
				this.scheduler.after(1, () => this.module.receive(bytes));
			},
			listener: {
				onDatagram: ({ localPort, payload }) => this.datagrams.push(`${localPort} ${toHex(payload).toUpperCase()}`),
				onEvent: ({ event, parameter }) => this.events.push(event.toString(16) + (parameter === undefined ? '' : ` ${parameter}`)),
			},
		});
		this.module = new SkModule({
			model: MODELS[model],
			network: this.network,
			scheduler: this.scheduler,
			write: (bytes) => {
				const arriving = pieces(bytes, bytes.length).filter(() => !this.loses(toText(bytes)));
				this.scheduler.after(1, () => {
					for (const piece of arriving) this.client.receive(piece);
				});
			},
			nonvolatile: new Memory(),
			around: new FaultyModule({ scheduler: this.scheduler, strikes }),
		});
	}

	/** What `start` hands to its callback within `time` ms. */
	await<Value>(start: (done: (value: Value) => void) => void, time = 600_000): Value | undefined {
		let result: Value | undefined;
		let waiting = true;
		start((value) => {
			result = value;
			waiting = false;
		});
		this.scheduler.runWhile(() => waiting, time);
		return result;
	}

	join(): boolean | undefined {
		this.await(this.client.open.bind(this.client));
		this.await((done) => this.client.configure(ROUTE_B_ID, PASSWORD, done));
		const pans = this.await(this.client.scan.bind(this.client))!;
		return this.await((done) => this.client.join(pans[0]!, done));
	}
}

describe('A client of a module', () => {
	for (const model of Object.keys(MODELS) as ModelName[]) {
		it(`brings a ${model} to a reading`, () => {
			const cable = new Cable(model);
			equal(cable.join(), true);
			equal(cable.client.side, MODELS[model].side);
			cable.scheduler.runFor(100);
			equal(cable.datagrams.length, 5);
			equal(cable.datagrams[4], `3610 ${INSTANCE_LIST}`);
			equal(
				cable.await((done) => cable.client.send(address(METER), 3610, hex(GET_POWER), 'preferred', done)),
				'sent',
			);
			cable.scheduler.runFor(100);
			equal(cable.datagrams[5], `3610 ${POWER}`);
			equal(toHex(cable.network.sent[0]!.payload).toUpperCase(), GET_POWER);
			equal(cable.await(cable.client.terminate.bind(cable.client)), true);
			equal(cable.client.badLines, 0);
			equal(cable.typed.join('').includes('WOPT'), false, 'flash written');
			equal(cable.events.join(), '20,22,21 2,2,21 0,21 0,21 0,21 0,25,21 0,27');
		});
	}

	it('scans longer and longer until it finds a PAN', () => {
		const cable = new Cable('bp35c2');
		cable.network.pans.length = 0;
		cable.await(cable.client.open.bind(cable.client));
		equal(cable.await(cable.client.scan.bind(cable.client))!.length, 0);
		equal(cable.network.calls.slice(-4).join(), 'scan 28 4 true,scan 28 5 true,scan 28 6 true,scan 28 7 true');
	});

	it('says so when the module does not answer, after three tries', () => {
		const cable = new Cable('bp35a1', (fault) => fault === 'silent-dongle');
		equal(cable.await(cable.client.open.bind(cable.client)), undefined);
		equal(cable.typed.filter((line) => line === 'SKRESET\r\n').length, 3);
	});

	it('says so when joining fails', () => {
		const cable = new Cable('bp35a1');
		cable.network.joinEvent = 'joinFailed';
		equal(cable.join(), false);
		cable.network.accepts = false;
		const pan = { channel: 0x31, panId: 0xb5fb, mac: hex(METER_MAC), lqi: 0 };
		equal(
			cable.await((done) => cable.client.join(pan, done), 5_000),
			false,
		);
	});

	it('does not terminate what is not there', () => {
		const cable = new Cable('bp35a1');
		equal(cable.await(cable.client.terminate.bind(cable.client), 5_000), false);
	});

	it('does without OK', () => {
		let losing = false;
		const cable = new Cable('bp35c2', (fault) => losing && fault === 'missing-ok');
		cable.join();
		losing = true;
		equal(
			cable.await((done) => cable.client.send(address(METER), 3610, hex(GET_POWER), 'required', done)),
			'sent',
		);
		equal(cable.await(cable.client.terminate.bind(cable.client)), true);
		equal(cable.await(cable.client.scan.bind(cable.client))!.length, 1);
	});

	it('tells what failed on the air', () => {
		const cable = new Cable('bp35a1');
		cable.join();
		cable.network.sendResult = 'failed';
		equal(
			cable.await((done) => cable.client.send(address(METER), 3610, hex(GET_POWER), 'required', done)),
			'failed',
		);
		cable.loses = () => true;
		equal(
			cable.await((done) => cable.client.send(address(METER), 3610, hex(GET_POWER), 'required', done)),
			'failed',
		);
	});

	it('queues what is asked at once', () => {
		const cable = new Cable('bp35a1');
		const order: string[] = [];
		cable.await(cable.client.open.bind(cable.client));
		cable.client.configure(ROUTE_B_ID, PASSWORD, () => order.push('configure'));
		cable.client.scan(() => order.push('scan'));
		cable.client.terminate(() => order.push('terminate'));
		cable.client.command('SKVER', ({ lines }) => order.push(lines.join()));
		cable.scheduler.runFor(60_000);
		equal(order.join(), 'configure,scan,terminate,EVER 1.2.10');
	});

	it('is not misled by an echo, by EVENT 25 in one piece with a datagram, nor by raw bytes that look like lines', () => {
		const cable = new Cable('bp35c2', (fault) => fault === 'event-burst' || fault === 'interleaved-echo');
		equal(cable.join(), true);
		cable.network.deliver(3610, toHex(fromText('\r\nOK\r\nEVENT 24 x\r\n')));
		cable.await((done) => cable.client.command('SKVER', done));
		equal(cable.datagrams[cable.datagrams.length - 1], `3610 ${toHex(fromText('\r\nOK\r\nEVENT 24 x\r\n')).toUpperCase()}`);
		equal(cable.client.badLines, 0);
	});

	it('counts what it cannot read, and goes on', () => {
		const cable = new Cable('bp35a1');
		for (const line of ['EVENT ZZ', 'ERXUDP 1', 'x'.repeat(5_000), 'EPANDESC\r\n  Channel:1\r\nEVENT 22'])
			cable.client.receive(fromText(`${line}\r\n`));
		equal(cable.client.badLines, 4);
		equal(cable.await(cable.client.open.bind(cable.client))?.panId, 0xffff);
	});
});
