// The memory that the meter takes on XS: `npm run memory`, with `-- --write` and `-- --long` (boards/xs-host/bench/main.ts).
import { spawnSync } from 'node:child_process';
import { TYPESCRIPT } from './processes.mjs';

const { status } = spawnSync(process.execPath, ['boards/xs-host/bench/main.ts', ...process.argv.slice(2)], {
	stdio: 'inherit',
	env: { ...process.env, ...TYPESCRIPT },
});
process.exitCode = status ?? 1;
