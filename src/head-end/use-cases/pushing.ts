/** Steps of use cases that have a meter push to this host. */
import type { LogicalName } from '../../../modules/dlms/axdr/obis.js';
import { Deviation, NotDone } from './outcome.js';
import type { Step } from './use-case.js';

const PUSH_SETUP = 40;
const DESTINATION = 3;
const RANDOMISATION = 5;
const PUSH = 1;
const HEARD = 'heard';

/** A set-up is aimed at this host, and what it pushes then comes and opens. @param usual its name with us */
export function pushSteps(usual: LogicalName): readonly Step[] {
	return [
		{
			step: 'pushDestination',
			needs: [[PUSH_SETUP, usual]],
			run: async (run) => {
				const name = run.named(usual)!;
				run.notes.delete(HEARD);
				const place = await run.tools.pushPlace();
				if (place === undefined) throw new NotDone('noPushPlace');
				run.later(async () => place.close());
				await run.change(PUSH_SETUP, name, RANDOMISATION, 'u16:0');
				const destination = `{enum:1, octets:"${place.destination}", enum:0}`;
				await run.change(PUSH_SETUP, name, DESTINATION, destination);
				await run.reads(PUSH_SETUP, name, DESTINATION, destination);
				run.notes.set(HEARD, place.heard);
			},
		},
		{
			step: 'push',
			needs: [[PUSH_SETUP, usual]],
			run: async (run) => {
				const name = run.named(usual)!;
				const heard = run.notes.get(HEARD) as ((time: number) => Promise<boolean>) | undefined;
				if (heard === undefined) throw new NotDone('before');
				await run.act(PUSH_SETUP, name, PUSH, 'i8:0');
				if (!(await heard(run.tools.patience))) throw new Deviation('push', { data: 'none' });
			},
		},
	];
}
