/** Calls `tick` again and again, by the wall clock. Returns what ends that. */
export type Beat = (tick: () => void, ms: number) => () => void;

export const wallBeat: Beat = (tick, ms) => {
	const timer = setInterval(tick, ms);
	timer.unref();
	return () => clearInterval(timer);
};
