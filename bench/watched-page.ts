/** A page in a real browser (chromium), and what it holds. */
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';

export interface PageMemory {
	/** MB that scripts hold once all that is garbage has gone. */
	readonly heap: number;
	/** MB that the process of the page has for itself. */
	readonly own: number;
	/** Of the document, those that are taken out of it but held included. */
	readonly nodes: number;
	readonly listeners: number;
}

const MB = 1 << 20;

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
		page.on('console', (message) => {
			if (message.type() === 'error') this.complaints.push(message.text());
		});
		page.on('pageerror', (error) => this.complaints.push(String(error)));
	}

	/** Undefined: there is no chromium here. */
	static async open(url: string): Promise<WatchedPage | undefined> {
		const executablePath = (process.env.PATH ?? '')
			.split(delimiter)
			.map((folder) => join(folder, 'chromium'))
			.find((path) => existsSync(path));
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
