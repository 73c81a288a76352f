import { decodeActionRequest, decodeActionResponse, encodeActionRequest, encodeActionResponse } from '../../../../modules/dlms/apdu/action.js';
import { ACCESS_RESULT, APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { decodeExceptionResponse, encodeExceptionResponse, SERVICE_ERROR, STATE_ERROR } from '../../../../modules/dlms/apdu/exception.js';
import { decodeGetRequest, decodeGetResponse, encodeGetRequest, encodeGetResponse, GET_BLOCK_HEAD } from '../../../../modules/dlms/apdu/get.js';
import {
	decodeDataNotification,
	decodeEventNotification,
	decodeNotificationConfirm,
	encodeDataNotification,
	encodeEventNotification,
	encodeNotificationConfirm,
} from '../../../../modules/dlms/apdu/notification.js';
import { decodeSetRequest, decodeSetResponse, encodeSetRequest, encodeSetResponse } from '../../../../modules/dlms/apdu/set.js';
import { sizeLength } from '../../../../modules/dlms/axdr/data-length.js';
import type { DataWriter } from '../../../../modules/dlms/axdr/data-writer.js';
import { bytesEqual, equal, hex, throws } from '../../../assert.js';
import { PUSH, XDLMS } from '../../../vectors/cosem.js';
import { encoded, refusesOtherLengths } from '../encoded.js';

interface Codec<T> {
	readonly decode: (bytes: Uint8Array) => T;
	readonly encode: (w: DataWriter, apdu: T) => void;
}

/** The codec, whatever it is of: what it decodes is what it encodes. */
function codec<T>(decode: (bytes: Uint8Array) => T, encode: (w: DataWriter, apdu: T) => void): Codec<unknown> {
	return { decode, encode: encode as (w: DataWriter, apdu: unknown) => void };
}

const CODECS: readonly (readonly [string, Codec<unknown>, readonly (keyof typeof XDLMS)[]])[] = [
	['GET-Request', codec(decodeGetRequest, encodeGetRequest), ['getClock', 'getNext', 'getList', 'getRange', 'getEntry']],
	['GET-Response', codec(decodeGetResponse, encodeGetResponse), ['getValue', 'getError', 'getBlock', 'getBlockError', 'getListResponse']],
	['SET-Request', codec(decodeSetRequest, encodeSetRequest), ['setNormal', 'setFirstBlock', 'setBlock', 'setList', 'setFirstListBlock']],
	[
		'SET-Response',
		codec(decodeSetResponse, encodeSetResponse),
		['setResult', 'setBlockResponse', 'setLastBlock', 'setLastListBlock', 'setListResponse'],
	],
	[
		'ACTION-Request',
		codec(decodeActionRequest, encodeActionRequest),
		['actionDisconnect', 'actionHls', 'actionBare', 'actionNext', 'actionList', 'actionFirstBlock', 'actionFirstListBlock', 'actionBlock'],
	],
	[
		'ACTION-Response',
		codec(decodeActionResponse, encodeActionResponse),
		['actionHlsResponse', 'actionDone', 'actionRefused', 'actionBlockResponse', 'actionListResponse', 'actionNextResponse'],
	],
	['ExceptionResponse', codec(decodeExceptionResponse, encodeExceptionResponse), ['exceptionCounter', 'exceptionDeciphering']],
	['DataNotification-Confirm', codec(decodeNotificationConfirm, encodeNotificationConfirm), ['notificationConfirm', 'notificationConfirmTime']],
	['EVENT-NOTIFICATION-Request', codec(decodeEventNotification, encodeEventNotification), ['eventNotification', 'eventWithoutTime']],
];

describe('xDLMS services', () => {
	for (const [service, { decode, encode }, names] of CODECS) {
		for (const name of names) {
			const bytes = hex(XDLMS[name]);
			it(`${service} goes both ways: ${name}`, () =>
				bytesEqual(
					encoded((w) => encode(w, decode(bytes))),
					XDLMS[name].toLowerCase(),
				));
			it(`${service} is refused truncated or longer: ${name}`, () => refusesOtherLengths(bytes, decode));
		}
		it(`${service} is refused under the tag of another`, () => {
			throws(() => decode(hex('60 01 c1 00')), new RegExp(`^xDLMS: at byte 0: expected ${service} \\(0x`));
		});
		if (service.endsWith('Request') || (service.endsWith('Response') && service !== 'ExceptionResponse')) {
			if (service.startsWith('EVENT')) continue;
			it(`${service} is refused of a kind that there is not`, () => {
				const tag = hex(XDLMS[names[0]!])[0]!;
				for (const kind of [0, 7, 255])
					throws(() => decode(new Uint8Array([tag, kind, 0xc1, 0, 0])), /^xDLMS: at byte 1: expected kind 1 to [3-6] of (GET|SET|ACTION)-/);
			});
		}
	}
});

describe('GET', () => {
	it('names class, object and attribute', () => {
		const request = decodeGetRequest(hex(XDLMS.getClock));
		if (request.kind !== 'normal') throw new Error(request.kind);
		equal(request.invoke, 0xc1);
		equal(request.target.classId, 8);
		equal(request.target.name, 0x0000010000ff);
		equal(request.target.index, 2);
		equal(request.target.selection, undefined);
	});

	it('carries its selection as it came', () => {
		const request = decodeGetRequest(hex(XDLMS.getEntry));
		if (request.kind !== 'normal') throw new Error(request.kind);
		equal(request.target.selection?.selector, 2);
		bytesEqual(request.target.selection!.parameters, '02040600000001060000000112000112 0000');
	});

	it('answers a list with values and errors', () => {
		const response = decodeGetResponse(hex(XDLMS.getListResponse));
		if (response.kind !== 'list') throw new Error(response.kind);
		bytesEqual(response.results[0] as Uint8Array, '0600003039');
		equal(response.results[1], ACCESS_RESULT.objectUndefined);
	});

	it('answers a wrong block number with an error', () => {
		const response = decodeGetResponse(hex(XDLMS.getBlockError));
		if (response.kind !== 'block') throw new Error(response.kind);
		equal(response.last, true);
		equal(response.number, 7);
		equal(response.result, ACCESS_RESULT.dataBlockNumberInvalid);
	});

	it('knows what a block takes besides its part and the length of that', () => {
		for (const length of [1, 127, 128, 255, 256, 2000]) {
			const result = new Uint8Array(length);
			const bytes = encoded((w) => encodeGetResponse(w, { kind: 'block', invoke: 0xc1, last: false, number: 1, result }));
			equal(bytes.length, 3 + GET_BLOCK_HEAD + sizeLength(length) + length, `${length} bytes`);
		}
	});

	it('takes lists of more than 127 results', () => {
		const results = Array.from({ length: 200 }, (_, i) => i);
		const bytes = encoded((w) => encodeGetResponse(w, { kind: 'list', invoke: 0xc1, results }));
		const response = decodeGetResponse(bytes);
		if (response.kind !== 'list') throw new Error(response.kind);
		equal(response.results.length, 200);
		equal(response.results[199], 199);
	});

	it('refuses a list that its message cannot hold', () =>
		throws(() => decodeGetRequest(hex('C0 03 C1 7F 0003')), /expected 127 items, found 2 bytes/));
});

describe('SET and ACTION', () => {
	it('refuse a list with more or fewer values than targets', () => {
		throws(() => decodeSetRequest(hex('C1 04 C1 01 0003 0100010800FF 02 00 02 00 00')), /expected 1 values, found 2/);
		throws(() => decodeActionRequest(hex('C3 03 C1 01 0046 000060030AFF 01 00')), /expected 1 values, found 0/);
	});

	it('give the value of a SET as it came', () => {
		const request = decodeSetRequest(hex(XDLMS.setNormal));
		if (request.kind !== 'normal') throw new Error(request.kind);
		bytesEqual(request.value, '090c07ea0b01070c1e0000fde400');
	});

	it('give the parameter of a method as it came, or none', () => {
		const hls = decodeActionRequest(hex(XDLMS.actionHls));
		if (hls.kind !== 'normal') throw new Error(hls.kind);
		equal(hls.target.classId, 15);
		equal(hls.target.index, 1);
		equal(hls.parameter?.length, 19);
		const bare = decodeActionRequest(hex(XDLMS.actionBare));
		if (bare.kind !== 'normal') throw new Error(bare.kind);
		equal(bare.parameter, undefined);
	});

	it('give what a method returned, or why it did not', () => {
		const returned = decodeActionResponse(hex(XDLMS.actionHlsResponse));
		if (returned.kind !== 'normal') throw new Error(returned.kind);
		equal(returned.outcome.result, 0);
		equal((returned.outcome.returned as Uint8Array).length, 19);
		const refused = decodeActionResponse(hex(XDLMS.actionRefused));
		if (refused.kind !== 'normal') throw new Error(refused.kind);
		equal(refused.outcome.result, 3);
		equal(refused.outcome.returned, ACCESS_RESULT.readWriteDenied);
	});
});

describe('ExceptionResponse', () => {
	it('carries a counter where it is about one', () => {
		const exception = decodeExceptionResponse(hex(XDLMS.exceptionCounter));
		equal(exception.stateError, STATE_ERROR.serviceNotAllowed);
		equal(exception.serviceError, SERVICE_ERROR.invocationCounterError);
		equal(exception.counter, 16);
		equal(decodeExceptionResponse(hex(XDLMS.exceptionDeciphering)).counter, undefined);
	});
});

describe('notifications', () => {
	it('that an independent listener accepted', () => {
		const notification = decodeDataNotification(hex(XDLMS.notification));
		equal(notification.invoke, 1);
		bytesEqual(notification.time!, '07ea0b160700360000000000');
		equal(notification.body[0], 2);
	});

	// As every frame with a time of one maker has it.
	it('with a time that has the tag of an octet-string', () => {
		const notification = decodeDataNotification(hex('0F 40000000 09 0C 07E90C0E070010000000FF00 0202 1101 1102'));
		equal(notification.invoke, 0x40000000);
		bytesEqual(notification.time!, '07e90c0e070010000000ff00');
		bytesEqual(notification.body, '0202 1101 1102');
		throws(() => decodeDataNotification(hex('0F 40000000 09 05 07E90C0E07 00')), /expected a time of 0 or 12 bytes/);
	});

	it('whose body is no A-XDR, head and body as they came', () => {
		for (const body of ['', 'ff', '0205 11', '7ea0', '1101 1102']) {
			const notification = decodeDataNotification(hex(`0F 40000001 00 ${body}`));
			equal(notification.invoke, 0x40000001);
			bytesEqual(notification.body, body);
		}
	});

	it('of the worked push', () => {
		const notification = decodeDataNotification(hex(PUSH.plain));
		bytesEqual(
			encoded((w) => encodeDataNotification(w, notification)),
			PUSH.plain.toLowerCase(),
		);
		for (let length = 0; length < 18; length++) throws(() => decodeDataNotification(hex(PUSH.plain).subarray(0, length)), /^xDLMS: at byte/);
	});

	it('without a time', () => {
		const bytes = '0f 80 00 00 01 00 11 05';
		equal(decodeDataNotification(hex(bytes)).time, undefined);
		equal(decodeDataNotification(hex(bytes)).invoke, 0x80000001);
		bytesEqual(
			encoded((w) => encodeDataNotification(w, decodeDataNotification(hex(bytes)))),
			bytes,
		);
	});

	it('refuse a time of another length', () => throws(() => decodeDataNotification(hex('0f 00 00 00 01 01 0c')), /expected a time of 0 or 12 bytes/));

	it('of an event name its attribute', () => {
		const event = decodeEventNotification(hex(XDLMS.eventNotification));
		equal(event.target.name, 0x0000610a01ff);
		equal(event.target.index, 2);
		bytesEqual(event.value, '1105');
		equal(hex(XDLMS.eventNotification)[0], APDU.eventNotification);
	});
});
