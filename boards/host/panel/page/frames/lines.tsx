/** A long list of which only the lines are there that can be seen. */
import type { ComponentChildren, ComponentProps, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { scrollFor, shownLines } from './window.js';

export interface LinesProps {
	readonly box: RefObject<HTMLDivElement | null>;
	readonly count: number;
	/** Height of a line in pixels. */
	readonly line: number;
	/** The line that is to be seen. */
	readonly seen?: number | undefined;
	/** It stays at its end, whatever comes. */
	readonly isAtEnd?: boolean;
	readonly attributes: ComponentProps<'div'>;
	readonly onTop?: (top: number, isAtEnd: boolean) => void;
	/** @param slot the same for one place on the screen, so that what stands there is changed and not made anew */
	readonly children: (index: number, slot: number) => ComponentChildren;
}

/** Pixels by which the end may be missed. */
const NEAR = 4;

export function Lines({ box, count, line, seen, isAtEnd = false, attributes, onTop, children }: LinesProps) {
	const place = useRef({ top: 0, height: 400 });
	const [, setDrawn] = useState(0);
	const wanted = useRef(seen);
	wanted.current = seen;
	/** The next scrolling is no hand's: it says nothing of whether the end is to be followed. */
	const isOwn = useRef(false);
	const scrollTo = (own: HTMLElement, top: number) => {
		const before = own.scrollTop;
		own.scrollTop = top;
		if (own.scrollTop !== before) isOwn.current = true;
	};
	const note = ({ scrollTop, clientHeight }: HTMLElement) => {
		const { top, height } = place.current;
		place.current = { top: scrollTop, height: clientHeight };
		return top !== scrollTop || height !== clientHeight;
	};
	const draw = () => setDrawn((count) => count + 1);
	const look = () => {
		const own = box.current;
		if (own === null) return;
		const isThere = own.scrollTop + own.clientHeight >= own.scrollHeight - NEAR;
		// The end that it follows stands there already.
		if (note(own) && !(isAtEnd && isThere)) draw();
		onTop?.(own.scrollTop, isOwn.current ? isAtEnd : isThere);
		isOwn.current = false;
	};
	useLayoutEffect(() => {
		const own = box.current;
		if (own === null) return;
		const observer = new ResizeObserver(() => {
			const { top, height } = place.current;
			if (!note(own)) return;
			const at = wanted.current ?? -1;
			// What was seen stays so where less is to be seen than before.
			if (at >= 0 && scrollFor(at, line, top, height) === undefined) scrollTo(own, scrollFor(at, line, top, own.clientHeight) ?? top);
			draw();
		});
		observer.observe(own);
		return () => observer.disconnect();
	}, []);
	useLayoutEffect(() => {
		const own = box.current;
		if (own === null || seen === undefined || seen < 0) return;
		const top = scrollFor(seen, line, own.scrollTop, own.clientHeight);
		if (top !== undefined) scrollTo(own, top);
	}, [seen, line]);
	// Where it follows the end, that is known before the browser has scrolled there: it is drawn once, not once more when it has.
	const top = isAtEnd ? Math.max(0, count * line - place.current.height) : place.current.top;
	useLayoutEffect(() => {
		const own = box.current;
		if (own === null || !isAtEnd) return;
		scrollTo(own, top);
	}, [isAtEnd, top]);
	const { from, to } = shownLines(count, line, top, place.current.height);
	const shown = [];
	for (let i = from; i < to; i++) shown.push(children(i, i - from));
	return (
		<div {...attributes} ref={box} onScroll={look}>
			<div class="lines" role="presentation" style={{ height: `${count * line}px` }}>
				<div role="presentation" style={{ transform: `translateY(${from * line}px)` }}>
					{shown}
				</div>
			</div>
		</div>
	);
}
