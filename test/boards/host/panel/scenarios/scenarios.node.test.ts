/** Scenarios from the page, and what was done by hand as a scenario. */
import { ByHand, MOST_DEEDS } from '../../../../../boards/host/panel/scenarios/by-hand.js';
import { scenariosRoutes, scenariosTopics } from '../../../../../boards/host/panel/scenarios/scenarios-routes.js';
import type { ByHandTold, ListedScenario, ScenarioTold } from '../../../../../boards/host/panel/scenarios/scenarios-told.js';
import { SHIPPED_NAMES } from '../../../../../boards/host/panel/scenarios/shipped.js';
import { ScenarioStage } from '../../../../../boards/host/panel/scenarios/stage.js';
import { ScenarioPlayer } from '../../../../../src/world/scenario/player.js';
import { parseScenario } from '../../../../../src/world/scenario/scenario.js';
import { equal } from '../../../../assert.js';
import { heard, type Reply, START, StillRig } from '../still-rig.js';

class ScenarioRig extends StillRig {
	readonly stage = new ScenarioStage(this);
	readonly byHand = new ByHand(this.control, this.start);

	constructor(units?: string) {
		super((rig) => scenariosRoutes((rig as ScenarioRig).stage, (rig as ScenarioRig).byHand), {}, units);
	}

	async told(): Promise<ScenarioTold> {
		return (await this.get('/api/scenario')).body as ScenarioTold;
	}

	get topics() {
		return scenariosTopics(this.stage, this.byHand, (_ms, task) => {
			this.looks.push(task);
			return () => {};
		});
	}

	readonly looks: (() => void)[] = [];
}

const SWITCHING = 'rf-b,1p3w-60-2way,switch-60,normal';
const error = ({ status, body }: Reply) => `${status} ${(body as { error: string }).error}`;
const states = (told: ScenarioTold) => `${told.now?.state} ${told.played.map(({ isFailed }) => (isFailed ? 'x' : '+')).join('')}`;

describe('panel: scenarios', () => {
	it('runs each scenario that comes with the program as it is meant', async () => {
		for (const name of SHIPPED_NAMES) {
			const rig = new ScenarioRig(SWITCHING);
			equal((await rig.post('/api/scenario/load-shipped', { name })).status, 200, name);
			rig.run(5000);
			equal((await rig.post('/api/scenario/run')).status, 200, name);
			rig.run(1_800_000);
			const { now, steps, played } = await rig.told();
			equal(now?.state, 'ended', name);
			equal(played.flatMap(({ isFailed, said }, i) => (isFailed ? [`${name}:${steps?.[i]?.line} ${said.en}`] : [])).join(), '');
			equal(rig.world.simulator.faults.running.length, 0, name);
		}
		const rig = new ScenarioRig();
		const listed = (await rig.get('/api/scenarios', 'ja')).body as ListedScenario[];
		equal(listed.map(({ name }) => name).join(), SHIPPED_NAMES.join());
		equal(listed[0]!.title, '突然の停電');
	});

	it('tells what is wrong with a file by line and column, as the command line does', async () => {
		const rig = new ScenarioRig();
		const load = (text: string, language: 'en' | 'ja' = 'en') => rig.post('/api/scenario/load', { name: 'my.scenario', text }, language);
		equal(
			error(await load('+1s load 5\n+2s pull meter\n')),
			'400 my.scenario:2:10: expected a place (metering, communication, option or cover), got "meter"',
		);
		equal(error(await load('+1s expect supply maybe', 'ja')), '400 my.scenario:1:19: onかoffのはずですが、"maybe"です');
		equal(error(await load('')), '400 my.scenario:1:1: expected at least one step, like "+10m pull metering"');
		equal(error(await load('x'.repeat(200_000))), '400 text: expected a text of at most 100000 characters');
		equal(error(await load('+1s load 1\n'.repeat(2001))), '409 expected at most 2000 steps');
		equal(error(await rig.post('/api/scenario/run')), '409 no scenario is loaded');
		equal((await rig.told()).now, null);
	});

	it('marks its steps as they are done, and what was other than expected', async () => {
		const rig = new ScenarioRig();
		const { messages } = heard<ScenarioTold>(rig.topics, 'scenario');
		equal(messages[0]!.now, null);
		await rig.post('/api/scenario/load', { name: 'my.scenario', text: '+1s load 900\n+2s expect load 5\n+3s refuse power on\n+4s pull metering\n' });
		equal(
			messages[1]!.steps?.map(({ line, at, text }) => `${line} ${at} ${text}`).join('; '),
			'1 1000 load 900; 2 2000 expect load 5; 3 3000 refuse power on; 4 4000 pull metering',
		);
		await rig.post('/api/scenario/run');
		rig.run(10_000);
		const told = await rig.told();
		equal(states(told), 'ended +x++');
		equal(told.now?.failed, 1);
		equal(told.played[1]!.said.en, 'expected load 5: it is 900 W');
		equal(told.played[1]!.said.ja, 'load 5のはずですが、900 Wです');
		equal(told.played[3]!.said.en.startsWith('pulled 1p3w-60-2way '), true);
		equal(rig.steps.join('; '), 'my.scenario:1 ok; my.scenario:2 expected load 5: it is 900 W; my.scenario:3 ok; my.scenario:4 ok');
		// What a page has pieced together is what there is.
		const pieces = messages
			.slice(2)
			.flatMap(({ from, played, steps }) => [...(steps === undefined ? [] : ['new']), ...played.map((_, i) => from + i)]);
		equal(pieces.join(), 'new,0,1,2,3');
		equal((await rig.post('/api/scenario/run')).status, 200);
		equal(states(await rig.told()), 'playing ');
	});

	it('is paused while the world goes on, gone on with, and stopped', async () => {
		const rig = new ScenarioRig();
		await rig.post('/api/scenario/load', { name: 'a', text: '+10s load 1\n+20s load 2\n+30s load 3\n' });
		await rig.post('/api/scenario/run');
		rig.run(15_000);
		equal(states((await rig.post('/api/scenario/pause')).body as ScenarioTold), 'paused +');
		equal(rig.stage.isBusy, false);
		rig.run(60_000);
		equal(states(await rig.told()), 'paused +');
		equal(error(await rig.post('/api/scenario/load', { name: 'b', text: '+1s load 1' })), '409 a scenario is under way: stop it first');
		equal(states((await rig.post('/api/scenario/resume')).body as ScenarioTold), 'playing +');
		equal(rig.stage.isBusy, true);
		rig.run(6000);
		equal(states(await rig.told()), 'playing ++');
		equal(states((await rig.post('/api/scenario/stop')).body as ScenarioTold), 'stopped ++');
		rig.run(60_000);
		equal(states(await rig.told()), 'stopped ++');
		equal(error(await rig.post('/api/scenario/stop')), '409 the scenario is not under way');
		equal(error(await rig.post('/api/scenario/pause', {}, 'ja')), '409 実行中のシナリオはありません');
	});

	it('refuses to run again what stands at a time of day that is over', async () => {
		const rig = new ScenarioRig();
		const text = '2026-11-22T12:05 load 1';
		equal((await rig.post('/api/scenario/load', { name: 'noon', text })).status, 200);
		rig.run(600_000);
		equal(error(await rig.post('/api/scenario/run')), '400 noon:1:1: expected a time after the start, got "2026-11-22T12:05"');
	});

	it('shows the scenario of the command line', async () => {
		const rig = new ScenarioRig();
		const { scheduler } = rig.world.simulator;
		const player = new ScenarioPlayer({ scheduler, stand: rig.world, steps: parseScenario('+10s load 1\n+20s load 2', 'given', START) });
		rig.ofRun = () => ({ name: 'given.scenario', player });
		player.start();
		rig.run(12_000);
		const told = await rig.told();
		equal(`${told.now?.name} ${told.now?.isOfRun} ${states(told)}`, 'given.scenario true playing +');
		await rig.post('/api/scenario/pause');
		rig.run(60_000);
		equal(states(await rig.told()), 'paused +');
		await rig.post('/api/scenario/resume');
		rig.run(60_000);
		equal(states(await rig.told()), 'ended ++');
		equal(error(await rig.post('/api/scenario/run')), '409 the scenario of the command line runs once: load its file to run it again');
		equal((await rig.post('/api/scenario/load', { name: 'mine', text: '+1s load 1' })).status, 200);
		equal((await rig.told()).now?.name, 'mine');
	});
});

describe('panel: what was done by hand', () => {
	const DEEDS: readonly (readonly [number, string])[] = [
		[3000, 'load 1200   # kettle'],
		[1234, 'fault no-reply=1/3 once'],
		[0, 'switch open'],
		[60_000, 'breaker reset'],
		[500, 'power on'],
		[4000, 'status'],
		[2000, 'pull metering'],
		[61_001, 'plug metering'],
		[90_000, 'meter 1 load normal'],
	];

	async function handled(): Promise<ScenarioRig> {
		const rig = new ScenarioRig(SWITCHING);
		for (const [wait, line] of DEEDS) {
			rig.run(wait);
			await rig.line(line);
		}
		rig.run(120_000 - (rig.scheduler.now() % 1000));
		return rig;
	}

	it('is a scenario that does the same again', async () => {
		const rig = await handled();
		const text = rig.byHand.scenario('start', 'en')!;
		equal(text, (await (await handled()).get('/api/by-hand/scenario?from=start')).body);
		equal(
			text
				.split('\n')
				.map((line) => line.replace(/^\+\S+ {2}/, ''))
				.join('|'),
			'# Done by hand; +0s was 2026-11-22T12:00:00.000+09:00|# Again: keiki run --scenario FILE, or load it in the page|load 1200|' +
				'fault no-reply=1/3 once|switch open|refuse breaker reset|refuse power on|pull metering|plug metering|meter 1 load normal|',
		);
		const again = new ScenarioRig(SWITCHING);
		again.stage.load('again', text);
		again.stage.run();
		again.run(rig.scheduler.now());
		const state = (each: ScenarioRig) => JSON.stringify(each.world.state);
		equal(state(again), state(rig));
		equal(states(await again.told()), 'ended ++++++++');
		// What a scenario does was not done by hand.
		equal(again.byHand.deeds.length, 0);
	});

	it('begins with the first deed unless told, and is told as it grows', async () => {
		const rig = new ScenarioRig();
		equal(error(await rig.get('/api/by-hand/scenario')), '409 nothing was done by hand yet');
		const { messages } = heard<ByHandTold>(rig.topics, 'by-hand');
		rig.run(3_725_500);
		await rig.line('load 5');
		rig.run(3_725_500);
		await rig.line('load 6');
		rig.looks.at(-1)?.();
		equal(
			messages
				.at(-1)!
				.deeds.map(({ time, command, said }) => `${time} ${command}: ${said.ja}`)
				.join('; '),
			'2026-11-22T13:02:05.500+09:00 load 5: 負荷は5 Wです; 2026-11-22T14:04:11.000+09:00 load 6: 負荷は6 Wです',
		);
		const text = (await rig.get('/api/by-hand/scenario', 'ja')).body as string;
		equal(text.split('\n').slice(0, 1).join(), '# 手で行った操作。+0sは2026-11-22T13:02:05.500+09:00');
		equal(text.split('\n').slice(2).join('|'), '+0s  load 5|+1h2m5.5s  load 6|');
		equal(error(await rig.get('/api/by-hand/scenario?from=noon')), '400 from: expected first or start');
		await rig.post('/api/by-hand/clear');
		equal(rig.byHand.deeds.length, 0);
	});

	it('keeps so much, and says what is missing', async () => {
		const rig = new ScenarioRig();
		for (let i = 0; i < MOST_DEEDS + 3; i++) await rig.line(`load ${i}`);
		equal(rig.byHand.deeds.length, MOST_DEEDS);
		equal(rig.byHand.deeds[0]!.command, 'load 3');
		equal(rig.byHand.scenario('first', 'en')!.split('\n')[1], '# The 3 commands before these were not kept: what they had changed is not done here');
	});
});
