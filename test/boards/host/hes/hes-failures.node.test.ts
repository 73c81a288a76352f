import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { failureText } from '../../../../boards/host/hes/hes-failures.js';
import { accessResultText, diagnosticText, exceptionText, serviceErrorText } from '../../../../boards/host/hes/hes-refusals.js';
import { DIAGNOSTIC } from '../../../../modules/dlms/apdu/acse.js';
import { ACCESS_RESULT, ACTION_RESULT } from '../../../../modules/dlms/apdu/apdu.js';
import { equal, hex } from '../../../assert.js';

const HEAD_END = 'src/head-end';

describe('what a meter refuses, in words', () => {
	it('has words for every Data-Access-Result and Action-Result', () => {
		for (const result of [...Object.values(ACCESS_RESULT), ...Object.values(ACTION_RESULT)])
			equal(accessResultText(result).startsWith('unknown'), false, String(result));
		equal(accessResultText(3), 'read-write denied: this client has no right to (3)');
		equal(accessResultText(77), 'unknown reason (77)');
	});

	it('has words for every diagnostic', () => {
		for (const diagnostic of Object.values(DIAGNOSTIC)) equal(diagnosticText(diagnostic, 'keys').startsWith('unknown'), false, String(diagnostic));
		equal(diagnosticText(DIAGNOSTIC.noCommonAcseVersion, 'keys'), 'no common version of ACSE (provider 2)');
	});

	it('has words for every exception, and the counter', () => {
		for (const serviceError of [1, 2, 3, 4, 5, 6])
			equal(exceptionText({ stateError: 1, serviceError, counter: undefined }, 'keys').includes('unknown'), false, String(serviceError));
		equal(
			exceptionText({ stateError: 1, serviceError: 6, counter: 16 }, 'keys'),
			'exception: service not allowed, invocation counter error: it wants 16 or more; is another head-end using this client’s keys and title? (1, 6)',
		);
	});

	it('has words for a ConfirmedServiceError', () => {
		equal(serviceErrorText({ service: 1, errorClass: 6, value: 3 }), 'confirmed service error of initiate: initiate, PDU size too short (1, 6, 3)');
		equal(serviceErrorText({ service: 5, errorClass: 4, value: 0 }), 'confirmed service error of read: definition, other (5, 4, 0)');
	});
});

describe('what goes wrong with a meter, in words', () => {
	it('says what to look at by what the client shows of itself', () => {
		const silent = { kind: 'noAnswer', work: 'association', timeout: 5000, refused: 0 } as const;
		equal(
			failureText({ ...silent, proof: 'keys' }),
			'the association: no answer within 5 s; check the address, --client and --server, and that the keys are this client’s',
		);
		equal(failureText({ ...silent, proof: 'none' }), 'the association: no answer within 5 s; check the address, --client and --server');
		const refused = { kind: 'associationRefused', transient: false, diagnostic: DIAGNOSTIC.authenticationFailure, inside: undefined } as const;
		equal(failureText({ ...refused, proof: 'password' }), 'association refused: authentication failure: check the password of this client (user 13)');
		for (const proof of ['keys', 'password', 'none'] as const) {
			for (const text of [
				failureText({ ...silent, proof }),
				failureText({ ...silent, refused: 2, proof }),
				failureText({ kind: 'notProven', found: 'no HLS-GMAC', proof }),
				failureText({ kind: 'exception', exception: { stateError: 1, serviceError: 5, counter: undefined }, proof }),
			])
				equal(/the keys|these keys/.test(text), proof === 'keys' && text !== '', text);
		}
	});

	it('tells a leap of the counter, and the option that goes on from there', () =>
		equal(
			failureText({ kind: 'counterLeap', meter: 4294967280, here: 500 }),
			'the meter’s invocation counter is 4294967280, and here 500 was the last: either somebody else uses these keys under this title, or somebody ' +
				'poses as the meter; if you trust it, --counter 4294967281 goes on from there, once',
		));

	it('tells what came in place of an identification', () => {
		assert.match(
			failureText({ kind: 'identificationUnknown', found: hex('2f4b35490d0a') }),
			/is no identification: "\/K5I"; expected a line like \/ABC5\\2NAME/,
		);
		assert.match(failureText({ kind: 'identificationUnknown', found: hex('00ff17') }), /is no identification: 00FF17; /);
	});

	it('nests what the public client met', () =>
		equal(
			failureText({ kind: 'publicRefused', cause: { kind: 'counterUnreadable', tried: [{ name: 0x00002b0100ff, result: 4 }] } }),
			'as the public client, to read the invocation counter: the public client cannot read the invocation counter (0.0.43.1.0.255: object undefined: ' +
				'the meter has no such object or attribute (4)); --counter N tells it instead; --counter N tells it instead',
		));

	it('is in no text of the head-end, which knows no options', () => {
		const files = readdirSync(HEAD_END).filter((file) => file.endsWith('.ts'));
		assert.ok(files.length > 15);
		for (const file of files) assert.doesNotMatch(readFileSync(`${HEAD_END}/${file}`, 'utf8'), /--[a-z]|keiki/i, file);
	});
});
