import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** The width that an element has, px; 0 before it is there. */
export function useWidth<Of extends HTMLElement>(): readonly [RefObject<Of | null>, number] {
	const place = useRef<Of>(null);
	const [width, setWidth] = useState(0);
	useEffect(() => {
		const { current } = place;
		if (current === null) return;
		const observer = new ResizeObserver(() => setWidth(current.clientWidth));
		observer.observe(current);
		return () => observer.disconnect();
	}, []);
	return [place, width];
}
