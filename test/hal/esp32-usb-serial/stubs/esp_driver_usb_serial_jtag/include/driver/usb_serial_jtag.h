/* What the USB serial module uses of ESP-IDF 6.0's component esp_driver_usb_serial_jtag, declared so that it compiles without ESP-IDF. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef int esp_err_t;
#define ESP_OK 0
#define ESP_FAIL (-1)

typedef struct {
	uint32_t tx_buffer_size;
	uint32_t rx_buffer_size;
} usb_serial_jtag_driver_config_t;

esp_err_t usb_serial_jtag_driver_install(usb_serial_jtag_driver_config_t *config);
/* Up to the end of the ring; 0 where there is nothing. */
int usb_serial_jtag_read_bytes(void *buffer, uint32_t length, uint32_t ticks);
/* All or nothing. */
int usb_serial_jtag_write_bytes(const void *source, size_t size, uint32_t ticks);
