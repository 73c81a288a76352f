/** What a dongle may be, for the words of options; the models themselves are loaded when they are needed. */
import type { ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';

const NAMES: Readonly<Record<ModelName, true>> = { bp35a1: true, bp35c0: true, bp35c2: true, 'rl7023-ips': true, 'rl7023-dss': true };

export const DONGLE_MODELS: readonly string[] = Object.freeze(Object.keys(NAMES));

/** Unless told. */
export const USUAL_DONGLE: ModelName = 'bp35a1';
