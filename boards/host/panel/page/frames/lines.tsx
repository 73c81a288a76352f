/** A long list of which only the lines are there that can be seen. */
import type { ComponentChildren, ComponentProps, RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { scrollFor, shownLines } from './window.js';

export interface LinesProps {
	readonly box: RefObject<HTMLDivElement | null>;
	readonly count: number;
	/** Height of a line in pixels. */
	readonly line: number;
	/** The line that is to be seen. */
	readonly seen?: number | undefined;
	readonly attributes: ComponentProps<'div'>;
	readonly onTop?: (top: number, isAtEnd: boolean) => void;
	/** @param slot the same for one place on the screen, so that what stands there is changed and not made anew */
	readonly children: (index: number, slot: number) => ComponentChildren;
}

/** Pixels by which the end may be missed. */
const NEAR = 4;

export function Lines({ box, count, line, seen, attributes, onTop, children }: LinesProps) {
	const [place, setPlace] = useState({ top: 0, height: 400 });
	const look = () => {
		const own = box.current;
		if (own === null) return;
		setPlace({ top: own.scrollTop, height: own.clientHeight });
		onTop?.(own.scrollTop, own.scrollTop + own.clientHeight >= own.scrollHeight - NEAR);
	};
	useLayoutEffect(() => {
		const own = box.current;
		if (own === null) return;
		const observer = new ResizeObserver(() => setPlace({ top: own.scrollTop, height: own.clientHeight }));
		observer.observe(own);
		return () => observer.disconnect();
	}, []);
	useLayoutEffect(() => {
		const own = box.current;
		if (own === null || seen === undefined || seen < 0) return;
		const top = scrollFor(seen, line, own.scrollTop, own.clientHeight);
		if (top !== undefined) own.scrollTop = top;
	}, [seen, line]);
	const { from, to } = shownLines(count, line, place.top, place.height);
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
