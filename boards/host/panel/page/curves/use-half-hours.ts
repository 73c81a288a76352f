/** All half-hours of a meter, asked for anew when they are others. */
import { useEffect, useState } from 'preact/hooks';
import type { HalfHoursTold, PowerTold } from '../../curves/told.js';
import type { Page } from '../page.js';

/** ms between two questions, however fast virtual time goes. */
const REST = 3000;
/** ms of the meter's time after which the half-hour that goes on is looked at again. */
const FRESH = 60_000;

export interface HalfHours {
	readonly told: HalfHoursTold | undefined;
	readonly error: string | undefined;
}

export function useHalfHours({ stream, ask, meter }: Page): HalfHours {
	const [told, setTold] = useState<HalfHoursTold>();
	const [error, setError] = useState<string>();
	useEffect(() => {
		let isWanted = true;
		let known = '';
		let wanted = '';
		let rest: ReturnType<typeof setTimeout> | undefined;
		const look = () => {
			if (rest !== undefined || wanted === known) return;
			known = wanted;
			rest = setTimeout(() => {
				rest = undefined;
				look();
			}, REST);
			ask.get<HalfHoursTold>(`/api/curves/heat?meter=${meter}`).then(
				(answer) => {
					if (!isWanted) return;
					setTold(answer);
					setError(undefined);
				},
				(failure: unknown) => isWanted && setError(failure instanceof Error ? failure.message : String(failure)),
			);
		};
		const end = stream.subscribe<PowerTold>('power', ({ meter: of, halfHours, to }) => {
			if (of !== meter) return;
			wanted = `${halfHours} ${Math.floor(to / FRESH)}`;
			look();
		});
		return () => {
			isWanted = false;
			clearTimeout(rest);
			end();
		};
	}, [stream, ask, meter]);
	return { told, error };
}
