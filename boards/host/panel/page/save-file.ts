/** Hands a text to the browser as a file to save. */
export function saveFile(name: string, text: string): void {
	const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
	const link = Object.assign(document.createElement('a'), { href: url, download: name });
	link.click();
	// The browser has taken it by then.
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
