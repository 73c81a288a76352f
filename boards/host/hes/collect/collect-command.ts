/** `keiki hes collect`: takes what meters push each half-hour, writes it down before it is confirmed, and asks for what did not come, until it is stopped. */
import { isIP } from 'node:net';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { endpointText } from '../../../../hal/node/addresses.js';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { TITLE_LENGTH } from '../../../../modules/dlms/security/ciphering.js';
import { BlockBuffer } from '../../../../src/head-end/collection/block-buffer.js';
import { Collector, VERDICTS, type Verdict } from '../../../../src/head-end/collection/collector.js';
import { Gaps } from '../../../../src/head-end/collection/gaps.js';
import { RECORD_SIZE, readingAt } from '../../../../src/head-end/collection/journal.js';
import { EXIT, type ExitCode } from '../../shared/exit-codes.js';
import { FILE_USAGE } from '../../shared/file-usage-words.js';
import { FileLock, holderOf } from '../../shared/lock-file.js';
import { wholeNumber } from '../../shared/option-values.js';
import { statePath } from '../../shared/own-places.js';
import { printable } from '../../shared/printable.js';
import type { CommonWords } from '../../shared/program.js';
import { Stop } from '../../shared/stop.js';
import { reasonOf, UsageError } from '../../shared/usage-error.js';
import { inEach } from '../../shared/usage-words.js';
import { whyText } from '../hes-failures.js';
import { HesSession, hesOptions, LAST_ADDRESS } from '../hes-options.js';
import { parseMeter } from '../hes-places.js';
import { CollectListener, RECEIVE_BUFFER } from './collect-listener.js';
import { readMaster } from './collect-meters.js';
import { COLLECT_USAGE, COLLECT_WORDS } from './collect-words.js';
import { CounterLog } from './counter-log.js';
import { GapAsker } from './gap-asker.js';
import { JournalFile, journalFolder, recoverJournal } from './journal-files.js';
import { KnownMeters, type Source } from './known-meters.js';
import { UnusualPushes } from './unusual-pushes.js';

export interface CollectWords extends CommonWords {
	readonly data?: string;
	readonly port?: string;
	readonly meters?: string;
	readonly keys?: string;
	readonly master?: string;
	readonly count?: string;
	readonly client?: string;
	readonly worker?: string;
	readonly parallel?: string;
	readonly timeout?: string;
	readonly json?: boolean;
}

const ADDRESS = '::1';
const PORT = '4060';
const HALF_HOUR = 1_800_000;
/** A half-hour before all others. */
const NEVER = 1;
const SECOND = 1000;
/** Records of a block at most: two seconds of 27 million meters. */
const BLOCK = 1 << 16;
const MOST_METERS = 100_000_000;
const MOST_WORKERS = 1000;
/** After a half-hour's boundary, when its line is told, ms. */
const TOLD_AFTER = 5 * 60_000;

/** Throws UsageError. */
export async function hesCollect(words: CollectWords): Promise<ExitCode> {
	const { lang = 'en', quiet = false, json = false } = words;
	const texts = COLLECT_WORDS[lang];
	const { address, port } = placeOf(words.port ?? PORT);
	const client = wholeNumber('--client', words.client ?? '1', 1, LAST_ADDRESS);
	const worker = wholeNumber('--worker', words.worker ?? '0', 0, MOST_WORKERS);
	const parallel = wholeNumber('--parallel', words.parallel ?? '16', 0, 1000);
	const source = sourceOf(words);
	const data = words.data ?? dirname(statePath('mdm', 'register.csv'));
	const folder = journalFolder(data);
	const lock = FileLock.take(join(data, `collect-${worker}.lock`));
	if (lock === undefined) {
		const path = join(data, `collect-${worker}.lock`);
		throw new UsageError(inEach(FILE_USAGE, (own) => own.lockHeld(path, holderOf(path, own))));
	}
	const note = (text: string, always = false): void => {
		if (always || !quiet) process.stderr.write(printable(`keiki: ${text}\n`));
	};
	const tell = (event: object): void => {
		if (json) process.stdout.write(printable(`${JSON.stringify(event)}\n`));
	};
	try {
		return await collect();
	} finally {
		lock.release();
	}

	async function collect(): Promise<ExitCode> {
		const known = new KnownMeters(source, data, client);
		const { table } = known;
		const first = Math.floor(Date.now() / HALF_HOUR) + 1;
		const asks = source.kind === 'meters';
		let oldest = first;
		let readings = 0;
		const gaps = asks ? new Gaps(table, known.capacity, first, first - 1) : undefined;
		const { next, torn, blocks } = recoverJournal(folder, worker, ({ records }) => {
			const view = new DataView(records.buffer, records.byteOffset, records.length);
			for (let at = 0; at < records.length; at += RECORD_SIZE) {
				const { number, slot, counter } = readingAt(view, at);
				const row = table.rowOfNumber(number);
				if (row < 0) continue;
				table.restore(row, counter, slot);
				oldest = Math.min(oldest, slot);
				readings++;
				gaps?.mark(row, slot);
			}
		});
		gaps?.since(Math.max(oldest, first - 45 * 48));
		const expectAll = (): void => {
			for (let row = 0; gaps !== undefined && row < table.count; row++) {
				const { from = '', to = '' } = known.stands(row) ?? {};
				// Nothing is expected here of another collector's, and of one that is gone from the file.
				gaps.expect(row, slotOf(from), known.isThere(row) ? slotOf(to) : NEVER);
			}
		};
		expectAll();
		for (const each of torn) note(texts.torn(each.path, each.bytes), true);
		if (blocks > 0) note(texts.recovered(blocks, readings));
		const stop = new Stop(true, 10_000);
		const counters = await CounterLog.open(
			data,
			worker,
			(number, counter) => {
				const row = table.rowOfNumber(number);
				if (row >= 0) table.restore(row, counter, 0);
			},
			(error) => stop.fail(error),
		);
		const buffer = new BlockBuffer(worker, next.get(worker) ?? 1, BLOCK);
		const title = new Uint8Array(TITLE_LENGTH);
		SYSTEM_RANDOM.fill(title);
		const collector = new Collector({
			...{ table, buffer, cipher: new PortableCipher(), title },
			keysOf: (number) => known.derived(number),
			onReading: (row, slot) => gaps?.mark(row, slot),
			onSpent: (row, counter) => counters.note(table.numberOf(row), counter),
		});
		const journal = new JournalFile(folder, worker);
		const refused = new Set<string>();
		let isSourceTold = false;
		const unusual = new UnusualPushes({
			...{ collector, table, client },
			keysOf: (row) => known.of(row),
			room: () => buffer.room,
			whenDurable: (done) => listener.whenDurable(done),
		});
		const listener = await open(words.port ?? PORT, () =>
			CollectListener.open({
				...{ address, port, collector, buffer },
				append: (block, sequence, done) => journal.append(block, sequence, done),
				onUnusual: unusual.take,
				onError: (error) => stop.fail(error),
				onRefused: (peer, verdict) => {
					if (refused.has(verdict)) return;
					refused.add(verdict);
					note(`${peer}: ${verdict === 'line' ? texts.tooManyLines() : texts.refused(verdict)}`);
				},
			}),
		);
		const place = endpointText(address, listener.port);
		if (listener.receiveBuffer < RECEIVE_BUFFER) note(texts.smallBuffer(listener.receiveBuffer, RECEIVE_BUFFER), true);
		// Before anybody is told that it is there, and may send it.
		process.removeAllListeners('SIGHUP');
		process.on('SIGHUP', () => {
			try {
				known.readAnew();
				unusual.forget();
				isSourceTold = false;
				expectAll();
				note(texts.readAnew(table.count));
				tell({ event: 'readAnew', meters: table.count });
			} catch (error) {
				note(texts.notReadAnew(error instanceof UsageError ? error.textIn(lang) : reasonOf(error)), true);
			}
		});
		note(texts.listening(place, table.count));
		tell({ event: 'listening', place, meters: table.count, receiveBuffer: listener.receiveBuffer, blocks, torn });
		const options = hesOptions({ client: String(client), ...(words.timeout !== undefined && { timeout: words.timeout }), retries: '0' }, []);
		const asker =
			gaps &&
			new GapAsker({
				...{ collector, table, gaps, parallel, now: Date.now },
				whenDurable: (done) => listener.whenDurable(done),
				sessionOf: (row) => {
					const meter = known.of(row);
					if (meter?.place === undefined) return undefined;
					return new HesSession(
						{ ...options, ...(meter.server !== undefined && { server: meter.server }) },
						{ place: parseMeter(meter.place), keys: meter.keys, keysPath: meter.path, isListed: true },
					);
				},
				onAsked: (row, outcome) => {
					const number = table.numberOf(row);
					if (!('error' in outcome)) {
						tell({ event: 'asked', number, ...outcome });
						return;
					}
					const { error } = outcome;
					tell({ event: 'notAsked', number, reason: askedText(error) });
					if (!(error instanceof UsageError) || isSourceTold) return;
					isSourceTold = true;
					note(error.textIn(lang), true);
				},
			});
		let told = first - 1;
		let before = { readings: 0, at: Date.now(), late: 0 };
		const half = (): void => {
			const now = Date.now();
			const slot = Math.floor((now - TOLD_AFTER) / HALF_HOUR);
			if (slot <= told) return;
			told = slot;
			const { readings, late, lag } = collector.figures;
			const { expected, received } = gaps?.coverage(slot) ?? { expected: table.count, received: readings - before.readings };
			const figures = {
				received,
				expected,
				late: late - before.late,
				lag,
				rate: (1000 * (readings - before.readings)) / (now - before.at),
				gaps: gaps?.open ?? 0,
			};
			before = { readings, at: now, late };
			const time = new Date(slot * HALF_HOUR).toISOString();
			if (!json) process.stdout.write(`${texts.halfHour(time, figures)}\n`);
			tell({
				event: 'halfHour',
				slot,
				time,
				...figures,
				asked: asker?.figures,
				verdicts: collector.figures.verdicts,
				lines: listener.lines,
				turnedAway: listener.turnedAway,
			});
		};
		const timer = setInterval(() => {
			half();
			asker?.look();
		}, SECOND);
		const ending = await stop.ending;
		clearInterval(timer);
		if ('error' in ending) {
			note(texts.notWritten(reasonOf(ending.error)), true);
			return EXIT.untold;
		}
		await asker?.close();
		await listener.close();
		await counters.close();
		journal.close();
		const { figures } = collector;
		tell({ event: 'end', ...figures, asked: asker?.figures, turnedAway: listener.turnedAway, unknown: Object.fromEntries(collector.unknown) });
		note(texts.ended(figures.readings, countsText(figures.verdicts)));
		return EXIT.done;
	}
}

function countsText(verdicts: Readonly<Record<Verdict, number>>): string {
	return VERDICTS.filter((verdict) => verdicts[verdict] > 0)
		.map((verdict) => `${verdict} ${verdicts[verdict]}`)
		.join(', ');
}

/** Why a meter could not be asked. */
function askedText(error: unknown): string {
	return error instanceof UsageError ? error.textIn('en') : (whyText(error, 'en') ?? reasonOf(error));
}

async function open(text: string, how: () => Promise<CollectListener>): Promise<CollectListener> {
	try {
		return await how();
	} catch (error) {
		throw new UsageError(inEach(COLLECT_USAGE, (words) => words.notToBeHad(text, reasonOf(error))));
	}
}

/** Throws UsageError. */
function sourceOf({ meters, keys, master, count }: CollectWords): Source {
	if ((master === undefined) !== (count === undefined)) throw new UsageError(inEach(COLLECT_USAGE, (words) => words.countWithMaster()));
	if ([meters, keys, master].filter((each) => each !== undefined).length !== 1)
		throw new UsageError(inEach(COLLECT_USAGE, (words) => words.oneSource()));
	if (meters !== undefined) return { kind: 'meters', path: meters };
	if (keys !== undefined) return { kind: 'keys', path: keys };
	return { kind: 'master', master: readMaster(master!), count: wholeNumber('--count', count!, 1, MOST_METERS) };
}

/** Throws UsageError. */
function placeOf(text: string): { readonly address: string; readonly port: number } {
	const [, v6, v4, digits] = /^(?:(?:\[([^\]]+)\]|([\d.]+)):)?(\d{1,5})$/.exec(text) ?? [];
	const address = v6 ?? v4 ?? ADDRESS;
	const port = Number(digits ?? Number.NaN);
	if (!(port <= LAST_ADDRESS) || isIP(address) !== (v4 === undefined ? 6 : 4))
		throw new UsageError(inEach(COLLECT_USAGE, (words) => words.place(text)));
	return { address, port };
}

/** Of an ISO time, the next boundary; undefined: it is empty. */
function slotOf(text: string): number | undefined {
	return text === '' ? undefined : Math.ceil(Date.parse(text) / HALF_HOUR);
}
