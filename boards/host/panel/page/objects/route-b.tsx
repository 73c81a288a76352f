/** Route B's properties as a tree. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { RouteBTree } from '../../objects/told.js';
import type { Page } from '../page.js';
import type { ObjectsWords } from '../views/objects-words.js';
import { Failure } from './failure.js';
import { isFound } from './find.js';
import { Property } from './property.js';
import { clockOf } from './times.js';
import { useLive } from './use-live.js';

const SMART_METER = '028801';

export interface TreeProps {
	readonly page: Page;
	readonly words: ObjectsWords;
	/** What is looked for, in small letters. */
	readonly wanted: readonly string[];
	readonly isLive: boolean;
}

export function RouteBObjects({ page, words, wanted, isLive }: TreeProps) {
	const { meter, ask, language } = page;
	const { answer: tree, error, again } = useLive(() => ask.get<RouteBTree>(`/api/objects/route-b?meter=${meter}`), `${meter} ${language}`, isLive);
	const objects = (tree?.objects ?? []).flatMap((object) => {
		const properties = object.properties.filter(({ epc, name, text }) => isFound(wanted, epc, name, text, object.eoj));
		return properties.length === 0 ? [] : [{ object, properties }];
	});
	return (
		<section class="card object-tree" aria-labelledby="route-b-title">
			<h2 id="route-b-title">{words.routeB}</h2>
			<Failure words={words} error={error} />
			{tree === undefined && error === undefined && <p class="muted">{words.waiting}</p>}
			{tree !== undefined && (
				<>
					<Next words={words} tree={tree} />
					<p class="muted as-of">{words.asOf(clockOf(tree.time))}</p>
					{objects.length === 0 && <p class="muted">{words.nothingFound}</p>}
					{objects.map(({ object, properties }) => (
						<Branch key={object.eoj} eoj={object.eoj} name={object.name} count={properties.length} isSearched={wanted.length > 0}>
							<ul>
								{properties.map((property) => (
									<Property key={property.epc} page={page} words={words} object={object} property={property} onChange={again} />
								))}
							</ul>
						</Branch>
					))}
				</>
			)}
		</section>
	);
}

/** What is searched is open, whatever it was. */
function Branch({ eoj, name, count, isSearched, children }: BranchProps) {
	const [isOpen, setOpen] = useState(eoj === SMART_METER);
	return (
		<details
			open={isOpen || isSearched}
			class="object-branch"
			onToggle={(event) => {
				if (!isSearched) setOpen((event.currentTarget as HTMLDetailsElement).open);
			}}
		>
			<summary>
				<span class="mono code">{eoj}</span>
				<span class="name">{name}</span>
				<span class="muted">{count}</span>
			</summary>
			{children}
		</details>
	);
}

interface BranchProps {
	readonly eoj: string;
	readonly name: string;
	readonly count: number;
	readonly isSearched: boolean;
	readonly children: ComponentChildren;
}

/** By which way a read or a write would go now. */
function Next({ words, tree: { next, hems } }: { readonly words: ObjectsWords; readonly tree: RouteBTree }) {
	if (next.why === null || next.why === 'asked') return <p class="note">⇄ {words.own}</p>;
	return <p class="note warn">◎ {words.would[next.why](hems === null ? words.another : (hems.node ?? hems.peer))}</p>;
}
