/**
 * Requests of all services at all objects of a meter, mutated and then sealed with the right keys: nothing is thrown, nobody reaches what there is no right to,
 * what was asked under keys is answered under them, and the next right request is answered rightly.
 */
import { NAME } from '../../../modules/cosem/object-names.js';
import { APDU } from '../../../modules/dlms/apdu/apdu.js';
import { protocolOf } from '../../../modules/dlms/security/ciphering.js';
import { equal } from '../../assert.js';
import { fuzzCount, fuzzRandom, tried } from '../../fuzz/campaign.js';
import { PUBLIC } from '../../modules/dlms/device-rig.js';
import { get } from './route-a-rig.js';
import { CLIENTS, FuzzedMeter, FuzzingClient, generalBlocks, Requests } from './services-fuzz-rig.node.js';

const INPUTS = 160_000;
/** Each of many takes a signature or two. */
const CURVED_INPUTS = 40_000;
/** A meter is asked so often before there is another. */
const LIFE = 1500;
const BETWEEN = 50;
/** ms that go by there. */
const PASSED = 500;
const LONGEST = 1024;
/** Answers in the clear to what was under keys. */
const CLEAR: readonly number[] = [APDU.exceptionResponse, APDU.aare, APDU.rlre, APDU.generalBlockTransfer];

/** Runs so many requests, and returns how many were answered, and how often an object was reached. */
function run(suite: number, count: number): { readonly answers: number; readonly reached: number } {
	const random = fuzzRandom(suite, 'services');
	let answers = 0;
	let reached = 0;
	for (let done = 0, meters = 0; done < count; meters++) {
		const fuzzed = new FuzzedMeter(suite);
		const who = CLIENTS[meters % CLIENTS.length]!;
		const client = new FuzzingClient(fuzzed, who, random);
		const requests = new Requests(fuzzed, random);
		const policy = fuzzed.policyOf(who);
		const { association } = client.line;
		for (let i = 0; i < LIFE && done < count; i++, done++) {
			// A policy that was raised, and what it asks of a client, is other tests' business.
			if (fuzzed.policyOf(who) !== policy) break;
			if (association.state !== 'associated') equal(client.associate(), 'ok');
			const sealed = client.sealed(tried(requests.next()), random);
			const pieces = client.hasKeys && random.below(4) === 0 ? generalBlocks(sealed, random) : [sealed];
			for (const piece of pieces) {
				association.receive(piece, (answer) => {
					answers++;
					if (answer.length === 0 || answer.length > LONGEST) throw new Error(`an answer of ${answer.length} bytes`);
					const tag = answer[0]!;
					if (client.hasKeys && protocolOf(tag) === 'plain' && tag < APDU.generalCiphering && !CLEAR.includes(tag))
						throw new Error(`an answer in the clear: ${tag.toString(16)}`);
				});
			}
			if (i % BETWEEN > 0) continue;
			fuzzed.scheduler.runFor(PASSED);
			if (fuzzed.policyOf(who) !== policy) break;
			// What is half there of a request is given up with the next one.
			equal(client.associate(), 'ok');
			const name = who === PUBLIC ? NAME.logicalDevice : NAME.clock;
			equal(typeof get(client.line, who === PUBLIC ? 1 : 8, name, 2), 'object');
		}
		reached += fuzzed.reached;
	}
	return { answers, reached };
}

describe('a meter under requests of all services that were changed and have right tags', () => {
	it('goes on, and lets nobody reach what there is no right to', () => {
		const count = fuzzCount(INPUTS);
		const { answers, reached } = run(0, count);
		equal(answers > count / 2 && reached > count / 20, true, `${answers} answers, ${reached} times reached`);
	});

	it('goes on where they are generally ciphered and signed', () => {
		const count = fuzzCount(CURVED_INPUTS);
		const { answers, reached } = run(1, count);
		equal(answers > count / 3 && reached > count / 20, true, `${answers} answers, ${reached} times reached`);
	});
});
