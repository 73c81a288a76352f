/* What the radio module uses of ESP-IDF 6.0's component ieee802154, declared so that it compiles without ESP-IDF. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef int esp_err_t;
#define ESP_OK 0
#define ESP_FAIL (-1)

typedef enum {
	ESP_IEEE802154_TX_ERR_NONE,
	ESP_IEEE802154_TX_ERR_CCA_BUSY,
	ESP_IEEE802154_TX_ERR_ABORT,
	ESP_IEEE802154_TX_ERR_NO_ACK,
	ESP_IEEE802154_TX_ERR_INVALID_ACK,
	ESP_IEEE802154_TX_ERR_COEXIST,
	ESP_IEEE802154_TX_ERR_SECURITY,
} esp_ieee802154_tx_error_t;

typedef struct {
	bool pending;
	bool process;
	uint8_t channel;
	int8_t rssi;
	uint8_t lqi;
	uint64_t timestamp;
} esp_ieee802154_frame_info_t;

esp_err_t esp_ieee802154_enable(void);
esp_err_t esp_ieee802154_disable(void);
esp_err_t esp_ieee802154_set_channel(uint8_t channel);
esp_err_t esp_ieee802154_set_promiscuous(bool enable);
esp_err_t esp_ieee802154_set_coordinator(bool enable);
esp_err_t esp_ieee802154_set_rx_when_idle(bool enable);
esp_err_t esp_ieee802154_set_panid(uint16_t panid);
esp_err_t esp_ieee802154_set_short_address(uint16_t address);
/* Least significant byte first. */
esp_err_t esp_ieee802154_set_extended_address(const uint8_t *address);
esp_err_t esp_ieee802154_sleep(void);
esp_err_t esp_ieee802154_receive(void);
/* The frame is read until its result is told. */
esp_err_t esp_ieee802154_transmit(const uint8_t *frame, bool cca);
/* In symbols of 16 µs. */
esp_err_t esp_ieee802154_energy_detect(uint32_t duration);
/* Gives a frame, or an acknowledgement, back to the driver. */
esp_err_t esp_ieee802154_receive_handle_done(const uint8_t *frame);

/* Defined by the module, called by the driver in interrupts. */
void esp_ieee802154_receive_done(uint8_t *frame, esp_ieee802154_frame_info_t *info);
void esp_ieee802154_transmit_done(const uint8_t *frame, const uint8_t *ack, esp_ieee802154_frame_info_t *ackInfo);
void esp_ieee802154_transmit_failed(const uint8_t *frame, esp_ieee802154_tx_error_t error);
void esp_ieee802154_energy_detect_done(int8_t power);
esp_err_t esp_ieee802154_enh_ack_generator(uint8_t *frame, esp_ieee802154_frame_info_t *info, uint8_t *ack);
