import { SeededRandom } from '../../../../hal/virtual/random.js';
import type { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import type { Medium } from '../../../../modules/medium/medium.js';
import { type FaultChoice, parseFault } from '../../../../src/world/fault/fault-choice.js';
import { Fault, FaultSwitches } from '../../../../src/world/fault/fault-switches.js';
import { FaultyAir } from '../../../../src/world/fault/faulty-air.js';

/** `drop=10%`, … */
export function faultsOf(...texts: readonly string[]): FaultChoice[] {
	return texts.map((text) => parseFault(text));
}

export function switchOn(switches: FaultSwitches, text: string, once = false): Fault {
	const fault = new Fault({ ...parseFault(text), once });
	switches.set(fault.choice.name, fault);
	return fault;
}

export function switchedOn(texts: readonly string[], seed = 1): FaultSwitches {
	const switches = new FaultSwitches(new SeededRandom(seed, 'faults'));
	for (const text of texts) switchOn(switches, text);
	return switches;
}

/** An air around an air, in which these faults strike. */
export function faultyAir(inner: Medium, scheduler: VirtualScheduler, switches: FaultSwitches, seed = 1): FaultyAir {
	const random = new SeededRandom(seed, 'air');
	return new FaultyAir({ inner, scheduler, random, chances: { strikes: (fault) => switches.strikes(fault), delay: () => switches.delay('delay') } });
}
