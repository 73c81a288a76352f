/** Use case 10: alarms are let through, read, pushed and cleared, and the logs are read. What was cleared does not come back. */
import { NAME } from '../../../modules/cosem/object-names.js';
import { numberOf } from '../../../modules/dlms/axdr/data.js';
import { dataNotation } from '../data-notation.js';
import { Deviation, NotDone } from './outcome.js';
import { pushSteps } from './pushing.js';
import type { Step } from './use-case.js';
import type { UseCaseRun } from './use-case-run.js';

const DATA = 1;
const PROFILE = 7;
const VALUE = 2;
const ALL = 'u32:4294967295';
const NONE = 'u32:0';
const CLEARED = 11;
const BEFORE = 'alarmRegister1';
const LOG = [PROFILE, NAME.eventLog] as const;

async function words(run: UseCaseRun, names: readonly number[]): Promise<void> {
	for (const value of await run.values(names.map((name) => [DATA, name, VALUE] as const)))
		if (numberOf(value) === undefined) throw new Deviation('u32', { data: dataNotation(value) });
}

export const SUPERVISION: readonly Step[] = [
	{
		step: 'filterSet',
		needs: [[DATA, NAME.alarmFilter1]],
		run: async (run) => {
			await run.change(DATA, NAME.alarmFilter1, VALUE, ALL);
			await run.reads(DATA, NAME.alarmFilter1, VALUE, ALL);
		},
	},
	{
		step: 'alarmsRead',
		needs: [
			[DATA, NAME.alarmRegister1],
			[DATA, NAME.alarmDescriptor1],
		],
		run: (run) => words(run, [NAME.alarmRegister1, NAME.alarmDescriptor1]),
	},
	...pushSteps(NAME.alarmPush),
	{
		step: 'logsRead',
		needs: [LOG, [PROFILE, NAME.fraudLog], [PROFILE, NAME.disconnectorLog]],
		run: async (run) => {
			for (const log of [NAME.fraudLog, NAME.disconnectorLog]) await run.mark(log);
		},
	},
	{
		step: 'registersCleared',
		needs: [[DATA, NAME.alarmRegister1]],
		must: true,
		run: async (run) => {
			await run.mark(NAME.eventLog);
			run.notes.set(BEFORE, dataNotation((await run.values([[DATA, NAME.alarmRegister1, VALUE]]))[0]!));
			await run.set(DATA, NAME.alarmRegister1, VALUE, NONE);
		},
	},
	{
		step: 'clearingLogged',
		needs: [LOG],
		run: async (run) => {
			// Nothing was cleared, and meters need not tell of that.
			if (run.notes.get(BEFORE) === NONE) throw new NotDone('nothingSet');
			await run.logged(NAME.eventLog, [CLEARED]);
		},
	},
	{
		step: 'descriptorsCleared',
		needs: [[DATA, NAME.alarmDescriptor1]],
		run: async (run) => {
			await run.set(DATA, NAME.alarmDescriptor1, VALUE, NONE);
			await run.reads(DATA, NAME.alarmDescriptor1, VALUE, NONE);
		},
	},
	{ step: 'errorsRead', needs: [[DATA, NAME.errorRegister]], run: (run) => words(run, [NAME.errorRegister]) },
];
