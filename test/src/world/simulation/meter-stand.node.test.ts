import { parseCommand } from '../../../../src/world/scenario/grammar.js';
import type { Answer } from '../../../../src/world/scenario/stand.js';
import { equal } from '../../../assert.js';
import { PlugInRig } from './plug-in-rig.js';

const GONE = 'the switching unit went before there was an answer';
const TRIP = 5 * 60_000;

describe('the reset of a breaker', () => {
	/** A meter whose breaker has just tripped, and whose contact takes its time. */
	function tripped(): PlugInRig {
		const rig = new PlugInRig('rf-b,1p3w-60-2way,switch-60,normal');
		rig.run(1_000);
		rig.does('contract 30');
		rig.does('load 9000');
		rig.scheduler.runWhile(() => rig.meter.contactClosed, TRIP);
		rig.does('load normal');
		rig.run(1_000);
		rig.does('fail contact stuck');
		return rig;
	}

	/** Answers of a reset after which something else happens. */
	function resetAnd(happens: (rig: PlugInRig) => void): string[] {
		const rig = tripped();
		const answers: string[] = [];
		const command = parseCommand('breaker reset');
		if (command.kind !== 'breaker reset') throw new Error('expected a reset');
		rig.stand.carryOut(command, ({ refusal, text }: Answer) => answers.push(refusal ?? text));
		happens(rig);
		rig.run(60_000);
		return answers;
	}

	it('is answered once where nothing else happens', () => {
		equal(resetAnd(() => {}).join(), 'stuck: reset by hand');
	});

	it('is answered where the unit is pulled before it has ended', () => {
		equal(resetAnd((rig) => rig.does('pull option')).join(), GONE);
	});

	it('is answered where the unit fails before it has ended', () => {
		equal(resetAnd((rig) => rig.does('fail option crashes')).join(), GONE);
	});

	for (const to of ['off', 'cut']) {
		it(`is answered where the power goes before it has ended: ${to}`, () => {
			equal(resetAnd((rig) => rig.does(`power ${to}`)).join(), GONE);
		});
	}

	it('is answered where the unit is pulled and the power goes before the base has seen to it', () => {
		equal(
			resetAnd((rig) => {
				rig.does('pull option');
				rig.does('power cut');
			}).join(),
			GONE,
		);
	});
});
