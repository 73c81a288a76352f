import {
	beaconFieldsLength,
	beaconFrame,
	decodeBeacon,
	encodeBeacon,
	enhancedBeaconFrame,
	PAN_COORDINATOR,
	SUPERFRAME_NONE,
} from '../../../modules/ieee802154/beacon.js';
import { encodePairing, PAYLOAD_ELEMENTS_FOLLOW, pairingIn, ROUTE_B_BEACONS } from '../../../modules/ieee802154/beacon-form.js';
import { decodeFrame, encodeFrame, splitPayload } from '../../../modules/ieee802154/frame.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../assert.js';
import { frameNamed, HEMS, METER } from '../../vectors/ieee802154.js';

const PAN_ID = 0x8888;
const PAIRING = hex('3434353536363737');
// Superframe 0xCF55, two GTS, one short and one extended address pending, payload of 2 bytes.
const FULL = '55cf 82 01 010203 040506 11 3412 0807060504030201 aabb';

describe('IEEE 802.15.4 beacon', () => {
	it('of version 0 carries the pairing ID as its payload', () => {
		const beacon = decodeBeacon(decodeFrame(hex(frameNamed('Beacon'))).payload);
		equal(beacon.superframe, PAN_COORDINATOR | SUPERFRAME_NONE);
		equal(beacon.pending.length, 0);
		bytesEqual(beacon.payload, toHex(PAIRING));
		bytesEqual(encodeFrame(beaconFrame(3, PAN_ID, hex(METER), PAN_COORDINATOR | SUPERFRAME_NONE, PAIRING)), frameNamed('Beacon'));
	});

	it('of version 2 carries it in a payload IE', () => {
		const frame = decodeFrame(hex(frameNamed('EB')));
		bytesEqual(pairingIn(ROUTE_B_BEACONS, splitPayload(frame).elements)!, toHex(PAIRING));
		const payload = encodePairing(ROUTE_B_BEACONS, PAIRING);
		bytesEqual(encodeFrame(enhancedBeaconFrame(9, PAN_ID, hex(HEMS), hex(METER), PAYLOAD_ELEMENTS_FOLLOW, payload)), frameNamed('EB'));
	});

	it('of version 2 may go to all', () => {
		const frame = decodeFrame(encodeFrame(enhancedBeaconFrame(9, PAN_ID, undefined, hex(METER), [], new Uint8Array(0))));
		equal(frame.destination, 0xffff);
		equal(frame.destinationPan, PAN_ID);
		equal(frame.sourcePan, PAN_ID);
	});

	it('names no pairing ID under another sub-ID', () => {
		const { elements } = splitPayload(decodeFrame(hex(frameNamed('EB'))));
		equal(pairingIn({ pairingSubId: 0x69 }, elements), undefined);
		equal(pairingIn(ROUTE_B_BEACONS, []), undefined);
	});

	it('may list slots and pending addresses', () => {
		const beacon = decodeBeacon(hex(FULL));
		bytesEqual(beacon.gts, '82 01 010203 040506');
		equal(beacon.pending[0], 0x1234);
		bytesEqual(beacon.pending[1] as Uint8Array, '0102030405060708');
		equal(beaconFieldsLength(hex(FULL)), hex(FULL).length - 2);
		bytesEqual(encodeBeacon(beacon), FULL);
	});

	it('refuses every truncation of its fields', () => {
		const whole = hex(FULL);
		for (let length = 0; length < whole.length - 2; length++)
			throws(() => decodeBeacon(whole.subarray(0, length)), /^IEEE 802\.15\.4 beacon: at byte/);
	});
});
