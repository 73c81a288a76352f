/** A world as a panel or an examiner has it: every event and the state fit the schema, whatever goes on. */
import { fromHex } from '../../../../modules/bytes/hex.js';
import { formatFullAddress, linkLocalAddress } from '../../../../modules/ipv6/address.js';
import { fromText, toText } from '../../../../modules/wi-sun-module/skstack/language/digits.js';
import { parseCombination } from '../../../../src/meter/catalogue/parse.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import type { Dongle } from '../../../../src/world/dongle/dongle.js';
import { parseFault } from '../../../../src/world/fault/fault-choice.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { parseCommand } from '../../../../src/world/scenario/grammar.js';
import type { Answer } from '../../../../src/world/scenario/stand.js';
import { OUTCOMES, REFUSALS } from '../../../../src/world/schema/answer-rows.js';
import { COMMON, EVENTS, type WorldEvent, type WorldEventKind } from '../../../../src/world/schema/event-rows.js';
import { checkRecord, field, text } from '../../../../src/world/schema/shape.js';
import { STATE } from '../../../../src/world/schema/state-rows.js';
import { World } from '../../../../src/world/simulation/world.js';
import { equal, throws } from '../../../assert.js';
import { CREDENTIALS } from './hems-rig.js';

const GET_POWER = '1081000105FF010288016201E700';
const SET_DAY = '1081000205FF010288016101E50105';
const KIND = { kind: field(text(), '') };
const NOBODY = 'FE80:0000:0000:0000:0211:2233:4455:6677';

class Watched {
	readonly world: World;
	readonly events: WorldEvent[] = [];
	readonly meter: string;
	/** What became of the dongle's port. */
	readonly port: string[] = [];
	readonly #dongle: Dongle;
	#heard = '';

	constructor(units = 'rf-b,1p3w-60-2way,switch-60,normal', kinds?: readonly WorldEventKind[]) {
		this.world = new World({
			seed: 1,
			speed: 'max',
			faults: [parseFault('slow-reply=1s')],
			start: Date.UTC(2026, 10, 22, 3, 0),
			load: constantLoad(500),
			profile: GEN1,
			credentials: CREDENTIALS,
			combination: parseCombination(units),
			log: { write() {} },
		});
		this.world.events.subscribe((event) => this.events.push(event), kinds);
		const { simulator } = this.world;
		const write = (bytes: Uint8Array) => {
			this.#heard += toText(bytes);
		};
		const port = { unplug: () => this.port.push('unplugged'), plug: () => this.port.push('plugged') };
		this.#dongle = simulator.addDongle({ model: 'bp35a1', serial: { onReceive() {}, write }, port });
		this.meter = formatFullAddress(linkLocalAddress(simulator.meters[0]!.macAddress));
	}

	/** Writes a line, and waits for what comes up to `until`. */
	type(line: string, until = 'OK\r\n'): void {
		this.write(`${line}\r\n`, until);
	}

	write(text: string, until: string): void {
		this.#heard = '';
		this.#dongle.receive(fromText(text));
		this.world.simulator.scheduler.runWhile(() => !this.#heard.includes(until), 60_000);
		equal(this.#heard.includes(until), true, `${text.trim()}: ${this.#heard}`);
	}

	/** What comes within `time` ms of what is written. */
	heard(text: string, time: number): string {
		this.#heard = '';
		this.#dongle.receive(fromText(text));
		this.world.simulator.scheduler.runFor(time);
		return this.#heard;
	}

	send(frame: string, until: string, to = this.meter): void {
		const length = (frame.length / 2).toString(16).toUpperCase().padStart(4, '0');
		this.write(`SKSENDTO 1 ${to} 0E1A 1 ${length} ${toText(fromHex(frame))}`, until);
	}

	join(): void {
		const { channel, panId } = this.world.simulator.meters[0]!;
		this.type(`SKSETPWD C ${CREDENTIALS.password}`);
		this.type(`SKSETRBID ${CREDENTIALS.id}`);
		this.type('SKSCAN 2 FFFFFFFF 4', 'EVENT 22');
		this.type(`SKSREG S2 ${channel.toString(16)}`);
		this.type(`SKSREG S3 ${panId.toString(16).padStart(4, '0')}`);
		this.type(`SKJOIN ${this.meter}`, 'EVENT 25');
	}

	ask(line: string): Answer {
		let answer: Answer | undefined;
		this.world.carryOut(parseCommand(line), (each) => {
			answer = each;
		});
		this.world.simulator.scheduler.runWhile(() => answer === undefined, 60_000);
		const { why, outcome } = answer!;
		if (why !== undefined) equal(checkRecord({ ...KIND, ...REFUSALS[why.kind] }, why, line), undefined);
		if (outcome !== undefined) equal(checkRecord({ ...KIND, ...OUTCOMES[outcome.kind] }, outcome, line), undefined);
		return answer!;
	}

	run(ms: number): void {
		this.world.simulator.scheduler.runFor(ms);
	}

	/** Events of a kind. */
	of<Kind extends WorldEventKind>(kind: Kind): WorldEvent<Kind>[] {
		return this.events.filter((event) => event.event === kind) as WorldEvent<Kind>[];
	}
}

function misfit(event: WorldEvent): string | undefined {
	return checkRecord({ ...COMMON, ...EVENTS[event.event].fields }, JSON.parse(JSON.stringify(event)), event.event);
}

describe('World', () => {
	it('tells events that fit the rows of their kinds, through a day with a HEMS, a trip, a swap and a sag', () => {
		const rig = new Watched();
		rig.send(GET_POWER, 'EVENT 21');
		rig.join();
		rig.run(5_000);
		rig.send(GET_POWER, 'ERXUDP');
		rig.send(SET_DAY, 'ERXUDP');
		rig.ask('contract 30');
		rig.ask('load 9000');
		rig.run(120_000);
		rig.ask('load normal');
		rig.ask('breaker reset');
		rig.ask('swap voltage-60');
		rig.ask('pull metering');
		rig.ask('plug metering');
		rig.run(10_000);
		rig.ask('voltage 80');
		rig.run(10_000);
		rig.ask('voltage normal');
		rig.run(2_000_000);
		rig.type('SKTERM', 'EVENT 27');
		rig.world.events.tell({ kind: 'association', node: 'meter', client: 1, authenticated: true, on: true });
		rig.world.events.tell({ kind: 'port', node: 'dongle', port: { state: 'set', path: '/dev/ttyGS0', setting: 'speed', value: 9600 } });
		rig.world.events.tell({ kind: 'radio', node: 'meter', state: 'running', detail: '' });
		rig.world.events.tell({ kind: 'limit', node: 'dongle', limited: true });
		equal(
			rig.events
				.map(misfit)
				.filter((each) => each !== undefined)
				.join('; '),
			'',
		);
		const told = Object.keys(EVENTS).filter((kind) => rig.events.some(({ event }) => event === kind));
		equal(told.join(), 'scan,join,get,set,notify,unit,voltage,supply,association,limit,serial,unsent,port,radio');
	});

	it('takes the power of a dongle away and gives it back', () => {
		const rig = new Watched();
		rig.join();
		equal(rig.ask('dongle reset').text, 'dongle starts anew');
		rig.send(GET_POWER, 'EVENT 21');
		equal(rig.of('get').length, 0, 'the session is gone');
		equal(rig.ask('dongle reset 2').refusal, 'there is no dongle 2; expected 1, the only one');
	});

	it('pulls a dongle out and plugs it in again: meanwhile it is silent, and its port is gone', () => {
		const rig = new Watched();
		rig.join();
		const answer = rig.ask('dongle unplug 30s');
		equal(
			JSON.stringify([answer.text, answer.outcome]),
			'["dongle is unplugged for 30000 ms",{"kind":"dongleUnplugged","node":"dongle","forMs":30000}]',
		);
		equal(rig.ask('dongle unplug').refusal, 'dongle is not plugged in');
		equal(rig.ask('dongle reset').refusal, 'dongle is not plugged in');
		equal(rig.ask('dongle unplug 2').refusal, 'there is no dongle 2; expected 1, the only one');
		equal(rig.heard('SKVER\r\n', 29_000), '');
		equal(rig.port.join(), 'unplugged');
		equal(rig.heard('', 2_000), '');
		equal(rig.port.join(), 'unplugged,plugged');
		rig.type('SKVER');
		rig.send(GET_POWER, 'EVENT 21');
		equal(rig.of('get').length, 0, 'the session is gone');
		rig.join();
		rig.send(GET_POWER, 'E704000001F4');
		equal(rig.ask('dongle unplug').text, 'dongle is unplugged for 10000 ms');
	});

	it('tells of its state in the shape of the schema, with the session and the fault that is on', () => {
		const rig = new Watched();
		const fits = () => checkRecord(STATE, JSON.parse(JSON.stringify(rig.world.state)), 'state');
		equal(fits(), undefined, 'before');
		rig.join();
		equal(fits(), undefined, 'joined');
		const { meters, dongles, faults } = rig.world.state;
		equal(
			`${meters[0]!.session?.state} ${meters[0]!.session?.peerNode} ${faults.map(({ name, value, at }) => `${name}=${value} at ${at.join()}`).join()}`,
			'OPEN dongle slow-reply=1s at meter',
		);
		equal(dongles[0]!.model, 'bp35a1');
		const { data } = rig.ask('state');
		equal(checkRecord(STATE, JSON.parse(JSON.stringify(data)), 'state'), undefined, 'the command');
		rig.ask('fault mute');
		rig.ask('fault mute off');
		rig.ask('fault mute off');
		rig.ask('power cut');
		rig.ask('switch open');
		rig.ask('breaker reset');
		equal(fits(), undefined, 'without power');
		equal(rig.world.state.meters[0]!.session, null);
	});

	it('names in a reply to a Get each property with its data and the TID of the request', () => {
		const rig = new Watched();
		rig.join();
		rig.run(5_000);
		rig.send('1081123405FF010288016202E700D300', 'ERXUDP');
		const [got] = rig.of('get');
		equal(`${got!.request} ${got!.service} ${got!.tid} ${got!.peerNode}`, `Get Get_Res ${0x1234} dongle`);
		equal(got!.properties.map(({ epc, edt }) => `${epc} ${edt}`).join(), 'E7 000001F4,D3 00000001');
	});

	it('tells of a request that never reaches the air, why, and with which TID', () => {
		const rig = new Watched();
		rig.send(GET_POWER, 'EVENT 21');
		rig.type('SKSENDTO 9', 'FAIL ER05');
		rig.type('SKREJOIN', 'FAIL ER10');
		rig.write(`SKSENDTO 1 ${NOBODY} 0E1A 0 0003 abc`, '01\r\n');
		const told = rig.of('unsent').map(({ command, why, code, peer, tid }) => [command, why, code, peer, tid].join(' '));
		equal(told.join('; '), `SKSENDTO noKey  ${rig.meter} 1; SKSENDTO refused ER05  ; SKREJOIN refused ER10  ; SKSENDTO unresolved  ${NOBODY} `);
	});

	it('tells the dialogue at a serial port only while somebody wants it', () => {
		const rig = new Watched('rf-b,1p3w-60-2way,normal', ['join']);
		rig.type('SKVER');
		equal(rig.world.events.wants('serial'), false);
		const lines: string[] = [];
		const end = rig.world.events.subscribe((event) => lines.push(JSON.stringify((event as WorldEvent<'serial'>).text)), ['serial']);
		rig.type('SKVER');
		end();
		rig.type('SKVER');
		equal(lines.join(), '"SKVER","SKVER","EVER 1.2.10","OK"');
		equal(rig.events.length, 0);
	});

	it('tells of a trip by its fields', () => {
		const rig = new Watched();
		rig.ask('contract 30');
		rig.ask('load 9000');
		rig.run(120_000);
		const trip = rig.of('unit').find(({ action }) => action === 'open');
		const { what, place, origin, result, closed, locked } = trip!;
		equal([what, place, origin, result, closed, locked].join(' '), 'contact option breaker done false false');
	});

	it('answers a command with a kind and fields, and says the same in words', () => {
		const rig = new Watched();
		equal(JSON.stringify(rig.ask('pull metering').outcome), '{"kind":"pulled","code":"1p3w-60-2way","serial":"M0001001"}');
		const { refusal, why } = rig.ask('pull metering');
		equal(`${refusal} ${JSON.stringify(why)}`, 'the place for metering is empty {"kind":"emptyPlace","place":"metering"}');
		equal(JSON.stringify(rig.ask('contract 40').outcome), '{"kind":"contract","amperes":40}');
	});
});

describe('a fault of a world', () => {
	const running = (world: World) => world.state.faults.map(({ name, value, once, at }) => `${name}=${value} ${once} ${at.join('+')}`).join();

	it('is switched by name and value, at one node, once, and off', () => {
		const { world } = new Watched();
		equal(world.setFault('slow-reply', undefined), undefined);
		equal(world.setFault('er10', '1/4', true, 'dongle'), undefined);
		equal(running(world), 'er10=1/4 true dongle');
		equal(world.setFault('er10', undefined), undefined);
		equal(running(world), '');
	});

	it('is refused where it cannot strike or is not on, and is an error where there is none', () => {
		const { world } = new Watched();
		equal(world.setFault('mute', undefined), 'mute is not on');
		equal(world.setFault('er10', 'always', false, 'meter'), 'er10 does not strike meter, but dongle');
		throws(() => world.setFault('er11', 'always'), /there is no fault "er11"/);
		throws(() => world.setFault('er10', 'often'), /expected always, 1\/N or N%, got "often"/);
	});
});
