#include "harness.h"

#include <string.h>

#include "esp_mac.h"

esp_err_t answer = ESP_OK;
const uint8_t *onAir;
unsigned handedBack;
void (*duringCall)(void);
bool inCritical;

static void callBack(void)
{
	if (duringCall == NULL)
		return;
	inCritical = true;
	duringCall();
	inCritical = false;
}

esp_err_t esp_ieee802154_enable(void)
{
	tell("enable; ");
	return answer;
}

esp_err_t esp_ieee802154_disable(void)
{
	tell("disable; ");
	return ESP_OK;
}

esp_err_t esp_ieee802154_set_channel(uint8_t channel)
{
	tell("channel %u; ", channel);
	return ESP_OK;
}

esp_err_t esp_ieee802154_set_promiscuous(bool enable)
{
	tell("promiscuous %d; ", enable);
	return ESP_OK;
}

esp_err_t esp_ieee802154_set_coordinator(bool enable)
{
	tell("coordinator %d; ", enable);
	return ESP_OK;
}

esp_err_t esp_ieee802154_set_rx_when_idle(bool enable)
{
	tell("rx when idle %d; ", enable);
	return ESP_OK;
}

esp_err_t esp_ieee802154_set_panid(uint16_t panid)
{
	tell("pan %04x; ", panid);
	return ESP_OK;
}

esp_err_t esp_ieee802154_set_short_address(uint16_t address)
{
	tell("short %04x; ", address);
	return ESP_OK;
}

esp_err_t esp_ieee802154_set_extended_address(const uint8_t *address)
{
	tell("address ");
	tellBytes(address, 8);
	tell("; ");
	return ESP_OK;
}

esp_err_t esp_ieee802154_sleep(void)
{
	tell("sleep; ");
	callBack();
	return ESP_OK;
}

esp_err_t esp_ieee802154_receive(void)
{
	tell("receive; ");
	callBack();
	return answer;
}

esp_err_t esp_ieee802154_transmit(const uint8_t *frame, bool cca)
{
	onAir = frame;
	tell("transmit %d ", cca);
	tellBytes(frame, frame[0] + 1U);
	tell("; ");
	callBack();
	return answer;
}

esp_err_t esp_ieee802154_energy_detect(uint32_t duration)
{
	tell("detect %u; ", (unsigned)duration);
	return answer;
}

esp_err_t esp_ieee802154_receive_handle_done(const uint8_t *frame)
{
	(void)frame;
	handedBack++;
	return ESP_OK;
}

esp_err_t esp_read_mac(uint8_t *mac, esp_mac_type_t type)
{
	static const uint8_t eui64[] = {0x60, 0x55, 0x4c, 0xff, 0xfe, 0x00, 0x00, 0x01};
	expectNumber("the kind of address", ESP_MAC_IEEE802154, type);
	memcpy(mac, eui64, sizeof eui64);
	return answer;
}

void arrive(const char *content, unsigned length, int8_t rssi)
{
	uint8_t frame[128] = {(uint8_t)(length + 2)};
	esp_ieee802154_frame_info_t info = {.rssi = rssi};
	memcpy(frame + 1, content, length);
	frame[length + 1] = 0xA5;
	frame[length + 2] = 0xA5;
	esp_ieee802154_receive_done(frame, &info);
}
