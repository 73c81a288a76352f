/*
 * The serial port that the USB Serial/JTAG controller of an ESP32-S3 is to a PC, for XS, on the usb_serial_jtag driver of ESP-IDF 6.0: two rings of bytes,
 * filled and emptied by the driver's interrupt. None of these functions waits, and none calls JavaScript.
 *
 * The driver loses a packet of up to 64 bytes that its ring has no room for, and says nothing of it. Nor does the chip say whether a program has the port
 * open, or what its DTR and RTS are: the controller keeps these to itself, and resets the chip where they say so.
 *
 * A debug build has no such port: the SDK's debugger takes the controller for itself (debugger_uart_cdc.c). A board's sdkconfig.defaults needs
 * CONFIG_ESP_CONSOLE_SECONDARY_NONE=y, or ESP-IDF writes to it as well.
 */
#pragma once

#include "xsmc.h"

/* open(): installs the driver. Throws Error where it is in use, or refuses. */
void xs_keiki_usb_open(xsMachine *the);
/* read(into): how many bytes of `into` were filled, from the first on. Throws Error before `open`. */
void xs_keiki_usb_read(xsMachine *the);
/* write(bytes): whether there was room for all of them, of which up to 512 fit; else none is sent. Throws Error before `open`. */
void xs_keiki_usb_write(xsMachine *the);
