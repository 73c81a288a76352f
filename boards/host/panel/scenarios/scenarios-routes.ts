/** Scenarios from the page: those that come with the program, one from a person's disk, the one that runs, and what was done by hand. */
import { ScenarioError } from '../../../../src/world/scenario/scenario.js';
import type { Language } from '../../../../src/world/schema/language.js';
import { scenarioErrorText } from '../../shared/line-words.js';
import { printableLine } from '../../shared/printable.js';
import { type Asked, Refusal, type Reply, type Route, type Topic } from '../../web/app.js';
import { fieldsOf, textOf } from '../asked-fields.js';
import { CONFLICT } from '../asking.js';
import { type Every, everyWall } from '../every.js';
import type { ByHand, RecordFrom } from './by-hand.js';
import type { ByHandTold, ListedScenario, ScenarioTold } from './scenarios-told.js';
import { isShipped, SHIPPED, SHIPPED_NAMES } from './shipped.js';
import { MOST_STEPS, type ScenarioStage, StageError, type StageRefusal } from './stage.js';

/** How often it is told how far a scenario is, ms of wall time. */
const LOOK = 250;
const MOST_SHOWN = 200;
/** Characters. */
const MOST_TEXT = 100_000;
const MOST_NAME = 100;
const PLAIN = 'text/plain; charset=utf-8';

export function scenariosRoutes(stage: ScenarioStage, byHand: ByHand): Route[] {
	const acting = (path: string, act: (asked: Asked) => void): Route => ({
		method: 'POST',
		path,
		handle: (asked) => {
			understood(asked, () => act(asked));
			return { json: wholeOf(stage) };
		},
	});
	return [
		{ method: 'GET', path: '/api/scenarios', handle: ({ language }) => ({ json: shippedList(language) }) },
		{ method: 'GET', path: '/api/scenario', handle: () => ({ json: wholeOf(stage) }) },
		acting('/api/scenario/load', (asked) => stage.load(printableLine(textOf(asked, 'name', MOST_NAME)), textOf(asked, 'text', MOST_TEXT))),
		acting('/api/scenario/load-shipped', (asked) => {
			const name = textOf(asked, 'name', MOST_NAME);
			if (!isShipped(name)) throw new Refusal(STAGE_WORDS[asked.language].unknown(SHIPPED_NAMES.join(', ')));
			stage.load(name, SHIPPED[name].text);
		}),
		acting('/api/scenario/run', () => stage.run()),
		acting('/api/scenario/pause', () => stage.pause()),
		acting('/api/scenario/resume', () => stage.resume()),
		acting('/api/scenario/stop', () => stage.stop()),
		{ method: 'GET', path: '/api/by-hand', handle: () => ({ json: byHandTold(byHand) }) },
		{ method: 'GET', path: '/api/by-hand/scenario', handle: (asked) => savedReply(byHand, asked) },
		{
			method: 'POST',
			path: '/api/by-hand/clear',
			handle: (asked) => {
				fieldsOf(asked);
				byHand.clear();
				return { json: byHandTold(byHand) };
			},
		},
	];
}

export function scenariosTopics(stage: ScenarioStage, byHand: ByHand, every: Every = everyWall): Topic[] {
	return [
		{
			name: 'scenario',
			open: (_query, tell) => {
				let version = -1;
				let told = 0;
				let last = '';
				const look = (): void => {
					const now = stage.now ?? null;
					const text = JSON.stringify(now);
					if (text === last && version === stage.version) return;
					last = text;
					const isOther = version !== stage.version;
					if (isOther) told = 0;
					version = stage.version;
					const played = stage.played(told);
					tell({ now, ...(isOther && { steps: stage.steps }), from: told, played } satisfies ScenarioTold);
					told += played.length;
				};
				return joined(look, stage.watch(look), every(LOOK, look));
			},
		},
		{
			name: 'by-hand',
			open: (_query, tell) => {
				let isOld = true;
				const look = (): void => {
					if (isOld) tell(byHandTold(byHand));
					isOld = false;
				};
				const age = () => {
					isOld = true;
				};
				return joined(look, byHand.watch(age), every(LOOK, look));
			},
		},
	];
}

/** Looks for the first time; returns what ends it. */
function joined(look: () => void, ...ends: readonly (() => void)[]): () => void {
	look();
	return () => {
		for (const end of ends) end();
	};
}

function wholeOf(stage: ScenarioStage): ScenarioTold {
	return { now: stage.now ?? null, steps: stage.steps, from: 0, played: stage.played(0) };
}

function byHandTold({ deeds, forgotten }: ByHand): ByHandTold {
	return { deeds: deeds.slice(-MOST_SHOWN), count: deeds.length, forgotten };
}

function shippedList(language: Language): readonly ListedScenario[] {
	return SHIPPED_NAMES.map((name) => ({ name, ...SHIPPED[name][language], text: SHIPPED[name].text }));
}

function savedReply(byHand: ByHand, { query, language }: Asked): Reply {
	const from = query.get('from') ?? 'first';
	if (from !== 'first' && from !== 'start') throw new Refusal(STAGE_WORDS[language].from);
	const text = byHand.scenario(from satisfies RecordFrom, language);
	if (text === undefined) throw new Refusal(STAGE_WORDS[language].nothingDone, CONFLICT);
	return { type: PLAIN, body: text, file: 'by-hand.scenario' };
}

/** @throws Refusal for a scenario that is none, with line and column, and for what cannot be done now */
function understood({ language }: Asked, act: () => void): void {
	try {
		act();
	} catch (error) {
		if (error instanceof ScenarioError) throw new Refusal(scenarioErrorText(error, language));
		if (error instanceof StageError) throw new Refusal(STAGE_WORDS[language].refusals[error.why], CONFLICT);
		throw error;
	}
}

interface StageWords {
	readonly refusals: Readonly<Record<StageRefusal, string>>;
	readonly unknown: (names: string) => string;
	readonly from: string;
	readonly nothingDone: string;
}

const STAGE_WORDS: Readonly<Record<Language, StageWords>> = Object.freeze({
	en: {
		refusals: {
			nothing: 'no scenario is loaded',
			playing: 'a scenario is under way: stop it first',
			notPlaying: 'no scenario is running',
			notPaused: 'no scenario is paused',
			over: 'the scenario is not under way',
			ofRun: 'the scenario of the command line runs once: load its file to run it again',
			tooManySteps: `expected at most ${MOST_STEPS} steps`,
		},
		unknown: (names) => `name: expected one of ${names}`,
		from: 'from: expected first or start',
		nothingDone: 'nothing was done by hand yet',
	},
	ja: {
		refusals: {
			nothing: 'シナリオが読み込まれていません',
			playing: 'シナリオの途中です。先に停止してください',
			notPlaying: '実行中のシナリオはありません',
			notPaused: '一時停止中のシナリオはありません',
			over: 'シナリオは実行中ではありません',
			ofRun: 'コマンドラインのシナリオは1回だけ実行されます。もう一度実行するにはそのファイルを読み込んでください',
			tooManySteps: `ステップは${MOST_STEPS}個までです`,
		},
		unknown: (names) => `name: ${names}のどれかが必要です`,
		from: 'from: firstかstartが必要です',
		nothingDone: 'まだ手で行った操作はありません',
	},
});
