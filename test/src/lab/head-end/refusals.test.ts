import { DIAGNOSTIC } from '../../../../modules/cosem/acse.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../../modules/cosem/apdu.js';
import { accessResultText, diagnosticText, exceptionText, refusalIn } from '../../../../src/lab/head-end/refusals.js';
import { equal, hex } from '../../../assert.js';

describe('what a meter refuses', () => {
	it('has words for every Data-Access-Result and Action-Result', () => {
		for (const result of [...Object.values(ACCESS_RESULT), ...Object.values(ACTION_RESULT)])
			equal(accessResultText(result).startsWith('unknown'), false, String(result));
		equal(accessResultText(3), 'read-write denied: this client has no right to (3)');
		equal(accessResultText(77), 'unknown reason (77)');
	});

	it('has words for every diagnostic', () => {
		for (const diagnostic of Object.values(DIAGNOSTIC)) equal(diagnosticText(diagnostic).startsWith('unknown'), false, String(diagnostic));
		equal(diagnosticText(DIAGNOSTIC.authenticationFailure), 'authentication failure: check the keys or the password of this client (user 13)');
		equal(diagnosticText(DIAGNOSTIC.noCommonAcseVersion), 'no common version of ACSE (provider 2)');
	});

	it('has words for every exception, and the counter', () => {
		for (const serviceError of [1, 2, 3, 4, 5, 6])
			equal(exceptionText({ stateError: 1, serviceError, counter: undefined }).includes('unknown'), false, String(serviceError));
		equal(
			exceptionText({ stateError: 1, serviceError: 6, counter: 16 }),
			'exception: service not allowed, invocation counter error: it wants 16 or more; is another head-end using this client’s keys and title? (1, 6)',
		);
	});

	// Green Book, the AARE with the DLMS version that is too low.
	it('is read from the AARE and what lies in it', () => {
		equal(
			refusalIn(hex('611F A109060760857405080101 A203020101 A305A103020101 BE06 0404 0E010601')),
			'association refused: it gives no reason (user 1); confirmed service error of initiate: initiate, DLMS version too low (1, 6, 1)',
		);
		equal(
			refusalIn(hex('6117 A109060760857405080101 A203020102 A305A103020102')),
			'association refused for now: application context not supported: check --client and --security; this client may have to cipher, or must not (user 2)',
		);
	});

	it('may be a ConfirmedServiceError alone', () => {
		equal(refusalIn(hex('0E010603')), 'confirmed service error of initiate: initiate, PDU size too short (1, 6, 3)');
		equal(refusalIn(hex('0E050400')), 'confirmed service error of read: definition, other (5, 4, 0)');
	});

	it('is nothing in an AARE that accepts', () => {
		equal(refusalIn(hex('6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F040000501F01F40007')), undefined);
	});
});
