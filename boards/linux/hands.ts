import type { Scheduler } from '../../hal/ports/scheduler.js';
import { Console } from '../../hal/xs-linux/console.js';
import { print } from '../../hal/xs-linux/log.js';
import type { UnitHands } from '../unit-hands.js';

/** Lines of the console pull units and plug them in (unit-hands.ts), where there are any. */
export function listen(hands: UnitHands | undefined, scheduler: Scheduler): void {
	if (hands === undefined) return;
	print('units: pull metering, plug metering and the like, breaker reset, as lines here');
	new Console(scheduler, (line) => print(hands.obey(line)));
}
