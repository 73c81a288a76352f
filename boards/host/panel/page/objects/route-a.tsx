/** Route A's objects as a tree, as the panel's own client has them. */
import { useState } from 'preact/hooks';
import type { RouteAReadings, RouteATree, ToldClient, ToldReading } from '../../objects/told.js';
import type { ObjectsWords } from '../views/objects-words.js';
import { CosemObject } from './cosem-object.js';
import { Failure } from './failure.js';
import { isFound } from './find.js';
import type { TreeProps } from './route-b.js';
import { clockOf } from './times.js';
import { useLive } from './use-live.js';

/** As many as are read at once; the first that were opened are the ones that go on. */
const MOST_LIVE = 16;

export function RouteAObjects({ page, words, wanted, isLive }: TreeProps) {
	const { meter, ask, language } = page;
	const key = `${meter} ${language}`;
	const { answer: tree, error, again } = useLive(() => ask.get<RouteATree>(`/api/objects/route-a?meter=${meter}`), key, false);
	const [opened, setOpened] = useState<readonly string[]>([]);
	const live = opened.slice(0, MOST_LIVE);
	const query = live.map((place) => `&object=${place}`).join('');
	const values = useLive(
		live.length === 0 ? undefined : () => ask.get<RouteAReadings>(`/api/objects/route-a/values?meter=${meter}${query}`),
		`${key} ${query}`,
		isLive,
	);
	const overview = useLive(() => ask.get<RouteAReadings>(`/api/objects/route-a/values?meter=${meter}`), key, isLive);
	const now = new Map((overview.answer?.readings ?? []).map((reading) => [`${reading.class}/${reading.obis}`, reading]));
	const readings = new Map<string, readonly ToldReading[]>();
	for (const reading of values.answer?.readings ?? []) {
		const place = `${reading.class}/${reading.obis}`;
		readings.set(place, [...(readings.get(place) ?? []), reading]);
	}
	const objects = (tree?.objects ?? []).filter(({ obis, name, className, attributes }) =>
		isFound(wanted, obis, name, className, ...attributes.map((each) => each.name)),
	);
	return (
		<section class="card object-tree" aria-labelledby="route-a-title">
			<h2 id="route-a-title">{words.routeA}</h2>
			{error !== undefined && (
				<div class="row">
					<Failure words={words} error={error} />
					<button type="button" onClick={again}>
						{words.again}
					</button>
				</div>
			)}
			{tree === undefined && error === undefined && <p class="muted">{words.waiting}</p>}
			{tree !== undefined && (
				<>
					<p class="note">
						◆ <b>{words.client(tree.client)}</b> {words.clientHint}
					</p>
					{overview.answer !== undefined && <p class="muted as-of">{words.asOf(clockOf(overview.answer.time))}</p>}
					<Clients words={words} clients={tree.clients} />
					<Failure words={words} error={values.error} />
					{objects.length === 0 && <p class="muted">{words.nothingFound}</p>}
					<ul>
						{objects.map((object) => {
							const place = `${object.class}/${object.obis}`;
							return (
								<CosemObject
									key={place}
									page={page}
									words={words}
									object={object}
									now={now.get(place)}
									readings={readings.get(place) ?? NONE}
									onOpen={(isOpen) => setOpened((before) => [...before.filter((each) => each !== place), ...(isOpen ? [place] : [])])}
									onChange={values.again}
								/>
							);
						})}
					</ul>
				</>
			)}
		</section>
	);
}

const NONE: readonly ToldReading[] = Object.freeze([]);

function Clients({ words, clients }: { readonly words: ObjectsWords; readonly clients: readonly ToldClient[] }) {
	return (
		<details class="object-branch">
			<summary>
				<span class="name">{words.clients}</span>
				<span class="muted">{clients.length}</span>
			</summary>
			<ul class="clients">
				{clients.map(({ client, role, associated, time }) => (
					<li key={client}>
						<span class="mono code">{client}</span> {words.roles[role]}
						<span class={associated ? 'good' : 'muted'}>
							{associated ? '● ' : '○ '}
							{time === null ? words.neverAssociated : associated ? words.associated(clockOf(time)) : words.ended(clockOf(time))}
						</span>
					</li>
				))}
			</ul>
		</details>
	);
}
