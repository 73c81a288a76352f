/** Use case 1: a meter tells of its installation, is met by the public client, identifies itself, gets keys and a destination for its pushes, and proves both. */
import { NAME, numbered } from '../../../modules/cosem/object-names.js';
import { numberOf } from '../../../modules/dlms/axdr/data.js';
import { dataNotation } from '../data-notation.js';
import { readClock, setClock } from '../meter-clock.js';
import { attributeTarget } from '../reading.js';
import { Deviation } from './outcome.js';
import { pushSteps } from './pushing.js';
import type { Step } from './use-case.js';
import { dataOf } from './use-case-run.js';

const DATA = 1;
const CLOCK = 8;
const SECURITY_SETUP = 64;
const VALUE = 2;
const NAMED = 'logicalDevice';

export const REGISTRATION: readonly Step[] = [
	...pushSteps(NAME.installationPush),
	{
		step: 'publicAssociation',
		needs: [],
		run: async (run) => {
			const counter = numbered(NAME.invocationCounter, run.tools.client === 1 ? 0 : run.tools.client);
			const [count, name] = await run.tools.publicly((session) =>
				session.getAll([attributeTarget(DATA, counter, VALUE), attributeTarget(DATA, NAME.logicalDevice, VALUE)]),
			);
			const value = dataOf(count!);
			if (numberOf(value) === undefined) throw new Deviation('u32', { data: dataNotation(value) });
			run.notes.set(NAMED, dataNotation(dataOf(name!)));
		},
	},
	{
		step: 'identity',
		needs: [
			[DATA, NAME.logicalDevice],
			[DATA, NAME.serial],
		],
		run: async (run) => {
			const [name, serial] = await run.values([
				[DATA, NAME.logicalDevice, VALUE],
				[DATA, NAME.serial, VALUE],
			]);
			const expected = run.notes.get(NAMED);
			if (expected !== undefined && dataNotation(name!) !== expected) throw new Deviation(String(expected), { data: dataNotation(name!) });
			if (!('bytes' in serial!) || serial.bytes.length === 0) throw new Deviation('octets', { data: dataNotation(serial!) });
		},
	},
	{ step: 'keyTransfer', needs: [[SECURITY_SETUP, NAME.securitySetup]], must: true, run: (run) => run.tools.changeKeys() },
	{
		step: 'newAssociation',
		needs: [[DATA, NAME.logicalDevice]],
		must: true,
		run: async (run) => void (await run.values([[DATA, NAME.logicalDevice, VALUE]])),
	},
	{
		step: 'clockSet',
		needs: [[CLOCK, NAME.clock]],
		run: async (run) => {
			const { ahead, deviation } = await readClock(run.session, run.tools.now);
			await setClock(run.session, () => run.tools.now() + ahead, deviation);
		},
	},
	...pushSteps(NAME.intervalPush),
];
