/** `keiki hes campaign`: a command to many meters, by group and time, at the rate that the link bears, with a result for each. */
import process from 'node:process';
import { RealTime } from '../../../../hal/node/real-time.js';
import { DAY, MINUTE, SECOND } from '../../../../modules/time/durations.js';
import { Campaign, type CampaignEnd, type TryEnd } from '../../../../src/head-end/campaign/campaign.js';
import { carryOut, SUBJECT } from '../../../../src/head-end/campaign/commands.js';
import { HeadEndError, isSilence } from '../../../../src/head-end/head-end-error.js';
import { parseDuration } from '../../../../src/world/time/duration.js';
import { isoTime } from '../../../../src/world/time/iso-time.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { wholeNumber } from '../../shared/option-values.js';
import { printable } from '../../shared/printable.js';
import type { CommonWords } from '../../shared/program.js';
import { Stop } from '../../shared/stop.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { accessText, whyText } from '../hes-failures.js';
import { HesSession, hesOptions, LAST_ADDRESS } from '../hes-options.js';
import { CampaignBroadcast } from './campaign-broadcast.js';
import { type CampaignFileRow, readCampaign } from './campaign-file.js';
import { CampaignMeters } from './campaign-meters.js';
import { CampaignResults, commandKey } from './campaign-results.js';
import { wrongCampaign } from './campaign-usage.js';
import { CAMPAIGN_WORDS, countsText } from './campaign-words.js';

export interface CampaignWords extends CommonWords {
	readonly meters: string;
	readonly groups?: string;
	readonly results?: string;
	readonly again?: boolean;
	readonly check?: boolean;
	readonly broadcast?: boolean;
	readonly rate: string;
	readonly parallel: string;
	readonly patience: string;
	readonly client?: string;
	readonly title?: string;
	readonly counters?: string;
	readonly timeout?: string;
	readonly json?: boolean;
}

/** Between the tries of a silent meter, ms. */
const PAUSES = Object.freeze([MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE]);
/** How often results are put on the disk, and progress is told, ms. */
const SYNC = SECOND;
const TOLD = 10 * SECOND;
/** What a signal leaves for what is under way, ms. */
const GRACE = 15_000;
const ENDS: readonly CampaignEnd[] = Object.freeze(['done', 'refused', 'silent', 'replaced', 'late']);

/** A row of the file, and how far it is. */
interface LiveRow extends CampaignFileRow {
	readonly key: string;
	readonly due: number;
	readonly until: number;
	readonly subject: string;
	readonly members: Uint8Array;
	/** Commands of it that are to be given. */
	left: number;
	readonly counts: Record<CampaignEnd, number>;
}

/** Throws UsageError, and then no command was given. */
export async function hesCampaign(path: string, words: CampaignWords): Promise<ExitCode> {
	const { lang = 'en', quiet = false, json = false } = words;
	const texts = CAMPAIGN_WORDS[lang];
	const start = Date.now();
	const client = wholeNumber('--client', words.client ?? '1', 1, LAST_ADDRESS);
	const parallel = wholeNumber('--parallel', words.parallel, 1, 1000);
	const rate = rateOf(words.rate);
	const patience = patienceOf(words.patience);
	const options = hesOptions(
		{
			...{ client: String(client), retries: '0' },
			...(words.title !== undefined && { title: words.title }),
			...(words.counters !== undefined && { counters: words.counters }),
			...(words.timeout !== undefined && { timeout: words.timeout }),
		},
		[],
	);
	const file = readCampaign(path, start);
	const meters = new CampaignMeters(words.meters, words.groups, client);
	const broadcast = words.broadcast === true ? new CampaignBroadcast(meters, options, rate) : undefined;
	const members = file.map(({ group, line }) => meters.membersOf(group, `${path}: line ${line}`));
	const resultsPath = words.results ?? `${path.replace(/\.csv$/i, '')}.results.csv`;
	const results = new CampaignResults(resultsPath, words.again === true);
	const rows = file.map((row, i): LiveRow => {
		const due = row.due ?? start;
		const key = commandKey({ group: row.group, command: row.name, value: row.value, time: row.time });
		const counts = Object.fromEntries(ENDS.map((end) => [end, 0])) as Record<CampaignEnd, number>;
		return { ...row, key, due, until: due + patience, subject: SUBJECT[row.command.kind], members: members[i]!, left: 0, counts };
	});
	const isDone = (row: number, meter: number): boolean => results.done.get(rows[row]!.key)?.has(meters.all[meter]!.title) ?? false;
	for (const [i, row] of rows.entries()) for (const [meter, member] of row.members.entries()) if (member !== 0 && !isDone(i, meter)) row.left++;

	const note = (text: string, always = false): void => {
		if (always || !quiet) process.stderr.write(printable(`keiki: ${text}\n`));
	};
	const line = (text: string): void => {
		if (!json) process.stdout.write(printable(`${text}\n`));
	};
	const tell = (event: object): void => {
		if (json) process.stdout.write(printable(`${JSON.stringify(event)}\n`));
	};
	const whatOf = ({ name, value }: CampaignFileRow): string => (value === '' ? name : `${name} ${value}`);

	if (words.check === true) {
		for (const row of rows) {
			const [count, time] = [row.members.reduce((sum, each) => sum + each, 0), row.time === '' ? texts.atOnce() : isoTime(row.due)];
			line(texts.plan(row.line, whatOf(row), row.group, count, count - row.left, time));
			tell({ event: 'row', line: row.line, group: row.group, command: row.name, value: row.value, at: row.time, meters: count, left: row.left });
		}
		results.close();
		return EXIT.done;
	}
	const total = rows.reduce((sum, { left }) => sum + left, 0);
	note(texts.begins(total, meters.all.length, rate, parallel));
	tell({ event: 'begins', commands: total, meters: meters.all.length, results: resultsPath });

	const stop = new Stop(true, GRACE);
	const whys = new Map<string, string>();
	let ended = 0;
	/** Why the results cannot be written. */
	let unwritten: unknown;
	const lose = (error: unknown): void => {
		unwritten = error;
		stop.fail(error);
	};
	let over = (): void => {};
	const isOver = new Promise<void>((resolve) => {
		over = resolve;
	});
	const totals = (): Record<CampaignEnd, number> =>
		Object.fromEntries(ENDS.map((end) => [end, rows.reduce((sum, { counts }) => sum + counts[end], 0)])) as Record<CampaignEnd, number>;

	const work = async (i: number, meter: number): Promise<TryEnd> => {
		const why = (text: string): void => void whys.set(`${i} ${meter}`, text);
		let session: HesSession | undefined;
		try {
			const { place, keys, keysPath, server } = meters.withKeys(meters.all[meter]!);
			session = new HesSession({ ...options, ...(server !== undefined && { server }) }, { place, keys, keysPath, isListed: true });
			const end = await carryOut(session, rows[i]!.command, Date.now);
			why(typeof end === 'string' ? texts.whys[end] : texts.refused(accessText(end.result, lang)));
			return end === 'was' || end === 'set' ? 'done' : 'refused';
		} catch (error) {
			const text = error instanceof UsageError ? error.textIn(lang) : whyText(error, lang);
			if (text === undefined) throw error;
			why(text);
			return error instanceof HeadEndError && (error.passing || isSilence(error.failure.kind)) ? 'silent' : 'refused';
		} finally {
			await session?.end().catch(() => {});
		}
	};
	/** Before a row's meters are looked at one by one. */
	const giveToAll = async (i: number): Promise<void> => {
		const row = rows[i]!;
		if (broadcast === undefined || row.left === 0) return;
		if (!CampaignBroadcast.takes(row.command)) {
			note(texts.notToAll(row.line, row.name));
			return;
		}
		const { messages, meters: reached } = await broadcast.give(row.command, row.members);
		note(texts.toAll(row.line, messages, reached));
		tell({ event: 'broadcast', line: row.line, messages, meters: reached });
	};
	const campaign = new Campaign({
		...{ rows, rate, parallel, pauses: PAUSES, scheduler: new RealTime(), now: Date.now, isDone, work },
		onDue: giveToAll,
		onEnd: (i, meter, end, tries) => {
			const row = rows[i]!;
			const { number, title, supplyPoint } = meters.all[meter]!;
			const why = whys.get(`${i} ${meter}`) ?? '';
			whys.delete(`${i} ${meter}`);
			const told = { group: row.group, command: row.name, value: row.value, time: row.time, number, title, supplyPoint, tries, result: end, why };
			try {
				results.put({ ended: isoTime(Date.now()), ...told });
			} catch (error) {
				lose(error);
				return;
			}
			tell({ event: 'result', line: row.line, ...told });
			row.counts[end]++;
			row.left--;
			ended++;
			if (row.left === 0) line(texts.row(row.line, whatOf(row), row.group, countsText(row.counts, texts)));
		},
		onOver: () => over(),
		onError: (error) => stop.fail(error),
	});
	let before = { ended: 0, at: start };
	const timer = setInterval(() => {
		try {
			results.sync();
		} catch (error) {
			lose(error);
		}
		const now = Date.now();
		if (now - before.at < TOLD || ended === before.ended) return;
		note(texts.progress(ended, total, countsText(totals(), texts), (SECOND * (ended - before.ended)) / (now - before.at)));
		before = { ended, at: now };
	}, SYNC);
	campaign.start();
	isOver.then(() => stop.end('done'));
	const ending = await stop.ending;
	clearInterval(timer);
	campaign.stop();
	if ('error' in ending) {
		if (ending.error !== unwritten) throw ending.error;
		note(texts.notWritten(resultsPath, reasonOf(unwritten)), true);
		return EXIT.untold;
	}
	await isOver;
	results.close();
	const counts = totals();
	const left = total - ended;
	tell({ event: 'end', ...counts, left });
	if (left > 0) note(texts.left(left), true);
	note(texts.ended(countsText(counts, texts), resultsPath));
	if (left > 0 || counts.silent > 0 || counts.late > 0) return EXIT.untold;
	return counts.refused > 0 ? EXIT.no : EXIT.done;
}

/** Throws UsageError. */
function rateOf(text: string): number {
	const rate = /^\d{1,5}(\.\d{1,2})?$/.test(text) ? Number(text) : 0;
	if (rate > 0 && rate <= 10_000) return rate;
	throw wrongCampaign('rate', text);
}

/** ms. Throws UsageError. */
function patienceOf(text: string): number {
	const patience = parseDuration(text);
	if (patience !== undefined && patience > 0 && patience <= 45 * DAY) return patience;
	throw wrongCampaign('duration', '--patience', text);
}
