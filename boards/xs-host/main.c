/*
 * keiki-xs [--chunks BYTES] [--slots COUNT] [--stack COUNT] [--keys COUNT] [--nor FILE] [--report] [--frozen] SCRIPT
 *
 * Preloads SCRIPT into a machine that stands for flash, then calls its global function `main` in one that stands for the ESP32's RAM. FILE is what a further
 * flash, for the program's own data, holds at the start; what the program writes there is lost at the end.
 * With --frozen the program is not run if it has tables that could be changed.
 */
#include "device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xs.h>

static void printException(xsMachine* the)
{
	xsTry {
		xsVars(1);
		if (xsTypeOf(xsException) == xsReferenceType) xsVar(0) = xsGet(xsException, xsID("stack"));
		if (xsTypeOf(xsVar(0)) == xsUndefinedType) xsVar(0) = xsException;
		fprintf(stderr, "%s\n", xsToString(xsVar(0)));
	}
	xsCatch {
		fprintf(stderr, "an exception that cannot be shown\n");
	}
}

static bool preload(xsMachine* root, const char* path)
{
	volatile bool loaded = false;
	xsBeginHost(root);
	xsTry {
		loaded = flashLoad(the, path);
		if (!loaded) fprintf(stderr, "%s: cannot be read\n", path);
	}
	xsCatch {
		printException(the);
	}
	xsEndHost(root);
	return loaded;
}

static bool runMain(xsMachine* ram)
{
	volatile bool returned = false;
	xsBeginHost(ram);
	xsTry {
		xsCall0(xsGlobal, xsID("main"));
		runPromiseJobs(the);
		returned = true;
	}
	xsCatch {
		printException(the);
	}
	xsEndHost(ram);
	return returned;
}

static bool parseOption(Pools* pools, const char* name, const char* value)
{
	int* target = strcmp(name, "--chunks") == 0 ? &pools->chunkBytes
		: strcmp(name, "--slots") == 0 ? &pools->slots
		: strcmp(name, "--stack") == 0 ? &pools->stackSlots
		: strcmp(name, "--keys") == 0 ? &pools->keys : NULL;
	if (!target || !value) return false;
	*target = atoi(value);
	return *target > 0;
}

int main(int argc, char* argv[])
{
	Pools pools = { .chunkBytes = 78848, .slots = 4928, .stackSlots = 512, .keys = 32 };
	bool report = false;
	bool frozen = false;
	int at = 1;
	for (; at < argc && argv[at][0] == '-'; at++) {
		if (strcmp(argv[at], "--report") == 0) report = true;
		else if (strcmp(argv[at], "--frozen") == 0) frozen = true;
		else if (strcmp(argv[at], "--nor") == 0 && argv[at + 1]) {
			if (norLoad(argv[++at])) continue;
			fprintf(stderr, "%s: expected a file of whole sectors of 4096 bytes\n", argv[at]);
			return EXIT_USAGE;
		}
		else if (!parseOption(&pools, argv[at], argv[at + 1])) break;
		else at++;
	}
	if (at + 1 != argc || argv[at][0] == '-') {
		fprintf(stderr, "usage: keiki-xs [--chunks BYTES] [--slots COUNT] [--stack COUNT] [--keys COUNT] [--nor FILE] [--report] [--frozen] SCRIPT\n");
		return EXIT_USAGE;
	}

	xsMachine* root = createFlash();
	installNatives(root);
	if (!preload(root, argv[at])) return EXIT_FAILURE;
	flashSeal(root);
	flashGuard(root);
	if (frozen && flashReportUnfrozen(root) > 0) return EXIT_FLASH_STATE;
	xsMachine* ram = createRam(root, &pools);
	flashGuard(ram);

	bool returned = runMain(ram);
	int copies = flashReportCopies(ram, root);
	if (report) {
		int slots, chunkBytes, stackPeak;
		measure(ram, &slots, &chunkBytes, &stackPeak);
		fprintf(stderr, "report {\"slots\":%d,\"chunks\":%d,\"stack\":%d,\"flash\":%zu}\n", slots, chunkBytes, stackPeak, flashBytes(root));
	}
	return !returned ? EXIT_FAILURE : copies > 0 ? EXIT_FLASH_STATE : EXIT_SUCCESS;
}
