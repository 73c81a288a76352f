/* SHA-256 (FIPS 180-4), in C as the SDK has it. */
#include "sha256.h"

#include <string.h>

enum { LENGTH_AT = 56 };

/* Fractions of the cube roots of the first 64 primes, §4.2.2. */
static const uint32_t K[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t turn(uint32_t value, unsigned bits)
{
	return value >> bits | value << (32 - bits);
}

static uint32_t word(const uint8_t* bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void putWord(uint8_t* bytes, uint32_t value)
{
	for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* §6.2.2 */
static void compress(uint32_t state[8], const uint8_t block[SHA256_BLOCK])
{
	uint32_t w[64], v[8];
	for (int t = 0; t < 16; t++) w[t] = word(block + 4 * t);
	for (int t = 16; t < 64; t++) {
		uint32_t s0 = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ w[t - 15] >> 3;
		uint32_t s1 = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ w[t - 2] >> 10;
		w[t] = w[t - 16] + s0 + w[t - 7] + s1;
	}
	memcpy(v, state, sizeof v);
	for (int t = 0; t < 64; t++) {
		uint32_t t1 = v[7] + (turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) + K[t] + w[t];
		uint32_t t2 = (turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
		memmove(v + 1, v, 7 * sizeof *v);
		v[4] += t1;
		v[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++) state[i] += v[i];
}

void sha256Begin(Sha256* sha)
{
	static const uint32_t initial[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	memcpy(sha->state, initial, sizeof initial);
	sha->length = 0;
}

void sha256Update(Sha256* sha, const uint8_t* bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		sha->block[sha->length++ % SHA256_BLOCK] = bytes[i];
		if (sha->length % SHA256_BLOCK == 0) compress(sha->state, sha->block);
	}
}

void sha256Finish(Sha256* sha, uint8_t digest[SHA256_LENGTH])
{
	static const uint8_t padding[SHA256_BLOCK] = { 0x80 };
	const uint32_t length = sha->length;
	const size_t filled = length % SHA256_BLOCK;
	uint8_t bits[8];
	sha256Update(sha, padding, (filled < LENGTH_AT ? LENGTH_AT : LENGTH_AT + SHA256_BLOCK) - filled);
	putWord(bits, length >> 29);
	putWord(bits + 4, length << 3);
	sha256Update(sha, bits, sizeof bits);
	for (int i = 0; i < 8; i++) putWord(digest + 4 * i, sha->state[i]);
}
