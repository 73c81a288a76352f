import { VirtualScheduler } from '../../../../../hal/virtual/scheduler.js';
import type { SessionChange, Speech } from '../../../../../modules/wi-sun-module/host.js';
import { J11Client } from '../../../../../modules/wi-sun-module/j11/host/client.js';
import { COMMAND, NOTIFICATION, RESULT } from '../../../../../modules/wi-sun-module/j11/language/codes.js';
import { encodeFrame, responseCode } from '../../../../../modules/wi-sun-module/j11/language/frame.js';
import { J11_MODELS } from '../../../../../modules/wi-sun-module/j11/language/model.js';
import { type J11Chances, J11Module } from '../../../../../modules/wi-sun-module/j11/module/module.js';
import type { FoundPan } from '../../../../../modules/wi-sun-module/network.js';
import { equal, hex, toHex } from '../../../../assert.js';
import { GET_POWER, INSTANCE_LIST, PASSWORD, POWER, ROUTE_B_ID } from '../../../../vectors/skstack.js';
import { pieces, ScriptedNetwork } from '../../network-rig.js';

const CODE_OFFSET = 4;

/** A client and a module on one cable. */
class Cable {
	readonly scheduler = new VirtualScheduler();
	readonly network = new ScriptedNetwork(this.scheduler);
	/** Codes of commands, in digits. */
	readonly asked: string[] = [];
	readonly datagrams: string[] = [];
	readonly changes: SessionChange[] = [];
	readonly client: J11Client;
	readonly module: J11Module;
	/** What gets lost on the way to the client. */
	loses: (code: number) => boolean = () => false;
	isDead = false;

	constructor(chances?: J11Chances) {
		this.network.tellsAll = true;
		this.client = new J11Client({
			scheduler: this.scheduler,
			write: (bytes) => {
				this.asked.push(codeOf(bytes).toString(16));
				if (!this.isDead) this.scheduler.after(1, () => this.module.receive(bytes));
			},
			listener: {
				onDatagram: ({ localPort, payload }) => this.datagrams.push(`${localPort} ${toHex(payload).toUpperCase()}`),
				onChange: (change) => this.changes.push(change),
			},
		});
		this.module = new J11Module({
			model: J11_MODELS['bp35c0-j11'],
			network: this.network,
			scheduler: this.scheduler,
			write: (bytes) => this.fromModule(bytes),
			...(chances && { chances }),
		});
	}

	fromModule(bytes: Uint8Array): void {
		if (this.loses(codeOf(bytes))) return;
		const arriving = pieces(bytes, bytes.length);
		this.scheduler.after(1, () => {
			for (const piece of arriving) this.client.receive(piece);
		});
	}

	notify(code: number, data: string): void {
		this.fromModule(encodeFrame('response', code, hex(data)));
		this.scheduler.runFor(100);
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

	open(): Speech | undefined {
		return this.await(this.client.open.bind(this.client));
	}

	configure(): boolean | undefined {
		return this.await((done) => this.client.configure(ROUTE_B_ID, PASSWORD, done));
	}

	scan(): readonly FoundPan[] | undefined {
		return this.await((done) => this.client.scan(done));
	}

	join(): boolean | undefined {
		this.open();
		this.configure();
		const pans = this.scan()!;
		return this.await((done) => this.client.join(pans[0]!, done));
	}

	get power() {
		const to = hex('fe80000000000000021122334455667' + '7');
		return this.await<string>((done) => this.client.send(to, 3610, hex(GET_POWER), 'required', done));
	}
}

function codeOf(frame: Uint8Array): number {
	return (frame[CODE_OFFSET]! << 8) | frame[CODE_OFFSET + 1]!;
}

/** Each command of this code meets the result, `times` times. */
function meets(command: number, result: number | 'silence', times: number): J11Chances {
	let left = times;
	return { commandMeets: (code) => (code === command && left-- > 0 ? result : undefined), losesResponse: () => false };
}

describe('A client of a J11 module', () => {
	it('brings it to a reading', () => {
		const cable = new Cable();
		equal(cable.join(), true);
		cable.scheduler.runFor(100);
		equal(cable.datagrams.join(), `3610 ${INSTANCE_LIST}`);
		equal(cable.power, 'sent');
		cable.scheduler.runFor(1_000);
		equal(cable.datagrams[1], `3610 ${POWER}`);
		equal(cable.client.badFrames, 0);
		equal(cable.asked.join(' '), '6b d9 6b 5f 54 51 5f 53 5 56 8');
		equal(cable.network.calls.includes(`id ${ROUTE_B_ID}`), true);
		equal(cable.network.calls.includes(`password ${PASSWORD}`), true);
	});

	it('finds the PAN with its level, on the channel that others count', () => {
		const cable = new Cable();
		cable.open();
		cable.configure();
		const [pan, ...others] = cable.scan()!;
		equal(others.length, 0);
		equal(`${pan!.channel} ${pan!.panId} ${toHex(pan!.mac)} ${pan!.rssi}`, `49 46587 ${toHex(cable.network.meterMac)} -43`);
	});

	it('scans longer and longer until a meter answers, and then no more', () => {
		const cable = new Cable();
		cable.open();
		cable.configure();
		cable.network.pans = [];
		equal(cable.scan()!.length, 0);
		equal(cable.network.calls.filter((call) => call.startsWith('scan')).join(), 'scan 14 6 true,scan 14 7 true,scan 14 8 true,scan 14 9 true');
	});

	it('ends the session, and the Route B with it', () => {
		const cable = new Cable();
		cable.join();
		equal(
			cable.await((done) => cable.client.terminate(done)),
			true,
		);
		equal(cable.asked.slice(-2).join(' '), '57 58');
		equal(
			cable.await((done) => cable.client.terminate(done)),
			false,
		);
	});

	it('says that nobody is there within some seconds', () => {
		const cable = new Cable();
		cable.isDead = true;
		equal(cable.await(cable.client.open.bind(cable.client), 7_000), undefined);
		equal(cable.asked.join(' '), '6b 6b 6b');
	});

	it('opens one whose 6019 gets lost', () => {
		const cable = new Cable();
		cable.loses = (code) => code === NOTIFICATION.booted;
		equal(cable.open(), 'j11');
		equal(cable.join(), true);
	});

	it('takes over a module that a former program has left in a session', () => {
		const cable = new Cable();
		cable.join();
		equal(cable.join(), true);
	});

	for (const [what, chances] of [
		['is busy', meets(COMMAND.setUp, RESULT.busy, 2)],
		['finds no beacon at first', meets(COMMAND.startRouteB, RESULT.noConnection, 2)],
		['does not hear a command', meets(COMMAND.openPort, 'silence', 2)],
		['does not hear the credentials', meets(COMMAND.setCredentials, 'silence', 1)],
	] as const) {
		it(`asks again where the module ${what}`, () => {
			equal(new Cable(chances).join(), true);
		});
	}

	for (const command of [COMMAND.setUp, COMMAND.setCredentials, COMMAND.startRouteB, COMMAND.openPort, COMMAND.startPana]) {
		it(`goes on where the response ${responseCode(command).toString(16)} gets lost`, () => {
			let lost = 0;
			const cable = new Cable();
			cable.loses = (code) => code === responseCode(command) && lost++ === 0;
			equal(cable.join(), true);
			equal(lost > 1 || command === COMMAND.startPana, true);
		});
	}

	it('gives up where the meter refuses, or says nothing, and leaves its PAN', () => {
		for (const joinTime of [20, 500_000]) {
			const cable = new Cable();
			cable.network.joinEvent = 'joinFailed';
			cable.network.joinTime = joinTime;
			equal(cable.join(), false);
			equal(cable.asked.at(-1), '58');
		}
	});

	it('gives up where there is no beacon', () => {
		const cable = new Cable(meets(COMMAND.startRouteB, RESULT.noConnection, 3));
		equal(cable.join(), false);
		equal(cable.asked.filter((code) => code === '53').length, 3);
	});

	it('takes no password of another length', () => {
		const cable = new Cable();
		cable.open();
		equal(
			cable.await((done) => cable.client.configure(ROUTE_B_ID, 'short', done)),
			false,
		);
		equal(cable.asked.includes('54'), false);
	});

	it('tells what becomes of a session without its doing', () => {
		const cable = new Cable();
		cable.join();
		const mac = toHex(cable.network.meterMac);
		cable.notify(NOTIFICATION.panaEnded, `01${mac}`);
		cable.notify(NOTIFICATION.panaEnded, `03${mac}`);
		cable.notify(NOTIFICATION.connectionChanged, `04${mac}cc`);
		cable.notify(NOTIFICATION.connectionChanged, `01${mac}cc`);
		cable.notify(NOTIFICATION.booted, '');
		equal(cable.changes.join(), 'again,notAgain,ended,restarted');
	});

	it('tells what became of a datagram', () => {
		for (const [result, delivery] of [
			['sent', 'sent'],
			['unacknowledged', 'failed'],
			['limited', 'limited'],
			['busy', 'failed'],
		] as const) {
			const cable = new Cable();
			cable.join();
			cable.network.sendResult = result;
			equal(cable.power, delivery);
		}
	});

	it('counts what it cannot read, and goes on', () => {
		const cable = new Cable();
		cable.join();
		cable.notify(NOTIFICATION.received, '00');
		cable.notify(NOTIFICATION.panaEnded, '');
		cable.notify(responseCode(COMMAND.version), '01');
		cable.fromModule(hex('d0f9ee5d6019000412340000'));
		cable.fromModule(hex('d0f9ee5d60'));
		cable.scheduler.runFor(2_000);
		equal(cable.client.badFrames, 4);
		equal(cable.power, 'sent');
	});
});
