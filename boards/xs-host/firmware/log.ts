import type { Log } from '../../../hal/ports/log.js';

/** As lines of stdout. */
export const HOST_LOG: Log = Object.freeze({ write: (layer: string, text: string) => print(`log ${layer}: ${text}`) });
