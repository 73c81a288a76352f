#include "device.h"

#include <xsAll.h>

/* XS tells of a full pool through fxReport, which goes to its debugger; the build points those calls here. */
void reportToConsole(txMachine* the, txString format, ...);

static const char* describeStatus(int status)
{
	switch (status) {
	case XS_NOT_ENOUGH_MEMORY_EXIT:
		return "memory full";
	case XS_STACK_OVERFLOW_EXIT:
		return "stack overflow";
	case XS_NO_MORE_KEYS_EXIT:
		return "out of keys";
	case XS_UNHANDLED_EXCEPTION_EXIT:
		return "unhandled exception";
	case XS_UNHANDLED_REJECTION_EXIT:
		return "unhandled rejection";
	default:
		return "engine failure";
	}
}

void fxAbort(txMachine* the, int status)
{
	fflush(stdout);
	fprintf(stderr, "XS aborts: %s\n", describeStatus(status));
	printCalls(the);
	_exit(EXIT_ENGINE + status);
}

void reportToConsole(txMachine* the, txString format, ...)
{
	va_list arguments;
	(void)the;
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
}

void fxCreateMachinePlatform(txMachine* the)
{
	the->hasPromiseJobs = 0;
}

void fxDeleteMachinePlatform(txMachine* the)
{
	(void)the;
}

void fxQueuePromiseJobs(txMachine* the)
{
	the->hasPromiseJobs = 1;
}

void runPromiseJobs(Machine* machine)
{
	txMachine* the = machine;
	while (the->hasPromiseJobs) {
		the->hasPromiseJobs = 0;
		fxRunPromiseJobs(the);
	}
}

void* fxAllocateChunks(txMachine* the, txSize size)
{
	(void)the;
	return flashIsOpen() ? flashAllocate((size_t)size) : malloc((size_t)size);
}

void fxFreeChunks(txMachine* the, void* chunks)
{
	(void)the;
	(void)chunks; /* Both machines live as long as the process. */
}

txSlot* fxAllocateSlots(txMachine* the, txSize count)
{
	(void)the;
	size_t bytes = (size_t)count * sizeof(txSlot);
	return flashIsOpen() ? flashAllocate(bytes) : calloc(1, bytes);
}

void fxFreeSlots(txMachine* the, void* slots)
{
	(void)the;
	(void)slots;
}

enum { NAME_MODULO = 1993, SYMBOL_MODULO = 127 };

Machine* createFlash(void)
{
	txCreation creation = {
		.initialChunkSize = 1024 * 1024,
		.incrementalChunkSize = 1024 * 1024,
		.initialHeapCount = 32 * 1024,
		.incrementalHeapCount = 32 * 1024,
		.stackCount = 4096,
		.initialKeyCount = 4096,
		.incrementalKeyCount = 1024,
		.nameModulo = NAME_MODULO,
		.symbolModulo = SYMBOL_MODULO,
		.parserBufferSize = 256 * 1024,
		.parserTableModulo = NAME_MODULO,
	};
	return fxCreateMachine(&creation, "flash", NULL, XS_NO_ID);
}

Machine* createRam(Machine* root, const Pools* pools)
{
	txCreation creation = {
		.initialChunkSize = pools->chunkBytes,
		.incrementalChunkSize = 0,
		.initialHeapCount = pools->slots,
		.incrementalHeapCount = 0,
		.stackCount = pools->stackSlots,
		.initialKeyCount = pools->keys,
		.incrementalKeyCount = 0,
		.nameModulo = NAME_MODULO,
		.symbolModulo = SYMBOL_MODULO,
	};
	return fxCloneMachine(&creation, root, "ram", NULL);
}

void measure(Machine* machine, int* slots, int* chunkBytes, int* stackPeak)
{
	txMachine* the = machine;
	fxCollectGarbage(the);
	*slots = the->currentHeapCount;
	*chunkBytes = the->currentChunksSize;
	*stackPeak = (int)(the->stackTop - the->stackPeak);
}

void printCalls(Machine* machine)
{
	txMachine* the = machine;
	for (txSlot* frame = the->frame; frame; frame = frame->next) {
		txSlot* environment = mxFrameToEnvironment(frame);
		char name[128] = "";
		if (environment->ID == XS_NO_ID) continue;
		fxBufferFrameName(the, name, sizeof name, frame, "");
		fprintf(stderr, " at %s (%s:%d:)\n", name, fxGetKeyName(the, environment->ID), (int)environment->value.environment.line);
	}
}
