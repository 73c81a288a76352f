/** Each lesson held to its end in a running world, on the virtual clock: what its steps tell was on the air, and the world is as it was. */
import { isLesson, LESSON_NAMES, LESSON_STEPS, type LessonFacts, type LessonName } from '../../../../../boards/host/panel/lessons/lesson-facts.js';
import type { LessonNow } from '../../../../../boards/host/panel/lessons/lesson-told.js';
import { lessonsRoutes } from '../../../../../boards/host/panel/lessons/lessons-routes.js';
import { LessonRunner } from '../../../../../boards/host/panel/lessons/runner.js';
import { toUpperHex } from '../../../../../modules/bytes/hex.js';
import type { AirLink } from '../../../../../src/world/meter/air-link.js';
import type { EmulatedMeter } from '../../../../../src/world/meter/emulated-meter.js';
import { keysOf } from '../../../../../src/world/meter/identity.js';
import { parseCommand } from '../../../../../src/world/scenario/grammar.js';
import type { WorldEvent } from '../../../../../src/world/schema/event-rows.js';
import type { WorldOptions } from '../../../../../src/world/simulation/world.js';
import { equal } from '../../../../assert.js';
import { CREDENTIALS, HemsRig } from '../../../../src/world/simulation/hems-rig.js';
import { type Reply, StillRig } from '../still-rig.js';

class LessonRig extends StillRig {
	readonly keys = (number: number) => keysOf(1, number);
	scenario: string | undefined;
	readonly runner = new LessonRunner(this, () => this.scenario);
	/** All that was on the air, by the time of its first bit. */
	readonly air = new Map<number, string>();
	readonly events: WorldEvent[] = [];

	constructor(options: Partial<WorldOptions> = {}, units?: string) {
		super((rig) => lessonsRoutes((rig as LessonRig).runner, rig.world), options, units);
		this.world.simulator.air.tap(({ start, psdu }) => this.air.set(start, toUpperHex(psdu)));
		this.world.events.subscribe((event) => this.events.push(event));
	}

	get meter() {
		return this.world.simulator.meters[0]!;
	}

	get authentication() {
		return (this.meter.link as AirLink).stack.authentication;
	}

	/** Until nothing is under way. */
	async settle(limit = 7_200_000): Promise<LessonNow> {
		const end = this.scheduler.now() + limit;
		const goesOn = () => ['acting', 'leaving'].includes(this.runner.now?.state ?? '');
		do {
			await new Promise(setImmediate);
			if (this.runner.isBusy) this.run(20);
		} while (goesOn() && this.scheduler.now() < end);
		return this.runner.now!;
	}

	/** As many steps as are told, the whole lesson unless told; the reader takes a while for each. */
	async hold(name: LessonName, steps: number = LESSON_STEPS[name].length, agreed = false): Promise<LessonNow> {
		this.runner.start(name, agreed, this.meter);
		await this.settle();
		return this.goOn(name, steps);
	}

	/** From the first step, which was shown, to so many. */
	async goOn(name: LessonName, steps: number = LESSON_STEPS[name].length): Promise<LessonNow> {
		let now = this.runner.now!;
		for (let i = now.step + 1; i < steps; i++) {
			equal(`${now.step} ${now.state} ${JSON.stringify(now.failure)}`, `${i - 1} shown null`, name);
			this.run(20_000);
			this.runner.next();
			now = await this.settle();
		}
		return now;
	}

	facts<Name extends LessonName, Step extends keyof LessonFacts[Name]>(_name: Name, step: Step): LessonFacts[Name][Step] {
		const shown = this.runner.now!.shown.find((each) => each.step === step);
		if (shown === undefined) throw new Error(`${String(step)} was not shown`);
		return shown.facts as LessonFacts[Name][Step];
	}

	/** How the world is, but for what time alone changes. */
	get standing(): string {
		const { meters, dongles, faults } = this.world.state;
		const [{ units, session, power, supply, contact, beside }] = meters as [(typeof meters)[number]];
		const { metering } = units;
		return JSON.stringify({
			code: metering.code,
			serial: metering.serial,
			state: metering.state,
			session: session?.state,
			power,
			supply,
			contact,
			beside,
			dongles,
			faults,
		});
	}
}

/** Frames that a step has told of, at any depth. */
function framesIn(value: unknown): { at: number; hex: string }[] {
	if (typeof value !== 'object' || value === null) return [];
	const own = 'hex' in value && 'channel' in value && 'at' in value ? [value as { at: number; hex: string }] : [];
	return [...own, ...Object.values(value).flatMap(framesIn)];
}

const error = ({ status, body }: Reply) => `${status} ${(body as { error: string }).error}`;

describe('panel: lessons', () => {
	for (const name of LESSON_NAMES) {
		it(`hold "${name}" to its end: what it tells was on the air, and the world is as it was`, async () => {
			const rig = new LessonRig();
			const before = rig.standing;
			const now = await rig.hold(name);
			equal(`${now.state} ${now.isStopped} ${JSON.stringify(now.failure)}`, 'over false null');
			equal(now.shown.map(({ step }) => step).join(), LESSON_STEPS[name].join());
			const frames = now.shown.flatMap(({ facts }) => framesIn(facts));
			if (name !== 'hls') equal(frames.length > 0, true);
			for (const { at, hex } of frames) equal(rig.air.get(at), hex);
			rig.run(60_000);
			equal(rig.standing, before);
			equal(rig.world.simulator.faults.nodes(9).names.join(), 'meter,air');
			equal(rig.runner.isBusy, false);
		});
	}

	for (const name of LESSON_NAMES) {
		it(`hold "${name}" with the second of three meters, while a HEMS joins the first, and touch that one alone`, async () => {
			const rig = new LessonRig({ meters: 3 });
			const hems = new HemsRig({}, undefined, { simulator: rig.world.simulator } as HemsRig);
			const [first, second] = rig.world.simulator.meters;
			const { status, body } = await rig.post('/api/lesson/start', { name, meter: 'meter-2' });
			equal(`${status} ${(body as LessonNow).meter}`, '200 meter-2');
			await rig.settle();
			equal(name === 'hls' ? hems.joined : hems.join(), name !== 'hls', name);
			const now = await rig.goOn(name);
			equal(`${now.state} ${now.meter} ${JSON.stringify(now.failure)}`, 'over meter-2 null');
			for (const { at, hex } of now.shown.flatMap(({ facts }) => framesIn(facts))) equal(rig.air.get(at), hex);
			if (name === 'scan') equal(rig.facts('scan', 'beacon').macAddress, toUpperHex(second!.macAddress));
			if (name === 'hls') equal(rig.facts('hls', 'read').wattHours, rig.world.state.meters[1]!.import);
			const units = rig.events.flatMap((event) => (event.event === 'unit' && event.what.startsWith('pulled') ? [event.node] : []));
			equal(units.join(), name === 'unit' ? 'meter-2' : '');
			equal((first!.link as AirLink).stack.authentication.address !== undefined, name !== 'hls');
			equal((second!.link as AirLink).stack.authentication.address, undefined);
		});
	}

	it('are listed for the meter that is asked for', async () => {
		const rig = new LessonRig({ meters: 2 });
		rig.world.carryOut(parseCommand('meter 2 power off'), () => {});
		rig.run(5000);
		const whys = async (query: string) => ((await rig.get(`/api/lessons${query}`)).body as { bar: string | null }[]).map(({ bar }) => bar).join();
		equal(await whys(''), LESSON_NAMES.map(() => '').join());
		equal(await whys('?meter=meter-2'), LESSON_NAMES.map(() => 'noPower').join());
		equal(error(await rig.get('/api/lessons?meter=meter-3')), '400 meter=meter-3: expected meter, or meter-2 to meter-2');
		equal(error(await rig.post('/api/lesson/start', { name: 'scan', meter: 'dongle' })), '400 meter=dongle: expected meter, or meter-2 to meter-2');
		equal(error(await rig.post('/api/lesson/start', { name: 'scan', meter: 'meter-2' })), '409 the meter has no power');
	});

	it('tell of the scan what a HEMS and the meter did', async () => {
		const rig = new LessonRig();
		await rig.hold('scan');
		const scan = rig.facts('scan', 'scan');
		equal(`${scan.firstChannel} ${scan.lastChannel} ${scan.duration} ${scan.dwellMs.toFixed(1)}`, '33 60 4 163.2');
		equal(scan.requests, 28);
		const { channel, panId, pairingId, found, frequency, beacon, macAddress, afterMs } = rig.facts('scan', 'beacon');
		const [{ channel: own, panId: ownPan, macAddress: ownMac }] = [rig.world.state.meters[0]!];
		equal(`${channel} ${panId} ${macAddress} ${found}`, `${own} ${ownPan} ${ownMac} 1`);
		equal(frequency, 915_900_000 + 200_000 * own);
		equal(pairingId, CREDENTIALS.id.slice(-8));
		equal(beacon.from, 'meter');
		equal(afterMs > 0 && afterMs < 163.2, true);
		const dongle = rig.facts('scan', 'dongle');
		equal(dongle.node, 'dongle');
		equal(
			dongle.lines.some(({ text }) => text.includes(CREDENTIALS.password)),
			false,
		);
		equal(
			dongle.lines.some(({ text }) => text === `SKSETRBID ${CREDENTIALS.id}`),
			true,
		);
		const { pci, answer } = rig.facts('scan', 'pci');
		equal(`${pci.from} ${pci.name} ${pci.length} ${answer.from} ${answer.name} ${answer.length}`, 'hems PCI 16 meter PAR[S] 40');
	});

	it('tell of PANA the messages in their order, with lengths, ids and the lifetime', async () => {
		const rig = new LessonRig();
		await rig.hold('pana');
		const all = [rig.facts('pana', 'hello'), rig.facts('pana', 'proof'), rig.facts('pana', 'key')].flatMap(({ messages }) => messages);
		equal(
			all.map(({ from, name, length }) => `${from === 'hems' ? '>' : '<'}${name} ${length}`).join(', '),
			'>PCI 16, <PAR[S] 40, >PAN[S] 40, <PAR 104, >PAN 140, <PAR 84, >PAN 68, <PAR[C] 88, >PAN[C] 52',
		);
		const heard = rig.events.flatMap((event) =>
			event.event === 'join' && (event.step === 'sent' || event.step === 'received') ? [event.detail] : [],
		);
		equal(all.map(({ name }) => name).join(), heard.slice(0, 9).join());
		const { serverId, peerId } = rig.facts('pana', 'proof');
		equal(serverId, `SM${CREDENTIALS.id}`);
		equal(peerId.endsWith(CREDENTIALS.id), true);
		const { lifetimeSeconds, line } = rig.facts('pana', 'key');
		equal(lifetimeSeconds, 86_400);
		equal(line.startsWith('EVENT 25 '), true);
	});

	it('open a secured frame to its last byte', async () => {
		const rig = new LessonRig();
		await rig.hold('secured');
		const { frame, parts, counter, level, source } = rig.facts('secured', 'sealed');
		equal(parts.map(({ hex }) => hex).join(''), frame.hex);
		equal(`${level} ${source}`, `5 ${rig.world.state.meters[0]!.macAddress}`);
		const opened = rig.facts('secured', 'opened');
		const sealed = parts.find(({ name }) => name === 'sealed')!.hex;
		equal(opened.parts.map(({ hex }) => hex).join('').length, sealed.length);
		const part = (name: string) => opened.parts.find((each) => each.name === name)!.hex;
		const read = rig.facts('secured', 'read');
		equal(
			`${part('ehd')} ${part('tid')} ${part('seoj')} ${part('esv')} ${part('epc')} ${part('pdc')} ${part('edt')}`,
			`1081 ${read.tid} 028801 72 E7 04 ${read.edt}`,
		);
		equal(read.watts, 500);
		equal(opened.nonce.length, 26);
		equal(opened.nonce.startsWith(source), true);
		const { first, second, different, of } = rig.facts('secured', 'again');
		equal(first, counter);
		equal(second > first, true);
		equal(of, sealed.length / 2);
		equal(different > of / 2, true);
	});

	it('wait for the half-hour that comes, and tell what was used in it', async () => {
		const rig = new LessonRig();
		rig.run(1_000_000);
		rig.runner.start('half-hour', false, rig.meter);
		for (let i = 1; i <= 3; i++) {
			await rig.settle();
			rig.runner.next();
		}
		await new Promise(setImmediate);
		rig.run(1000);
		equal(rig.runner.now?.waitsUntil, '2026-11-22T12:30:00.000+09:00');
		await rig.settle();
		const boundary = rig.facts('half-hour', 'boundary');
		equal(boundary.fixedTime, '2026-11-22T12:30:00');
		equal(boundary.afterMs > 0 && boundary.afterMs < 300_000, true);
		equal(boundary.epcs.join(), 'EA,EB');
		equal(rig.runner.now?.waitsUntil, null);
		rig.runner.next();
		await rig.settle();
		// 500 W for half an hour, as far as a register of 0.1 kWh tells it.
		const { used, halfHours } = rig.facts('half-hour', 'difference');
		if (halfHours > 0) equal(used !== null && used >= 0.2 && used <= 0.3, true);
		rig.runner.stop();
		equal((await rig.settle()).state, 'over');
	});

	it('show how HLS goes, and touch no counter of the utility', async () => {
		const rig = new LessonRig();
		await rig.hold('hls');
		const names = ['counter', 'challenge', 'proof', 'read', 'released'] as const;
		const apdus = names.map((step) =>
			rig
				.facts('hls', step)
				.apdus.map(({ from, name }) => `${from === 'client' ? '>' : '<'}${name}`)
				.join(' '),
		);
		equal(apdus[0], '>AARQ <AARE >get-request <get-response >RLRQ <RLRE');
		equal(apdus[1], '>AARQ <AARE');
		equal(apdus[2], '>glo-action-request <glo-action-response');
		equal(apdus[3]!.startsWith('>glo-get-request <glo-get-response'), true);
		equal(apdus[4], '>RLRQ <RLRE');
		const { toServer, toClient, mechanism } = rig.facts('hls', 'challenge');
		equal(mechanism, 5);
		equal(toServer.length >= 16 && toClient.length >= 16 && toServer !== toClient, true);
		const { wattHours, control, counter } = rig.facts('hls', 'read');
		equal(`${control} ${wattHours}`, `30 ${rig.world.state.meters[0]!.import}`);
		equal(counter > 1, true);
		const again = new LessonRig();
		await again.hold('hls');
		equal(again.facts('hls', 'counter').counter, rig.facts('hls', 'counter').counter);
		equal(
			rig.events.some(({ event }) => event === 'association'),
			false,
		);
	});

	it('pull a unit and push it in again, also where the reader leaves in between', async () => {
		const rig = new LessonRig();
		await rig.hold('unit');
		const missing = rig.facts('unit', 'missing');
		equal(missing.edt, '7FFFFFFE');
		equal(missing.watts, null);
		equal(rig.facts('unit', 'pulled').what, 'pulled unannounced');
		const plugged = rig.facts('unit', 'plugged');
		equal(plugged.watts, 500);
		equal(plugged.energyAfter >= plugged.energyBefore, true);

		const other = new LessonRig();
		const before = other.standing;
		await other.hold('unit', 4);
		equal(other.meter.shelf.inPlace('metering'), undefined);
		other.runner.stop();
		const now = await other.settle();
		equal(`${now.state} ${now.isStopped}`, 'over true');
		other.run(60_000);
		equal(other.standing, before);
	});

	it('leave the world as it was wherever they are stopped', async () => {
		for (const name of LESSON_NAMES) {
			for (let steps = 1; steps < LESSON_STEPS[name].length; steps++) {
				const rig = new LessonRig();
				const before = rig.standing;
				await rig.hold(name, steps);
				// In the midst of the next one.
				rig.runner.next();
				await new Promise(setImmediate);
				rig.run(150);
				rig.runner.stop();
				equal((await rig.settle()).state, 'over', name);
				rig.run(120_000);
				equal(rig.standing, before, `${name} ${steps}`);
				const hems = new HemsRig({}, undefined, { simulator: rig.world.simulator } as HemsRig);
				equal(hems.join(), true, `${name} ${steps}`);
			}
		}
	});

	it('do not disturb a HEMS that is joined, unless the reader agrees', async () => {
		const rig = new LessonRig();
		const hems = new HemsRig({}, undefined, { simulator: rig.world.simulator } as HemsRig);
		equal(hems.join(), true);
		equal(JSON.stringify(rig.runner.asks('pana', rig.meter)), '[{"kind":"joined","node":null}]');
		equal(rig.runner.asks('hls', rig.meter).length, 0);
		equal(
			error(await rig.post('/api/lesson/start', { name: 'pana' })),
			'409 it would disturb what is going on: expected agreed: true, after a look at asks in /api/lessons',
		);
		equal(hems.joined, true);
		await rig.hold('pana', 5, true);
		equal(hems.joined, false);
		equal(rig.facts('pana', 'key').lifetimeSeconds, 86_400);
		rig.runner.stop();
		await rig.settle();
		equal(hems.join(), true);
		rig.scenario = 'my.scenario';
		equal(JSON.stringify(rig.runner.asks('hls', rig.meter)), '[{"kind":"scenario","name":"my.scenario"}]');
	});

	/** A program joins the first meter in the midst of a lesson. */
	async function joinedMeanwhile(rig: LessonRig, meter: EmulatedMeter): Promise<LessonNow> {
		let heard = '';
		const serial = {
			onReceive: (_bytes: Uint8Array) => {},
			write: (bytes: Uint8Array) => {
				heard += String.fromCharCode(...bytes);
			},
		};
		rig.world.simulator.addDongle({ model: 'bp35a1', serial });
		const type = (line: string) => serial.onReceive(Uint8Array.from(`${line}\r\n`, (each) => each.charCodeAt(0)));
		rig.runner.start('pana', false, meter);
		await rig.settle();
		await rig.goOn('pana', 4);
		const [{ channel, panId, macAddress }] = [rig.world.state.meters[0]!];
		for (const line of [
			`SKSETPWD C ${CREDENTIALS.password}`,
			`SKSETRBID ${CREDENTIALS.id}`,
			`SKSREG S2 ${channel.toString(16)}`,
			`SKSREG S3 ${panId}`,
		]) {
			type(line);
			rig.run(100);
		}
		const first = (Number.parseInt(macAddress.slice(0, 2), 16) ^ 2).toString(16).padStart(2, '0');
		type(`SKJOIN FE80:0000:0000:0000:${`${first}${macAddress.slice(2)}`.toUpperCase().match(/.{4}/g)!.join(':')}`);
		for (let i = 0; i < 60 && !heard.includes('EVENT 25'); i++) {
			rig.run(500);
			await new Promise(setImmediate);
		}
		equal(heard.includes('EVENT 25'), true, heard);
		return rig.settle();
	}

	it('make room for a HEMS that wants in meanwhile', async () => {
		const rig = new LessonRig();
		const now = await joinedMeanwhile(rig, rig.meter);
		equal(`${now.state} ${now.isStopped} ${JSON.stringify(now.failure)}`, 'over true {"kind":"madeRoom","node":"dongle"}');
	});

	it('go on where a HEMS joins another meter meanwhile', async () => {
		const rig = new LessonRig({ meters: 2 });
		const now = await joinedMeanwhile(rig, rig.world.simulator.meters[1]!);
		equal(`${now.state} ${now.meter} ${JSON.stringify(now.failure)}`, 'shown meter-2 null');
		equal((await rig.goOn('pana')).state, 'over');
	});

	it('let time hurry only towards what it alone brings, and not before it has begun', async () => {
		const joining = new LessonRig();
		const early: boolean[] = [];
		joining.onEnter = () => early.push(joining.runner.isBusy);
		await joining.hold('scan');
		equal(early.length > 5, true);
		equal(early.includes(true), false);
		const rig = new LessonRig();
		rig.runner.start('hls', false, rig.meter);
		await rig.settle();
		equal(rig.runner.isBusy, false);
		for (let i = 1; i < LESSON_STEPS.hls.length; i++) {
			const before = rig.scheduler.now();
			rig.runner.next();
			// As at full speed: as far as it goes in one turn of the program.
			for (let turn = 0; turn < 50; turn++) {
				rig.scheduler.runWhile(() => rig.runner.isBusy, 3_600_000);
				await new Promise(setImmediate);
			}
			equal(`${i} ${rig.runner.now?.step} ${rig.runner.now?.state === 'acting'}`, `${i} ${i} false`);
			equal(rig.scheduler.now() - before < 2000, true, `${i}: ${rig.scheduler.now() - before} ms`);
		}
	});

	it('tell where a step does not come to what it was to show, and try it again', async () => {
		const rig = new LessonRig();
		await rig.line('fault missing-beacon=always');
		rig.runner.start('scan', false, rig.meter);
		await rig.settle();
		equal(JSON.stringify(rig.facts('scan', 'start').faults), '["missing-beacon=always"]');
		rig.runner.next();
		await rig.settle();
		rig.runner.next();
		const failed = await rig.settle();
		equal(`${failed.state} ${failed.step} ${JSON.stringify(failed.failure)}`, 'failed 2 {"kind":"noMeter"}');
		equal(error(await rig.post('/api/lesson/next')), '409 the step is not over yet');
		await rig.line('fault off');
		rig.runner.again();
		equal((await rig.settle()).state, 'shown');
		rig.runner.stop();
		equal((await rig.settle()).state, 'over');
		equal(error(await rig.post('/api/lesson/stop', {}, 'ja')), '409 進行中のレッスンはありません');
	});

	it('say why they cannot be held', async () => {
		const rig = new LessonRig();
		await rig.line('power off');
		equal(rig.runner.bar('scan', rig.meter), 'noPower');
		await rig.line('power on');
		rig.run(60_000);
		await rig.line('pull metering');
		equal(`${rig.runner.bar('unit', rig.meter)} ${rig.runner.bar('scan', rig.meter)}`, 'noMetering undefined');
		await rig.line('pull communication');
		equal(`${rig.runner.bar('scan', rig.meter)} ${rig.runner.bar('hls', rig.meter)}`, 'noRouteB noRouteA');
		const plc = new LessonRig({}, 'rf-bplc,1p3w-60-2way,normal');
		equal(plc.runner.bar('pana', plc.meter), 'powerLine');
		equal(error(await rig.post('/api/lesson/start', { name: 'pana' }, 'ja')), '409 メーターに、Bルートのある動作中の通信ユニットがありません');
		equal(isLesson('toString'), false);
	});
});
