/** The state of the meter that the page is about, as it changes; and commands for it. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { AskError } from '../../../web/page/ask.js';
import type { FaceState, FaceTold } from '../../face/face-state.js';
import type { Page } from '../page.js';
import { type Screen, screensOf } from './display.js';
import { FLASH, paceOf, pulseStep } from './pulse.js';

import { withLine } from './waiting-lines.js';

/** Undefined before it is known; null: there is no such meter. */
export function useMeter({ stream, meter }: Page): FaceState | null | undefined {
	const [state, setState] = useState<FaceState | null>();
	useEffect(() => {
		setState(undefined);
		return stream.subscribe<FaceTold>('meter', (told) => setState((known) => (told === null ? null : ({ ...known, ...told } as FaceState))));
	}, [stream, meter]);
	return state;
}

export interface Said {
	/** It was not done. */
	readonly isRefused: boolean;
	readonly text: string;
}

export interface Commands {
	/** Carries one line out, or has it wait its turn. */
	readonly send: (line: string) => Promise<boolean>;
	readonly said: Said | undefined;
	readonly isBusy: boolean;
}

/** Of one group of controls: what came of the last one is told beside them. */
export function useCommands({ ask, meter }: Page): Commands {
	const [said, setSaid] = useState<Said>();
	const [isBusy, setBusy] = useState(false);
	const running = useRef(false);
	const waiting = useRef<readonly string[]>([]);
	const send = useCallback(
		async (line: string): Promise<boolean> => {
			if (running.current) {
				waiting.current = withLine(waiting.current, line);
				return true;
			}
			running.current = true;
			setBusy(true);
			let isDone = false;
			for (let next: string | undefined = line; next !== undefined; [next, ...waiting.current] = waiting.current) {
				try {
					const { words } = await ask.post<{ readonly words: string }>('/api/command', { command: lineFor(meter, next) });
					setSaid({ isRefused: false, text: words });
					isDone = true;
				} catch (error) {
					setSaid({ isRefused: true, text: error instanceof AskError ? error.message : String(error) });
					isDone = false;
				}
			}
			running.current = false;
			setBusy(false);
			return isDone;
		},
		[ask, meter],
	);
	return { send, said, isBusy };
}

/** The first meter is the one that is meant where none is named. */
export function lineFor(meter: string, line: string): string {
	return meter === 'meter' ? line : `meter ${meter.replace('meter-', '')} ${line}`;
}

/** How long each screen of the display stays, ms. */
const SCREEN = 4000;

export interface Display {
	/** Undefined: dark. */
	readonly screen: Screen | undefined;
	readonly isHeld: boolean;
	readonly next: () => void;
	readonly hold: () => void;
}

export function useDisplay(state: FaceState): Display {
	const [at, setAt] = useState(0);
	const [isHeld, setHeld] = useState(false);
	const screens = screensOf(state);
	const isLit = screens.length > 0;
	useEffect(() => {
		if (isHeld || !isLit) return;
		const timer = setInterval(() => setAt((before) => before + 1), SCREEN);
		return () => clearInterval(timer);
	}, [isHeld, isLit]);
	// A display begins anew when it gets power.
	useEffect(() => setAt(0), [isLit]);
	return {
		screen: screens[at % screens.length],
		isHeld,
		next: () => {
			setAt(at + 1);
			setHeld(true);
		},
		hold: () => setHeld(!isHeld),
	};
}

/** ms of wall time. */
const STEP = 50;

/** Whether the lamp flashes now. */
export function usePulse({ watts, elapsedMs }: FaceState): boolean {
	const [isFlashing, setFlashing] = useState(false);
	const now = useRef({ watts: 0, pace: 1, elapsedMs, at: performance.now(), phase: 0 });
	if (now.current.elapsedMs !== elapsedMs) {
		const at = performance.now();
		now.current = { ...now.current, pace: paceOf(now.current, elapsedMs, at), elapsedMs, at };
	}
	now.current.watts = watts ?? 0;
	useEffect(() => {
		let off: ReturnType<typeof setTimeout> | undefined;
		const timer = setInterval(() => {
			const { phase, watts, pace } = now.current;
			const step = pulseStep(phase, watts, STEP * pace, STEP);
			now.current.phase = step.phase;
			if (!step.isPulse) return;
			setFlashing(true);
			clearTimeout(off);
			off = setTimeout(() => setFlashing(false), FLASH);
		}, STEP);
		return () => {
			clearInterval(timer);
			clearTimeout(off);
		};
	}, []);
	return isFlashing;
}
