/* What the radio module uses of ESP-IDF's esp_mac.h. */
#pragma once

#include <stdint.h>

#include "ieee802154/include/esp_ieee802154.h"

typedef enum { ESP_MAC_IEEE802154 = 4 } esp_mac_type_t;

/* Most significant byte first. */
esp_err_t esp_read_mac(uint8_t *mac, esp_mac_type_t type);
