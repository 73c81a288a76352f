/** The objects of both routes: what they hold, who may do what, and reading and writing them. */
import { useState } from 'preact/hooks';
import { wordsIn } from '../objects/find.js';
import { RouteAObjects } from '../objects/route-a.js';
import { RouteBObjects } from '../objects/route-b.js';
import type { ViewProps } from '../page.js';
import { OBJECTS_WORDS } from './objects-words.js';
import './objects.css';

export default function ObjectsView({ page }: ViewProps) {
	const words = OBJECTS_WORDS[page.language];
	const [query, setQuery] = useState('');
	const [isLive, setLive] = useState(true);
	const wanted = wordsIn(query);
	return (
		<div class="objects">
			<h1 class="unseen">{words.title}</h1>
			<search class="row tools">
				<label class="find">
					{words.search}
					<input type="search" placeholder={words.searchHint} value={query} onInput={({ currentTarget: { value } }) => setQuery(value)} />
				</label>
				<label title={words.liveHint}>
					<input type="checkbox" checked={isLive} onChange={({ currentTarget: { checked } }) => setLive(checked)} />
					{words.live}
				</label>
			</search>
			<div class="trees">
				<RouteBObjects key={`b ${page.meter}`} page={page} words={words} wanted={wanted} isLive={isLive} />
				<RouteAObjects key={`a ${page.meter}`} page={page} words={words} wanted={wanted} isLive={isLive} />
			</div>
		</div>
	);
}
