/* Small values by name beside the RAM, as the ESP32's NVS has them; they are gone with the program. */
#include "device.h"

#include <string.h>

/* Names of 15 characters and values of 60 bytes, as hal/ports/store.ts has them. */
enum { ENTRIES = 64, NAME_SIZE = 16, MOST_BYTES = 60 };

static struct Entry {
	char name[NAME_SIZE];
	unsigned char bytes[MOST_BYTES];
	size_t length;
} entries[ENTRIES];

/* An empty name finds a free entry. */
static struct Entry* find(const char* name)
{
	for (struct Entry* entry = entries; entry < entries + ENTRIES; entry++)
		if (strcmp(entry->name, name) == 0) return entry;
	return NULL;
}

const void* storeGet(const char* name, size_t* length)
{
	const struct Entry* entry = name[0] ? find(name) : NULL;
	if (!entry) return NULL;
	*length = entry->length;
	return entry->bytes;
}

bool storeSet(const char* name, const void* bytes, size_t length)
{
	if (!name[0] || strlen(name) >= NAME_SIZE || length > MOST_BYTES) return false;
	struct Entry* entry = find(name);
	if (!entry) entry = find("");
	if (!entry) return false;
	strcpy(entry->name, name);
	memcpy(entry->bytes, bytes, length);
	entry->length = length;
	return true;
}

void storeDelete(const char* name)
{
	struct Entry* entry = name[0] ? find(name) : NULL;
	if (entry) entry->name[0] = 0;
}
