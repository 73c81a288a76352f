/** The meters as lines, of which only those that are seen are there. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MeterMark, MeterRow } from '../../face/meter-rows.js';
import { hashOf } from '../place.js';
import type { ManyWords } from './many-words.js';
import { FILLED, MARK_SHAPES, nodeOf, windowOf } from './marks.js';

/** px of one line. */
export const ROW = 40;

const LOOKS: Readonly<Record<MeterMark, string>> = Object.freeze({ x: 'muted', f: 'bad', o: 'warn', j: 'good', '-': 'muted' });

export interface MeterListProps {
	readonly marks: readonly string[];
	readonly rows: ReadonlyMap<number, MeterRow>;
	/** The meter that is to be seen at the top, as soon as it changes. */
	readonly top: { readonly number: number } | undefined;
	readonly words: ManyWords;
	readonly onWindow: (from: number, count: number) => void;
}

export function MeterList({ marks, rows, top, words, onWindow }: MeterListProps) {
	const frame = useRef<HTMLElement>(null);
	const [seen, setSeen] = useState({ from: 1, count: 0 });
	const look = () => {
		const { scrollTop, clientHeight } = frame.current!;
		const next = windowOf(scrollTop, clientHeight, ROW, marks.length);
		if (next.from !== seen.from || next.count !== seen.count) {
			setSeen(next);
			onWindow(next.from, next.count);
		}
	};
	useEffect(look, [marks.length]);
	useEffect(() => {
		if (top !== undefined) frame.current!.scrollTop = (top.number - 1) * ROW;
	}, [top]);
	return (
		<section class="meter-list" ref={frame} onScroll={look} aria-label={words.list}>
			<ul style={{ height: `${marks.length * ROW}px` }}>
				{Array.from({ length: seen.count }, (_, i) => seen.from + i).map((number) => (
					<li key={number} style={{ top: `${(number - 1) * ROW}px` }} aria-setsize={marks.length} aria-posinset={number}>
						<MeterLine number={number} mark={marks[number - 1] as MeterMark} row={rows.get(number)} words={words} />
					</li>
				))}
			</ul>
		</section>
	);
}

/** The shape of the map. */
export function MarkSign({ mark }: { readonly mark: MeterMark }) {
	return (
		<svg class={`mark-sign ${LOOKS[mark]}`} viewBox="-8 -8 16 16" width="13" height="13" aria-hidden="true">
			<path d={MARK_SHAPES[mark]} fill={FILLED.includes(mark) ? 'currentColor' : 'none'} stroke="currentColor" stroke-width="2" />
		</svg>
	);
}

interface MeterLineProps {
	readonly number: number;
	readonly mark: MeterMark;
	readonly row: MeterRow | undefined;
	readonly words: ManyWords;
}

export function MeterLine({ number, mark, row, words }: MeterLineProps) {
	const node = nodeOf(number);
	return (
		<a class="meter-line" href={hashOf('meter', { meter: node })}>
			<span class={`mark ${LOOKS[mark]}`}>
				<MarkSign mark={mark} /> {words.marks[mark]}
			</span>
			<b>{node}</b>
			<span class="mono serial">{row?.serial}</span>
			<span class="mono units muted">{row?.units}</span>
			<span class="number">{row === undefined || row.watts === null ? '' : `${row.watts} W`}</span>
		</a>
	);
}
