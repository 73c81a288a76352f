/** Whose a certificate is, what for, and when it counts. */
import { CERTIFICATE_TYPE, ENTITY } from '../../../../modules/cosem/certificate-keeper.js';
import { type Certificate, USAGE } from '../../../../modules/x509/certificate.js';
import { entityOf, isInTime, isOf, newest, titleOf, typeOf } from '../../../../src/route-a/certificates/holder.js';
import { bytesEqual, equal, hex } from '../../../assert.js';

const METER = '4B454900000000AB';
const OTHER = '4B454900000000CD';
const certificate = (changes: Partial<Certificate> = {}) => ({ isAuthority: false, commonName: OTHER, usage: 0, ...changes }) as Certificate;

describe('the holder of a certificate', () => {
	for (const [what, entity, changes] of [
		['an authority', ENTITY.authority, { isAuthority: true }],
		['an authority with the name of the meter', ENTITY.authority, { isAuthority: true, commonName: METER }],
		['the meter', ENTITY.server, { commonName: METER }],
		['the meter, in lower case', ENTITY.server, { commonName: METER.toLowerCase() }],
		['a client', ENTITY.client, {}],
		['nobody with a name', ENTITY.other, { commonName: undefined }],
	] as const)
		it(`is ${what}`, () => equal(entityOf(certificate(changes), METER), entity));

	it('is told by a title of 16 digits and nothing else', () => {
		bytesEqual(titleOf(certificate())!, OTHER.toLowerCase());
		bytesEqual(titleOf(certificate({ commonName: OTHER.toLowerCase() }))!, OTHER.toLowerCase());
		for (const commonName of [undefined, '', OTHER.slice(1), `${OTHER}0`, `G${OTHER.slice(1)}`, `${OTHER}\n`])
			equal(titleOf(certificate({ commonName })), undefined, JSON.stringify(commonName));
	});

	it('is meant by kind and title; an authority by its kind', () => {
		const signs = { usage: USAGE.digitalSignature };
		const { signature, agreement } = CERTIFICATE_TYPE;
		equal(isOf(certificate(signs), signature, hex(OTHER)), true);
		equal(isOf(certificate({ ...signs, commonName: OTHER.toLowerCase() }), signature, hex(OTHER)), true);
		equal(isOf(certificate(signs), agreement, hex(OTHER)), false);
		equal(isOf(certificate(signs), signature, hex(METER)), false);
		equal(isOf(certificate({ ...signs, commonName: undefined }), signature, hex(METER)), false);
		equal(isOf(certificate({ ...signs, isAuthority: true }), signature, hex(METER)), true);
	});
});

describe('the kind of a certificate', () => {
	const { digitalSignature, keyAgreement, keyCertSign } = USAGE;
	for (const [usage, type] of [
		[undefined, CERTIFICATE_TYPE.other],
		[0, CERTIFICATE_TYPE.other],
		[keyCertSign, CERTIFICATE_TYPE.other],
		[digitalSignature, CERTIFICATE_TYPE.signature],
		[keyAgreement, CERTIFICATE_TYPE.agreement],
		[digitalSignature | keyAgreement, CERTIFICATE_TYPE.tls],
		[digitalSignature | keyCertSign, CERTIFICATE_TYPE.signature],
	] as const)
		it(`is ${type} with usage ${usage}`, () => equal(typeOf(certificate({ usage })), type));
});

describe('the time of a certificate', () => {
	it('is from its first millisecond to its last', () => {
		const time = certificate({ notBefore: 1000, notAfter: 2000 });
		equal([999, 1000, 1500, 2000, 2001].map((now) => isInTime(time, now)).join(), 'false,true,true,true,false');
	});

	it('tells which is good for longest: of two for as long, the first', () => {
		const [short, long, same] = [2000, 3000, 3000].map((notAfter) => certificate({ notAfter }));
		equal(newest([]), undefined);
		equal(newest([short!]), short);
		equal(newest([short!, long!, same!]), long);
		equal(newest([same!, short!, long!]), same);
	});
});
