import process from 'node:process';

/** The command that starts the model HEMS as a program of its own; it polls every second. */
export const MODEL_PROGRAM: readonly string[] = Object.freeze([
	...['env', 'TS_NODE_PROJECT=tsconfig.test.json', 'NODE_OPTIONS=--loader=ts-node/esm --no-warnings'],
	...[process.execPath, 'test/exam/model-hems/main.ts', '{dongle}', '{"pollMs":1000}'],
]);
