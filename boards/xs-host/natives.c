#include "device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <xs.h>

/* print(text): one line to stdout. */
static void print(xsMachine* the)
{
	fputs(xsToString(xsArg(0)), stdout);
	fputc('\n', stdout);
	fflush(stdout);
}

/* readLine(): the next line of stdin without its end, undefined when there is none. */
static void readLine(xsMachine* the)
{
	static char* line;
	static size_t capacity;
	ssize_t length = getline(&line, &capacity, stdin);
	if (length < 0) return;
	line[strcspn(line, "\r\n")] = 0;
	xsResult = xsString(line);
}

/* now(): milliseconds of real time, with fractions, from an arbitrary start. */
static void now(xsMachine* the)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	xsResult = xsNumber((double)time.tv_sec * 1000 + (double)time.tv_nsec / 1e6);
}

static void collect(xsMachine* the)
{
	xsCollectGarbage();
}

/* memory(): { slots, chunks, stack }: what is alive after a collection (slots, bytes), and the most stack slots ever used. */
static void memory(xsMachine* the)
{
	int slots, chunkBytes, stackPeak;
	measure(the, &slots, &chunkBytes, &stackPeak);
	xsResult = xsNewObject();
	xsSet(xsResult, xsID("slots"), xsInteger(slots));
	xsSet(xsResult, xsID("chunks"), xsInteger(chunkBytes));
	xsSet(xsResult, xsID("stack"), xsInteger(stackPeak));
}

void installNatives(Machine* machine)
{
	xsMachine* root = machine;
	static const struct {
		const char* name;
		xsCallback callback;
		int length;
	} natives[] = {
		{ "print", print, 1 },
		{ "readLine", readLine, 0 },
		{ "now", now, 0 },
		{ "collect", collect, 0 },
		{ "memory", memory, 0 },
	};
	/* Names that programs in RAM may need: each new one there costs a key. */
	static const char* const names[] = { "slots", "chunks", "stack" };
	xsBeginHost(root);
	for (size_t i = 0; i < sizeof natives / sizeof natives[0]; i++) {
		xsResult = xsNewHostFunction(natives[i].callback, natives[i].length);
		xsDefine(xsGlobal, xsID(natives[i].name), xsResult, xsDontEnum);
	}
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) (void)xsID(names[i]);
	xsEndHost(root);
}
