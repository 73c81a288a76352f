/** `keiki supervise`. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { toUpperHex } from '../../../modules/bytes/hex.js';
import { MINUTE, SECOND } from '../../../modules/time/durations.js';
import type { Answer, Job } from '../../../src/operations/jobs/messages.js';
import { parseDuration } from '../../../src/world/time/duration.js';
import { type HesMeter, hesOptions } from '../hes/hes-options.js';
import { DamageError } from '../relay/durable-log.js';
import { failureWords } from '../relay/failure-words.js';
import { readIdentity } from '../relay/identity-files.js';
import { RelayClient } from '../relay/relay-client.js';
import { relayUrl } from '../relay/relay-url.js';
import { shiftedClock } from '../shared/clock-option.js';
import { endText } from '../shared/ending.js';
import { EXIT, type ExitCode } from '../shared/exit-codes.js';
import { FileLock, holderOf } from '../shared/lock-file.js';
import { Output } from '../shared/output.js';
import { statePath } from '../shared/own-places.js';
import type { CommonWords } from '../shared/program.js';
import { hostLog } from '../shared/stderr-log.js';
import { Stop } from '../shared/stop.js';
import { reasonOf, UsageError } from '../shared/usage-error.js';
import { inEach } from '../shared/usage-words.js';
import { Journal } from './journal.js';
import { SUPERVISE_WORDS } from './supervise-words.js';
import { Supervisor, type SupervisorNews } from './supervisor.js';

export interface SuperviseWords extends CommonWords {
	readonly data?: string;
	readonly identity?: string;
	readonly relay: string;
	readonly meters?: string;
	readonly meter?: readonly string[];
	readonly keys?: readonly string[];
	readonly parallel?: string;
	readonly timeout?: string;
	readonly check: string;
	readonly once?: boolean;
	readonly clock?: string;
	readonly json?: boolean;
}

const LOCK = 'control.lock';
const JOURNAL = 'journal.log';
const COUNTERS = 'counters.json';
const NEVER = 'never';
const LEAST_CHECK = 10 * SECOND;
/** Between two lines that tell how it stands, ms. */
const STATUS = MINUTE;
/** What a signal leaves for work at meters that is under way, ms. */
const GRACE = 20 * SECOND;

/** Throws UsageError. */
export async function supervise(words: SuperviseWords): Promise<ExitCode> {
	const { lang = 'en', quiet, json = false, once = false } = words;
	const now = shiftedClock(words.clock);
	const url = relayUrl(words.relay);
	const interval = intervalOf(words.check);
	const data = words.data === undefined ? join(statePath('control', LOCK), '..') : resolve(words.data);
	const identity = readIdentity(
		words.identity === undefined ? data : resolve(words.identity),
		words.identity === undefined ? '--data' : '--identity',
	);
	const hes = hesOptions({
		...{ counters: join(data, COUNTERS), retries: '1', quiet: quiet ?? false, lang },
		...(words.meters !== undefined && { meters: words.meters }),
		...(words.meter !== undefined && { meter: words.meter }),
		...(words.keys !== undefined && { keys: words.keys }),
		...(words.parallel !== undefined && { parallel: words.parallel }),
		...(words.timeout !== undefined && { timeout: words.timeout }),
	});
	refuseSameTitles(hes.meters);
	makeDirectory(data);
	const lock = FileLock.take(join(data, LOCK));
	if (lock === undefined) throw new UsageError(inEach(SUPERVISE_WORDS, ({ held }) => held(data, holderOf(join(data, LOCK)))));
	const stop = new Stop(true, GRACE);
	const log = hostLog(quiet);
	const texts = SUPERVISE_WORDS[lang];
	const output = new Output(process.stdout, (lines) => (json ? JSON.stringify({ event: 'lost', lines }) : `… ${lines}`));
	try {
		const journal = await openedJournal(join(data, JOURNAL), now);
		if (journal.cut > 0) log.write('supervise', texts.cut(join(data, JOURNAL), journal.cut));
		const say = (event: object, text: string | undefined) => {
			if (json) output.write(JSON.stringify(event));
			else if (text !== undefined && !quiet) output.write(text);
		};
		const tell = (news: SupervisorNews) => {
			const text = textOf(news, lang, now());
			if (isTrouble(news)) {
				log.write(`supervise: ${news.kind}`, text!);
				if (!json) return;
			}
			say({ event: news.kind, ...eventOf(news) }, text);
		};
		const relay = new RelayClient(url, identity);
		const supervisor = new Supervisor({ journal, relay, identity, hes, now, interval: once ? undefined : interval, onNews: tell });
		const { open } = supervisor.state;
		say({ event: 'ready', relay: url.href, meters: hes.meters.length, open }, texts.ready(hes.meters.length, url.href, open));
		if (once) {
			const end = await Promise.race([supervisor.once(), stop.ending]);
			const isWhole = end === true;
			await supervisor.end();
			if (typeof end === 'object' && 'error' in end) throw end.error;
			const { open: left } = supervisor.state;
			if (left > 0) log.write('supervise', texts.left(left));
			return isWhole && left === 0 ? EXIT.done : EXIT.untold;
		}
		let told = '';
		const status = setInterval(() => {
			const state = supervisor.state;
			const text = texts.status(state.open, state.toGive, state.answering, hes.meters.length);
			if (text !== told) say({ event: 'status', ...state }, text);
			told = text;
		}, STATUS);
		supervisor.start().catch((error) => stop.fail(error));
		const ending = await stop.ending;
		clearInterval(status);
		await supervisor.end();
		if ('error' in ending) throw ending.error;
		if (!quiet) process.stderr.write(`keiki: supervise: ${texts.ended(endText(ending.reason, lang))}\n`);
		return EXIT.done;
	} finally {
		lock.release();
	}
}

const TROUBLES: readonly SupervisorNews['kind'][] = Object.freeze(['disbelieved', 'conflict', 'stale', 'unkept', 'relayLost', 'relayBack']);

function isTrouble({ kind }: SupervisorNews): boolean {
	return TROUBLES.includes(kind);
}

/** Undefined: people need not hear of it. */
function textOf(news: SupervisorNews, language: 'en' | 'ja', now: number): string | undefined {
	const texts = SUPERVISE_WORDS[language];
	switch (news.kind) {
		case 'taken':
			return texts.taken(texts.kinds[news.job.kind], news.job.meter);
		case 'postponed': {
			const seconds = Math.max(0, Math.ceil((news.next - now) / SECOND));
			return texts.postponed(texts.kinds[news.job.kind], news.job.meter, failureWords(news.why, null, language), seconds);
		}
		case 'answered':
			return answerText(news.answer, language);
		case 'disbelieved':
			return texts.disbelieved(news.text);
		case 'conflict':
		case 'stale':
			return texts[news.kind](news.id);
		case 'unkept':
			return texts.unkept(news.reason);
		case 'relayLost':
			return texts.relayLost((texts.trouble[news.trouble.kind] as (trouble: unknown) => string)(news.trouble));
		case 'relayBack':
			return texts.relayBack();
		default:
			return undefined;
	}
}

function answerText(answer: Answer, language: 'en' | 'ja'): string {
	const texts = SUPERVISE_WORDS[language];
	const head = `${answer.meter}: ${texts.kinds[answer.kind]}: ${texts.states[answer.state]}`;
	if (answer.state === 'done') return `${head}: ${JSON.stringify(answer.result)}`;
	if (answer.state !== 'failed' && answer.state !== 'expired') return head;
	const { why, code } = answer.result;
	return why === null ? head : `${head}: ${failureWords(why, code, language)}`;
}

/** What of it goes into an event: of a job all but its body, which is sealed for others. */
function eventOf(news: SupervisorNews): object {
	const { kind: _kind, ...told } = news;
	return 'job' in news ? { ...told, job: about(news.job) } : told;
}

function about({ id, kind, meter, notBefore, expires }: Job): object {
	return { id, kind, meter, notBefore, expires };
}

function intervalOf(text: string): number | undefined {
	if (text === NEVER) return undefined;
	const interval = parseDuration(text) ?? 0;
	if (interval >= LEAST_CHECK && interval < 2 ** 31) return interval;
	throw new UsageError(inEach(SUPERVISE_WORDS, ({ badCheck }) => badCheck(text)));
}

function refuseSameTitles(meters: readonly HesMeter[]): void {
	const seen = new Set<string>();
	for (const { keys } of meters) {
		const title = toUpperHex(keys.systemTitle);
		if (seen.has(title)) throw new UsageError(inEach(SUPERVISE_WORDS, ({ sameTitle }) => sameTitle(title)));
		seen.add(title);
	}
}

async function openedJournal(path: string, now: () => number): Promise<Journal> {
	try {
		return await Journal.open(path, now);
	} catch (error) {
		if (error instanceof DamageError) throw new UsageError(inEach(SUPERVISE_WORDS, ({ damaged }) => damaged(error.path, error.line)));
		throw new UsageError(inEach(SUPERVISE_WORDS, ({ cannotMake }) => cannotMake(path, reasonOf(error))));
	}
}

function makeDirectory(path: string): void {
	try {
		mkdirSync(path, { recursive: true, mode: 0o700 });
	} catch (error) {
		throw new UsageError(inEach(SUPERVISE_WORDS, ({ cannotMake }) => cannotMake(path, reasonOf(error))));
	}
}
