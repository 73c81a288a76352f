/** Many meters: a map and a list of all, and a search. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MeterRow, MetersTold } from '../../face/meter-rows.js';
import { MANY_WORDS } from '../many/many-words.js';
import { countMarks, MARKS, marksAfter, nextMarked, nodeOf } from '../many/marks.js';
import { MarkSign, MeterLine, MeterList } from '../many/meter-list.js';
import { MeterMap } from '../many/meter-map.js';
import type { ViewProps } from '../page.js';
import { hashOf } from '../place.js';
import './meters.css';

/** How long a list has to stand still before its lines are asked for, ms. */
const STILL = 120;
/** How long after the last letter a search begins, ms. */
const TYPED = 200;

export default function MetersView({ page }: ViewProps) {
	const words = MANY_WORDS[page.language];
	const [wanted, setWanted] = useState({ from: 1, count: 0 });
	const [seen, setSeen] = useState(wanted);
	const [marks, setMarks] = useState<readonly string[]>([]);
	const [rows, setRows] = useState<ReadonlyMap<number, MeterRow>>(new Map());
	const [top, setTop] = useState<{ readonly number: number }>();
	const still = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	useEffect(
		() =>
			page.stream.subscribe<MetersTold>(
				'meters',
				(told) => {
					setMarks((known) => marksAfter(known, told));
					if (told.rows !== undefined) setRows(new Map(told.rows.map((row) => [row.number, row])));
				},
				`from=${wanted.from}&count=${wanted.count}`,
			),
		[page.stream, wanted],
	);
	useEffect(() => () => clearTimeout(still.current), []);
	if (marks.length === 0) return <p class="muted">{words.waiting}</p>;
	const counts = countMarks(marks);
	const there = MARKS.filter((mark) => counts[mark] > 0);
	return (
		<div class="meters-view">
			<div class="row">
				<h1>{words.title(marks.length)}</h1>
				{there.map((mark) => (
					<button
						key={mark}
						type="button"
						class="mark-button"
						aria-label={words.next(counts[mark], words.marks[mark])}
						onClick={() => setTop((before) => ({ number: nextMarked(marks, mark, before?.number ?? 0)! }))}
					>
						<MarkSign mark={mark} />
						{words.marks[mark]} <b class="number">{counts[mark]}</b>
					</button>
				))}
			</div>
			<section class="card">
				<MeterMap
					marks={marks}
					{...seen}
					words={words}
					text={there.map((mark) => `${words.marks[mark]}: ${counts[mark]}`).join(', ')}
					onChoose={(number) => {
						location.hash = hashOf('meter', { meter: nodeOf(number) });
					}}
				/>
			</section>
			<section class="card list-card">
				<Search page={page} />
				<MeterList
					marks={marks}
					rows={rows}
					top={top}
					words={words}
					onWindow={(from, count) => {
						setSeen({ from, count });
						clearTimeout(still.current);
						still.current = setTimeout(() => setWanted({ from, count }), STILL);
					}}
				/>
			</section>
		</div>
	);
}

function Search({ page }: ViewProps) {
	const words = MANY_WORDS[page.language];
	const [text, setText] = useState('');
	const [found, setFound] = useState<readonly MeterRow[]>();
	useEffect(() => {
		if (text.trim() === '') {
			setFound(undefined);
			return;
		}
		let isWanted = true;
		const timer = setTimeout(() => {
			page.ask.get<{ readonly rows: readonly MeterRow[] }>(`/api/meters?find=${encodeURIComponent(text)}`).then(
				({ rows }) => isWanted && setFound(rows),
				() => isWanted && setFound([]),
			);
		}, TYPED);
		return () => {
			isWanted = false;
			clearTimeout(timer);
		};
	}, [page.ask, text]);
	return (
		<div class="meter-search">
			<label>
				{words.search}
				<input type="search" value={text} placeholder={words.searchHint} onInput={(event) => setText(event.currentTarget.value)} />
			</label>
			<div role="status">
				{found !== undefined && found.length === 0 && <p class="muted">{words.nothingFound(text)}</p>}
				{found !== undefined && found.length > 0 && (
					<ul class="found">
						{found.map((row) => (
							<li key={row.number}>
								<MeterLine number={row.number} mark={row.mark} row={row} words={words} />
							</li>
						))}
					</ul>
				)}
			</div>
		</div>
	);
}
