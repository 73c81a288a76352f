/** The style sheet that a view imports, as the build has laid it beside it. */
export function loadLook(name: string): Promise<void> {
	const href = `/assets/views/${name}.css`;
	if (document.querySelector(`link[href="${href}"]`) !== null) return Promise.resolve();
	return new Promise((resolve, reject) => {
		const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
		link.onload = () => resolve();
		link.onerror = () => reject(new Error(href));
		document.head.append(link);
	});
}
