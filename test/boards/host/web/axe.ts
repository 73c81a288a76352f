/** What axe-core finds wrong with a page for people who do not see it, or use no mouse. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Results {
	readonly violations: readonly { readonly id: string; readonly help: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** One line for each, with the elements; empty: nothing. */
export async function axeProblems(page: Page): Promise<string[]> {
	// A policy against inline scripts is none against who drives the browser.
	await page.evaluate(readFileSync(SOURCE, 'utf8'));
	const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as Results;
	return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
}
