/** The bytes of a frame, and of what came out of it: 16 in a line, as digits and as text. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FrameDetail } from '../../frames/frame-row.js';
import type { FramesWords } from '../views/frames-words.js';
import { Lines } from './lines.js';
import { lineByKey } from './window.js';

export interface BytesProps {
	readonly detail: FrameDetail;
	/** Index of the source that is shown. */
	readonly source: number;
	readonly mark: { readonly start: number; readonly end: number } | undefined;
	readonly words: FramesWords;
	readonly onSource: (source: number) => void;
	/** @param isPointed by the mouse over it; undefined byte: over none */
	readonly onByte: (byte: number | undefined, isPointed: boolean) => void;
}

const IN_LINE = 16;
/** Height of a line in pixels, as the style sheet has it. */
const LINE = 22;

export function Bytes({ detail, source, mark, words, onSource, onByte }: BytesProps) {
	const box = useRef<HTMLDivElement>(null);
	const [at, setAt] = useState(0);
	const { hex } = detail.sources[source]!;
	const count = hex.length / 2;
	const lines = Math.ceil(count / IN_LINE);
	useEffect(() => setAt(0), [detail, source]);
	const go = (byte: number) => {
		setAt(byte);
		onByte(byte, false);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		const line = lineByKey(event.key, Math.floor(at / IN_LINE), lines, 8);
		if (event.key === 'ArrowLeft') go(Math.max(0, at - 1));
		else if (event.key === 'ArrowRight') go(Math.min(count - 1, at + 1));
		else if (line !== undefined) go(Math.min(count - 1, line * IN_LINE + (at % IN_LINE)));
		else return;
		event.preventDefault();
	};
	const first = mark === undefined ? undefined : Math.floor(mark.start / IN_LINE);
	return (
		<div class="frame-bytes">
			<div class="source-names" role="group" aria-label={words.sources}>
				{detail.sources.map(({ name, hex: digits }, i) => (
					<button key={name + String(i)} type="button" aria-pressed={i === source} onClick={() => onSource(i)}>
						{words.source(name)} <span class="muted">{digits.length / 2} B</span>
					</button>
				))}
			</div>
			<Lines
				box={box}
				count={lines}
				line={LINE}
				seen={first}
				attributes={{
					class: 'byte-lines mono',
					role: 'grid',
					tabIndex: 0,
					'aria-label': words.bytes,
					'aria-activedescendant': count > 0 ? `byte-${at}` : undefined,
					onKeyDown,
					onMouseLeave: () => onByte(undefined, true),
				}}
			>
				{(line) => <Line key={line} line={line} hex={hex} at={at} mark={mark} onByte={onByte} onGo={go} />}
			</Lines>
		</div>
	);
}

interface LineProps {
	readonly line: number;
	readonly hex: string;
	readonly at: number;
	readonly mark: BytesProps['mark'];
	readonly onByte: BytesProps['onByte'];
	readonly onGo: (byte: number) => void;
}

function Line({ line, hex, at, mark, onByte, onGo }: LineProps) {
	const start = line * IN_LINE;
	const bytes = Array.from({ length: Math.min(IN_LINE, hex.length / 2 - start) }, (_, i) => start + i);
	const isMarked = (byte: number) => mark !== undefined && byte >= mark.start && byte < mark.end;
	return (
		<div class="byte-line" role="row">
			<span class="byte-offset" role="rowheader">
				{start.toString(16).padStart(4, '0')}
			</span>
			{bytes.map((byte) => (
				<span
					key={byte}
					id={`byte-${byte}`}
					role="gridcell"
					class={`byte${isMarked(byte) ? ' marked' : ''}${byte === at ? ' at' : ''}${byte % IN_LINE === 8 ? ' middle' : ''}`}
					aria-selected={isMarked(byte)}
					onClick={() => onGo(byte)}
					onMouseEnter={() => onByte(byte, true)}
				>
					{hex.slice(2 * byte, 2 * byte + 2)}
				</span>
			))}
			<span class="byte-text" role="gridcell" style={{ marginInlineStart: `${(IN_LINE - bytes.length) * 1.75 + (bytes.length <= 8 ? 0.5 : 0)}em` }}>
				{bytes.map((byte) => (
					<span key={byte} class={isMarked(byte) ? 'marked' : undefined}>
						{characterOf(hex.slice(2 * byte, 2 * byte + 2))}
					</span>
				))}
			</span>
		</div>
	);
}

function characterOf(digits: string): string {
	const code = Number.parseInt(digits, 16);
	return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·';
}
