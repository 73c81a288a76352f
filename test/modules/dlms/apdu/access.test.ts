import {
	type AccessResponse,
	decodeAccessRequest,
	decodeAccessResponse,
	encodeAccessRequest,
	writeAccessHead,
	writeAccessResult,
} from '../../../../modules/dlms/apdu/access.js';
import type { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { bytesEqual, equal, hex, throws, toHex } from '../../../assert.js';
import { ACCESS } from '../../../vectors/cosem.js';
import { encoded, refusesOtherLengths } from '../encoded.js';

const REQUESTS = ['request', 'calendar', 'selected'] as const;
const RESPONSES = ['response', 'described'] as const;

/** As a server puts it. */
function writeResponse(w: DataWriter, response: AccessResponse): void {
	writeAccessHead(w, response);
	w.size(response.values.length);
	for (const value of response.values) w.put(value);
	w.size(response.results.length);
	for (const { service, result } of response.results) writeAccessResult(w, service, result);
}

describe('ACCESS', () => {
	for (const name of REQUESTS) {
		it(`request goes both ways, and is refused truncated or longer: ${name}`, () => {
			const bytes = hex(ACCESS[name]);
			bytesEqual(
				encoded((w) => encodeAccessRequest(w, decodeAccessRequest(bytes))),
				ACCESS[name].toLowerCase(),
			);
			refusesOtherLengths(bytes, decodeAccessRequest);
		});
	}
	for (const name of RESPONSES) {
		it(`response goes both ways, and is refused truncated or longer: ${name}`, () => {
			const bytes = hex(ACCESS[name]);
			bytesEqual(
				encoded((w) => writeResponse(w, decodeAccessResponse(bytes))),
				ACCESS[name].toLowerCase(),
			);
			refusesOtherLengths(bytes, decodeAccessResponse);
		});
	}

	it('names what is read, written and called, with its value', () => {
		const { invoke, time, specifications, values } = decodeAccessRequest(hex(ACCESS.request));
		equal(invoke, 0x40000001);
		equal(time, undefined);
		equal(specifications.map(({ service }) => service).join(), 'get,set,action');
		equal(specifications.map(({ target }) => target.index).join(), '2,4,1');
		equal(values.map(toHex).join(), '00,1604,0f00');
	});

	it('has a selection only with the services that say so', () => {
		const { time, specifications } = decodeAccessRequest(hex(ACCESS.selected));
		equal(time?.length, 12);
		equal(specifications.map(({ service, target }) => `${service} ${target.selection?.selector}`).join(), 'get 2,set 1');
	});

	it('gives a result for each value', () => {
		const { values, results } = decodeAccessResponse(hex(ACCESS.response));
		equal(values.length, 3);
		equal(results.map(({ service, result }) => `${service} ${result}`).join(), 'get 0,set 0,action 0');
	});

	it('is refused with a service that there is not, and with other numbers of values and results', () => {
		throws(() => decodeAccessRequest(hex('D9 40000001 00 01 06 0001 0000600100FF 02 01 00')), /^xDLMS: at byte 7: expected service 1 to 5/);
		throws(() => decodeAccessRequest(hex('D9 40000001 00 01 01 0001 0000600100FF 02 02 00 00')), /expected 1 values, found 2/);
		throws(() => decodeAccessResponse(hex('DA 40000001 00 00 01 00 01 04 00')), /^xDLMS: at byte 10: expected service 1 to 3/);
		throws(() => decodeAccessResponse(hex('DA 40000001 00 00 01 00 02 01 00 01 00')), /expected 1 results, found 2/);
	});
});
