/** Signed messages, and how jobs come to their end. */
import assert from 'node:assert/strict';
import { newHostCipher } from '../../../../boards/host/shared/host-cipher.js';
import { SYSTEM_RANDOM } from '../../../../hal/node/random.js';
import { PortableCipher } from '../../../../modules/crypto/cipher.js';
import { drawnPair } from '../../../../modules/dlms/security/general-keys.js';
import { FlawError } from '../../../../src/operations/jobs/fields.js';
import { flawText } from '../../../../src/operations/jobs/flaw-texts.js';
import type { MessageKind } from '../../../../src/operations/jobs/messages.js';
import { readSigned, readUnproven, SIGNED_BY, sign } from '../../../../src/operations/jobs/signed.js';
import { ANSWER_STATES, dueAt, isEnded, type JobState, momentOf, stateAfter } from '../../../../src/operations/jobs/states.js';
import { JOBS, MESSAGES } from './messages-rig.js';

const CIPHER = newHostCipher();
const [office, other] = [drawnPair(CIPHER, SYSTEM_RANDOM, 1)!, drawnPair(CIPHER, SYSTEM_RANDOM, 1)!];
const KINDS = [...SIGNED_BY.office, ...SIGNED_BY.control];

/** What is said of a message that is not believed. */
function flawOf(value: unknown, keys: readonly Uint8Array[] = [office.publicKey], kinds: readonly MessageKind[] = KINDS): string {
	try {
		readSigned(CIPHER, keys, value, kinds);
	} catch (error) {
		if (error instanceof FlawError) return flawText(error.flaw);
		throw error;
	}
	return 'believed';
}

describe('signed messages', () => {
	it('are believed as they were signed, in whatever order their fields come', () => {
		for (const kind of KINDS) {
			const message = sign(CIPHER, office.privateKey, kind, MESSAGES[kind]);
			assert.equal(flawOf(JSON.parse(JSON.stringify(message))), 'believed');
			const turned = { ...message, content: Object.fromEntries(Object.entries(message.content).reverse()) };
			assert.equal(flawOf(turned), 'believed');
			assert.deepEqual(readSigned(CIPHER, [other.publicKey, office.publicKey], message, [kind]), message);
		}
	});

	it('are not believed under another key, as another kind, or with one field changed', () => {
		const message = sign(CIPHER, office.privateKey, 'job', JOBS[2]!);
		const unsigned = 'signature: expected the signature of a key that is known';
		assert.equal(flawOf(message, [other.publicKey]), unsigned);
		assert.equal(flawOf(message, []), unsigned);
		assert.equal(flawOf({ ...message, content: { ...JOBS[2]!, body: { to: 'closed' } } }), unsigned);
		for (const name of ['id', 'meter', 'issued', 'notBefore', 'expires'] as const) {
			const value = JOBS[2]![name];
			const [from, to] = name === 'id' ? ['6', '7'] : ['4', '5'];
			const content = { ...JOBS[2]!, [name]: typeof value === 'number' ? value + 1 : value.replace(from, to) };
			assert.equal(flawOf({ ...message, content }), unsigned, name);
		}
		const withdrawal = sign(CIPHER, office.privateKey, 'withdrawal', MESSAGES.withdrawal);
		assert.equal(flawOf(withdrawal, [office.publicKey], ['job']), 'kind: expected one of job, found withdrawal');
		// Head and report have no field in common with the others; a withdrawal taken for another kind is one that differs in its first word alone.
		assert.notEqual(flawOf({ ...withdrawal, kind: 'head' }), 'believed');
	});

	it('bind their kind: the same content under another one is not signed', () => {
		const { content, signature } = sign(CIPHER, office.privateKey, 'report', { at: 1, meters: [] });
		assert.equal(flawOf({ kind: 'report', content, signature }), 'believed');
		const text = (kind: string) => new TextEncoder().encode(`keiki ${kind} 1\n{"at":1,"meters":[]}`);
		const bytes = Uint8Array.from(Buffer.from(signature, 'hex'));
		assert.equal(CIPHER.verify!(office.publicKey, text('report'), bytes), true);
		assert.equal(CIPHER.verify!(office.publicKey, text('answer'), bytes), false);
	});

	it('are refused with the name of what is wrong before anything is verified', () => {
		const message = sign(CIPHER, office.privateKey, 'job', JOBS[1]!);
		for (const [value, text] of [
			[undefined, 'message: expected a record, found undefined'],
			[[message], /^message: expected a record/],
			[{ ...message, extra: 1 }, 'extra: expected no such field, but kind, content, signature'],
			[{ ...message, content: 1 }, 'content: expected a record, found 1'],
			[{ ...message, content: [] }, /^content: expected a record/],
			[{ ...message, content: {} }, /^kind: expected one of credentials, .*, found nothing$/],
			[{ ...message, signature: 'AA' }, 'signature: expected 64 bytes, two upper-case hexadecimal digits each, found AA'],
			[{ content: message.content, signature: message.signature }, /^kind: expected one of .*, found nothing$/],
		] as const) {
			const told = flawOf(value);
			if (typeof text === 'string') assert.equal(told, text);
			else assert.match(told, text);
		}
	});

	it('can be read by who has no key, and only signed where the content is good and the platform can', () => {
		const message = sign(CIPHER, office.privateKey, 'head', MESSAGES.head);
		assert.deepEqual(readUnproven({ ...message, signature: '00'.repeat(64) }, ['head']).content, MESSAGES.head);
		assert.throws(() => sign(CIPHER, office.privateKey, 'job', { ...JOBS[1]!, meter: 'x' }), FlawError);
		assert.throws(() => sign(new PortableCipher(), office.privateKey, 'head', MESSAGES.head), /expected a platform that signs/);
	});
});

describe('states of a job', () => {
	const ended = ['done', 'failed', 'expired', 'withdrawn'] as const;

	it('end by an answer, once', () => {
		for (const state of ['queued', 'taken'] as const) {
			assert.equal(isEnded(state), false);
			for (const answer of ended) assert.equal(stateAfter(state, answer), answer);
		}
		for (const state of ended) {
			assert.equal(isEnded(state), true);
			for (const answer of ANSWER_STATES) assert.equal(stateAfter(state, answer), undefined);
		}
	});

	it('tell once that a job was taken', () => {
		assert.equal(stateAfter('queued', 'taken'), 'taken');
		assert.equal(stateAfter('taken', 'taken'), undefined);
		assert.equal((['queued', ...ANSWER_STATES] satisfies JobState[]).length, 6);
	});

	it('are due from their time to their end, and have a moment', () => {
		const times = { issued: 100, notBefore: 200, expires: 300 };
		assert.deepEqual(
			[199, 200, 299, 300].map((now) => dueAt(times, now)),
			['early', 'due', 'due', 'over'],
		);
		assert.equal(dueAt({ ...times, notBefore: 0 }, 0), 'due');
		assert.equal(momentOf(times), 200);
		assert.equal(momentOf({ ...times, notBefore: 0 }), 100);
	});
});
