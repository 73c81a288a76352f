/** The frames of a run: a list by what is asked for, one with all its fields, a capture file; and as they come. */
import type { CosemReadings } from '../../../../src/world/watch/cosem-readings.js';
import { type Asked, Refusal, type Reply, type Route, type Tell, type Topic } from '../../web/app.js';
import type { PanelSite } from '../site.js';
import { inSlices } from '../slices.js';
import { Turns } from '../turns.js';
import { FramesCapture } from './frame-capture.js';
import { type FrameFilter, filterAsked } from './frame-filter.js';
import { frameDetail } from './frame-json.js';
import type { FrameList, FrameRow, FramesTold } from './frame-row.js';
import { FrameWatch } from './frame-watch.js';
import { FRAMES_WORDS } from './frames-words.js';

/** Rows of one answer, and of the topic's first message. */
const MAX_ROWS = 500;
const FIRST_ROWS = 200;
/** How long one search may keep the meter waiting, ms; how many frames are looked at between two looks at the clock. */
const SEARCH_TIME = 40;
const SEARCH_STEP = 32;
/** How often the topic tells at most, ms, and how many rows it tells each time: 200 a second. What comes after a silence is told at once, with what is right behind it. */
const INTERVAL = 40;
const ROWS_AN_INTERVAL = 8;
const AT_ONCE = 10;
/** How long all frames of a capture file may be searched for, ms of work: what others have their turns for meanwhile is not counted. */
const CAPTURE_TIME = 10_000;
/** ms, of a clock that only goes forwards. */
type Now = () => number;

/** Keeps the frames of a run from now on. */
export class Frames {
	readonly routes: readonly Route[];
	readonly topics: readonly Topic[];
	readonly #watch: FrameWatch;

	constructor(site: PanelSite, now: Now = () => performance.now()) {
		const watch = new FrameWatch(site);
		this.#watch = watch;
		const captures = new Turns<'capture'>();
		const capture = async (asked: Asked): Promise<Reply> => {
			const body = captures.take('capture', () => captureOf(watch, asked, site.start, now));
			if (body === undefined) throw new Refusal(FRAMES_WORDS[asked.language].tooMany(captures.most), 429);
			return { type: 'application/x-pcapng', body: await body, file: 'frames.pcapng' };
		};
		this.routes = [
			{ method: 'GET', path: '/api/frames', handle: (asked) => ({ json: list(watch, asked) }) },
			{ method: 'GET', path: '/api/frames/:id', handle: (asked) => ({ json: detail(watch, asked) }) },
			{ method: 'GET', path: '/api/frames.pcapng', handle: capture },
		];
		this.topics = [{ name: 'frames', open: (_query, tell) => follow(watch, tell) }];
	}

	/** What Route A was asked for, from the same frames. */
	get readings(): CosemReadings {
		return this.#watch.readings;
	}

	close(): void {
		this.#watch.close();
	}
}

function numberAsked({ query, language }: Asked, name: string): number | undefined {
	const text = query.get(name);
	if (text === null || text === '') return undefined;
	if (/^\d{1,12}$/.test(text)) return Number(text);
	throw new Refusal(FRAMES_WORDS[language].wrong(name, text, 'whole'));
}

function list(watch: FrameWatch, asked: Asked): FrameList {
	const filter = filterAsked(asked);
	const limit = Math.min(numberAsked(asked, 'limit') ?? FIRST_ROWS, MAX_ROWS);
	const before = numberAsked(asked, 'before');
	const after = numberAsked(asked, 'after');
	const since = numberAsked(asked, 'since');
	if ([before, after, since].filter((each) => each !== undefined).length > 1) throw new Refusal(FRAMES_WORDS[asked.language].oneOfThree());
	const { log } = watch;
	const start = since !== undefined ? log.idSince(since) : after === undefined ? undefined : after + 1;
	const step = start === undefined ? -1 : 1;
	const from = start === undefined ? Math.min(before ?? log.next, log.next) - 1 : Math.max(start, log.first);
	const { rows, more } = search(watch, filter, from, step, limit, SEARCH_TIME);
	if (step < 0) rows.reverse();
	return { first: log.first, next: log.next, counts: log.counts, rows, more };
}

/** From one id on, towards older frames (−1) or newer ones (1). */
function search(
	watch: FrameWatch,
	filter: FrameFilter,
	from: number,
	step: 1 | -1,
	limit: number,
	time: number,
): { rows: FrameRow[]; more: number | null } {
	const { log } = watch;
	const rows: FrameRow[] = [];
	const end = performance.now() + time;
	let looked = 0;
	for (let id = from; ; id += step) {
		const origin = log.origin(id);
		if (origin === undefined) return { rows, more: null };
		if (rows.length === limit || (++looked % SEARCH_STEP === 0 && performance.now() > end)) return { rows, more: id - step };
		if (!filter.mayFit(origin)) continue;
		const row = watch.row(id)!;
		if (filter.fits(row)) rows.push(row);
	}
}

function detail(watch: FrameWatch, { params, query, language }: Asked) {
	const text = params.id!;
	const frame = /^\d{1,12}$/.test(text) ? watch.log.get(Number(text)) : undefined;
	if (frame === undefined) throw new Refusal(FRAMES_WORDS[language].notKept(text, watch.log.first, watch.log.next - 1), 404);
	return frameDetail(watch.row(frame.id)!, watch.reader.read(frame), query.get('secrets') === '1');
}

async function captureOf(watch: FrameWatch, asked: Asked, start: number, now: Now): Promise<Uint8Array> {
	const file = new FramesCapture(watch, start, asked.query.get('keys') === '1' ? watch.log.keys : undefined);
	await inSlices(captured(watch, asked, file, now), now);
	return file.bytes;
}

/** Puts those of `ids`, or all that the filter lets through, into the file, a step a frame. One that is dropped meanwhile is not in it. */
function* captured(watch: FrameWatch, asked: Asked, file: FramesCapture, now: Now): Iterable<void> {
	const { log } = watch;
	const ids = idsAsked(asked);
	if (ids !== undefined) {
		for (const id of ids) {
			const frame = log.get(id);
			if (frame !== undefined) file.add(frame);
			yield;
		}
		return;
	}
	const filter = filterAsked(asked);
	let spent = 0;
	const { next } = log;
	for (let id = log.first; id < next; id = Math.max(id + 1, log.first)) {
		const begin = now();
		if (filter.isOpen || (filter.mayFit(log.origin(id)!) && filter.fits(watch.row(id)!))) file.add(log.get(id)!);
		spent += now() - begin;
		if (!filter.isOpen && spent > CAPTURE_TIME) throw new Refusal(FRAMES_WORDS[asked.language].tooMuch(), 413);
		yield;
	}
}

/** Of `ids`, each once, in their order; undefined: not asked for. */
function idsAsked({ query, language }: Asked): readonly number[] | undefined {
	const ids = query.get('ids');
	if (ids === null) return undefined;
	if (!/^\d{1,12}(,\d{1,12})*$/.test(ids)) throw new Refusal(FRAMES_WORDS[language].wrongIds());
	return [...new Set(ids.split(',').map(Number))].sort((a, b) => a - b);
}

/** Tells of frames as they come: all where there are few, a sample where there are many, and always how many there were. */
function follow(watch: FrameWatch, tell: Tell): () => void {
	const { log } = watch;
	let told = log.next;
	let timer: NodeJS.Timeout | undefined;
	let last = 0;
	const message = (rows: readonly FrameRow[], left: number, fresh: boolean): FramesTold => ({
		first: log.first,
		next: log.next,
		counts: { ...log.counts },
		rows,
		left,
		...(fresh && { fresh }),
	});
	const begin = Math.max(log.first, log.next - FIRST_ROWS);
	tell(message(rowsOf(watch, begin, log.next, FIRST_ROWS), 0, true));
	const send = () => {
		timer = undefined;
		last = performance.now();
		const from = Math.max(told, log.first);
		const count = log.next - told;
		const rows = rowsOf(watch, from, log.next, ROWS_AN_INTERVAL);
		told = log.next;
		tell(message(rows, count - rows.length, false));
	};
	const end = log.listen(() => {
		timer ??= setTimeout(send, Math.max(AT_ONCE, last + INTERVAL - performance.now()));
	});
	return () => {
		end();
		clearTimeout(timer);
	};
}

/** Of the frames from one id up to another: all, or so many, evenly spread. */
function rowsOf(watch: FrameWatch, from: number, to: number, most: number): FrameRow[] {
	const count = to - from;
	const rows: FrameRow[] = [];
	for (let i = 0; i < Math.min(count, most); i++) {
		const row = watch.row(count <= most ? from + i : from + Math.floor((i * count) / most));
		if (row !== undefined) rows.push(row);
	}
	return rows;
}
