/** A part of another subject beside what a view shows: loaded after the view itself, so that the first page stays small. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { loadLook } from './look.js';
import type { Page, ViewProps } from './page.js';

/** As the build has them: the file of this name in `views`, with its look. */
const PARTS = Object.freeze({
	'beside-curves': () => import('./views/beside-curves.js'),
	'beside-ladder': () => import('./views/beside-ladder.js'),
} satisfies Readonly<Record<string, () => Promise<{ readonly default: ComponentType<ViewProps> }>>>);

export function Beside({ name, page }: { readonly name: keyof typeof PARTS; readonly page: Page }) {
	const [part, setPart] = useState<{ readonly view: ComponentType<ViewProps> }>();
	const [failed, setFailed] = useState('');
	useEffect(() => {
		Promise.all([PARTS[name](), loadLook(name)]).then(
			([{ default: view }]) => setPart({ view }),
			(error: unknown) => setFailed(String(error)),
		);
	}, [name]);
	if (failed !== '') return <p class="note bad">{failed}</p>;
	return part === undefined ? null : <part.view page={page} />;
}
