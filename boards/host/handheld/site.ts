/** The page of a hand-held: what it may ask. Neither a picture nor the text of a bar code is kept, and none comes back. */
import type { RouteBMedium } from '../../../src/meter/catalogue/unit-types.js';
import type { HpkePort } from '../../../src/operations/bar-code/hpke.js';
import type { SignedResult } from '../../../src/operations/handheld/result.js';
import { UsageError } from '../shared/usage-error.js';
import { type Asked, Refusal, type Route } from '../web/app.js';
import type { Hand } from './hand.js';
import { orderOf, unitsOf } from './handheld-options.js';
import { HANDHELD_WORDS, troubleText } from './handheld-words.js';
import { noteLines, resultRows } from './result-lines.js';
import { textOfPicture } from './scan.js';
import type { Standing, Told } from './told.js';
import { HandheldTrouble } from './trouble.js';

interface Done {
	readonly result: SignedResult;
	readonly medium?: RouteBMedium | undefined;
}

const WORDS_OF_NOTHING: Readonly<Record<string, unknown>> = Object.freeze({});
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const CONFLICT = 409;
const NOT_DONE = 422;

/** @param hpke opens envelopes */
export function routesOf(hand: Hand, place: string, hpke: () => Promise<HpkePort>): readonly Route[] {
	let isAtWork = false;
	/** One at a time: there is one local port. */
	const act = (path: string, work: (words: Readonly<Record<string, unknown>>, asked: Asked) => Promise<Done>): Route => ({
		method: 'POST',
		path,
		handle: async (asked) => {
			if (isAtWork) throw new Refusal(HANDHELD_WORDS[asked.language].atWork(), CONFLICT);
			isAtWork = true;
			try {
				const { result, medium } = await work(wordsIn(asked.body), asked);
				return { json: toldOf(result, medium, asked) };
			} catch (error) {
				throw refusalOf(error, asked);
			} finally {
				isAtWork = false;
			}
		},
	});
	return [
		{
			method: 'GET',
			path: '/api/standing',
			handle: () => ({ json: { name: hand.name, place, results: hand.ledger.results.length } satisfies Standing }),
		},
		act('/api/set', async (words, asked) => ({ result: await hand.set(await hpke(), await textIn(words, asked)) })),
		act('/api/built', async ({ order, units }) => ({
			result: await hand.built(orderOf(stringOf(order)), undefined, unitsOf(stringOf(units).trim() || undefined)),
		})),
		act('/api/diagnose', ({ order }) => hand.diagnose(stringOf(order).trim() === '' ? undefined : orderOf(stringOf(order)), undefined)),
	];
}

/** The text of a bar code that was sent as such, or as a picture in base 64. */
async function textIn({ text, picture }: Readonly<Record<string, unknown>>, { language }: Asked): Promise<string> {
	const words = HANDHELD_WORDS[language];
	if (typeof text === 'string' && text.trim() !== '') return text;
	if (typeof picture !== 'string' || !BASE64.test(picture)) throw new Refusal(words.noPicture());
	return textOfPicture(Buffer.from(picture, 'base64'), words.thePicture());
}

function toldOf(result: SignedResult, medium: RouteBMedium | undefined, { language }: Asked): Told {
	return { kind: result.kind, rows: resultRows(result, language, medium), notes: noteLines(result, language) };
}

function refusalOf(error: unknown, { language }: Asked): unknown {
	if (error instanceof HandheldTrouble) return new Refusal(troubleText(error.trouble, language), NOT_DONE);
	return error instanceof UsageError ? new Refusal(error.textIn(language)) : error;
}

function wordsIn(body: unknown): Readonly<Record<string, unknown>> {
	return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : WORDS_OF_NOTHING;
}

function stringOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
