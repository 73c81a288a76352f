#include "harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

#include "mc.xs.h"
#include "xsHost.h"

xsMachine machine;
_Atomic int queueRoom = 10;
void (*duringFrame)(void);
void (*onFrame)(const uint8_t *psdu, unsigned length);
static _Atomic modMessageDeliver pending;
static const char *thrown;
static jmp_buf catcher;
static bool inHost;

xsIntegerValue fxToInteger(xsMachine *the, xsSlot *slot)
{
	(void)the;
	return (xsIntegerValue)slot->number;
}

xsNumberValue fxToNumber(xsMachine *the, xsSlot *slot)
{
	(void)the;
	return slot->number;
}

xsBooleanValue fxToBoolean(xsMachine *the, xsSlot *slot)
{
	(void)the;
	return slot->number != 0;
}

void fxInteger(xsMachine *the, xsSlot *slot, xsIntegerValue value)
{
	(void)the;
	slot->number = value;
}

void fxBoolean(xsMachine *the, xsSlot *slot, xsBooleanValue value)
{
	(void)the;
	slot->number = value;
}

void *fxArrayBuffer(xsMachine *the, xsSlot *slot, void *buffer, xsIntegerValue length, xsIntegerValue longest)
{
	static uint8_t copy[128];
	(void)the;
	(void)longest;
	memcpy(copy, buffer, (size_t)length);
	slot->data = copy;
	slot->length = (xsUnsignedValue)length;
	return copy;
}

xsIntegerValue _xsmcGetBuffer(xsMachine *the, xsSlot *slot, void **data, xsUnsignedValue *count, xsBooleanValue writable)
{
	union {
		const void *readable;
		void *any;
	} bytes = {slot->data};
	(void)the;
	(void)writable;
	*data = bytes.any;
	*count = slot->length;
	return 0;
}

void _xsCall(xsMachine *the, xsSlot *result, xsSlot *self, xsUnsignedValue id, ...)
{
	va_list arguments;
	const xsSlot *first;
	(void)the;
	(void)result;
	if (!inHost)
		fail("JavaScript", "called from a message", "called from elsewhere");
	expectNumber("the listener", 4711, (unsigned)self->number);
	va_start(arguments, id);
	first = va_arg(arguments, xsSlot *);
	if (id == xsID_onFrame && onFrame != NULL)
		onFrame(first->data, first->length);
	else if (id == xsID_onFrame) {
		tell("frame ");
		tellBytes(first->data, first->length);
		tell(" %d; ", (int)va_arg(arguments, xsSlot *)->number);
		if (duringFrame != NULL)
			duringFrame();
	} else if (id == xsID_onTransmitted)
		tell("transmitted %d; ", (int)first->number);
	else
		tell("energy %d; ", (int)first->number);
	va_end(arguments);
}

xsIntegerValue fxIncrementalVars(xsMachine *the, xsIntegerValue count)
{
	(void)the;
	return count;
}

void fxRemember(xsMachine *the, xsSlot *slot)
{
	(void)the;
	tell("remember %d; ", (int)slot->number);
}

void fxForget(xsMachine *the, xsSlot *slot)
{
	(void)the;
	tell("forget %d; ", (int)slot->number);
}

xsMachine *fxBeginHost(xsMachine *the)
{
	if (inCritical)
		fail("JavaScript", "not entered under the driver's spinlock", "entered");
	inHost = true;
	return the;
}

void fxEndHost(xsMachine *the)
{
	(void)the;
	inHost = false;
}

_Noreturn void fxThrow(xsMachine *the, const char *kind, const char *message)
{
	if (inCritical)
		fail("an exception", "none under the driver's spinlock", kind);
	(void)the;
	(void)message;
	thrown = kind;
	longjmp(catcher, 1);
}

int modMessagePostToMachineFromISR(xsMachine *the, modMessageDeliver callback, void *refcon)
{
	(void)refcon;
	if (the != &machine)
		fail("a message", "to the machine that opened the radio", "to another");
	if (queueRoom == 0)
		return -1;
	queueRoom--;
	if (atomic_exchange(&pending, callback) != NULL)
		fail("messages under way", "one", "two");
	return 0;
}

void call(void (*function)(xsMachine *))
{
	thrown = NULL;
	if (setjmp(catcher) == 0)
		function(&machine);
}

void expectThrow(const char *what, const char *kind)
{
	if (thrown == NULL || strcmp(thrown, kind) != 0)
		fail(what, kind, thrown == NULL ? "nothing thrown" : thrown);
}

void openRadio(void)
{
	machine.arguments[0].number = 4711;
	call(xs_keiki_radio_open);
	story[0] = '\0';
}

void listenOn(int channel)
{
	machine.arguments[0].number = channel;
	call(xs_keiki_radio_listen);
}

void transmit(const void *psdu, unsigned length, bool cca)
{
	machine.arguments[0].data = psdu;
	machine.arguments[0].length = length;
	machine.arguments[1].number = cca;
	call(xs_keiki_radio_transmit);
}

void detect(double duration)
{
	machine.arguments[0].number = duration;
	call(xs_keiki_radio_detectEnergy);
}

void deliverMessage(void)
{
	const modMessageDeliver callback = atomic_exchange(&pending, (modMessageDeliver)NULL);
	if (callback == NULL)
		return;
	queueRoom++;
	callback(&machine, NULL, NULL, 0);
}
