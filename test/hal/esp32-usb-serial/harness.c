/*
 * The USB serial module of the ESP32-S3 with a driver and an XS machine that are played here: `harness CASE` runs one case and ends with 0, or says on
 * stderr what it expected; `harness` alone lists the cases.
 */
#include "esp32-usb-serial.h"

#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "esp_driver_usb_serial_jtag/include/driver/usb_serial_jtag.h"

#define ROOM 300

static xsMachine machine;
static const char *thrown;
static jmp_buf catcher;

/* XS */

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

_Noreturn void fxThrow(xsMachine *the, const char *kind, const char *message)
{
	(void)the;
	(void)message;
	thrown = kind;
	longjmp(catcher, 1);
}

/* What JavaScript gets: a number, or -1 where something is thrown. */
static int call(void (*function)(xsMachine *), const void *data, unsigned length)
{
	thrown = NULL;
	machine.arguments[0].data = data;
	machine.arguments[0].length = length;
	machine.result.number = 0;
	if (setjmp(catcher) == 0)
		function(&machine);
	return thrown == NULL ? (int)machine.result.number : -1;
}

/* The driver */

static esp_err_t answer = ESP_OK;
static unsigned installs;
static usb_serial_jtag_driver_config_t told;
static uint8_t incoming[ROOM];
static unsigned arrived, fetched;
/* Where the ring ends. */
static unsigned wrap = ROOM;
static uint8_t outgoing[ROOM];
static unsigned sent;

esp_err_t usb_serial_jtag_driver_install(usb_serial_jtag_driver_config_t *config)
{
	installs++;
	told = *config;
	return answer;
}

int usb_serial_jtag_read_bytes(void *buffer, uint32_t length, uint32_t ticks)
{
	const unsigned end = fetched < wrap && arrived > wrap ? wrap : arrived;
	const unsigned count = end - fetched < length ? end - fetched : length;
	if (ticks != 0)
		exit(3);
	memcpy(buffer, incoming + fetched, count);
	fetched += count;
	return (int)count;
}

int usb_serial_jtag_write_bytes(const void *source, size_t size, uint32_t ticks)
{
	if (ticks != 0)
		exit(3);
	if (size > sizeof outgoing - sent)
		return 0;
	memcpy(outgoing + sent, source, size);
	sent += (unsigned)size;
	return (int)size;
}

static void arrive(unsigned count)
{
	for (unsigned i = 0; i < count; i++, arrived++)
		incoming[arrived] = (uint8_t)arrived;
}

/* The cases */

static void expect(const char *what, int expected, int actual)
{
	if (expected == actual)
		return;
	fprintf(stderr, "%s: expected %d, got %d\n", what, expected, actual);
	exit(1);
}

static void opensOnce(void)
{
	expect("open", 0, call(xs_keiki_usb_open, NULL, 0));
	expect("a second open", -1, call(xs_keiki_usb_open, NULL, 0));
	expect("installs", 1, (int)installs);
	expect("the ring of what comes in", 4096, (int)told.rx_buffer_size);
	expect("the ring of what goes out", 512, (int)told.tx_buffer_size);
}

static void refusesWhileClosed(void)
{
	uint8_t bytes[4] = {0};
	answer = ESP_FAIL;
	expect("a driver that refuses", -1, call(xs_keiki_usb_open, NULL, 0));
	expect("read", -1, call(xs_keiki_usb_read, bytes, sizeof bytes));
	expect("write", -1, call(xs_keiki_usb_write, bytes, sizeof bytes));
	answer = ESP_OK;
	expect("once more", 0, call(xs_keiki_usb_open, NULL, 0));
}

static void readsAcrossTheEnd(void)
{
	uint8_t bytes[64];
	memset(bytes, 0xa5, sizeof bytes);
	call(xs_keiki_usb_open, NULL, 0);
	expect("nothing", 0, call(xs_keiki_usb_read, bytes, sizeof bytes));
	wrap = 10;
	arrive(30);
	expect("all of it", 30, call(xs_keiki_usb_read, bytes, sizeof bytes));
	for (int i = 0; i < 30; i++)
		expect("each byte", i, bytes[i]);
	expect("behind it", 0xa5, bytes[30]);
	expect("nothing more", 0, call(xs_keiki_usb_read, bytes, sizeof bytes));
}

static void readsNoMoreThanFits(void)
{
	uint8_t bytes[17];
	memset(bytes, 0xa5, sizeof bytes);
	call(xs_keiki_usb_open, NULL, 0);
	arrive(40);
	expect("16 bytes", 16, call(xs_keiki_usb_read, bytes, 16));
	expect("behind them", 0xa5, bytes[16]);
	expect("the rest", 16, call(xs_keiki_usb_read, bytes, 16));
	expect("the end", 8, call(xs_keiki_usb_read, bytes, 16));
}

static void writesAllOrNothing(void)
{
	uint8_t bytes[200];
	memset(bytes, 0x5a, sizeof bytes);
	call(xs_keiki_usb_open, NULL, 0);
	expect("200 bytes", 1, call(xs_keiki_usb_write, bytes, 200));
	expect("200 more", 0, call(xs_keiki_usb_write, bytes, 200));
	expect("sent", 200, (int)sent);
	expect("100 more", 1, call(xs_keiki_usb_write, bytes, 100));
	expect("sent", 300, (int)sent);
}

static const struct {
	const char *name;
	void (*run)(void);
} CASES[] = {
	{"opens the driver once, with its rings", opensOnce},
	{"refuses everything while it is closed, and opens later where the driver refused", refusesWhileClosed},
	{"reads across the end of the ring", readsAcrossTheEnd},
	{"reads no more than there is room for", readsNoMoreThanFits},
	{"writes all or nothing, and never waits", writesAllOrNothing},
};

int main(int count, char **words)
{
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		if (count < 2)
			puts(CASES[i].name);
		else if (strcmp(words[1], CASES[i].name) == 0) {
			CASES[i].run();
			return 0;
		}
	}
	if (count >= 2)
		fprintf(stderr, "no such case: %s\n", words[1]);
	return count < 2 ? 0 : 2;
}
