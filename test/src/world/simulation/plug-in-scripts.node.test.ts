/** Whole stories of a meter, as scenario files tell them. */
import { constantLoad } from '../../../../src/world/load/source.js';
import { equal } from '../../../assert.js';
import { CREDENTIALS } from './hems-rig.js';
import { PlugInRig } from './plug-in-rig.js';

describe('plug-in meter: scenarios', () => {
	const plays = (name: string, units: string, text: string) =>
		it(name, () => {
			const rig = new PlugInRig(units, { load: constantLoad(500) });
			equal(rig.play(text).join('\n'), '');
		});

	plays(
		'the breaker trips, closes again, gives up, and is reset by hand',
		'rf-b,1p3w-60-2way,switch-60,normal',
		`+0s contract 30
		+1m load 3k
		+1m expect contact closed
		+2m load 6k
		+5m expect event breaker open done
		+5m expect event local close done
		+5m expect event locked out
		+5m expect breaker locked
		+5m expect supply off
		+5m expect load 0
		+20m expect contact open
		+20m load normal
		+21m breaker reset
		+21m expect supply on
		+21m expect load 500
		+30m expect breaker ready`,
	);

	plays(
		'faults begin and end',
		'rf-b,1p3w-60-2way,normal',
		`+0s fault drop=10%
		+1m fault drop=20%
		+1m fault mute=10s once at meter
		+2m fault drop off
		+2m refuse fault drop off
		+3m fault off
		+3m refuse fault mute off
		+4m fault`,
	);

	plays(
		'what the utility opened no hand closes; on a fault nobody does',
		'rf-b,1p3w-60-2way,switch-60,normal',
		`+1m switch open
		+1m expect contact open
		+2m refuse breaker reset
		+3m fail contact fed
		+3m refuse switch close
		+3m expect supply off
		+4m mend contact
		+4m switch close
		+4m expect supply on
		+5m fail contact welded
		+5m refuse switch open
		+5m expect contact closed
		+5m mend contact
		+6m switch open
		+6m expect contact open`,
	);

	plays(
		'pulling the optional unit opens nothing, and orders need both units',
		'rf-b,1p3w-60-2way,switch-60,normal',
		`+1m pull option
		+1m expect supply on
		+1m refuse switch open
		+2m plug option
		+3m expect contact closed
		+3m pull communication
		+3m refuse switch open
		+4m plug communication
		+5m switch open
		+5m expect supply off
		+6m pull option
		+6m expect supply on
		+7m plug option
		+7m expect supply off`,
	);

	plays(
		'a unit that fails in any way is isolated, and supply and metering go on',
		'rf-b,1p3w-60-2way,voltage-60,normal',
		`+1m fail communication silent
		+4m expect event communication isolated: late
		+4m expect verdict undetermined
		+4m expect supply on
		+5m mend communication
		+9m expect unit communication working
		+10m fail option late 3s
		+13m expect event option isolated: late
		+13m mend option
		+18m expect unit option working
		+20m fail option crashes
		+20m1s expect event option isolated: failed
		+20m5s mend option
		+25m expect unit option working voltage-1p3w-60
		+30m fail communication lies plc-b
		+31m expect event communication isolated: foreign
		+32m expect unit metering working
		+32m expect load 500
		+33m mend communication
		+40m expect unit communication isolated
		+41m pull communication
		+41m plug communication
		+42m expect unit communication working rf-b
		+42m fail communication crashes
		+42m1s expect event communication isolated: failed
		+42m1s expect verdict abnormality
		+42m1s mend communication
		+43m expect unit communication working
		+43m fail metering silent
		+46m expect event metering isolated
		+46m mend metering
		+51m expect unit metering working`,
	);

	plays(
		'tamper is what was not announced',
		'rf-b,1p3w-60-2way,normal',
		`+1m service on 10min
		+2m cover open
		+2m expect no event unannounced
		+3m swap 1p3w-60-2way
		+3m cover close
		+4m expect no event unannounced
		+20m cover open
		+20m expect event cover opened unannounced
		+21m pull metering
		+21m expect event metering pulled unannounced
		+22m plug metering
		+22m cover close
		+23m expect unit cover working normal`,
	);

	plays(
		'the voltage unit sees sag, swell, interruption and imbalance begin and end',
		'rf-b,1p3w-60-2way,voltage-60,normal',
		`+1m voltage 93
		+1m expect event voltage sag R-N begins
		+2m voltage normal
		+2m1s expect event voltage sag R-N ended
		+3m voltage 109
		+3m1s expect event voltage swell R-N begins
		+4m voltage normal
		+5m voltage R 0
		+5m1s expect event voltage interruption R-N begins
		+6m voltage R 98 T 106
		+6m1s expect event voltage imbalance R-N begins
		+7m voltage normal
		+7m1s expect event voltage imbalance R-N ended`,
	);

	plays(
		'a meter comes back from power cuts with all its units',
		'plc-bplc,3p3w-60-2way,switch-60,rain',
		`+1m switch open
		+2m power cut
		+2m refuse power off
		+2m refuse switch close
		+2m expect supply off
		+30m power on
		+31m expect unit metering working 3p3w-60-2way
		+31m expect contact open
		+32m switch close
		+32m expect supply on
		+33m power off
		+33m expect unit metering empty
		+33m swap 1p3w-60-2way
		+34m power on
		+35m expect event option mismatch
		+35m expect unit metering working 1p3w-60-2way`,
	);

	it('the four verdicts of Table 2 follow from what happens', () => {
		const rig = new PlugInRig();
		equal(rig.stand.view.verdict, 'HEMS is unconnected');
		equal(rig.hems.join(), true);
		equal(rig.stand.view.verdict, 'active');
		rig.does('pull communication');
		rig.run(0);
		equal(rig.stand.view.verdict, 'abnormality');
		rig.does('plug communication');
		rig.run(0);
		rig.hems.powerUp({ ...CREDENTIALS, password: 'BA9876543210' });
		equal(rig.hems.join(), false);
		equal(rig.stand.view.verdict, 'HEMS is failure');
		rig.run(40 * 60_000);
		equal(rig.stand.view.verdict, 'HEMS is unconnected');
	});

	it('a HEMS on the power line joins and reads by PLC, noise and all', () => {
		const rig = new PlugInRig('plc-bplc,1p3w-60-2way,normal');
		equal(rig.find() || rig.find(), true);
		equal(rig.stand.view.verdict, 'active');
	});

	it('a scenario that is not met says so, with its line', () => {
		const rig = new PlugInRig();
		equal(
			rig.play('+1m expect supply off\n+2m plug rf-b\n+3m refuse status\n+4m expect event nothing such\n+5m expect unit option working').join('; '),
			'1: expected supply off: it is on; 2: refused: the place for communication is not empty: pull its unit first, or swap it; ' +
				'3: expected it to be refused, it was done; 4: expected event nothing such: there was "communication status: HEMS: HEMS is unconnected"; ' +
				'5: expected unit option working: it is empty',
		);
	});
});

describe('plug-in meter: what is refused changes nothing', () => {
	const LINES = [
		'plug rf-b',
		'plug M9999999',
		'plug option',
		'plug switch-30',
		'pull option',
		'mend metering',
		'mend contact',
		'fail contact welded',
		'fail option silent',
		'switch open',
		'breaker reset',
		'contract 40',
		'demand-limit 100',
		'cover close',
		'power on',
		'fault mute off',
		'fault er10',
		'fault drop at kettle',
		'fault wrong-password once',
	];
	for (const line of LINES) {
		it(`"${line}"`, () => {
			const rig = new PlugInRig();
			const before = JSON.stringify([rig.ask('status').data, rig.meter.base.events.events()]);
			const { refusal } = rig.ask(line);
			equal(typeof refusal, 'string');
			equal(JSON.stringify([rig.ask('status').data, rig.meter.base.events.events()]), before);
		});
	}
});
