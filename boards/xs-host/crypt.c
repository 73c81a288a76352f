/* What the SDK's module `crypt` is made of, as far as the boards use it: methods in C of objects that have their state in a property `context`. */
#include "crypt.h"

#include <string.h>

#include "aes.h"
#include "sha256.h"

/* The address of bytes that XS may move at its next allocation. */
static void* bytesOf(xsMachine* the, xsSlot* buffer, xsUnsignedValue least)
{
	void* bytes;
	xsUnsignedValue length;
	xsmcGetBufferReadable(*buffer, &bytes, &length);
	if (length < least) xsRangeError("crypt: expected %d bytes, got %d", (int)least, (int)length);
	return bytes;
}

static void* contextOf(xsMachine* the, xsUnsignedValue size)
{
	xsmcVars(1);
	xsmcGet(xsVar(0), xsThis, xsID("context"));
	return bytesOf(the, &xsVar(0), size);
}

/* aesContext(key): the context of a block cipher. */
void aesContext(xsMachine* the)
{
	Aes aes;
	aesExpand(&aes, bytesOf(the, &xsArg(0), AES_BLOCK));
	xsmcSetArrayBuffer(xsResult, &aes, sizeof aes);
}

/* encrypt(data, result) */
void encrypt(xsMachine* the)
{
	const Aes* aes = contextOf(the, sizeof(Aes));
	aesEncrypt(aes, bytesOf(the, &xsArg(0), AES_BLOCK), bytesOf(the, &xsArg(1), AES_BLOCK));
	xsResult = xsArg(1);
}

/* sha256Context(): the context of a digest. */
void sha256Context(xsMachine* the)
{
	Sha256 sha;
	sha256Begin(&sha);
	xsmcSetArrayBuffer(xsResult, &sha, sizeof sha);
}

/* reset() */
void sha256Reset(xsMachine* the)
{
	sha256Begin(contextOf(the, sizeof(Sha256)));
}

/* write(data) */
void sha256Write(xsMachine* the)
{
	Sha256* sha = contextOf(the, sizeof(Sha256));
	void* bytes;
	xsUnsignedValue length;
	xsmcGetBufferReadable(xsArg(0), &bytes, &length);
	sha256Update(sha, bytes, length);
}

/* close() */
void sha256Close(xsMachine* the)
{
	uint8_t digest[SHA256_LENGTH];
	sha256Finish(contextOf(the, sizeof(Sha256)), digest);
	xsmcSetArrayBuffer(xsResult, digest, sizeof digest);
}
