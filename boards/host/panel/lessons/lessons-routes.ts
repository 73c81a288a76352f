/** Lessons from the page: which there are, the one that is held, and what the reader wants of it. */
import type { EmulatedMeter } from '../../../../src/world/meter/emulated-meter.js';
import type { World } from '../../../../src/world/simulation/world.js';
import { type Asked, Refusal, type Route, type Topic } from '../../web/app.js';
import { fieldsOf, flagOf, textOf, wordOf } from '../asked-fields.js';
import { CONFLICT } from '../asking.js';
import { meterAsked } from '../meter-asked.js';
import { isLesson, LESSON_NAMES, LESSON_STEPS } from './lesson-facts.js';
import { LESSON_REFUSALS } from './lesson-refusals.js';
import type { LessonNow, ListedLesson } from './lesson-told.js';
import { LessonRefused, type LessonRunner } from './runner.js';

const MOST_NAME = 40;

export function lessonsRoutes(runner: LessonRunner, world: World): Route[] {
	const meterOf = (name: string | null, { language }: Asked) => meterAsked({ world }, name, language);
	const acting = (path: string, act: (asked: Asked) => void): Route => ({
		method: 'POST',
		path,
		handle: (asked) => {
			try {
				act(asked);
			} catch (error) {
				if (!(error instanceof LessonRefused)) throw error;
				throw new Refusal(LESSON_REFUSALS[asked.language][error.bar], CONFLICT);
			}
			return { json: runner.now ?? null };
		},
	});
	return [
		{ method: 'GET', path: '/api/lessons', handle: (asked) => ({ json: listed(runner, meterOf(asked.query.get('meter'), asked), asked.language) }) },
		{ method: 'GET', path: '/api/lesson', handle: () => ({ json: runner.now ?? null }) },
		acting('/api/lesson/start', (asked) => {
			const name = textOf(asked, 'name', MOST_NAME);
			if (!isLesson(name)) throw new Refusal(LESSON_REFUSALS[asked.language].unknown(LESSON_NAMES.join(', ')));
			runner.start(name, flagOf(asked, 'agreed'), meterOf(wordOf(asked, 'meter') ?? null, asked));
		}),
		acting('/api/lesson/next', (asked) => (flagOf(asked, 'again') ? runner.again() : runner.next())),
		acting('/api/lesson/stop', (asked) => {
			fieldsOf(asked);
			runner.stop();
		}),
	];
}

/** `lesson`: the whole of it, whenever something of it is otherwise; null: none was held yet. */
export function lessonsTopics(runner: LessonRunner): Topic[] {
	return [
		{
			name: 'lesson',
			open: (_query, tell) => {
				const look = () => tell((runner.now ?? null) satisfies LessonNow | null);
				look();
				return runner.watch(look);
			},
		},
	];
}

/** All of them, at one meter. */
function listed(runner: LessonRunner, meter: EmulatedMeter, language: Asked['language']): ListedLesson[] {
	return LESSON_NAMES.map((name) => {
		const bar = runner.bar(name, meter) ?? null;
		return { name, steps: LESSON_STEPS[name], bar, why: bar && LESSON_REFUSALS[language][bar], asks: bar === null ? runner.asks(name, meter) : [] };
	});
}
