/** A page in a real browser (chromium), and what it holds. */
import { readFileSync } from 'node:fs';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { hearComplaints } from '../test/boards/host/web/complaints.js';
import { findProgram } from '../test/interop/peers.js';

export interface PageMemory {
	/** MB that scripts hold once all that is garbage has gone. */
	readonly heap: number;
	/** MB that the process of the page has for itself. */
	readonly own: number;
	/** Of the document, those that are taken out of it but held included. */
	readonly nodes: number;
	readonly listeners: number;
}

/** Of a trace of chromium; times in µs. */
interface TraceEvent {
	readonly name: string;
	readonly pid: number;
	readonly tid: number;
	readonly dur?: number;
	/** Processor time. */
	readonly tdur?: number;
	readonly args?: { readonly name?: string };
}

export interface LongestTasks {
	/** ms on the wall clock, with what the machine did meanwhile for others. */
	readonly wall: number;
	/** ms of processor time. */
	readonly processor: number;
	/** How many there were, and how many of them were long by the wall clock. */
	readonly count: number;
	readonly long: number;
}

/** ms that no task of a page should take. */
const LONG = 50;
const MB = 1 << 20;
/** Names of chromium's trace. */
const TASK = 'RunTask';
const MAIN_THREAD = 'CrRendererMain';

export class WatchedPage {
	readonly page: Page;
	/** What it said on its console, or failed with. */
	readonly complaints: string[] = [];
	readonly #browser: Browser;
	readonly #ofPage: CDPSession;
	readonly #ofBrowser: CDPSession;

	private constructor(browser: Browser, page: Page, ofPage: CDPSession, ofBrowser: CDPSession) {
		this.#browser = browser;
		this.page = page;
		this.#ofPage = ofPage;
		this.#ofBrowser = ofBrowser;
		hearComplaints(page, this.complaints);
	}

	/** Undefined: there is no chromium here. */
	static async open(url: string): Promise<WatchedPage | undefined> {
		const executablePath = findProgram('chromium');
		if (executablePath === undefined) return undefined;
		const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
		const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, locale: 'en-GB' });
		const ofPage = await page.context().newCDPSession(page);
		await ofPage.send('Performance.enable');
		const watched = new WatchedPage(browser, page, ofPage, await browser.newBrowserCDPSession());
		await page.goto(url);
		return watched;
	}

	async memory(): Promise<PageMemory> {
		await this.#ofPage.send('HeapProfiler.collectGarbage');
		const { metrics } = await this.#ofPage.send('Performance.getMetrics');
		const metric = (name: string) => metrics.find((each) => each.name === name)!.value;
		return { heap: metric('JSHeapUsedSize') / MB, own: await this.#own(), nodes: metric('Nodes'), listeners: metric('JSEventListeners') };
	}

	/** The longest tasks of the page's main thread while something is done. */
	async tasksOf(work: () => Promise<void>): Promise<LongestTasks> {
		const events: TraceEvent[] = [];
		const collect = ({ value }: { readonly value: readonly unknown[] }) => {
			events.push(...(value as readonly TraceEvent[]));
		};
		this.#ofBrowser.on('Tracing.dataCollected', collect);
		try {
			await this.#ofBrowser.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline'] } });
			await work();
			const complete = new Promise((resolve) => this.#ofBrowser.once('Tracing.tracingComplete', resolve));
			await this.#ofBrowser.send('Tracing.end');
			await complete;
		} finally {
			this.#ofBrowser.off('Tracing.dataCollected', collect);
		}
		return longestOf(events);
	}

	async close(): Promise<void> {
		await this.#browser.close();
	}

	/** The browser may have a process ready for a page to come: that of this one is the largest. */
	async #own(): Promise<number> {
		const { processInfo } = await this.#ofBrowser.send('SystemInfo.getProcessInfo');
		return Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => privateMemory(id)));
	}
}

/** MB (proc(5), smaps_rollup). */
function privateMemory(pid: number): number {
	const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
	let sum = 0;
	for (const [, kilobytes] of text.matchAll(/^Private_\w+:\s+(\d+) kB/gm)) sum += Number(kilobytes);
	return sum / 1024;
}

function longestOf(events: readonly TraceEvent[]): LongestTasks {
	const place = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
	const threads = new Set(events.filter(({ name, args }) => name === 'thread_name' && args?.name === MAIN_THREAD).map(place));
	const tasks = events.filter((event) => event.name.endsWith(TASK) && event.dur !== undefined && threads.has(place(event)));
	if (tasks.length === 0) throw new Error('bench: chromium told of no task of the page');
	const longest = (of: (event: TraceEvent) => number) => tasks.reduce((most, event) => Math.max(most, of(event)), 0) / 1000;
	return {
		wall: longest(({ dur = 0 }) => dur),
		processor: longest(({ tdur = 0 }) => tdur),
		count: tasks.length,
		long: tasks.filter(({ dur = 0 }) => dur > LONG * 1000).length,
	};
}
