import {
	CONFORMANCE,
	decodeInitiateRequest,
	decodeInitiateResponse,
	decodeServiceError,
	ERROR_CLASS,
	encodeInitiateRequest,
	encodeInitiateResponse,
	encodeServiceError,
	INITIATE,
	INITIATE_ERROR,
} from '../../../../modules/dlms/apdu/initiate.js';
import { bytesEqual, equal, hex, throws } from '../../../assert.js';
import { SUITE0 } from '../../../vectors/cosem.js';
import { encoded, refusesOtherLengths } from '../encoded.js';

// The Green Book's examples, out of its AARQ and AARE.
const REQUEST = '01 00 00 00 06 5f 1f 04 00 00 7e 1f 04 b0';
const RESPONSE = '08 00 06 5f 1f 04 00 00 50 1f 01 f4 00 07';

describe('xDLMS initiate', () => {
	it('reads the request of the Green Book', () => {
		const request = decodeInitiateRequest(hex(REQUEST));
		equal(request.dedicatedKey, undefined);
		equal(request.responseAllowed, true);
		equal(request.quality, undefined);
		equal(request.version, 6);
		equal(request.conformance, 0x007e1f);
		equal(request.maxPdu, 1200);
	});

	for (const bytes of [
		REQUEST,
		SUITE0.initiateRequest.toLowerCase(),
		'01 00 01 00 00 06 5f 1f 04 00 00 00 10 00 00',
		'01 01 02 aabb 00 01 05 06 5f 1f 04 00 40 5e 9f ff ff',
	]) {
		it(`takes the request both ways: ${bytes}`, () =>
			bytesEqual(
				encoded((w) => encodeInitiateRequest(w, decodeInitiateRequest(hex(bytes)))),
				bytes,
			));
		it(`refuses it truncated or longer: ${bytes}`, () => refusesOtherLengths(hex(bytes), decodeInitiateRequest));
	}

	it('reads a dedicated key, that no response is wanted, and a quality of service', () => {
		bytesEqual(decodeInitiateRequest(hex(SUITE0.initiateRequest)).dedicatedKey!, '00112233445566778899aabbccddeeff');
		equal(decodeInitiateRequest(hex('01 00 01 00 00 06 5f 1f 04 00 00 00 10 00 00')).responseAllowed, false);
		equal(decodeInitiateRequest(hex('01 00 01 ff 00 06 5f 1f 04 00 00 00 10 00 00')).responseAllowed, true);
		equal(decodeInitiateRequest(hex('01 00 00 01 05 06 5f 1f 04 00 00 00 10 00 00')).quality, 5);
	});

	it('takes the response both ways', () => {
		const response = decodeInitiateResponse(hex(RESPONSE));
		equal(response.version, 6);
		equal(response.conformance, 0x00501f);
		equal(response.maxPdu, 500);
		equal(response.vaaName, 7);
		bytesEqual(
			encoded((w) => encodeInitiateResponse(w, response)),
			RESPONSE,
		);
		refusesOtherLengths(hex(RESPONSE), decodeInitiateResponse);
	});

	it('takes conformance with a tag of one byte, as over HDLC', () =>
		equal(decodeInitiateRequest(hex('01 00 00 00 06 5f 04 00 00 7e 1f 04 b0')).conformance, 0x007e1f));

	it('refuses conformance of another shape', () => {
		throws(() => decodeInitiateRequest(hex('01 00 00 00 06 5f 1f 03 00 00 7e 04 b0')), /expected conformance of 24 bits/);
		throws(() => decodeInitiateRequest(hex('01 00 00 00 06 5f 1f 04 01 00 7e 1f 04 b0')), /expected conformance of 24 bits/);
		throws(() => decodeInitiateRequest(hex('01 00 00 00 06 5e 1f 04 00 00 7e 1f 04 b0')), /at byte 5: expected conformance/);
	});

	it('has the bits that a management client proposes', () => {
		const c = CONFORMANCE;
		const proposed =
			c.generalProtection |
			c.priority |
			c.blockGet |
			c.blockSet |
			c.blockAction |
			c.multipleReferences |
			c.dataNotification |
			c.get |
			c.set |
			c.selectiveAccess |
			c.eventNotification |
			c.action;
		equal(proposed, 0x405e9f);
		equal(c.blockGet | c.get, 0x001010);
	});

	it('takes ConfirmedServiceError both ways', () => {
		const error = { service: INITIATE_ERROR, errorClass: ERROR_CLASS.initiate, value: INITIATE.pduSizeTooShort };
		bytesEqual(
			encoded((w) => encodeServiceError(w, error)),
			'0e 01 06 03',
		);
		equal(decodeServiceError(hex('0e 01 06 01')).value, INITIATE.dlmsVersionTooLow);
		refusesOtherLengths(hex('0e 01 06 03'), decodeServiceError);
	});
});
