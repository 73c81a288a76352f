import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Ask } from '../../web/page/ask.js';
import { Connection } from '../../web/page/connection.js';
import type { PageLanguage } from '../../web/page/language.js';
import type { Stream } from '../../web/page/stream.js';
import { useAnswer } from '../../web/page/use.js';
import { loadLook } from './look.js';
import type { Page, ViewProps } from './page.js';
import { hashOf, usePlace } from './place.js';
import { SHELL_WORDS, type ShellWords } from './shell-words.js';
import { StatusLine } from './status-line.js';
import { VIEWS, type ViewRow } from './views.js';

export interface ShellProps {
	readonly stream: Stream;
	readonly ask: Ask;
	readonly language: PageLanguage;
}

export function Shell({ stream, ask, language }: ShellProps) {
	const words = SHELL_WORDS[language];
	const place = usePlace();
	const { answer: ready } = useAnswer(() => ask.get<{ readonly meters: number }>('/api/ready'), '');
	const views = VIEWS.filter(({ isOfMany }) => isOfMany !== true || (ready?.meters ?? 1) > 1);
	// Where nobody has chosen a view, it depends on how many meters there are.
	const view = VIEWS.find(({ name }) => name === place.view) ?? (ready === undefined ? undefined : views[0]);
	const meter = place.query.get('meter') ?? 'meter';
	const page: Page = { stream, ask, language, meter };
	stream.query = meter === 'meter' ? '' : `meter=${meter}`;
	const kept: Readonly<Record<string, string>> = meter === 'meter' ? {} : { meter };
	return (
		<>
			<a class="skip" href="#content">
				{words.skip}
			</a>
			<header class="top">
				<span class="name">{words.title}</span>
				<nav aria-label={words.nav}>
					<ul>
						{views.map(({ name }) => (
							<li key={name}>
								<a href={hashOf(name, kept)} aria-current={name === view?.name ? 'page' : undefined}>
									{words.views[name]}
								</a>
							</li>
						))}
					</ul>
				</nav>
				<a class="language" href={`/?lang=${language === 'en' ? 'ja' : 'en'}${location.hash}`} lang={language === 'en' ? 'ja' : 'en'}>
					{words.otherLanguage}
				</a>
			</header>
			<StatusLine page={page} />
			<Connection stream={stream} ask={ask} language={language} />
			<main id="content" tabIndex={-1}>
				{view !== undefined && <View key={view.name} row={view} page={page} words={words} />}
			</main>
		</>
	);
}

function View({ row, page, words }: { readonly row: ViewRow; readonly page: Page; readonly words: ShellWords }) {
	const [Loaded, setLoaded] = useState<{ readonly view: ComponentType<ViewProps> }>();
	const [failed, setFailed] = useState('');
	useEffect(() => {
		const load = async () => {
			const [{ default: view }] = await Promise.all([row.load(), loadLook(row.name)]);
			setLoaded({ view });
		};
		load().catch((error: unknown) => setFailed(String(error)));
	}, [row]);
	if (failed !== '') return <p class="note bad">{words.failed(failed)}</p>;
	return Loaded === undefined ? <p class="muted">{words.loading}</p> : <Loaded.view page={page} />;
}
