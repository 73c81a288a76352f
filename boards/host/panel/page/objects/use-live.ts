/** An answer that is asked for again and again, while the page is seen. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { reasonOf } from './reason.js';

/** ms from one answer to the next question. */
export const PACE = 2000;

export interface Live<Answer> {
	readonly answer?: Answer;
	readonly error?: string;
	/** Asks now. */
	readonly again: () => void;
}

/**
 * @param ask undefined: there is nothing to ask
 * @param key what was answered under another one is forgotten
 */
export function useLive<Answer>(ask: (() => Promise<Answer>) | undefined, key: string, isLive: boolean): Live<Answer> {
	const [result, setResult] = useState<{ readonly key: string; readonly answer?: Answer; readonly error?: string }>({ key });
	const [turn, setTurn] = useState(0);
	const asking = useRef(ask);
	asking.current = ask;
	const isAsking = ask !== undefined;
	useEffect(() => {
		if (!isAsking) return;
		let isWanted = true;
		let timer = 0;
		const next = () => {
			if (!isWanted || document.hidden) return;
			asking.current!().then(
				(answer) => settle({ key, answer }),
				(error: unknown) => settle({ key, error: reasonOf(error) }),
			);
		};
		const settle = (settled: typeof result) => {
			if (!isWanted) return;
			// What is wrong now does not make what was known wrong.
			setResult((before) => (settled.answer === undefined && before.key === key ? { ...before, ...settled } : settled));
			if (isLive) timer = setTimeout(next, PACE);
		};
		const seen = () => {
			clearTimeout(timer);
			if (isLive) next();
		};
		document.addEventListener('visibilitychange', seen);
		next();
		return () => {
			isWanted = false;
			clearTimeout(timer);
			document.removeEventListener('visibilitychange', seen);
		};
	}, [key, isLive, isAsking, turn]);
	const again = useCallback(() => setTurn((before) => before + 1), []);
	return result.key === key ? { ...result, again } : { again };
}
