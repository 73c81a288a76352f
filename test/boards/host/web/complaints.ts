import type { Page } from 'playwright-core';

/** Adds to `complaints` what a page says on its console as an error, and what it fails with. */
export function hearComplaints(page: Page, complaints: string[]): void {
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
	page.on('pageerror', (error) => complaints.push(String(error)));
}
