/** One piece of work on many meters at once: what fails on one stops no other. */
import process from 'node:process';
import { HeadEndError } from '../../../src/head-end/head-end-error.js';
import type { MeterSessionOptions } from '../../../src/head-end/meter-session.js';
import { endText } from '../shared/ending.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { Stop } from '../shared/stop.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { HesCapture } from './hes-capture.js';
import { failureText, HesError, isNo, whyText } from './hes-failures.js';
import { type HesMeter, type HesOptions, HesSession } from './hes-options.js';
import { traceTo } from './hes-trace.js';
import type { HesView } from './hes-view.js';
import { HES_WORDS, type HesTexts } from './hes-words.js';

/** What is done with a meter; false: something of it failed, and was told. */
export type HesWork = (session: HesSession, meter: HesMeter, signal: AbortSignal) => Promise<boolean>;

/**
 * The end is the worst of any meter's: what is asked for wrongly may show only in a session (a time ahead of the meter's clock, a file for each meter), and
 * is told of each.
 * @param grace how long work that is interrupted may still take, ms: it is told by its signal. Without it, sessions end at once
 */
export async function onEachMeter(options: HesOptions, view: HesView, work: HesWork, grace?: number): Promise<ExitCode> {
	const stop = new Stop(false, grace);
	const interrupted = new AbortController();
	const capture = openCapture(options.capture, view);
	const open = new Set<HesSession>();
	const waiting = [...options.meters];
	let code: ExitCode = EXIT.done;
	let stopped = false;

	const one = async (meter: HesMeter): Promise<void> => {
		const session = new HesSession(options, meter, {
			onRetry: (failure, attempt) =>
				view.note(meter.place.text, HES_WORDS[view.language].again(failureText(failure, view.language), attempt, options.retries)),
			onCountersForgotten: (last) => view.warn(meter.place.text, HES_WORDS[view.language].countersForgotten(last)),
			...messagesTo([options.trace ? traceTo(view, meter.place.text) : undefined, capture?.of(meter.place.text)]),
		});
		open.add(session);
		try {
			if (!(await work(session, meter, interrupted.signal))) code = worse(code, EXIT.no);
		} catch (error) {
			if (stopped) return;
			if (error instanceof UsageError) {
				code = worse(code, EXIT.usage);
				view.failed(meter.place.text, (language) => error.textIn(language));
			} else {
				if (whyText(error) === undefined) throw error;
				code = worse(code, isNo(error) ? EXIT.no : EXIT.untold);
				view.failed(meter.place.text, (language) => whyText(error, language)!, error instanceof HeadEndError ? error.failure.kind : undefined);
			}
		} finally {
			await session.end();
			open.delete(session);
		}
	};
	const worker = async (): Promise<void> => {
		for (let meter = waiting.shift(); meter !== undefined && !stopped; meter = waiting.shift()) await one(meter);
	};
	const all = Promise.all(Array.from({ length: Math.min(options.parallel, waiting.length) }, worker));
	all.then(
		() => stop.end(DONE),
		(error: unknown) => stop.fail(error),
	);
	const ending = await stop.ending;
	if ('error' in ending) {
		closeCapture(capture);
		throw ending.error;
	}
	if (ending.reason !== DONE) {
		stopped = true;
		process.stderr.write(`keiki: ${HES_WORDS[view.language].interrupted(endText(ending.reason, view.language))}\n`);
		interrupted.abort();
		if (grace !== undefined) await all;
		await Promise.all([...open].map((session) => session.end()));
		closeCapture(capture);
		return EXIT.untold;
	}
	view.end();
	if (!closeCapture(capture)) code = worse(code, EXIT.untold);
	return code;
}

type OnMessage = NonNullable<MeterSessionOptions['onMessage']>;

/** Several listeners, as one. */
function messagesTo(listeners: readonly (OnMessage | undefined)[]): Pick<MeterSessionOptions, 'onMessage'> {
	const those = listeners.filter((each) => each !== undefined);
	if (those.length === 0) return {};
	return {
		onMessage: (sent, apdu, clear) => {
			for (const listener of those) listener(sent, apdu, clear);
		},
	};
}

/** Where no more can be written, that is told once. Throws UsageError if the file cannot be written, or is no capture. */
export function openCapture(path: string | undefined, view: HesView): HesCapture | undefined {
	return path === undefined ? undefined : new HesCapture(path, (reason) => view.warn(path, HES_WORDS[view.language].captureEnds(reason)));
}

/** False: it is not whole, which was told when it came to be so, or is told now. */
export function closeCapture(capture: HesCapture | undefined): boolean {
	try {
		capture?.close();
		return true;
	} catch (error) {
		process.stderr.write(`keiki: ${reasonOf(error)}\n`);
		return false;
	}
}

function worse(one: ExitCode, other: ExitCode): ExitCode {
	return one > other ? one : other;
}

const DONE = 'done';

/** The words of anything that went wrong on the host's side. */
export function hostFailure(say: (words: HesTexts, reason: string) => string, error: unknown): HesError {
	return new HesError(inEach(HES_WORDS, (words) => say(words, reasonOf(error))));
}
