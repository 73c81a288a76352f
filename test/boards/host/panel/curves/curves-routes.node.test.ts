/** The curves over HTTP, of a real run. */
import assert from 'node:assert/strict';
import type { HalfHoursTold, PowerTold } from '../../../../../boards/host/panel/curves/told.js';
import { DAY, HOUR, MINUTE } from '../../../../../modules/time/durations.js';
import { until } from '../../../../until.js';
import { build, keikiLater } from '../../command-line-rig.js';
import { PanelRig } from '../panel-rig.js';

describe('panel: curves over HTTP', () => {
	let panel: PanelRig;
	before(async function () {
		build.call(this);
		panel = await PanelRig.start(
			'--speed',
			'60',
			'--load',
			'house',
			'--meters',
			'2',
			'--route-a',
			'127.0.0.1:0',
			'--route-a-first',
			'127.0.0.1:0',
			'--local-port',
		);
	});
	after(() => panel?.running.stop('SIGKILL'));

	const power = async (query = '') => (await panel.get(`/api/curves/power${query}`)).json as PowerTold;

	it('tell the power of the last hour, or of a stretch, with a step', async () => {
		const { meter, from, to, step, truth, start } = await power();
		assert.deepEqual([meter, to - from, step], ['meter', HOUR, 1000]);
		assert.ok(start <= to);
		assert.ok(truth.time.length > 50, 'the past is there');
		assert.equal(truth.watts.includes(null), false);
		const day = await power(`?from=${to - DAY}&to=${to}&step=${MINUTE}&meter=meter-2`);
		assert.deepEqual([day.meter, day.step], ['meter-2', MINUTE]);
		const some = await power(`?from=${new Date(to - 2 * HOUR).toISOString()}&to=${to - HOUR}`);
		assert.deepEqual([some.from, some.to], [to - 2 * HOUR, to - HOUR]);
	});

	it('tell the half-hours of a day, and of all', async () => {
		const day = (await panel.get('/api/curves/half-hours?day=3')).json as HalfHoursTold;
		assert.deepEqual(
			day.days.map((each) => [each.day, each.register.import.length]),
			[[3, 48]],
		);
		assert.equal(day.days[0]!.energy.import.includes(null), false);
		const heat = (await panel.get('/api/curves/heat')).json as HalfHoursTold;
		assert.equal(heat.days.length, 46);
		assert.deepEqual(heat.days[3], day.days[0]);
		const today = (await panel.get('/api/curves/half-hours')).json as HalfHoursTold;
		assert.equal(today.days[0]!.day, 0);
	});

	it('refuse what is asked wrongly, and say what would be right', async () => {
		for (const [path, told] of [
			['half-hours?day=46', 'day: expected 0 (today) to 45, got 46'],
			['half-hours?day=x', 'day: expected 0 (today) to 45, got x'],
			['power?from=soon', 'from: expected ms since'],
			['power?from=9&to=8', 'from, to: expected from before to'],
			['power?step=999', 'step: expected ms, 1000 or more, got 999'],
			['power?meter=meter-3', 'meter=meter-3: expected meter'],
			['heat?meter=dongle', 'meter=dongle: expected meter'],
		] as const) {
			const { status, json } = await panel.get(`/api/curves/${path}`);
			assert.equal(status, 400, path);
			assert.ok((json.error as string).startsWith(told), json.error);
		}
	});

	it('mark what DLMS clients read, over TCP and at the local port, with the value that they got', async function () {
		this.timeout(120_000);
		const { routeA, localPort } = panel.running.ready as Record<string, string>;
		const reads: readonly (readonly [medium: string, client: string, words: readonly string[]])[] = [
			['TCP', '2', ['--meter', routeA!, '--client', '2', '1.0.1.8.0.255']],
			['TCP', '1', ['--meter', routeA!, '--client', '1', '--ciphering', 'ded', '1.0.2.8.0.255', '1.0.32.7.0.255']],
			['HDLC', '1', ['--meter', `serial:${localPort},mode-e`, '1.0.1.8.0.255']],
			['HDLC', '2', ['--meter', `serial:${localPort},mode-e`, '--client', '2', '1.0.2.8.0.255']],
		];
		const got: string[] = [];
		for (const [medium, client, words] of reads) {
			const { stdout, stderr, status } = await keikiLater('hes', 'read', '--json', ...words);
			assert.equal(status, 0, stderr);
			for (const line of stdout.trim().split('\n')) {
				const { obis, value, unit } = JSON.parse(line) as { readonly obis: string; readonly value: number; readonly unit: string };
				got.push(`${client} ${medium} ${obis} ${value} ${unit}`);
			}
		}
		const { readings, from, to } = await power();
		const marked = readings.map(({ client, medium, obis, value, unit }) => `${client} ${medium} ${obis} ${value} ${unit}`);
		assert.deepEqual(marked, got);
		assert.ok(readings.every(({ at }) => at > from && at <= to));
		assert.deepEqual((await power('?meter=meter-2')).readings, []);
	});

	it('go on from one message to the next, whatever is done meanwhile', async () => {
		const messages: PowerTold[] = [];
		const abort = new AbortController();
		const response = await fetch(new URL('/api/stream?topics=power', panel.url), {
			headers: { Authorization: `Bearer ${panel.secret}` },
			signal: abort.signal,
		});
		const reading = (async () => {
			let rest = '';
			for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
				const pieces = (rest + piece).split('\n\n');
				rest = pieces.pop()!;
				for (const each of pieces) {
					const data = /^event: power\ndata: (.*)$/m.exec(each)?.[1];
					if (data !== undefined) messages.push(JSON.parse(data) as PowerTold);
				}
			}
		})().catch(() => {});
		await until(() => messages.length >= 2);
		await panel.command('load 4321');
		await until(() => messages.some(({ truth }) => truth.watts.includes(4321)));
		await panel.command('power cut');
		await until(() => messages.some(({ failures }) => failures.some(({ kind }) => kind === 'power')));
		await panel.command('power on');
		await panel.command('fault drop=1/1000');
		await until(() => messages.some(({ failures }) => failures.some(({ name }) => name === 'drop')));
		abort.abort();
		await reading;
		assert.equal(messages[0]!.to - messages[0]!.from, HOUR);
		for (const [i, message] of messages.entries()) if (i > 0) assert.equal(message.from, messages[i - 1]!.to);
	});
});
