/*
 * random.c with a chip that is played here, or with Linux's own numbers: fills buffers of 0, 1, 32 and 4,096 bytes and prints what the chip was asked, a line a buffer.
 * Ends with 1 where a byte beside the buffer was written, or where the numbers are none.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xsHost.h"

#define LONGEST 4096
#define AROUND 16
#define UNTOUCHED 0xa5

void xs_keiki_random_fill(xsMachine *the);

static xsMachine machine;

xsIntegerValue _xsmcGetBuffer(xsMachine *the, xsSlot *slot, void **data, xsUnsignedValue *count, xsBooleanValue writable)
{
	union {
		const void *readable;
		void *any;
	} bytes = {slot->data};
	(void)the;
	if (!writable)
		exit(3);
	*data = bytes.any;
	*count = slot->length;
	return 0;
}

_Noreturn void fxThrow(xsMachine *the, const char *kind, const char *message)
{
	(void)the;
	fprintf(stderr, "%s: %s\n", kind, message);
	exit(2);
}

#if ESP32
#include "bootloader_random.h"
#include "esp_random.h"

/* The source may not be switched on twice, nor be left on. */
static bool isOn;

void bootloader_random_enable(void)
{
	if (isOn)
		exit(4);
	isOn = true;
	printf("on ");
}

void bootloader_random_disable(void)
{
	if (!isOn)
		exit(4);
	isOn = false;
	printf("off ");
}

void esp_fill_random(void *bytes, size_t length)
{
	printf("%zu ", length);
	for (size_t i = 0; i < length; i++)
		((unsigned char *)bytes)[i] = (unsigned char)(i * 37);
}
#endif

static void fill(unsigned length)
{
	static unsigned char room[AROUND + LONGEST + AROUND];
	unsigned counts[256] = {0};
	unsigned most = 0;
	memset(room, UNTOUCHED, sizeof room);
	machine.arguments[0].data = room + AROUND;
	machine.arguments[0].length = length;
	xs_keiki_random_fill(&machine);
	printf("\n");
	for (unsigned i = 0; i < AROUND; i++)
		if (room[i] != UNTOUCHED || room[AROUND + length + i] != UNTOUCHED)
			exit(1);
	for (unsigned i = 0; i < length; i++)
		counts[room[AROUND + i]]++;
	for (unsigned i = 0; i < 256; i++)
		most = counts[i] > most ? counts[i] : most;
	/* 16 of each in 4,096: 64 of one byte do not come by chance. */
	if (length == LONGEST && most >= 64)
		exit(1);
}

int main(void)
{
	static const unsigned lengths[] = {0, 1, 32, LONGEST};
	for (unsigned i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
		fill(lengths[i]);
#if ESP32
	if (isOn)
		exit(4);
#endif
	return 0;
}
