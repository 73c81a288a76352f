/* What the ESP32 says and does of itself, for device.ts. */
#include "xsmc.h"
#include "xsHost.h"

#include "esp_mac.h"
#include "esp_system.h"

void xs_keiki_station_address(xsMachine *the)
{
	uint8_t *bytes;
	xsUnsignedValue length;

	xsmcGetBufferWritable(xsArg(0), (void **)&bytes, &length);
	if (length != 6)
		xsRangeError("expected 6 bytes");
	if (esp_read_mac(bytes, ESP_MAC_WIFI_STA) != ESP_OK)
		xsUnknownError("esp_read_mac failed");
}

void xs_keiki_restart(xsMachine *the)
{
	(void)the;
	esp_restart();
}
