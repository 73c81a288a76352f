#include "device.h"
#include "crypt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <xsmc.h>

/* print(text): one line to stdout. */
static void print(xsMachine* the)
{
	fputs(xsmcToString(xsArg(0)), stdout);
	fputc('\n', stdout);
	fflush(stdout);
}

static const char* nextLine(void)
{
	static char* line;
	static size_t capacity;
	if (getline(&line, &capacity, stdin) < 0) return NULL;
	line[strcspn(line, "\r\n")] = 0;
	return line;
}

/* readLine(): the next line of stdin without its end, undefined when there is none. */
static void readLine(xsMachine* the)
{
	const char* line = nextLine();
	if (line) xsmcSetString(xsResult, (char*)line);
}

/* printBytes(text, bytes): one line to stdout, the text and behind it the bytes in hexadecimal. */
static void printBytes(xsMachine* the)
{
	void* bytes;
	xsUnsignedValue length;
	xsmcGetBufferReadable(xsArg(1), &bytes, &length);
	fputs(xsmcToString(xsArg(0)), stdout);
	for (xsUnsignedValue i = 0; i < length; i++) {
		const unsigned char byte = ((const unsigned char*)bytes)[i];
		putchar_unlocked("0123456789abcdef"[byte >> 4]);
		putchar_unlocked("0123456789abcdef"[byte & 15]);
	}
	fputc('\n', stdout);
	fflush(stdout);
}

/* -1: not a hexadecimal digit. */
static int digitOf(char digit)
{
	return digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* readBytes(): the next line of stdin, which must be hexadecimal digits, as an ArrayBuffer. */
static void readBytes(xsMachine* the)
{
	const char* line = nextLine();
	if (!line) return;
	size_t length = strlen(line) / 2;
	xsmcSetArrayBuffer(xsResult, NULL, (xsIntegerValue)length);
	unsigned char* bytes = xsmcToArrayBuffer(xsResult);
	for (size_t i = 0; i < length; i++) {
		const int high = digitOf(line[2 * i]), low = digitOf(line[2 * i + 1]);
		if (high < 0 || low < 0) xsSyntaxError("hexadecimal: %s", line);
		bytes[i] = (unsigned char)(high << 4 | low);
	}
}

/* now(): milliseconds of real time, with fractions, from an arbitrary start. */
static void now(xsMachine* the)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	xsmcSetNumber(xsResult, (double)time.tv_sec * 1000 + (double)time.tv_nsec / 1e6);
}

/* flashSectors(): how many sectors the flash beside the RAM has. */
static void flashSectors(xsMachine* the)
{
	xsmcSetInteger(xsResult, norSectors());
}

/* flashRead(offset, into) */
static void flashRead(xsMachine* the)
{
	void* into;
	xsUnsignedValue length;
	xsIntegerValue offset = xsmcToInteger(xsArg(0));
	xsmcGetBufferWritable(xsArg(1), &into, &length);
	if (!norRead(offset, into, length)) xsRangeError("flash: no %d bytes at %d", (int)length, (int)offset);
}

/* flashWrite(offset, bytes) */
static void flashWrite(xsMachine* the)
{
	void* bytes;
	xsUnsignedValue length;
	xsIntegerValue offset = xsmcToInteger(xsArg(0));
	xsmcGetBufferReadable(xsArg(1), &bytes, &length);
	if (!norWrite(offset, bytes, length)) xsRangeError("flash: no %d bytes at %d", (int)length, (int)offset);
}

/* flashErase(sector) */
static void flashErase(xsMachine* the)
{
	xsIntegerValue sector = xsmcToInteger(xsArg(0));
	if (!norErase(sector)) xsRangeError("flash: no sector %d", (int)sector);
}

/* storeRead(name): an ArrayBuffer; undefined if there is none. */
static void storeRead(xsMachine* the)
{
	size_t length;
	const void* bytes = storeGet(xsmcToString(xsArg(0)), &length);
	if (bytes) xsmcSetArrayBuffer(xsResult, (void*)bytes, (xsIntegerValue)length);
}

/* storeWrite(name, bytes) */
static void storeWrite(xsMachine* the)
{
	void* bytes;
	xsUnsignedValue length;
	xsmcGetBufferReadable(xsArg(1), &bytes, &length);
	const char* name = xsmcToString(xsArg(0));
	if (!storeSet(name, bytes, length)) xsRangeError("store: no room for %d bytes as %s", (int)length, name);
}

/* storeErase(name) */
static void storeErase(xsMachine* the)
{
	storeDelete(xsmcToString(xsArg(0)));
}

/* turnBegins(), turnEnds(): what they do is nothing; a profiler looks for their names. Different, or the compiler would make one of them. */
static volatile unsigned turnsBegun, turnsEnded;

static void turnBegins(xsMachine* the)
{
	(void)the;
	turnsBegun = turnsBegun + 1;
}

static void turnEnds(xsMachine* the)
{
	(void)the;
	turnsEnded = turnsEnded + 1;
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
	xsmcVars(1);
	xsmcSetNewObject(xsResult);
	xsmcSetInteger(xsVar(0), slots);
	xsmcSet(xsResult, xsID("slots"), xsVar(0));
	xsmcSetInteger(xsVar(0), chunkBytes);
	xsmcSet(xsResult, xsID("chunks"), xsVar(0));
	xsmcSetInteger(xsVar(0), stackPeak);
	xsmcSet(xsResult, xsID("stack"), xsVar(0));
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
		{ "printBytes", printBytes, 2 },
		{ "readLine", readLine, 0 },
		{ "readBytes", readBytes, 0 },
		{ "now", now, 0 },
		{ "flashSectors", flashSectors, 0 },
		{ "flashRead", flashRead, 2 },
		{ "flashWrite", flashWrite, 2 },
		{ "flashErase", flashErase, 1 },
		{ "storeRead", storeRead, 1 },
		{ "storeWrite", storeWrite, 2 },
		{ "storeErase", storeErase, 1 },
		{ "aesContext", aesContext, 1 },
		{ "encrypt", encrypt, 2 },
		{ "sha256Context", sha256Context, 0 },
		{ "sha256Reset", sha256Reset, 0 },
		{ "sha256Write", sha256Write, 1 },
		{ "sha256Close", sha256Close, 0 },
		{ "turnBegins", turnBegins, 0 },
		{ "turnEnds", turnEnds, 0 },
		{ "collect", collect, 0 },
		{ "memory", memory, 0 },
	};
	/* Names that programs in RAM may need: each new one there costs a key. */
	static const char* const names[] = { "slots", "chunks", "stack" };
	xsBeginHost(root);
	for (size_t i = 0; i < sizeof natives / sizeof natives[0]; i++) {
		xsResult = xsNewHostFunction(natives[i].callback, natives[i].length);
		xsmcDefine(xsGlobal, xsID(natives[i].name), xsResult, xsDontEnum);
	}
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) (void)xsID(names[i]);
	xsEndHost(root);
}
