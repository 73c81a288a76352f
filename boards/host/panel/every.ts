/** Does something again and again, every so many ms. Returns what ends that. */
export type Every = (ms: number, task: () => void) => () => void;

/** By the wall clock; it keeps no process alive. */
export const everyWall: Every = (ms, task) => {
	const timer = setInterval(task, ms);
	timer.unref();
	return () => clearInterval(timer);
};
