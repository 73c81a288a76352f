// The instructions that the meter takes on XS: `npm run instructions`, with `-- --write` (boards/xs-host/bench/instructions-main.ts).
import { spawnSync } from 'node:child_process';
import { TYPESCRIPT } from './processes.mjs';

const { status } = spawnSync(process.execPath, ['boards/xs-host/bench/instructions-main.ts', ...process.argv.slice(2)], {
	stdio: 'inherit',
	env: { ...process.env, ...TYPESCRIPT },
});
process.exitCode = status ?? 1;
