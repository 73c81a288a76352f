/** What a dongle may be, for the words of options; the models themselves are loaded when they are needed. */
import type { J11ModelName } from '../../../modules/wi-sun-module/j11/language/model.js';
import type { ModelName } from '../../../modules/wi-sun-module/skstack/language/model.js';

const NAMES: Readonly<Record<ModelName, true>> = { bp35a1: true, bp35c0: true, bp35c2: true, 'rl7023-ips': true, 'rl7023-dss': true };
const J11_NAMES: Readonly<Record<J11ModelName, true>> = { 'bp35c0-j11': true, 'bp35c2-j11': true, 'rs-wsuha-j11': true };

const SKSTACK_MODELS: readonly string[] = Object.freeze(Object.keys(NAMES));
export const DONGLE_MODELS: readonly string[] = Object.freeze([...SKSTACK_MODELS, ...Object.keys(J11_NAMES)]);

/** Unless told. */
export const USUAL_DONGLE: ModelName = 'bp35a1';
