/** The meters as lines, of which only those that are seen are there. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { MeterMark, MeterRow } from '../../face/meter-rows.js';
import { lineByKey, scrollFor, shownLines } from '../frames/window.js';
import { hashOf } from '../place.js';
import type { ManyWords } from './many-words.js';
import { FILLED, MARK_SHAPES, nodeOf } from './marks.js';

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

/** Of its lines one is reached by Tab, and the others from there by the arrow keys: with ten thousand, nobody gets past them otherwise. */
export function MeterList({ marks, rows, top, words, onWindow }: MeterListProps) {
	const frame = useRef<HTMLElement>(null);
	const [seen, setSeen] = useState({ from: 0, to: 0 });
	/** From 0. It stays there when it is scrolled away, and with it the focus. */
	const [reached, setReached] = useState(0);
	/** A key has led to it. */
	const isLed = useRef(false);
	const look = () => {
		const { scrollTop, clientHeight } = frame.current!;
		const next = shownLines(marks.length, ROW, scrollTop, clientHeight);
		if (next.from !== seen.from || next.to !== seen.to) {
			setSeen(next);
			onWindow(next.from + 1, next.to - next.from);
		}
	};
	useEffect(look, [marks.length]);
	useEffect(() => {
		if (top === undefined) return;
		frame.current!.scrollTop = (top.number - 1) * ROW;
		setReached(top.number - 1);
	}, [top]);
	const scrollTo = (line: number) => {
		const own = frame.current!;
		own.scrollTop = scrollFor(line, ROW, own.scrollTop, own.clientHeight) ?? own.scrollTop;
	};
	useLayoutEffect(() => {
		if (!isLed.current) return;
		isLed.current = false;
		scrollTo(reached);
		frame.current!.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
	}, [reached]);
	const onKeyDown = (event: KeyboardEvent) => {
		const page = Math.max(1, Math.floor(frame.current!.clientHeight / ROW) - 1);
		const to = lineByKey(event.key, reached, marks.length, page);
		if (to === undefined) return;
		event.preventDefault();
		isLed.current = to !== reached;
		setReached(to);
		// It may have been scrolled away.
		if (to === reached) scrollTo(to);
	};
	const shown = Array.from({ length: seen.to - seen.from }, (_, i) => seen.from + i);
	if (reached < seen.from) shown.unshift(reached);
	else if (reached >= seen.to && reached < marks.length) shown.push(reached);
	return (
		<section class="meter-list" ref={frame} onScroll={look} aria-label={words.list}>
			<ul style={{ height: `${marks.length * ROW}px` }}>
				{shown.map((line) => (
					<li key={line} style={{ top: `${line * ROW}px` }} aria-setsize={marks.length} aria-posinset={line + 1}>
						<MeterLine
							number={line + 1}
							mark={marks[line] as MeterMark}
							row={rows.get(line + 1)}
							words={words}
							tabIndex={line === reached ? 0 : -1}
							onFocus={() => setReached(line)}
							onKeyDown={onKeyDown}
						/>
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
	/** Default: 0. */
	readonly tabIndex?: number;
	readonly onFocus?: () => void;
	readonly onKeyDown?: (event: KeyboardEvent) => void;
}

export function MeterLine({ number, mark, row, words, ...keys }: MeterLineProps) {
	const node = nodeOf(number);
	return (
		<a class="meter-line" href={hashOf('meter', { meter: node })} {...keys}>
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
