#ifndef KEIKI_XS_HOST_CRYPT_H
#define KEIKI_XS_HOST_CRYPT_H

#include <xsmc.h>

void aesContext(xsMachine* the);
void encrypt(xsMachine* the);
void sha256Context(xsMachine* the);
void sha256Reset(xsMachine* the);
void sha256Write(xsMachine* the);
void sha256Close(xsMachine* the);

#endif
