/** A stranger in the air of a meter and its HEMS, who recorded what they sent and sends it again. */
import type { TransmitResult } from '../../../../hal/ports/radio.js';
import { equal, hex, toHex } from '../../../assert.js';
import { HemsRig } from './hems-rig.js';

const SET_DAY_3 = hex('1081 0002 05ff01 028801 61 01 e501 03');
const SET_DAY_5 = hex('1081 0003 05ff01 028801 61 01 e501 05');
const GET_DAY = hex('1081 0004 05ff01 028801 62 01 e500');
const DAY_5 = '1081000402880105ff017201e50105';

describe('a stranger who repeats what the HEMS has sent', () => {
	/** A session in which the day of the history was set to 3, then to 5, and all that the HEMS has sent in it. */
	function recorded() {
		const told: string[] = [];
		const hems = new HemsRig({
			onEvent: (event) => {
				if (event.kind === 'peer') told.push(event.event);
				// Its own half-hour notification is due meanwhile.
				else if (event.kind === 'exchange' && event.exchange.kind !== 'notify') told.push(event.exchange.kind);
			},
		});
		const { air, scheduler } = hems.simulator;
		const { channel } = hems.first;
		const frames: Uint8Array[] = [];
		const end = air.tap(({ sender, psdu }) => sender.name === 'hems 1' && frames.push(psdu.slice()));
		equal(hems.join(), true);
		for (const request of [SET_DAY_3, SET_DAY_5]) equal(hems.ask(request) !== undefined, true);
		end();
		equal(told.join(), 'joined,set,set');
		const radio = air.createRadio('stranger');
		radio.listen(channel);
		/** Each frame alone on the air, with time for whatever follows from it. */
		const repeat = () => {
			for (const psdu of frames) {
				let result: TransmitResult | undefined;
				radio.transmit(psdu, false, (sent) => {
					result = sent;
				});
				scheduler.runFor(1000);
				equal(result, 'sent');
			}
		};
		return { hems, told, repeat };
	}

	it('sets nothing, gets no answer, and ends no session', () => {
		const { hems, told, repeat } = recorded();
		told.length = 0;
		repeat();
		equal(told.join(), '');
		equal(hems.joined, true);
		equal(toHex(hems.ask(GET_DAY)!), DAY_5);
	});

	it('gets no further while the HEMS is away', () => {
		const { hems, told, repeat } = recorded();
		hems.powerUp();
		told.length = 0;
		repeat();
		equal(told.join(), '');
	});
});
