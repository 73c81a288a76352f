import { Reassembler } from '../../../modules/sixlowpan/reassembly.js';
import { bytesEqual, equal, hex, throws } from '../../assert.js';
import { FRAGMENTED, FRAGMENTED_ECHO, HEMS_EUI64, METER_EUI64 } from '../../vectors/sixlowpan.js';

const METER = hex(METER_EUI64);
const HEMS = hex(HEMS_EUI64);
const [FIRST, SECOND, THIRD] = FRAGMENTED.fragments.map(hex) as [Uint8Array, Uint8Array, Uint8Array];

/** The same fragment of the packet with another tag. */
function tagged(fragment: Uint8Array, tag: number): Uint8Array {
	const copy = fragment.slice();
	copy.set([tag >> 8, tag & 0xff], 2);
	return copy;
}

describe('6LoWPAN reassembly', () => {
	let reassembler: Reassembler;
	const accept = (fragment: Uint8Array, now = 0, secured = false) => reassembler.accept(METER, HEMS, fragment, secured, now);

	beforeEach(() => {
		reassembler = new Reassembler();
	});

	it('makes one packet of three fragments', () => {
		equal(accept(FIRST), undefined);
		equal(accept(SECOND), undefined);
		bytesEqual(accept(THIRD)!, FRAGMENTED.packet);
		equal(reassembler.pending, 0);
		equal(reassembler.lost, 0);
	});

	it('makes the echo request of Contiki-NG of two', () => {
		const { source, destination, fragments, packet } = FRAGMENTED_ECHO;
		equal(reassembler.accept(hex(source), hex(destination), hex(fragments[0]!), false, 0), undefined);
		bytesEqual(reassembler.accept(hex(source), hex(destination), hex(fragments[1]!), false, 0)!, packet);
	});

	it('takes fragments in any order', () => {
		for (const order of [
			[FIRST, THIRD, SECOND],
			[SECOND, FIRST, THIRD],
			[SECOND, THIRD, FIRST],
			[THIRD, FIRST, SECOND],
			[THIRD, SECOND, FIRST],
		]) {
			equal(accept(order[0]!), undefined);
			equal(accept(order[1]!), undefined);
			bytesEqual(accept(order[2]!)!, FRAGMENTED.packet);
		}
	});

	it('takes a fragment twice', () => {
		for (const fragment of [FIRST, FIRST, THIRD, THIRD, FIRST]) equal(accept(fragment), undefined);
		bytesEqual(accept(SECOND)!, FRAGMENTED.packet);
		equal(reassembler.lost, 0);
	});

	it('makes nothing of what overlaps differently, and begins anew with it (RFC 4944 §5.3)', () => {
		accept(FIRST);
		accept(SECOND);
		// From byte 168 instead of 160.
		const shifted = hex(`e16e 1234 15 ${'55'.repeat(152)}`);
		equal(accept(shifted), undefined);
		equal(reassembler.lost, 1);
		equal(reassembler.pending, 1);
		equal(accept(THIRD), undefined);
		equal(accept(FIRST), undefined, 'bytes 160 to 168 are missing');
		bytesEqual(accept(hex(`e16e 1234 14 ${'55'.repeat(8)}`))!, FRAGMENTED.packet);
	});

	it('tells a fragment that starts where another did but ends elsewhere', () => {
		accept(SECOND);
		accept(hex(`e16e 1234 14 ${'55'.repeat(152)}`));
		equal(reassembler.lost, 1);
		accept(SECOND);
		equal(reassembler.lost, 2);
	});

	it('keeps senders, receivers, sizes and tags apart', () => {
		reassembler = new Reassembler({ buffers: 8 });
		accept(FIRST);
		accept(SECOND);
		equal(accept(tagged(THIRD, 0x1235)), undefined, 'tag');
		equal(reassembler.accept(HEMS, HEMS, THIRD, false, 0), undefined, 'sender');
		equal(reassembler.accept(METER, METER, THIRD, false, 0), undefined, 'receiver');
		equal(reassembler.accept(METER, undefined, THIRD, false, 0), undefined, 'broadcast');
		const larger = THIRD.slice();
		larger.set([0xe1, 0x76]);
		throws(() => accept(larger), /expected an end at a multiple of 8 before the last, found 366/);
		equal(reassembler.pending, 5);
		bytesEqual(accept(THIRD)!, FRAGMENTED.packet);
	});

	it('never mixes secured and unsecured fragments', () => {
		accept(FIRST, 0, true);
		accept(SECOND, 0, true);
		equal(accept(THIRD, 0, false), undefined);
		bytesEqual(accept(THIRD, 0, true)!, FRAGMENTED.packet);
	});

	it('gives up after 60 seconds', () => {
		accept(FIRST, 1000);
		equal(reassembler.due, 61_000);
		accept(SECOND, 60_999);
		equal(accept(THIRD, 61_000), undefined);
		equal(reassembler.lost, 1);
		equal(reassembler.pending, 1, 'the late fragment begins anew');
		reassembler.expire(121_000);
		equal(reassembler.pending, 0);
		equal(reassembler.due, Number.POSITIVE_INFINITY);
	});

	it('gives up after the time that was set', () => {
		reassembler = new Reassembler({ timeout: 500 });
		accept(FIRST, 0);
		reassembler.expire(499);
		equal(reassembler.pending, 1);
		reassembler.expire(500);
		equal(reassembler.pending, 0);
	});

	it('holds two packets, and gives up the oldest for a third', () => {
		for (const tag of [1, 2, 3]) accept(tagged(FIRST, tag));
		equal(reassembler.pending, 2);
		equal(reassembler.lost, 1);
		for (const tag of [2, 3]) {
			accept(tagged(SECOND, tag));
			bytesEqual(accept(tagged(THIRD, tag))!, FRAGMENTED.packet);
		}
	});

	it('never gives up secured fragments for unsecured ones', () => {
		accept(tagged(FIRST, 1), 0, true);
		accept(tagged(FIRST, 2), 0, false);
		accept(tagged(FIRST, 3), 0, true);
		for (let tag = 4; tag < 20; tag++) accept(tagged(FIRST, tag), 0, false);
		equal(reassembler.pending, 2);
		for (const tag of [1, 3]) {
			accept(tagged(SECOND, tag), 0, true);
			bytesEqual(accept(tagged(THIRD, tag), 0, true)!, FRAGMENTED.packet);
		}
	});

	it('takes a packet in a single fragment', () => {
		bytesEqual(
			accept(hex('c031 0001 7e33 f0 0e1a 0e1a beef aa'))!,
			`60000000 0009 11 40 fe80000000000000021d129012345678
			fe80000000000000021d1290aabbccdd 0e1a 0e1a 0009 beef aa`,
		);
	});

	it('refuses sizes that no packet here has', () => {
		throws(() => accept(hex(`c027 0001 7e33 f0 0e1a 0e1a beef`)), /expected at most/);
		throws(() => accept(hex(`e027 0001 01 ${'00'.repeat(8)}`)), /expected a size from 40 to 1280, found 39/);
		throws(() => accept(hex(`e501 0001 14 ${'00'.repeat(8)}`)), /expected a size from 40 to 1280, found 1281/);
		equal(reassembler.pending, 0);
	});

	it('refuses fragments without data, beyond the end, or of odd length', () => {
		throws(() => accept(hex('e16e 1234 14')), /at byte 5: expected data, found none/);
		throws(() => accept(hex(`e16e 1234 28 ${'55'.repeat(47)}`)), /expected an end within 366 bytes, found 367/);
		throws(() => accept(hex(`e16e 1234 14 ${'55'.repeat(159)}`)), /expected an end at a multiple of 8 before the last, found 319/);
		throws(() => accept(FIRST.subarray(0, FIRST.length - 1)), /expected an end at a multiple of 8 before the last, found 159/);
	});

	it('refuses a first fragment whose headers are cut', () => {
		for (let length = 0; length < 13; length++) throws(() => accept(FIRST.subarray(0, length)), /^6LoWPAN/);
		equal(reassembler.pending, 0);
	});
});
