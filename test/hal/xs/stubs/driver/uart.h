/* What parity.c uses of ESP-IDF's driver/uart.h (6.0). */
#pragma once

typedef int esp_err_t;
typedef int uart_port_t;
typedef enum { UART_PARITY_DISABLE = 0, UART_PARITY_EVEN = 2, UART_PARITY_ODD = 3 } uart_parity_t;

#define ESP_OK 0

esp_err_t uart_set_parity(uart_port_t uart_num, uart_parity_t parity_mode);
