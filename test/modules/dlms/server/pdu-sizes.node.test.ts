import { forms, readsWhole, sendsWhole } from './pdu-walk.js';

/** Near its steps alone the same runs on XS, which takes too long for all. */
function* between(least: number, most: number): Generator<number> {
	for (let pdu = least; pdu <= most; pdu++) yield pdu;
}

describe('a long value, at every PDU', () => {
	for (const form of forms()) {
		const how = `${form.protocol} with ${form.control.toString(16)}`;
		it(`from 60 to 300 bytes is read whole: ${how}`, () => readsWhole(form, between(60, 300)));
		it(`from 128 to 300 bytes is sent whole, and returned: ${how}`, () => sendsWhole(form, between(128, 300)));
	}
});
