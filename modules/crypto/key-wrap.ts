/**
 * AES key wrap (RFC 3394) with the default initial value A6A6A6A6A6A6A6A6: of n blocks of 8 bytes, each is six times encrypted together with
 * the value A, into which the number of the step goes.
 */
import type { Aes128 } from './aes.js';

const HALF = 8;
const ROUNDS = 6;
const INITIAL = 0xa6a6a6a6 | 0;
const FEWEST = 2;

/** A ‖ n blocks, under the key that `aes` uses. Throws RangeError unless `plain` is 16 bytes or more, a multiple of 8. */
export function keyWrap(aes: Aes128, plain: Uint8Array): Uint8Array {
	const count = plain.length / HALF;
	if (count < FEWEST || plain.length % HALF !== 0)
		throw new RangeError(`key wrap: key: expected 16 bytes or more, a multiple of 8, got ${plain.length}`);
	const wrapped = new Uint8Array(HALF + plain.length);
	wrapped.set(plain, HALF);
	const block = aes.block;
	let a0 = INITIAL;
	let a1 = INITIAL;
	for (let step = 1; step <= ROUNDS * count; step++) {
		const at = HALF * (1 + ((step - 1) % count));
		aes.clear();
		aes.mix(wrapped, at, HALF, HALF);
		block[0] = a0;
		block[1] = a1;
		aes.encrypt();
		a0 = block[0]!;
		a1 = block[1]! ^ step;
		block[0] = block[2]!;
		block[1] = block[3]!;
		aes.take(wrapped, at, HALF);
	}
	block[0] = a0;
	block[1] = a1;
	aes.take(wrapped, 0, HALF);
	return wrapped;
}

/** What was wrapped; undefined when it is not what this key wrapped, or has no length that a wrapped key has. */
export function keyUnwrap(aes: Aes128, wrapped: Uint8Array): Uint8Array | undefined {
	const count = wrapped.length / HALF - 1;
	if (count < FEWEST || wrapped.length % HALF !== 0) return undefined;
	const plain = wrapped.slice(HALF);
	const block = aes.block;
	aes.clear();
	aes.mix(wrapped, 0, HALF);
	let a0 = block[0]!;
	let a1 = block[1]!;
	for (let step = ROUNDS * count; step > 0; step--) {
		const at = HALF * ((step - 1) % count);
		aes.clear();
		aes.mix(plain, at, HALF, HALF);
		block[0] = a0;
		block[1] = a1 ^ step;
		aes.decrypt();
		a0 = block[0]!;
		a1 = block[1]!;
		block[0] = block[2]!;
		block[1] = block[3]!;
		aes.take(plain, at, HALF);
	}
	return a0 === INITIAL && a1 === INITIAL ? plain : undefined;
}
