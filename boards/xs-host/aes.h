#ifndef KEIKI_XS_HOST_AES_H
#define KEIKI_XS_HOST_AES_H

#include <stdint.h>

enum { AES_BLOCK = 16, AES_WORDS = 44 };

/* An expanded key. */
typedef struct {
	uint32_t words[AES_WORDS];
} Aes;

void aesExpand(Aes* aes, const uint8_t key[AES_BLOCK]);
/* One block; both places may be the same. */
void aesEncrypt(const Aes* aes, const uint8_t* from, uint8_t* into);

#endif
