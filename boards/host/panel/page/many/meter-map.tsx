/** A cell for each meter, told apart by its colour and by its shape. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MeterMark } from '../../face/meter-rows.js';
import type { ManyWords } from './many-words.js';
import { FILLED, type Grid, gridOf, MARK_SHAPES, MARKS, meterAt, nodeOf } from './marks.js';

export interface MeterMapProps {
	readonly marks: readonly string[];
	/** The part that the list shows. */
	readonly from: number;
	readonly count: number;
	readonly words: ManyWords;
	/** How many there are of each, in words. */
	readonly text: string;
	readonly onChoose: (number: number) => void;
}

/** px that the map takes where it can. */
const HEIGHT = 420;
const COLOURS: Readonly<Record<MeterMark, string>> = Object.freeze({ x: '--ink', f: '--bad', o: '--warn', j: '--good', '-': '--muted' });

export function MeterMap({ marks, from, count, words, text, onChoose }: MeterMapProps) {
	const canvas = useRef<HTMLCanvasElement>(null);
	/** Below it: the part that the list shows. */
	const part = useRef<HTMLCanvasElement>(null);
	const frame = useRef<HTMLDivElement>(null);
	const [width, setWidth] = useState(600);
	const [pointed, setPointed] = useState<number>();
	const [look, setLook] = useState(0);
	useEffect(() => {
		const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
		observer.observe(frame.current!);
		const dark = matchMedia('(prefers-color-scheme: dark)');
		const again = () => setLook((before) => before + 1);
		dark.addEventListener('change', again);
		return () => {
			observer.disconnect();
			dark.removeEventListener('change', again);
		};
	}, []);
	const grid = gridOf(marks.length, width, HEIGHT);
	useEffect(() => {
		// One drawing for all that comes within a frame.
		const request = requestAnimationFrame(() => drawMarks(canvas.current!, grid, marks));
		return () => cancelAnimationFrame(request);
	}, [marks, grid.cell, grid.columns, grid.rows, look]);
	useEffect(() => {
		const request = requestAnimationFrame(() => drawPart(part.current!, grid, from, Math.min(marks.length, from - 1 + count)));
		return () => cancelAnimationFrame(request);
	}, [marks.length, from, count, grid.cell, grid.columns, grid.rows, look]);
	const at = (event: MouseEvent) => meterAt(grid, marks.length, event.offsetX, event.offsetY);
	return (
		<div class="meter-map" ref={frame}>
			<canvas ref={part} class="part" />
			<canvas
				ref={canvas}
				role="img"
				aria-label={words.map(text)}
				onMouseMove={(event) => setPointed(at(event))}
				onMouseLeave={() => setPointed(undefined)}
				onClick={(event) => {
					const number = at(event);
					if (number !== undefined) onChoose(number);
				}}
			/>
			<p class="muted">{pointed === undefined ? words.hint : `${nodeOf(pointed)}: ${words.marks[marks[pointed - 1] as MeterMark]}`}</p>
		</div>
	);
}

/** px of the shapes as they are written. */
const SHAPE = 16;

/** Makes it as large as the grid, and empty. */
function clear(canvas: HTMLCanvasElement, { columns, rows, cell }: Grid): CanvasRenderingContext2D {
	const scale = window.devicePixelRatio;
	const [width, height] = [columns * cell, rows * cell];
	canvas.width = width * scale;
	canvas.height = height * scale;
	canvas.style.width = `${width}px`;
	canvas.style.height = `${height}px`;
	const context = canvas.getContext('2d')!;
	context.scale(scale, scale);
	return context;
}

function drawMarks(canvas: HTMLCanvasElement, grid: Grid, marks: readonly string[]): void {
	const context = clear(canvas, grid);
	const { columns, cell } = grid;
	const style = getComputedStyle(canvas);
	for (const mark of MARKS) {
		const shape = new Path2D(MARK_SHAPES[mark]);
		const all = new Path2D();
		for (let i = 0; i < marks.length; i++)
			if (marks[i] === mark)
				all.addPath(shape, new DOMMatrix([cell / SHAPE, 0, 0, cell / SHAPE, ((i % columns) + 0.5) * cell, (Math.floor(i / columns) + 0.5) * cell]));
		context.strokeStyle = context.fillStyle = style.getPropertyValue(COLOURS[mark]);
		context.lineWidth = Math.max(1, cell / 10);
		if (FILLED.includes(mark)) context.fill(all);
		else context.stroke(all);
	}
}

function drawPart(canvas: HTMLCanvasElement, grid: Grid, from: number, to: number): void {
	const context = clear(canvas, grid);
	const { columns, cell } = grid;
	context.fillStyle = getComputedStyle(canvas).getPropertyValue('--accent-soft');
	for (let i = from - 1; i < to; i++) context.fillRect((i % columns) * cell, Math.floor(i / columns) * cell, cell, cell);
}
