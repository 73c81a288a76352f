import type { VirtualScheduler } from '../../../../hal/virtual/scheduler.js';
import { FaultyModule } from '../../../../src/world/fault/faulty-module.js';
import { equal } from '../../../assert.js';
import { address } from '../../../modules/wi-sun-module/network-rig.js';
import { SkstackRig } from '../../../modules/wi-sun-module/skstack/module-rig.js';
import { METER, METER_MAC, OWN, POWER } from '../../../vectors/skstack.js';

describe('a faulty module', () => {
	const only =
		(...wanted: readonly string[]) =>
		(scheduler: VirtualScheduler) =>
			new FaultyModule({ scheduler, strikes: (fault) => wanted.includes(fault) });

	it('loses OK', () => equal(new SkstackRig('bp35a1', only('missing-ok')).ask('SKVER\r\n'), 'SKVER\r\nEVER 1.2.10\r\n'));

	it('refuses with ER10, without effect', () => {
		const rig = new SkstackRig('bp35a1', only('er10'));
		const before = rig.network.calls.length;
		equal(rig.ask('SKSETPWD C 0123456789AB\r\n'), 'SKSETPWD C 0123456789AB\r\nFAIL ER10\r\n');
		equal(rig.network.calls.length, before);
	});

	it('refuses commands of the product as these are refused', () =>
		equal(new SkstackRig('bp35a1', only('er10')).ask('ROPT\r'), 'ROPT\r\nFAIL ER10\r'));

	it('falls silent', () => equal(new SkstackRig('bp35a1', only('silent-dongle')).ask('SKVER\r\n'), 'SKVER\r\n'));

	it('puts a datagram between echo and answer', () => {
		const rig = new SkstackRig('bp35a1', only('interleaved-echo'));
		rig.network.deliver(3610, POWER);
		equal(rig.printed(), '');
		const line = `ERXUDP ${METER} ${OWN} 0E1A 0E1A ${METER_MAC} 1 0012 ${POWER}\r\n`;
		equal(rig.ask('SKVER\r\n'), `SKVER\r\n${line}EVER 1.2.10\r\nOK\r\n`);
		rig.network.deliver(3610, POWER);
		equal(rig.ask('', 4_900), '');
		equal(rig.ask('', 200), line, 'when no command comes');
	});

	it('writes EVENT 25 and what follows in one piece', () => {
		const rig = new SkstackRig('bp35a1', only('event-burst'));
		rig.type(`SKJOIN ${METER}\r\n`);
		rig.scheduler.runFor(1_000);
		equal(/^EVENT 25 [0-9A-F:]+\r\nERXUDP .*\r\n$/.test(rig.writes[rig.writes.length - 1]!), true);
		rig.printed();
		rig.network.listener.onEvent({ kind: 'joined', peer: address(METER) });
		equal(rig.ask('', 900), '');
		equal(rig.ask('', 200), `EVENT 25 ${METER}\r\n`, 'when nothing follows');
	});
});
