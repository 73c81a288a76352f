/** The list of frames: by the mouse and by keys, at its end the newest. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FrameRow } from '../../frames/frame-row.js';
import type { FramesWords } from '../views/frames-words.js';
import { COLUMNS, type Column } from './columns.js';
import { indexOf } from './kept-rows.js';
import { Lines } from './lines.js';
import { lineByKey } from './window.js';

export interface FrameListProps {
	readonly rows: readonly FrameRow[];
	readonly selected: number | undefined;
	readonly follows: boolean;
	readonly words: FramesWords;
	readonly onSelect: (id: number) => void;
	readonly onFollow: (follows: boolean) => void;
	/** The reader has come to the oldest. */
	readonly onOldest: () => void;
}

/** Height of a row in pixels, as the style sheet has it. */
export const ROW = 26;
const PAGE = 12;

export function FrameList({ rows, selected, follows, words, onSelect, onFollow, onOldest }: FrameListProps) {
	const box = useRef<HTMLDivElement>(null);
	const first = useRef<number | undefined>(undefined);
	const at = indexOf(rows, selected);
	useLayoutEffect(() => {
		const own = box.current;
		if (own === null) return;
		// Older ones came before what is looked at: it stays where it is.
		const before = first.current === undefined ? 0 : indexOf(rows, first.current);
		if (!follows && before > 0) own.scrollTop += before * ROW;
		first.current = rows[0]?.id;
	}, [rows, follows]);
	const onKeyDown = (event: KeyboardEvent) => {
		const to = lineByKey(event.key, at < 0 ? rows.length : at, rows.length, PAGE);
		if (to === undefined) return;
		event.preventDefault();
		if (event.key === 'End') onFollow(true);
		else if (to < rows.length - 1) onFollow(false);
		onSelect(rows[to]!.id);
	};
	/** Who has chosen one looks at it: the list stays where it is. */
	const choose = (id: number) => {
		onFollow(false);
		onSelect(id);
	};
	return (
		<div class="frame-table">
			<div class="frame-row frame-head" aria-hidden="true">
				{COLUMNS.map((column) => (
					<span key={column} class={`frame-${column}`}>
						{words.columns[column]}
					</span>
				))}
			</div>
			<Lines
				box={box}
				count={rows.length}
				line={ROW}
				seen={follows ? undefined : at}
				isAtEnd={follows}
				attributes={{
					class: 'frame-rows',
					role: 'grid',
					tabIndex: 0,
					'aria-label': words.list,
					'aria-rowcount': rows.length,
					'aria-activedescendant': at < 0 ? undefined : `frame-${selected}`,
					onKeyDown,
				}}
				onTop={(top, isAtEnd) => {
					if (isAtEnd !== follows) onFollow(isAtEnd);
					if (top === 0 && !isAtEnd && rows.length > 0) onOldest();
				}}
			>
				{(index, slot) => (
					<Row key={slot} row={rows[index]!} index={index} isSelected={rows[index]!.id === selected} words={words} onSelect={choose} />
				)}
			</Lines>
		</div>
	);
}

interface RowProps {
	readonly row: FrameRow;
	readonly index: number;
	readonly isSelected: boolean;
	readonly words: FramesWords;
	readonly onSelect: (id: number) => void;
}

function Row({ row, index, isSelected, words, onSelect }: RowProps) {
	const cells: Readonly<Record<Column, string>> = {
		id: `${row.id}`,
		time: (row.elapsedMs / 1000).toFixed(3),
		medium: words.media[row.medium],
		source: row.source,
		destination: row.destination,
		protocol: row.protocol,
		length: `${row.length}`,
		info: row.malformed ? `⚠ ${words.malformed}: ${row.info}` : row.info,
	};
	return (
		<div
			id={`frame-${row.id}`}
			class={`frame-row${row.malformed ? ' malformed' : ''}`}
			role="row"
			aria-rowindex={index + 1}
			aria-selected={isSelected}
			data-layer={row.protocol}
			onClick={() => onSelect(row.id)}
		>
			{COLUMNS.map((column) => (
				<span key={column} role="gridcell" class={`frame-${column}`} title={column === 'info' ? row.info : undefined}>
					{cells[column]}
				</span>
			))}
		</div>
	);
}
