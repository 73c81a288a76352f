import { encodePairing, PAYLOAD_ELEMENTS_FOLLOW, pairingIn, ROUTE_B_BEACONS } from '../../../modules/ieee802154/beacon-form.js';
import { beaconRequestFrame, Command, enhancedBeaconRequestFrame } from '../../../modules/ieee802154/command.js';
import { decodeFrame, encodeFrame, splitPayload } from '../../../modules/ieee802154/frame.js';
import { bytesEqual, equal, hex } from '../../assert.js';
import { frameNamed, HEMS } from '../../vectors/ieee802154.js';

describe('IEEE 802.15.4 command', () => {
	it('beacon request', () => bytesEqual(encodeFrame(beaconRequestFrame(2)), frameNamed('BR')));

	it('enhanced beacon request with a pairing ID', () => {
		const elements = encodePairing(ROUTE_B_BEACONS, hex('3434353536363737'));
		bytesEqual(encodeFrame(enhancedBeaconRequestFrame(1, hex(HEMS), PAYLOAD_ELEMENTS_FOLLOW, elements)), frameNamed('EBR'));
		const { elements: decoded, content } = splitPayload(decodeFrame(hex(frameNamed('EBR'))));
		bytesEqual(pairingIn(ROUTE_B_BEACONS, decoded)!, '3434353536363737');
		equal(content[0], Command.beaconRequest);
	});

	it('enhanced beacon request without elements', () =>
		bytesEqual(encodeFrame(enhancedBeaconRequestFrame(1, hex(HEMS), undefined, new Uint8Array(0))), '03e8 01 ffff ffff ffff ddccbbaa90121d00 07'));
});
