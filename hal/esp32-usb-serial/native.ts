import type { UsbSerialPort } from './usb-serial.js';

/** The functions of esp32-usb-serial.c. */
export const ESP32_USB_SERIAL: UsbSerialPort = Object.freeze({ open, read, write });

function open(this: unknown): void {
	native('xs_keiki_usb_open').call(this);
}

function read(this: unknown, into: Uint8Array): number {
	return native('xs_keiki_usb_read').call(this, into) as number;
}

function write(this: unknown, bytes: Uint8Array): boolean {
	return native('xs_keiki_usb_write').call(this, bytes) as boolean;
}
