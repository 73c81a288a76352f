/** A meter's power as it goes on, with as much of the past as is looked at. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PowerTold } from '../../curves/told.js';
import type { Page } from '../page.js';
import { joined, since } from './power-store.js';

/** Points of the past that are asked for at once. */
const POINTS = 2000;
/** More than so many, and all is asked for anew, in larger steps. */
const MOST_POINTS = 12_000;
const LEAST_STEP = 1000;

export interface Power {
	readonly told: PowerTold | undefined;
	readonly error: string | undefined;
}

/** @param span ms that are looked at */
export function usePower({ stream, ask, meter }: Page, span: number): Power {
	const [told, setTold] = useState<PowerTold>();
	const [error, setError] = useState<string>();
	const store = useRef<PowerTold | undefined>(undefined);
	/** The span whose past was asked for since the store began. */
	const asked = useRef(0);
	useEffect(() => {
		store.current = undefined;
		asked.current = 0;
		return stream.subscribe<PowerTold>('power', (message) => {
			if (message.meter !== meter) return;
			const whole = joined(store.current, message);
			if (whole === undefined) asked.current = 0;
			store.current = trimmed(whole ?? message, span);
			setTold(store.current);
			askPast();
		});

		function askPast(): void {
			const { current } = store;
			if (current === undefined) return;
			const isTooMuch = current.truth.time.length > MOST_POINTS;
			const wanted = current.to - span;
			if (!isTooMuch && (current.from <= wanted || asked.current >= span)) return;
			asked.current = span;
			const to = isTooMuch ? current.to : current.from;
			const step = Math.max(LEAST_STEP, Math.ceil(span / POINTS));
			ask.get<PowerTold>(`/api/curves/power?meter=${meter}&from=${Math.max(0, wanted)}&to=${to}&step=${step}`).then(
				(past) => {
					const after = store.current;
					if (after === undefined || after.meter !== meter) return;
					const whole = joined(past, isTooMuch ? since(after, past.to) : after);
					if (whole === undefined) return;
					store.current = whole;
					setTold(whole);
					setError(undefined);
				},
				(failure: unknown) => setError(failure instanceof Error ? failure.message : String(failure)),
			);
		}
	}, [stream, ask, meter, span]);
	return { told, error };
}

function trimmed(told: PowerTold, span: number): PowerTold {
	// Not at each message: a tenth more than is looked at stays.
	return told.to - told.from > span * 1.1 + 60_000 && told.to - told.from > 3_600_000 * 1.1 ? since(told, told.to - Math.max(span, 3_600_000)) : told;
}
