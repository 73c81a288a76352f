import { setTimeout as sleep } from 'node:timers/promises';

/** Tries, 5 ms apart on an idle machine, after which it is taken never to hold. */
const MOST = 6000;

/** Waits until it holds, however busy the machine is. Throws where it never does. */
export async function until(holds: () => boolean | Promise<boolean>, what = String(holds)): Promise<void> {
	for (let i = 0; !(await holds()); i++) {
		if (i === MOST) throw new Error(`never: ${what}`);
		await sleep(5);
	}
}

/** Waits until so many are there, and then a little for one too many. */
export async function arrival(list: { readonly length: number }, count: number): Promise<void> {
	await until(() => list.length >= count, `${count} of which there are ${list.length}`);
	await sleep(20);
}
