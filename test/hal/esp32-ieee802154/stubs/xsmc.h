/* What the radio module uses of XS in C, by the names and types of the SDK's xs.h and xsmc.h, on a machine that only holds arguments and variables. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef int32_t xsIntegerValue;
typedef uint32_t xsUnsignedValue;
typedef double xsNumberValue;
typedef int32_t xsBooleanValue;

typedef struct {
	double number;
	/* Of a buffer. */
	const void *data;
	xsUnsignedValue length;
} xsSlot;

typedef struct {
	xsSlot arguments[4];
	xsSlot variables[4];
	xsSlot result;
} xsMachine;

#define xsArg(_INDEX) (the->arguments[_INDEX])
#define xsVar(_INDEX) (the->variables[_INDEX])
#define xsResult (the->result)

xsIntegerValue fxToInteger(xsMachine *the, xsSlot *slot);
xsNumberValue fxToNumber(xsMachine *the, xsSlot *slot);
xsBooleanValue fxToBoolean(xsMachine *the, xsSlot *slot);
void fxInteger(xsMachine *the, xsSlot *slot, xsIntegerValue value);
void fxBoolean(xsMachine *the, xsSlot *slot, xsBooleanValue value);
void *fxArrayBuffer(xsMachine *the, xsSlot *slot, void *buffer, xsIntegerValue length, xsIntegerValue longest);
xsIntegerValue _xsmcGetBuffer(xsMachine *the, xsSlot *slot, void **data, xsUnsignedValue *count, xsBooleanValue writable);
void _xsCall(xsMachine *the, xsSlot *result, xsSlot *self, xsUnsignedValue id, ...);
xsIntegerValue fxIncrementalVars(xsMachine *the, xsIntegerValue count);
void fxRemember(xsMachine *the, xsSlot *slot);
void fxForget(xsMachine *the, xsSlot *slot);
xsMachine *fxBeginHost(xsMachine *the);
void fxEndHost(xsMachine *the);
_Noreturn void fxThrow(xsMachine *the, const char *kind, const char *message);

#define xsmcToInteger(_SLOT) fxToInteger(the, &_SLOT)
#define xsmcToNumber(_SLOT) fxToNumber(the, &_SLOT)
#define xsmcToBoolean(_SLOT) fxToBoolean(the, &_SLOT)
#define xsmcSetInteger(_SLOT, _VALUE) fxInteger(the, &_SLOT, _VALUE)
#define xsmcSetBoolean(_SLOT, _VALUE) fxBoolean(the, &_SLOT, _VALUE)
#define xsmcSetArrayBuffer(_SLOT, _BUFFER, _SIZE) fxArrayBuffer(the, &_SLOT, _BUFFER, _SIZE, -1)
#define xsmcGetBufferReadable(_SLOT, data, count) _xsmcGetBuffer(the, &_SLOT, data, count, 0)
#define xsmcGetBufferWritable(_SLOT, data, count) _xsmcGetBuffer(the, &_SLOT, data, count, 1)
#define xsmcCall(_RES, _THIS, _ID, ...) _xsCall(the, &_RES, &_THIS, _ID, __VA_ARGS__)
#define xsmcVars(_COUNT) fxIncrementalVars(the, _COUNT)
#define xsRemember(_SLOT) fxRemember(the, &(_SLOT))
#define xsForget(_SLOT) fxForget(the, &(_SLOT))
#define xsUnknownError(_MESSAGE) fxThrow(the, "Error", _MESSAGE)
#define xsRangeError(_MESSAGE) fxThrow(the, "RangeError", _MESSAGE)
#define xsBeginHost(_THE) \
	do { \
		xsMachine *const hostMachine = (_THE); \
		xsMachine *the = fxBeginHost(hostMachine)
#define xsEndHost(_THE) \
		fxEndHost(the); \
		the = NULL; \
	} while (0)
