/* What random.c uses of ESP-IDF's bootloader_random.h. */
#pragma once

void bootloader_random_enable(void);
void bootloader_random_disable(void);
