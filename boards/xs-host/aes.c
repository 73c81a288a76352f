/* AES-128, encryption only (FIPS 197), in C as the SDK has it: from an S-box and one table of words. */
#include "aes.h"

#include <stdbool.h>

static uint8_t sbox[256];
/* MixColumns of one byte that went through the S-box: 2, 1, 1 and 3 times it, most significant first. */
static uint32_t columns[256];

static uint8_t doubled(uint8_t value)
{
	return (uint8_t)(value << 1 ^ (value & 0x80 ? 0x1b : 0));
}

static uint32_t turn(uint32_t value, unsigned bits)
{
	return value >> bits | value << (32 - bits);
}

/* The inverses are those of powers of 3, which generates the field; then the affine map of §5.1.1. */
static void fillTables(void)
{
	uint8_t powers[256], logs[256] = { 0 };
	uint8_t power = 1;
	for (int i = 0; i < 255; i++) {
		powers[i] = power;
		logs[power] = (uint8_t)i;
		power ^= doubled(power);
	}
	for (int byte = 0; byte < 256; byte++) {
		const uint8_t inverse = byte == 0 ? 0 : powers[(255 - logs[byte]) % 255];
		uint8_t s = 0x63;
		for (int i = 0; i < 5; i++) s ^= (uint8_t)(inverse << i | inverse >> (8 - i));
		sbox[byte] = s;
		columns[byte] = (uint32_t)doubled(s) << 24 | (uint32_t)s << 16 | (uint32_t)s << 8 | (uint8_t)(doubled(s) ^ s);
	}
}

static uint32_t word(const uint8_t* bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint32_t substituted(uint32_t value)
{
	return (uint32_t)sbox[value >> 24] << 24 | (uint32_t)sbox[value >> 16 & 255] << 16 | (uint32_t)sbox[value >> 8 & 255] << 8 | sbox[value & 255];
}

void aesExpand(Aes* aes, const uint8_t key[AES_BLOCK])
{
	static bool filled;
	uint32_t* const w = aes->words;
	uint8_t round = 1;
	if (!filled) fillTables();
	filled = true;
	for (int i = 0; i < 4; i++) w[i] = word(key + 4 * i);
	for (int i = 4; i < AES_WORDS; i++) {
		uint32_t value = w[i - 1];
		if (i % 4 == 0) {
			value = substituted(turn(value, 24)) ^ (uint32_t)round << 24;
			round = doubled(round);
		}
		w[i] = w[i - 4] ^ value;
	}
}

void aesEncrypt(const Aes* aes, const uint8_t* from, uint8_t* into)
{
	const uint32_t* w = aes->words;
	uint32_t state[4], next[4];
	for (int i = 0; i < 4; i++) state[i] = word(from + 4 * i) ^ *w++;
	for (int round = 1; round < 10; round++) {
		for (int i = 0; i < 4; i++) {
			next[i] = columns[state[i] >> 24] ^ turn(columns[state[(i + 1) % 4] >> 16 & 255], 8) ^
				turn(columns[state[(i + 2) % 4] >> 8 & 255], 16) ^ turn(columns[state[(i + 3) % 4] & 255], 24) ^ *w++;
		}
		for (int i = 0; i < 4; i++) state[i] = next[i];
	}
	for (int i = 0; i < 4; i++) {
		const uint32_t shifted = (state[i] & 0xff000000) | (state[(i + 1) % 4] & 0xff0000) | (state[(i + 2) % 4] & 0xff00) | (state[(i + 3) % 4] & 0xff);
		const uint32_t value = substituted(shifted) ^ w[i];
		for (int byte = 0; byte < 4; byte++) into[4 * i + byte] = (uint8_t)(value >> (24 - 8 * byte));
	}
}
