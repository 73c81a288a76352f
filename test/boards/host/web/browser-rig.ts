/** A real browser (Debian's chromium) at a page of the project, for as many tests as a file has. */
import process from 'node:process';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { requirePeer } from '../../../interop/peers.js';
import { hearComplaints } from './complaints.js';

/** As root, and in containers, its sandbox is not to be had. */
const ALONE = ['--no-sandbox', '--disable-dev-shm-usage'];

export class BrowserRig {
	readonly #browser: Browser;
	readonly #contexts: BrowserContext[] = [];
	/** What pages said on their consoles, and failed with: a test that ends well has none. */
	readonly complaints: string[] = [];

	private constructor(browser: Browser) {
		this.#browser = browser;
	}

	/** Skips the test, and says so, where there is no browser; fails where KEIKI_REQUIRE_PEERS is set. */
	static async launch(test: Mocha.Context, args: readonly string[] = []): Promise<BrowserRig> {
		const executablePath = requirePeer(test, 'chromium', 'apt-get install chromium fonts-ipafont-gothic');
		return new BrowserRig(await chromium.launch({ executablePath, args: [...ALONE, ...args], env: { ...process.env } as Record<string, string> }));
	}

	/** A page of a browser that knows nothing yet. */
	async newPage(options: BrowserContextOptions = {}): Promise<Page> {
		const context = await this.#browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-GB', ...options });
		this.#contexts.push(context);
		return this.watched(await context.newPage());
	}

	/** Another tab beside it. */
	async newTab(page: Page): Promise<Page> {
		return this.watched(await page.context().newPage());
	}

	watched(page: Page): Page {
		hearComplaints(page, this.complaints);
		return page;
	}

	/** Between tests. */
	async closePages(): Promise<void> {
		for (const context of this.#contexts.splice(0)) await context.close();
		this.complaints.length = 0;
	}

	async close(): Promise<void> {
		await this.#browser.close();
	}
}
