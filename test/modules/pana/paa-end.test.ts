/** How a PAA learns what became of the end of a session, and how it lets one grow old. */
import { toHex } from '../../../modules/bytes/hex.js';
import { equal } from '../../assert.js';
import { HEMS, Rig } from './pana-rig.js';

describe('The end of a session, by the PAA', () => {
	const listening = (paa = {}) => {
		const terminated: string[] = [];
		const rig = new Rig({ paa: { ...paa, onTerminated: (address, answered) => terminated.push(`${toHex(address)} ${answered}`) } });
		return { terminated, rig: rig.join() };
	};

	it('is told once it is answered', () => {
		const { rig, terminated } = listening();
		equal(rig.paa.terminate(HEMS), true);
		equal(terminated.join(), '');
		rig.scheduler.runFor(1_000);
		equal(terminated.join(), `${toHex(HEMS)} true`);
	});

	it('is told when no PTR was answered', () => {
		const { rig, terminated } = listening();
		rig.losing('PaC PTA');
		rig.paa.terminate(HEMS);
		rig.scheduler.runFor(600_000);
		equal(terminated.join(), `${toHex(HEMS)} false`);
		equal(rig.paaEvents.map(({ kind }) => kind).join(), 'joined,left');
	});

	it('is told of a PTR at the end of the lifetime too', () => {
		const { rig, terminated } = listening({ lifetime: 60 });
		rig.scheduler.runFor(600_000);
		equal(rig.paaEvents.map(({ kind }) => kind).join(), 'joined,expired');
		equal(terminated.length, 1);
	});

	it('comes without PTR where it expires silently', () => {
		const { rig, terminated } = listening({ lifetime: 60, expiresSilently: true });
		rig.scheduler.runFor(600_000);
		equal(rig.paaEvents.map(({ kind }) => kind).join(), 'joined,expired');
		equal(rig.sent.filter(({ name }) => name === 'PTR').length, 0);
		equal(terminated.length, 0);
		equal(rig.paa.status.state, 'INITIAL');
	});
});
