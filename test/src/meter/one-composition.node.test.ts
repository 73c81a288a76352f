import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Production files in which this is built. */
function builders(name: string): string[] {
	const files = ['src', 'boards', 'modules'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((path) => path.endsWith('.ts') && !path.includes('node_modules') && !path.startsWith('xs-host/bench'))
			.map((path) => join(folder, path)),
	);
	return files.filter((path) => new RegExp(`new ${name}\\b`).test(readFileSync(join(ROOT, path), 'utf8')));
}

describe('a meter', () => {
	for (const [name, path] of [
		['MeteringUnit', 'src/meter/metering/metering-plug-in.ts'],
		['MeteringPlugIn', 'src/meter/meter.ts'],
		['SwitchingPlugIn', 'src/meter/meter.ts'],
		['CommunicationPlugIn', 'src/meter/meter.ts'],
		['RouteB', 'src/route-b/route-b-service.ts'],
		['RouteA', 'src/route-a/route-a-service.ts'],
	] as const)
		it(`builds a ${name} in one place`, () => {
			// A meter of a fleet has no unit that could: it is held byte for byte against one that has (same-bytes.node.test.ts).
			const ofFleets = name === 'RouteA' ? ['src/world/fleet/living-meter.ts'] : [];
			assert.deepEqual(builders(name), [path, ...ofFleets]);
		});
});
