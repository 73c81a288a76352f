/** Meters that differ as they may, and meters that are wrong in a way that is easily passed over. */
import assert from 'node:assert/strict';
import { NAME } from '../../../../modules/cosem/object-names.js';
import { decodeAarq } from '../../../../modules/dlms/apdu/acse.js';
import { APDU } from '../../../../modules/dlms/apdu/apdu.js';
import { DataTag } from '../../../../modules/dlms/axdr/data-writer.js';
import { protocolOf } from '../../../../modules/dlms/security/ciphering.js';
import type { MeterCheckName } from '../../../../src/exam/conformance/checks.js';
import { Dialogue } from '../../../../src/exam/conformance/dialogue.js';
import { hex } from '../../../assert.js';
import { PUBLIC } from '../../../modules/dlms/device-rig.js';
import { ACSE } from '../../../vectors/cosem.js';
import { type ExaminedAs, examined, type Mutant, trouble } from './conformance-rig.js';
import { answers, grants, itemsOf, reads, SMALL_METER, withByte, withItems } from './mutant-parts.js';

const FULL: ExaminedAs = { isFull: true, mayWrite: false };
const READ_ONLY: ExaminedAs = { mayWrite: false };
const AS_PUBLIC: ExaminedAs = { client: PUBLIC, mayWrite: false };
const OPENED = hex(ACSE.aare);
const REFUSED = hex('c401c10103');
const LEFT_OUT = /notSeen (mayWrite|mayDisconnect) /;
const CLOCK_BASE = 'c001c100080000010000ff09';
const OBJECT_LIST = 'c001c1000f0000280000ff02';
const RESPONSES_SIGNED = 0x80;
const LIST = '15/0.0.40.0.0.255:2';

/** Whether bytes begin so. */
const begins = (bytes: Uint8Array, digits: string): boolean => hex(digits).every((byte, i) => bytes[i] === byte);
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const isAarq = (apdu: Uint8Array): boolean => apdu[0] === APDU.aarq && apdu[1] === apdu.length - 2;

/** The verdict of a check, and the kinds of what it found. */
async function told(name: MeterCheckName, mutant: Mutant, as: ExaminedAs): Promise<readonly string[]> {
	const { verdict, findings } = (await examined(mutant, { only: [name], ...as })).find((each) => each.name === name)!;
	return [verdict, ...findings.map(({ kind }) => kind)];
}

/** All that is found of a meter but what is left out on purpose. */
async function allOf(mutant: Mutant, as: ExaminedAs): Promise<readonly string[]> {
	return trouble(await examined(mutant, as)).filter((line) => !LEFT_OUT.test(line));
}

/** An AARQ is answered in the meter's place. */
function greets(isIt: (aarq: ReturnType<typeof decodeAarq>) => boolean): Mutant {
	return { meter: SMALL_METER, request: (apdu) => (isAarq(apdu) && isIt(decodeAarq(apdu)) ? OPENED : undefined) };
}

describe('conformance judges', () => {
	describe('a client of HLS that is let in by the AARE alone', () => {
		const KNOWN = /^(1|2|3|4|5|6|7)$/;
		for (const [name, mutant] of [
			['noAuthentication', greets(({ mechanism, callingApTitle }) => mechanism === undefined && callingApTitle !== undefined)],
			['unknownMechanism', greets(({ mechanism }) => mechanism !== undefined && !KNOWN.test(String(mechanism)))],
			['wrongContext', greets(({ context }) => context === 2 || context === 4)],
			[
				'plainAssociation',
				greets(({ callingApTitle, userInformation }) => callingApTitle !== undefined && protocolOf(userInformation![0]!) === 'plain'),
			],
		] as const)
			it(`as let in: ${name}`, async () => assert.deepEqual(await told(name, mutant, READ_ONLY), ['fail', 'accepted']));
	});

	describe('an attribute without an answer', () => {
		it('that is its own alone where bytes are behind its value', async () => {
			const mutant = answers((request, answer) => (begins(request, CLOCK_BASE) ? joined(answer, Uint8Array.of(0)) : undefined));
			assert.deepEqual(await allOf(mutant, AS_PUBLIC), ['readable fail malformed {"what":"GET 8/0.0.1.0.0.255:9"}']);
		});

		/** @param most how often it is left without an answer */
		const silent = (most: number): Mutant => {
			let times = 0;
			return {
				meter: SMALL_METER,
				answer: (apdu, { requests }) => (begins(requests.at(-1)!, CLOCK_BASE) && ++times <= most ? undefined : apdu),
			};
		};

		it('that is its own alone where nothing comes', async () => {
			assert.deepEqual(await allOf(silent(Number.POSITIVE_INFINITY), AS_PUBLIC), ['readable fail silent {"what":"GET 8/0.0.1.0.0.255:9"}']);
		});

		it('that comes when it is asked once more', async () => {
			assert.deepEqual(await allOf(silent(1), AS_PUBLIC), []);
		});

		it('of a meter that answers nothing any more', async () => {
			let times = 0;
			const mutant: Mutant = {
				meter: SMALL_METER,
				answer: (apdu, { requests }) => (begins(requests.at(-1)!, 'c001') && ++times > 1 ? undefined : apdu),
			};
			assert.deepEqual(await told('types', mutant, AS_PUBLIC), ['notSeen', 'notListed']);
			times = 0;
			assert.deepEqual(await told('objectList', mutant, AS_PUBLIC), ['fail', 'silent']);
		});
	});

	describe('what it takes apart itself', () => {
		const cut = (tag: number): Mutant => ({ meter: SMALL_METER, answer: (apdu) => (apdu[0] === tag ? apdu.subarray(0, 1) : apdu) });

		it('a general block that is none', async () => {
			assert.deepEqual(await told('generalBlocks', cut(APDU.generalBlockTransfer), FULL), ['fail', 'malformed']);
		});

		it('a ciphered answer that ends too early', async () => {
			let times = 0;
			const mutant: Mutant = {
				meter: SMALL_METER,
				answer: (apdu, { client }) => (client !== PUBLIC && apdu[0] === 0xcc && ++times === 1 ? apdu.subarray(0, 2) : apdu),
			};
			for (const name of ['answerProtection', 'answerCounters'] as const) {
				times = 0;
				assert.deepEqual(await told(name, mutant, READ_ONLY), ['fail', 'malformed'], name);
			}
		});
	});

	it('with evidence, of what was read for another check, too', async () => {
		for (const [name, mutant] of [
			['types', reads('8/0.0.1.0.0.255:9', () => ({ tag: DataTag.unsigned, value: 1 }))],
			['clockWeekday', reads('8/0.0.1.0.0.255:2', (data) => withByte(data, 4, 0))],
			['readable', answers((request, answer) => (begins(request, CLOCK_BASE) ? joined(answer, Uint8Array.of(0)) : undefined))],
			['deviceName', reads('1/0.0.42.0.0.255:2', (data) => withByte(data, 0, 0x30))],
		] as const) {
			const { verdict, findings } = (await examined(mutant, { ...AS_PUBLIC, only: ['objectList', name] })).find((each) => each.name === name)!;
			assert.equal(verdict, 'fail');
			assert.match(findings[0]!.evidence.map(({ text }) => text).join('\n'), /GET-Response c401c1/, name);
		}
	});

	it('a refusal by an exception as such, in words that say so', async () => {
		const mutant = answers((request) => (begins(request, OBJECT_LIST) ? hex('d80102') : undefined));
		const [outcome] = (await examined(mutant, { ...READ_ONLY, only: ['blocksWhole'] })).filter(({ name }) => name === 'blocksWhole');
		assert.deepEqual(outcome!.findings[0]!.fields, { what: 'object_list', result: 'D8' });
	});

	it('a GET-Response that refuses as no service', async () => {
		const before: Mutant = { meter: SMALL_METER, request: (apdu, { requests }) => (requests.length === 0 && apdu[0] === 0xc0 ? REFUSED : undefined) };
		assert.deepEqual(await told('beforeAssociation', before, AS_PUBLIC), ['pass', 'kept']);
		const after: Mutant = {
			meter: SMALL_METER,
			request: (apdu, { requests }) => (requests.at(-1)?.[0] === APDU.rlrq && apdu[0] === 0xc0 ? REFUSED : undefined),
		};
		assert.deepEqual(await told('afterRelease', after, AS_PUBLIC), ['pass', 'kept']);
		assert.deepEqual(
			await told(
				'unagreedService',
				answers((request) => (begins(request, 'c003') ? REFUSED : undefined)),
				AS_PUBLIC,
			),
			['pass', 'kept'],
		);
	});

	describe('a request in the clear', () => {
		const served = (policy: Mutant): Mutant => ({
			...policy,
			request: (apdu, { requests }) => (requests.length > 1 && apdu[0] === 0xc0 ? hex('c401c100 0906 0000280000ff') : undefined),
		});
		const policy = (value: number | undefined): Mutant =>
			reads('64/0.0.43.0.0.255:2', () => (value === undefined ? 3 : { tag: DataTag.enum, value }));

		it('by what its policy asks of requests', async () => {
			assert.deepEqual(await told('plainRequest', served(policy(RESPONSES_SIGNED)), FULL), ['notApplicable', 'notAgreed']);
			assert.deepEqual(await told('plainRequest', served(policy(RESPONSES_SIGNED | 4)), FULL), ['fail', 'served']);
		});

		it('with a warning where it does not tell its policy', async () => {
			assert.deepEqual(await told('plainRequest', served(policy(undefined)), READ_ONLY), ['warning', 'served']);
		});
	});

	describe('a push set-up', () => {
		const PUSHED: ExaminedAs = { only: ['pushed'] };
		/** SET of an attribute of a push set-up. */
		const refusing = (attribute: number): Mutant => ({
			between: answers((request) => (request[0] === 0xc1 && request[4] === 40 && request[11] === attribute ? hex('c501c103') : undefined)).between!,
		});

		it('that does not take another randomisation', async () => {
			assert.deepEqual(await told('pushed', refusing(5), PUSHED), ['pass', 'kept']);
		});

		it('that does not take the destination, nor its own', async () => {
			assert.deepEqual(await told('pushed', refusing(3), PUSHED), ['notApplicable', 'refusal']);
		});
	});

	it('rights of the public client by the version of the list', async () => {
		const authenticated = reads(LIST, (data, _time, _target, { client }) =>
			client !== PUBLIC
				? data
				: withItems(
						data,
						itemsOf(data).map((entry) => {
							const [classId, version, name, rights] = itemsOf(entry);
							const [attributes, methods] = itemsOf(rights!);
							const read = itemsOf(attributes!).map((each) => {
								const [number, mode, selectors] = itemsOf(each);
								const isRead = 'value' in mode! && mode.value === 1;
								return withItems(each, [number!, isRead ? { tag: DataTag.enum, value: 4 } : mode!, selectors!]);
							});
							return withItems(entry, [classId!, version!, name!, withItems(rights!, [withItems(attributes!, read), methods!])]);
						}),
					),
		);
		assert.deepEqual(await told('publicRights', authenticated, AS_PUBLIC), ['pass', 'kept']);
	});

	it('an ACTION of the public client', async () => {
		const mutant = answers((request, _, { client }) => (client === PUBLIC && request[0] === 0xc3 ? hex('c701c10000') : undefined));
		assert.deepEqual(await told('publicWrites', mutant, {}), ['fail', 'done']);
	});

	describe('what may be set', () => {
		/** GETs and SETs of the client, `GET 40:3`, while nothing else is. */
		const watched = (change: Parameters<typeof answers>[0] = () => undefined) => {
			const asked: string[] = [];
			const mutant: Mutant = {
				between: answers((request, answer, caller) => {
					const [service, kind] = request;
					if (caller.client !== PUBLIC && kind === 1 && (service === 0xc0 || service === 0xc1))
						asked.push(`${service === 0xc0 ? 'GET' : 'SET'} ${request[4]}:${[...request.subarray(5, 11)].join('.')}:${request[11]}`);
					return change(request, answer, caller);
				}).between!,
			};
			return { asked, mutant };
		};

		it('to what it is by now', async () => {
			const { asked, mutant } = watched();
			assert.equal((await told('ownValue', mutant, {}))[0], 'pass');
			const sets = asked.flatMap((what, i) => (what.startsWith('SET') ? [[asked[i - 1], what]] : []));
			assert.ok(sets.length > 20, String(sets.length));
			for (const [before, set] of sets) assert.equal(before, set!.replace('SET', 'GET'));
		});

		it('but for a time of activation that is past, which would be now', async () => {
			const ACTIVATION = '20:0.0.13.0.0.255:10';
			const past = 'c401c100 090c 07d00101ff000000008000ff';
			for (const [time, isSet] of [
				[past, false],
				['c401c100 090c ffffffffffffffffff800000', true],
			] as const) {
				const { asked, mutant } = watched((request) => (begins(request, 'c001c1001400000d0000ff0a') ? hex(time) : undefined));
				await told('ownValue', mutant, {});
				assert.equal(asked.includes(`SET ${ACTIVATION}`), isSet, time);
			}
		});

		it('and sets it back where a wrong type was taken, and never the clock', async () => {
			let garbage = '';
			const { asked, mutant } = watched((request) => {
				if (request[0] !== 0xc1 || request[1] !== 1) return undefined;
				if (request[13] === DataTag.structure && request[15] === DataTag.float64) garbage = `SET ${request[4]}`;
				return hex('c501c100');
			});
			assert.deepEqual(await told('wrongType', mutant, {}), ['fail', 'done']);
			const sets = asked.filter((what) => what.startsWith('SET'));
			assert.deepEqual([sets.length, sets[0]], [2, sets[1]]);
			assert.ok(garbage !== '' && sets[0]!.startsWith(`${garbage}:`), `${garbage}, ${sets[0]}`);
			const refused = watched();
			await told('wrongType', refused.mutant, {});
			const tried = refused.asked.filter((what) => what.startsWith('SET'));
			assert.ok(tried.length > 20, String(tried.length));
			assert.deepEqual(
				tried.filter((what) => /^SET (8|18|64):/.test(what)),
				[],
			);
		});
	});

	describe('a supply', () => {
		const mode = (value: number): Mutant => reads('70/0.0.96.3.10.255:4', () => ({ tag: DataTag.enum, value }));

		it('of control mode 7, which newer meters have', async () => {
			assert.deepEqual(await told('supplyState', mode(7), READ_ONLY), ['pass', 'kept']);
			assert.deepEqual(await told('supplyState', mode(8), READ_ONLY), ['fail', 'differs']);
		});

		it('that is always connected, and says so of no order', async () => {
			const takesAll = answers((request) => (request[0] === APDU.actionRequest && request[4] === 70 ? hex('c701c10000') : undefined));
			const mutant = { ...mode(0), between: takesAll.between! };
			assert.deepEqual(await told('supplySwitches', mutant, { mayDisconnect: true }), ['notApplicable', 'differs']);
		});
	});

	describe('a profile', () => {
		const isBuffer = (request: Uint8Array): boolean => begins(request, 'c001c100070100630100ff02');

		it('whose rows the client may not read', async () => {
			const hidden = grants(NAME.loadProfile, { 1: { attributes: '10111111', methods: '00' } });
			for (const name of ['rowWidth', 'entriesInUse', 'byEntry', 'byRange'] as const) {
				const found = (await examined(hidden, { ...READ_ONLY, only: [name] })).find((each) => each.name === name)!;
				assert.equal(found.verdict === 'pass' || found.verdict === 'notApplicable', true, `${name} ${JSON.stringify(found.findings)}`);
			}
		});

		it('that has rows, and says that it has none', async () => {
			const empty = reads('7/1.0.99.1.0.255:7', () => ({ tag: DataTag.doubleLongUnsigned, value: 0 }));
			assert.deepEqual(await told('entriesInUse', empty, READ_ONLY), ['fail', 'differs']);
		});

		/** Selective accesses that the list tells of are others, and what is asked by another one is refused. */
		const selecting = (selectors: readonly number[]): Mutant => {
			const list = reads(LIST, (data) =>
				withItems(
					data,
					itemsOf(data).map((entry) => {
						const [classId, version, name, rights] = itemsOf(entry);
						if (!('value' in classId!) || classId.value !== 7) return entry;
						const [attributes, methods] = itemsOf(rights!);
						const changed = itemsOf(attributes!).map((each, i) =>
							i === 1
								? withItems(each, [
										...itemsOf(each).slice(0, 2),
										{ tag: DataTag.array, items: selectors.map((value) => ({ tag: DataTag.integer, value }) as const) },
									])
								: each,
						);
						return withItems(entry, [classId, version!, name!, withItems(rights!, [withItems(attributes!, changed), methods!])]);
					}),
				),
			);
			const between = answers((request) => {
				const isProfile = isBuffer(request) || (begins(request, 'c001c10007') && request[11] === 2);
				return isProfile && request[12] === 1 && !selectors.includes(request[13]!) ? hex('c401c101fa') : undefined;
			}).between!;
			return { ...list, between };
		};

		it('by the selective accesses that the list tells of', async () => {
			assert.deepEqual(await told('byEntry', selecting([1]), READ_ONLY), ['notApplicable', 'nothingToTry']);
			assert.equal((await told('rowWidth', selecting([1]), READ_ONLY))[0] !== 'fail', true);
			const lies = selecting([2]);
			const refusing = answers((request) => (isBuffer(request) && request[12] === 1 && request[13] === 2 ? hex('c401c101fa') : undefined)).between!;
			assert.deepEqual(await told('byEntry', { ...lies, between: refusing }, READ_ONLY), ['fail', 'differs']);
		});

		it('in which a row comes meanwhile', async () => {
			let times = 0;
			const { meter } = reads('7/1.0.99.1.0.255:7', (data, time) => {
				times = time;
				return 'value' in data && typeof data.value === 'number' && time < 2 ? { tag: DataTag.doubleLongUnsigned, value: data.value - 1 } : data;
			});
			assert.deepEqual(await told('entriesInUse', { meter: meter! }, READ_ONLY), ['pass', 'kept']);
			assert.ok(times >= 2);
		});

		it('without blocks as one whose blocks cannot be numbered', async () => {
			const short = reads(LIST, (data) => withItems(data, []));
			assert.deepEqual(await told('blockNumbers', short, AS_PUBLIC), ['notApplicable', 'nothingToTry']);
		});
	});

	it('the wrapper of a meter that passes over an AARQ that came before', async () => {
		const before = new Set<string>();
		const mutant: Mutant = {
			meter: SMALL_METER,
			toMeter: (bytes) => {
				const isKnown = bytes[8] === APDU.aarq && bytes[3] !== PUBLIC && before.has(bytes.join());
				before.add(bytes.join());
				return isKnown ? undefined : bytes;
			},
		};
		assert.deepEqual(await told('header', mutant, READ_ONLY), ['pass', 'kept']);
	});
});

describe('the dialogue of an examination', () => {
	const textsOf = (password: string, put: (dialogue: Dialogue) => void): string => {
		const dialogue = new Dialogue(() => 0, new TextEncoder().encode(password));
		put(dialogue);
		return JSON.stringify(dialogue.since(0));
	};
	const aarq = (password: string): Uint8Array => joined(new Uint8Array(58), new TextEncoder().encode(password));

	it('tells no password, none that was spoilt in its last byte, and no part of one where it is cut', () => {
		for (const put of [
			(dialogue: Dialogue) => dialogue.add('exam', aarq('opensesame'), aarq('opensesame')),
			(dialogue: Dialogue) => dialogue.add('exam', aarq('opensesamd'), aarq('opensesamd')),
			(dialogue: Dialogue) => dialogue.note('exam', '00016f70656e736573616d6502'),
			(dialogue: Dialogue) => dialogue.note('exam', '00016f70656e736573616d6402'),
		]) {
			const text = textsOf('opensesame', put);
			assert.equal(text.includes('6f70'), false, text);
			assert.equal(text.includes('[pass'), true, text);
		}
	});
});
