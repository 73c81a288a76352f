#include "esp32-usb-serial.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The SDK hands compilers the folder `components` of ESP-IDF, but not this component's own. */
#include "esp_driver_usb_serial_jtag/include/driver/usb_serial_jtag.h"

/* What comes in during the longest turn of JavaScript is in here: some three of the longest command lines. */
#define RECEIVE_RING 4096
/* Little: what nobody fetched comes first when a program opens the port. */
#define TRANSMIT_RING 512

static bool isOpen;

static void expectOpen(xsMachine *the)
{
	if (!isOpen)
		xsUnknownError("USB serial: expected it open");
}

void xs_keiki_usb_open(xsMachine *the)
{
	usb_serial_jtag_driver_config_t sizes = {.tx_buffer_size = TRANSMIT_RING, .rx_buffer_size = RECEIVE_RING};
	if (isOpen)
		xsUnknownError("USB serial: expected it closed");
	if (usb_serial_jtag_driver_install(&sizes) != ESP_OK)
		xsUnknownError("USB serial: the driver refuses: in use, as by the debugger, or no memory");
	isOpen = true;
}

/* Behind the end of the ring the driver's answer stops short, hence more than one. */
void xs_keiki_usb_read(xsMachine *the)
{
	void *into;
	xsUnsignedValue room;
	xsUnsignedValue count = 0;
	expectOpen(the);
	xsmcGetBufferWritable(xsArg(0), &into, &room);
	while (count < room) {
		const int more = usb_serial_jtag_read_bytes((uint8_t *)into + count, room - count, 0);
		if (more <= 0)
			break;
		count += (xsUnsignedValue)more;
	}
	xsmcSetInteger(xsResult, (xsIntegerValue)count);
}

void xs_keiki_usb_write(xsMachine *the)
{
	void *bytes;
	xsUnsignedValue count;
	expectOpen(the);
	xsmcGetBufferReadable(xsArg(0), &bytes, &count);
	xsmcSetBoolean(xsResult, usb_serial_jtag_write_bytes(bytes, count, 0) == (int)count);
}
