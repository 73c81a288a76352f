/** The parts of the device model: flash that cannot be written, RAM of fixed size, and what the program may ask of its host. */
#ifndef KEIKI_XS_HOST_DEVICE_H
#define KEIKI_XS_HOST_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

/** A machine: txMachine to who includes the engine's insides, xsMachine to who uses its C API. */
typedef void Machine;

/** Exit codes beyond 0 (all is well) and 1 (the program threw, or could not be read). */
enum {
	EXIT_USAGE = 2,
	EXIT_ENGINE = 10, /* + XS's own status: 11 a pool is full, 12 stack overflow, 16 out of keys */
	EXIT_FLASH_WRITE = 20,
	EXIT_FLASH_STATE = 21,
};

/** Sizes of the RAM that the firmware gets; the ESP32's are the default. */
typedef struct {
	int chunkBytes;
	int slots;
	int stackSlots;
	int keys;
} Pools;

/* flash.c */

/** Memory of the machine that stands for flash; it stays writable until flashSeal. */
void* flashAllocate(size_t bytes);
bool flashIsOpen(void);
/** Bytes that the preloaded program takes: built-ins included, unused parts of the allocations excluded. */
size_t flashBytes(Machine* root);
/** Parses and runs the script at `path` in `root`, its byte code in place; false if it cannot be read. Throws what the script throws. */
bool flashLoad(Machine* root, const char* path);
/** Ends the build: shares `root`, makes its strings and code external to any heap, and protects its memory. */
void flashSeal(Machine* root);
/** From here on a write to flash ends the process with a message and the stack of `ram`. */
void flashGuard(Machine* ram);
/** Lists on stderr each preloaded object or variable of which `ram` had to make a changed copy; returns how many. */
int flashReportCopies(Machine* ram, Machine* root);
/** Lists on stderr each preloaded variable that holds an object or array which is not frozen; returns how many. */
int flashReportUnfrozen(Machine* root);

/* nor.c */

/** The flash for the program's own data holds what is in the file, and is as large: a multiple of 4,096 bytes. Without this call there is none. */
bool norLoad(const char* path);
int norSectors(void);
/** False outside the flash. */
bool norRead(int offset, void* into, size_t length);
bool norWrite(int offset, const void* bytes, size_t length);
bool norErase(int sector);

/* store.c */

/** NULL if there is no such value. */
const void* storeGet(const char* name, size_t* length);
/** False if the name or the value is too long, or all places are taken. */
bool storeSet(const char* name, const void* bytes, size_t length);
void storeDelete(const char* name);

/* platform.c */

Machine* createFlash(void);
Machine* createRam(Machine* root, const Pools* pools);
void runPromiseJobs(Machine* the);
/** Collects garbage, then tells what is left. */
void measure(Machine* the, int* slots, int* chunkBytes, int* stackPeak);
/** Prints the JavaScript calls that are under way to stderr, the innermost first. */
void printCalls(Machine* the);

/* natives.c */

/** Gives programs what natives.d.ts declares. */
void installNatives(Machine* root);

#endif
