/** Remote work at the command line: it is asked for, and its answer waited for. */
import { join, resolve } from 'node:path';
import process from 'node:process';
import { DAY, SECOND } from '../../../../modules/time/durations.js';
import { diagnosisRows } from '../../../../src/operations/diagnosis/words.js';
import type { AmperesResult, SupplyResult } from '../../../../src/operations/jobs/kinds.js';
import { LONGEST_LIFE } from '../../../../src/operations/jobs/messages.js';
import { parseIsoTime } from '../../../../src/world/time/iso-time.js';
import { readIdentity } from '../../relay/identity-files.js';
import { RelayClient, RelayError } from '../../relay/relay-client.js';
import { relayUrl } from '../../relay/relay-url.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { newHostCipher } from '../../shared/host-cipher.js';
import { wholeNumber } from '../../shared/option-values.js';
import { printable } from '../../shared/printable.js';
import { hostLog } from '../../shared/stderr-log.js';
import { Stop } from '../../shared/stop.js';
import { padText, textWidth } from '../../shared/text-width.js';
import { UntoldError, UsageError } from '../../shared/usage-error.js';
import type { JobTable } from '../database/tables.js';
import { type AtWork, inOffice, placeOf } from '../in-office.js';
import type { OfficeWords } from '../office-words.js';
import { diagnosisBy } from './diagnosis.js';
import { Exchange } from './exchange.js';
import { askStatus, askUnits, listJobs, setAmperes, showJob, standing, switchSupply, type When, withdrawJob } from './jobs.js';
import { jobRows, newsText, REMOTE_WORDS, resultLines, troubleText, whyText } from './remote-words.js';

interface RelayWords extends OfficeWords {
	readonly relay: string;
	readonly identity?: string;
}

export interface DiagnoseWords extends RelayWords {
	readonly wait: string;
}

export interface SupplyWords extends DiagnoseWords {
	readonly at?: string;
	readonly until?: string;
}

export type AmperesWords = SupplyWords;
export type JobWords = OfficeWords;

export interface JobListWords extends OfficeWords {
	readonly contract?: string;
	readonly open?: boolean;
}

export interface ExchangeWords extends RelayWords {
	readonly once?: boolean;
}

const MOST_WAIT = 3600;
const MOST_AMPERES = 1200;
/** So far off work may begin, ms: it has to have time for it before its life is over. */
const FARTHEST = LONGEST_LIFE - 2 * DAY;
/** How long an answer is waited for at a time, s: keiki office serve may have taken it a moment ago. */
const TURN = 1;

/** `keiki office diagnose`. Throws UsageError, UntoldError. */
export async function diagnose(contract: string, words: DiagnoseWords): Promise<ExitCode> {
	const wait = waitOf(words);
	return await inOffice(words, async (work) => {
		const { office, actor, language, json } = work;
		const job = await answered(work, words, wait, () => askStatus(office, actor, contractOf(contract)));
		if (job.ended_at === null) return notYet(work, job, wait);
		const { id } = job;
		const found = await diagnosisBy(office, actor, id);
		if (json) write(`${JSON.stringify({ job: id, contract: job.contract, meter: job.meter, ...found })}\n`);
		else if (found.kind === 'report') write(table([[REMOTE_WORDS[language].names.contract, job.contract], ...diagnosisRows(found.report, language)]));
		if (found.kind === 'report') return found.report.message === 'no answer' ? EXIT.untold : EXIT.done;
		throw untold((each) => {
			const { untold: could, states } = REMOTE_WORDS[each];
			return could(found.kind === 'untold' ? whyText(found.why, found.code, each) : states[found.kind === 'waiting' ? 'queued' : found.kind]);
		});
	});
}

/** `keiki office supply`. Throws UsageError, UntoldError. */
export async function supply(contract: string, to: string, words: SupplyWords): Promise<ExitCode> {
	const wait = waitOf(words);
	if (to !== 'open' && to !== 'close') {
		throw new UsageError({
			en: `supply: expected open or close, got ${JSON.stringify(to)}`,
			ja: `supply: openかcloseを指定してください: ${JSON.stringify(to)}`,
		});
	}
	const wanted = to === 'open' ? 'open' : 'closed';
	return await inOffice(words, async (work) => {
		const ask = () => switchSupply(work.office, work.actor, contractOf(contract), wanted, whenOf(words, work.office.now()));
		return told(work, await answered(work, words, wait, ask), wait, (result) => (result as SupplyResult).contact === wanted);
	});
}

/** `keiki office amperes`. Throws UsageError, UntoldError. */
export async function amperes(contract: string, text: string, words: AmperesWords): Promise<ExitCode> {
	const wait = waitOf(words);
	const wanted = text === 'none' ? null : wholeNumber('amperes', text, 1, MOST_AMPERES);
	return await inOffice(words, async (work) => {
		const ask = () => setAmperes(work.office, work.actor, contractOf(contract), wanted, whenOf(words, work.office.now()));
		return told(work, await answered(work, words, wait, ask), wait, (result) => (result as AmperesResult).amperes === wanted);
	});
}

/** `keiki office units`. Throws UsageError, UntoldError. */
export async function units(contract: string, words: DiagnoseWords): Promise<ExitCode> {
	const wait = waitOf(words);
	return await inOffice(words, async (work) => {
		const ask = () => askUnits(work.office, work.actor, contractOf(contract));
		return told(work, await answered(work, words, wait, ask), wait, () => true);
	});
}

/** `keiki office job list`. */
export async function jobList(words: JobListWords): Promise<ExitCode> {
	return await inOffice(words, async ({ office, actor, language, json }) => {
		const contract = words.contract === undefined ? undefined : contractOf(words.contract);
		const jobs = await listJobs(office, actor, { contract, isOpen: words.open ?? false });
		const { kinds, states } = REMOTE_WORDS[language];
		if (json) write(jobs.map((job) => `${JSON.stringify(jsonOf(job, office.now()))}\n`).join(''));
		else write(table(jobs.map((job) => [job.id, job.contract, kinds[job.kind], states[standing(job, office.now())], ...resultLines(job, language)])));
		return EXIT.done;
	});
}

/** `keiki office job show`. */
export async function jobShow(id: string, words: JobWords): Promise<ExitCode> {
	return await inOffice(words, async ({ office, actor, language, json }) => {
		const job = await showJob(office, actor, id);
		if (json) write(`${JSON.stringify(jsonOf(job, office.now()))}\n`);
		else write(table(jobRows(job, standing(job, office.now()), language)));
		if (job.kind !== 'status' || job.state !== 'done') return EXIT.done;
		const found = await diagnosisBy(office, actor, id);
		if (found.kind === 'report' && !json) write(table(diagnosisRows(found.report, language)));
		return EXIT.done;
	});
}

/** `keiki office job withdraw`. Throws UsageError. */
export async function jobWithdraw(id: string, words: DiagnoseWords): Promise<ExitCode> {
	const wait = waitOf(words);
	return await inOffice(words, async (work) => {
		const { office, actor, language, json } = work;
		let state: 'asked' | JobTable['state'] = 'asked';
		const ask = async () => {
			state = await withdrawJob(office, actor, id);
			return id;
		};
		const job = await answered(work, words, wait, ask);
		if (job.ended_at !== null) ({ state } = job);
		if (json) write(`${JSON.stringify({ job: id, state })}\n`);
		else if (state === 'asked') write(`${REMOTE_WORDS[language].askedBack(id)}\n`);
		else if (state === 'withdrawn') write(`${REMOTE_WORDS[language].withdrawn(id)}\n`);
		else write(table(jobRows(job, state, language)));
		return state === 'withdrawn' || state === 'asked' ? EXIT.done : EXIT.no;
	});
}

/** `keiki office exchange`. Throws UsageError, UntoldError. */
export async function exchange(words: ExchangeWords): Promise<ExitCode> {
	return await inOffice(words, async (work) => {
		const { language, json } = work;
		const texts = REMOTE_WORDS[language];
		const { exchange: with_, relay } = openExchange(work, words);
		try {
			if (words.once) {
				const given = await with_.give();
				const taken = await with_.takeAll();
				write(json ? `${JSON.stringify({ given, taken })}\n` : `${texts.exchanged(given, taken)}\n`);
				return EXIT.done;
			}
			const stop = new Stop(true);
			const end = new AbortController();
			if (!words.quiet) write(json ? `${JSON.stringify({ event: 'ready', relay: words.relay })}\n` : `${texts.exchanging(words.relay)}\n`);
			const running = with_.run(end.signal);
			running.catch((error: unknown) => stop.fail(error));
			const ending = await stop.ending;
			end.abort();
			if ('error' in ending) throw ending.error;
			await running;
			return EXIT.done;
		} catch (error) {
			throw asUntold(error);
		} finally {
			relay.close();
		}
	});
}

/** Asks for a job, waits for its end, and does itself what `serve` would do meanwhile. */
async function answered(work: AtWork, words: RelayWords, wait: number, ask: () => Promise<string>): Promise<JobTable> {
	// What is wrong with the way there is told before anything is asked for.
	const way = wait === 0 ? undefined : openExchange(work, words);
	try {
		const id = await ask();
		const found = () => work.office.database.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
		if (way === undefined) return await found();
		try {
			return await waitedFor(way.exchange, found, () => work.office.now(), wait);
		} catch (error) {
			throw asUntold(error, id);
		}
	} finally {
		way?.relay.close();
	}
}

/** Until it has ended, or the control system keeps it for later. */
async function waitedFor(exchange: Exchange, found: () => Promise<JobTable>, now: () => number, wait: number): Promise<JobTable> {
	const until = performance.now() + wait * SECOND;
	for (;;) {
		await exchange.give();
		const job = await found();
		const left = until - performance.now();
		if (job.ended_at !== null || isKept(job, now()) || left <= 0) return job;
		await exchange.take(Math.min(TURN, Math.ceil(left / SECOND)));
	}
}

/** Whether the control system has it for a time to come. */
function isKept({ state, not_before, withdrawn_at }: JobTable, now: number): boolean {
	return state === 'taken' && not_before > now && withdrawn_at === null;
}

export function openExchange(
	work: Pick<AtWork, 'office' | 'language'>,
	words: RelayWords,
): { readonly exchange: Exchange; readonly relay: RelayClient } {
	const identity = readIdentity(words.identity === undefined ? join(placeOf(words).data, 'office') : resolve(words.identity), '--identity');
	const relay = new RelayClient(relayUrl(words.relay), identity);
	const log = hostLog(words.quiet);
	const exchange = new Exchange(work.office, relay, identity, newHostCipher(), (news) => log.write('relay', newsText(news, work.language)));
	return { exchange, relay };
}

/** A job that was to be done. */
function told(work: AtWork, job: JobTable, wait: number, isAsOrdered: (result: unknown) => boolean): ExitCode {
	const { office, language, json } = work;
	if (job.ended_at === null) return notYet(work, job, wait);
	if (json) write(`${JSON.stringify(jsonOf(job, office.now()))}\n`);
	const lines = resultLines(job, language);
	if (job.state === 'done') {
		if (!json) write(lines.map((line) => `${printable(line)}\n`).join(''));
		return isAsOrdered(JSON.parse(job.result!)) ? EXIT.done : EXIT.no;
	}
	if (!json) process.stderr.write(`keiki: ${[REMOTE_WORDS[language].states[job.state], ...lines].map(printable).join(': ')}\n`);
	return job.state === 'failed' ? EXIT.no : EXIT.untold;
}

/** Nobody has said anything yet: no fault where nobody was to wait for it, or it is for later. */
function notYet({ office, language, json }: AtWork, job: JobTable, wait: number): ExitCode {
	const { waiting, asked } = REMOTE_WORDS[language];
	const isFine = wait === 0 || isKept(job, office.now());
	if (json) write(`${JSON.stringify(jsonOf(job, office.now()))}\n`);
	else if (isFine) write(`${asked(job.id)}\n`);
	else process.stderr.write(`keiki: ${waiting(job.id)}\n`);
	return isFine ? EXIT.done : EXIT.untold;
}

function jsonOf(job: JobTable, now: number): object {
	const { id, kind, contract, meter, by, at, not_before, expires, ended_at, withdrawn_at, withdrawn_by, result } = job;
	const times = { at, notBefore: not_before, expires, endedAt: ended_at };
	const withdrawn = withdrawn_at === null ? null : { at: withdrawn_at, by: withdrawn_by };
	return { job: id, kind, contract, meter, by, ...times, state: standing(job, now), withdrawn, result: result === null ? null : JSON.parse(result) };
}

function contractOf(text: string): string {
	if (/^C\d{10}$/.test(text)) return text;
	throw new UsageError({
		en: `contract: expected C and 10 digits, got ${JSON.stringify(text)}`,
		ja: `契約: Cと数字10桁のはずですが、${JSON.stringify(text)}です`,
	});
}

function waitOf({ wait }: DiagnoseWords): number {
	return wholeNumber('--wait', wait, 0, MOST_WAIT);
}

/** Throws UsageError. */
function whenOf({ at, until }: SupplyWords, now: number): When {
	const notBefore = at === undefined ? 0 : timeOf('--at', at);
	const expires = until === undefined ? undefined : timeOf('--until', until);
	if (notBefore > now + FARTHEST) {
		const days = FARTHEST / DAY;
		throw new UsageError({
			en: `--at: expected a time in the next ${days} days, got ${JSON.stringify(at)}`,
			ja: `--at: ${days}日以内の時刻を指定してください: ${JSON.stringify(at)}`,
		});
	}
	if (expires !== undefined && (expires <= Math.max(now, notBefore) || expires > now + LONGEST_LIFE)) {
		throw new UsageError({
			en: `--until: expected a time after now and after --at, in the next ${LONGEST_LIFE / DAY} days, got ${JSON.stringify(until)}`,
			ja: `--until: 現在と--atより後で、${LONGEST_LIFE / DAY}日以内の時刻を指定してください: ${JSON.stringify(until)}`,
		});
	}
	return { notBefore, expires };
}

function timeOf(option: string, text: string): number {
	const time = parseIsoTime(text);
	if (time !== undefined) return time;
	throw new UsageError({
		en: `${option}: expected an ISO date or time, as 2026-12-01T09:00, got ${JSON.stringify(text)}`,
		ja: `${option}: ISOの日付か時刻(例: 2026-12-01T09:00)のはずですが、${JSON.stringify(text)}です`,
	});
}

/** Trouble with the relay, told to a person: what was asked for is asked for, and is given to it later. */
function asUntold(error: unknown, id?: string): unknown {
	if (!(error instanceof RelayError)) return error;
	return untold((each) => `${troubleText(error.trouble, each)}${id === undefined ? '' : `; ${REMOTE_WORDS[each].waiting(id)}`}`);
}

function untold(say: (language: 'en' | 'ja') => string): UntoldError {
	return new UntoldError({ en: say('en'), ja: say('ja') });
}

function table(rows: readonly (readonly string[])[]): string {
	const widths: number[] = [];
	for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, textWidth(cell));
	return rows
		.map((row) => `${printable(row.map((cell, i) => (i === row.length - 1 ? cell : padText(cell, widths[i]!))).join('  ')).trimEnd()}\n`)
		.join('');
}

function write(text: string): void {
	process.stdout.write(text);
}
