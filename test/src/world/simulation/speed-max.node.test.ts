/** With `--speed max` a run jumps over the waiting as long as the simulator says that it is busy: no answer may still be to come when it no longer does. */
import { equal } from '../../../assert.js';
import { SerialProgram } from './serial-program-rig.js';

/** What has come by the time at which the simulator is busy no more; the request is typed at a dongle that has joined. */
function heardInAHurry(request: string): string {
	const program = new SerialProgram();
	program.begin();
	const { simulator } = program;
	program.ask(0, request);
	program.forget();
	// Real time passes too, a little, between what keeps the simulator busy.
	for (let idle = 0; idle < 5; idle++) {
		while (simulator.isBusy && simulator.scheduler.step()) idle = 0;
		simulator.scheduler.runFor(1);
	}
	return program.hear('nothing that ever comes', 0);
}

const CASES = [
	['a Get', '1081000105FF010288016201E700', /1081000102880105FF017201E7/],
	['a SetI that is refused', '1081000205FF010288016001E50164', /1081000202880105FF015001E50164/],
	['an INFC', '1081000305FF010288017401D50401028801', /1081000302880105FF017A01D500/],
	['a SetI whose change is announced', '1081000405FF01028801600181010A', /108100010288010EF001730181010A/],
] as const;

describe('at the greatest speed', () => {
	for (const [what, request, answer] of CASES) {
		it(`${what} waits for nothing`, () => {
			const heard = heardInAHurry(request);
			equal(answer.test(heard), true, heard);
		});
	}
});
