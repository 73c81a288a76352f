/* NOR flash for the program's own data, beside the RAM: a write clears bits, an erase sets all bits of a sector. */
#include "device.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECTOR_SIZE = 4096 };

static struct {
	uint8_t* bytes;
	size_t size;
} nor;

bool norLoad(const char* path)
{
	FILE* file = fopen(path, "rb");
	if (!file) return false;
	fseek(file, 0, SEEK_END);
	long size = ftell(file);
	rewind(file);
	if (size > 0 && size % SECTOR_SIZE == 0) {
		nor.bytes = malloc((size_t)size);
		if (nor.bytes) nor.size = fread(nor.bytes, 1, (size_t)size, file);
	}
	fclose(file);
	return nor.size > 0 && nor.size == (size_t)size;
}

int norSectors(void)
{
	return (int)(nor.size / SECTOR_SIZE);
}

static bool isInside(int offset, size_t length)
{
	return offset >= 0 && length <= nor.size && (size_t)offset <= nor.size - length;
}

bool norRead(int offset, void* into, size_t length)
{
	if (!isInside(offset, length)) return false;
	memcpy(into, nor.bytes + offset, length);
	return true;
}

bool norWrite(int offset, const void* bytes, size_t length)
{
	if (!isInside(offset, length)) return false;
	for (size_t i = 0; i < length; i++) nor.bytes[(size_t)offset + i] &= ((const uint8_t*)bytes)[i];
	return true;
}

bool norErase(int sector)
{
	if (sector < 0 || sector >= norSectors()) return false;
	memset(nor.bytes + (size_t)sector * SECTOR_SIZE, 0xff, SECTOR_SIZE);
	return true;
}
