/* What random.c uses of ESP-IDF's esp_random.h. */
#pragma once

#include <stddef.h>

void esp_fill_random(void *bytes, size_t length);
