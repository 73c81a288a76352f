/** The supply of a meter as a head-end switches it, a HEMS meets it, and its logs tell of it. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DisconnectControlObject, type DisconnectFacts } from '../../../../modules/cosem/disconnect-control.js';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { CONFORMANCE } from '../../../../modules/dlms/apdu/initiate.js';
import { DEMO_KEYS } from '../../../../src/world/meter/demo-keys.js';
import { MANAGEMENT_CONFORMANCE } from '../../../modules/dlms/device-rig.js';
import { MeterRig } from '../../../src/head-end/meter-rig.js';
import { Program } from '../command-line-rig.js';
import { keikiHere } from '../here-rig.js';
import { runOfEachTest } from '../run-rig.js';
import { hes, objects } from './hes-rig.js';

const GLO_GET_REQUEST = 0xc8;
const GLO_ACTION_REQUEST = 0xcb;
const SWITCHED = ['--units', 'rf-b,1p3w-60-2way,switch-1p3w-60,normal'];

describe('keiki hes disconnect, reconnect and events', () => {
	const run = runOfEachTest();
	const { start } = run;

	const codes = async (meter: string): Promise<string> =>
		objects((await keikiHere('hes', 'events', '--meter', meter, '--json')).stdout)
			.filter(({ name }) => name === 'disconnector log')
			.map(({ code }) => code)
			.join();

	it('opens the supply: a HEMS reads 0 W, the event says who ordered it, and the log when', async () => {
		const meter = await start('--load', 'constant:1000', ...SWITCHED);
		const program = await Program.open(run.running.ready.dongle as string);
		const address = await program.join(run.running.ready);
		const watts = async (): Promise<number> =>
			Number.parseInt(/E704([0-9A-F]{8})$/.exec(await program.ask(address, '1081000105FF010288016201E700'))![1]!, 16);
		assert.equal(await watts(), 1000);
		const opened = await keikiHere('hes', 'disconnect', '--meter', meter, '--json');
		assert.equal(opened.status, 0, opened.stderr);
		const [told] = objects(opened.stdout);
		assert.deepEqual([told!.output, told!.controlState, told!.outputBefore, told!.controlStateBefore], [false, 0, true, 1]);
		assert.equal(await watts(), 0);
		const event = await run.running.until(({ event, what, closed }) => event === 'unit' && what === 'contact' && closed === false);
		assert.deepEqual([event.origin, event.action, event.reason], ['remote', 'open', 'client 1 over Route A']);
		await run.running.until(({ event, on }) => event === 'supply' && on === false);
		assert.equal(await codes(meter), '62');
		program.close();
	});

	it('reconnects as the control mode says: ready for a hand in 6', async () => {
		const meter = await start(...SWITCHED);
		assert.equal((await keikiHere('hes', 'disconnect', '--meter', meter)).status, 0);
		const { status, stdout } = await keikiHere('hes', 'reconnect', '--meter', meter);
		assert.equal(status, 0);
		assert.equal(stdout, 'before  open, disconnected (0), control mode 6\nnow     open, ready for reconnection (2), control mode 6\n');
		assert.equal(await codes(meter), '62,59');
	});

	it('keeps the order and its log in --state', async () => {
		const state = ['--state', join(run.folder, 'state'), ...SWITCHED];
		const first = await start(...state);
		assert.equal((await keikiHere('hes', 'disconnect', '--meter', first)).status, 0);
		await run.running.stop('SIGKILL');
		const again = await start(...state);
		const { stdout } = await keikiHere('hes', 'reconnect', '--meter', again, '--json');
		assert.equal(objects(stdout)[0]!.controlStateBefore, 0);
		assert.equal(await codes(again), '62,59');
	});

	it('plans an order for a time, which the meter carries out once that has come', async () => {
		const meter = await start('--speed', '60', ...SWITCHED);
		const now = (await hes('clock', 'get', '--meter', meter, '--json')).stdout;
		const at = new Date(Date.parse(objects(now)[0]!.time as string) + 600_000).toISOString();
		const plan = await hes('disconnect', '--meter', meter, '--at', at);
		assert.match(plan.stdout, /^disconnect planned for 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d\d\d)?\+09:00\n$/, plan.stderr);
		await run.running.until(({ event, on }) => event === 'supply' && on === false);
		const [event] = objects((await keikiHere('hes', 'events', '--meter', meter, '--json')).stdout).filter(({ code }) => code === 62);
		const late = Date.parse(event!.time as string) - Date.parse(at);
		assert.equal(late >= -10 && late < 1000, true, `${late} ms`);
		assert.match(
			(await hes('disconnect', '--meter', meter, '--at', '2100-01-01', '--lang', 'ja')).stdout,
			/^2100-01-01T00:00:00\+09:00に開放を予約しました\n$/,
		);
		assert.equal((await keikiHere('hes', 'disconnect', '--meter', meter, '--at', 'never')).stdout, 'nothing planned\n');
		const past = await keikiHere('hes', 'reconnect', '--meter', meter, '--at', '2026-01-01');
		assert.equal(past.status, 1);
		assert.match(past.stderr, /--at 2026-01-01T00:00:00\+09:00: expected a time after the meter's clock/);
	});

	it('refuses where there is no switching unit, or the client has no right to', async () => {
		const meter = await start();
		for (const words of [[], ['--client', '2']]) {
			const { status, stderr } = await keikiHere('hes', 'disconnect', '--meter', meter, ...words);
			assert.equal(status, 1);
			assert.match(stderr, /refuses to switch the supply: read-write denied: .*\(3\); or it has no switching unit, or is in control mode 0/);
		}
		assert.match((await keikiHere('hes', 'disconnect', '--meter', meter, '--lang', 'ja')).stderr, /メーターが供給の開閉を拒否しました/);
	});

	it('tells that a contact did not do what the meter was ordered', async () => {
		const control = join(run.folder, 'control');
		const meter = await start('--control', control, ...SWITCHED);
		assert.equal((await keikiHere('meter', '--control', control, 'fail contact welded')).status, 0);
		const { status, stdout, stderr } = await keikiHere('hes', 'disconnect', '--meter', meter, '--timeout', '1');
		assert.equal(status, 1);
		assert.match(stdout, /now +closed, disconnected \(0\)/);
		assert.match(stderr, /took the order, and after 1 s the supply is closed, disconnected \(0\)/);
		assert.equal(await codes(meter), '68');
	});

	it('tells events from a time on, and refuses a time that is none', async () => {
		const meter = await start(...SWITCHED);
		assert.match((await keikiHere('hes', 'events', '--meter', meter)).stdout, /standard event log +power up \(2\)\n1 rows\n$/);
		assert.match((await hes('events', '--meter', meter, '--lang', 'ja')).stdout, /復電 \(2\)\n1行\n$/);
		assert.equal((await keikiHere('hes', 'events', '--meter', meter, '--from', '2100-01-01', '--csv')).stdout, 'meter,time,log,name,code,text\n');
		const wrong = await keikiHere('hes', 'events', '--meter', meter, '--from', '2026-11-02', '--to', '2026-11-01');
		assert.deepEqual([wrong.status, wrong.stderr.includes('expected a time before --to 2026-11-01')], [2, true]);
		const nothing = await keikiHere('hes', 'events', '--meter', meter, '--client', '16');
		assert.deepEqual([nothing.status, nothing.stderr.includes('it shows this client no event log')], [1, true]);
	});
});

/** Closed, and welded. */
const WELDED: DisconnectFacts = {
	outputState: true,
	controlState: 0,
	controlMode: 4,
	setControlMode: () => 0,
	remoteDisconnect: () => 0,
	remoteReconnect: () => 0,
};

describe('keiki hes disconnect with a meter that is slow', () => {
	it('waits for the contact no longer than --timeout, and tells how long it was', async () => {
		const meter = new MeterRig({
			keys: DEMO_KEYS,
			conformance: MANAGEMENT_CONFORMANCE & ~CONFORMANCE.multipleReferences,
			entries: [{ object: new DisconnectControlObject(NAME.disconnectControl, () => WELDED), rights: { 1: { attributes: '1111', methods: '11' } } }],
		});
		let actions = 0;
		let looks = 0;
		meter.onAnswer = (apdu, request) => {
			if (request[0] === GLO_ACTION_REQUEST) actions++;
			// The association has one, and the order is another.
			if (actions < 2 || request[0] !== GLO_GET_REQUEST) return apdu;
			looks++;
			setTimeout(() => meter.send(apdu), 750);
			return undefined;
		};
		const { code, stdout, stderr } = await hes('disconnect', '--meter', await meter.tcp(), '--timeout', '2');
		meter.close();
		assert.match(stderr, /took the order, and after [2-9]\d* s the supply is closed, disconnected \(0\)/);
		assert.match(stdout, /now +closed, disconnected \(0\)/);
		// One look of three attributes takes longer than that.
		assert.deepEqual([code, looks], [1, 3]);
	});
});
