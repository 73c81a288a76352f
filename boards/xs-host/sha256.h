#ifndef KEIKI_XS_HOST_SHA256_H
#define KEIKI_XS_HOST_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_BLOCK = 64, SHA256_LENGTH = 32 };

typedef struct {
	uint32_t state[8];
	/* Bytes so far; a message stays below 2^32. */
	uint32_t length;
	uint8_t block[SHA256_BLOCK];
} Sha256;

void sha256Begin(Sha256* sha);
void sha256Update(Sha256* sha, const uint8_t* bytes, size_t length);
void sha256Finish(Sha256* sha, uint8_t digest[SHA256_LENGTH]);

#endif
