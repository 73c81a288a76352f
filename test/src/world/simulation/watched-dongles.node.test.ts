import assert from 'node:assert/strict';
import { asciiBytes, asciiText } from '../../../../modules/bytes/ascii.js';
import { GEN1 } from '../../../../src/route-b/meter-profile.js';
import { constantLoad } from '../../../../src/world/load/source.js';
import { World } from '../../../../src/world/simulation/world.js';
import { CREDENTIALS } from './hems-rig.js';

describe('who looks on at the dongles of a world', () => {
	function composed() {
		const world = new World({
			...{ seed: 1, start: Date.UTC(2026, 10, 22, 3, 0), speed: 'max', load: constantLoad(500), profile: GEN1 },
			...{ credentials: CREDENTIALS, log: { write() {} } },
		});
		const { simulator } = world;
		const heard: string[] = [];
		const add = () => simulator.addDongle({ model: 'bp35a1', serial: { onReceive() {}, write() {} } });
		const watch = () =>
			simulator.watchDongles(({ name }) => ({
				lines: {
					onLine: (direction, line) => heard.push(`${name} ${direction} ${asciiText(line)}`),
					onFrame() {},
					onUnreadable() {},
				},
			}));
		return { world, simulator, heard, add, watch };
	}
	const ASK = asciiBytes('SKVER\r\n');

	it('hears the lines of those that are there and of those that come, until it ends', () => {
		const { simulator, heard, add, watch } = composed();
		const first = add();
		const end = watch();
		const second = add();
		first.receive(ASK);
		second.receive(ASK);
		assert.deepEqual(
			heard.splice(0),
			['dongle', 'dongle-2'].flatMap((name) =>
				['toModule SKVER', 'toHost SKVER', 'toHost EVER 1.2.10', 'toHost OK'].map((line) => `${name} ${line}`),
			),
		);
		simulator.removeDongle(second);
		end();
		first.receive(ASK);
		add().receive(ASK);
		assert.deepEqual(heard, []);
	});

	it('hears beside who is told of events, each once', () => {
		const { world, heard, add, watch } = composed();
		const dongle = add();
		const told: unknown[] = [];
		const ends = [watch(), world.events.subscribe((event) => told.push(event), ['serial'])];
		assert.equal(world.events.wants('serial'), true);
		dongle.receive(ASK);
		assert.deepEqual([heard.length, told.length], [4, 4]);
		for (const end of ends) end();
		assert.equal(world.events.wants('serial'), false);
		dongle.receive(ASK);
		assert.deepEqual([heard.length, told.length], [4, 4]);
	});
});
