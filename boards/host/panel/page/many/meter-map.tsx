/** A cell for each meter, told apart by its colour and by its shape. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MeterMark } from '../../face/meter-rows.js';
import { type Pixels, paintCells } from './cells.js';
import type { ManyWords } from './many-words.js';
import { FILLED, type Grid, gridOf, MAP_HEIGHT, MARK_SHAPES, meterAt, nodeOf } from './marks.js';

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
	const grid = gridOf(marks.length, width, MAP_HEIGHT);
	const painting = useRef<Painting | undefined>(undefined);
	useEffect(() => {
		// One drawing for all that comes within a frame.
		const request = requestAnimationFrame(() => {
			painting.current = paint(canvas.current!, grid, marks, look, painting.current);
		});
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

/** What is on the canvas. */
interface Painting {
	readonly grid: Grid;
	readonly look: number;
	/** Pixels of the screen for one of the page. */
	readonly scale: number;
	readonly marks: readonly string[];
	readonly image: ImageData;
	readonly pictures: Readonly<Record<MeterMark, Pixels>>;
}

/** Paints what has changed since `before`; all of it where it has another size or look. */
function paint(canvas: HTMLCanvasElement, grid: Grid, marks: readonly string[], look: number, before: Painting | undefined): Painting {
	const scale = window.devicePixelRatio;
	const isSame = before !== undefined && before.look === look && before.scale === scale && isSameGrid(before.grid, grid);
	const context = isSame ? canvas.getContext('2d')! : clear(canvas, grid);
	const cell = pixelsOf(grid);
	const image = isSame ? before.image : context.createImageData(canvas.width, canvas.height);
	const pictures = isSame ? before.pictures : drawMarks(cell, grid.cell, getComputedStyle(canvas));
	const picture = { pixels: new Uint32Array(image.data.buffer), columns: grid.columns, cell };
	if (paintCells(picture, pictures, marks, isSame ? before.marks : []) > 0) context.putImageData(image, 0, 0);
	return { grid, look, scale, marks, image, pictures };
}

function isSameGrid(a: Grid, b: Grid): boolean {
	return a.cell === b.cell && a.columns === b.columns && a.rows === b.rows;
}

/** Of a cell on the screen: whole ones, so that all cells are alike. */
function pixelsOf({ cell }: Grid): number {
	return Math.max(1, Math.round(cell * window.devicePixelRatio));
}

/** Makes it as large as the grid, and empty. */
function clear(canvas: HTMLCanvasElement, grid: Grid): CanvasRenderingContext2D {
	const { columns, rows, cell } = grid;
	canvas.width = columns * pixelsOf(grid);
	canvas.height = rows * pixelsOf(grid);
	canvas.style.width = `${columns * cell}px`;
	canvas.style.height = `${rows * cell}px`;
	return canvas.getContext('2d')!;
}

/**
 * Each mark once, as its cells are.
 * @param size pixels of a cell
 * @param cell px of the page
 */
function drawMarks(size: number, cell: number, style: CSSStyleDeclaration): Readonly<Record<MeterMark, Pixels>> {
	const canvas = document.createElement('canvas');
	canvas.width = canvas.height = size;
	const context = canvas.getContext('2d', { willReadFrequently: true })!;
	const draw = (mark: MeterMark) => {
		context.setTransform(1, 0, 0, 1, 0, 0);
		context.clearRect(0, 0, size, size);
		context.setTransform(size / SHAPE, 0, 0, size / SHAPE, size / 2, size / 2);
		context.strokeStyle = context.fillStyle = style.getPropertyValue(COLOURS[mark]);
		context.lineWidth = (Math.max(1, cell / 10) * SHAPE) / cell;
		if (FILLED.includes(mark)) context.fill(new Path2D(MARK_SHAPES[mark]));
		else context.stroke(new Path2D(MARK_SHAPES[mark]));
		return new Uint32Array(context.getImageData(0, 0, size, size).data.buffer);
	};
	return { x: draw('x'), f: draw('f'), o: draw('o'), j: draw('j'), '-': draw('-') };
}

function drawPart(canvas: HTMLCanvasElement, grid: Grid, from: number, to: number): void {
	const context = clear(canvas, grid);
	const { columns } = grid;
	const cell = pixelsOf(grid);
	context.fillStyle = getComputedStyle(canvas).getPropertyValue('--accent-soft');
	for (let i = from - 1; i < to; i++) context.fillRect((i % columns) * cell, Math.floor(i / columns) * cell, cell, cell);
}
