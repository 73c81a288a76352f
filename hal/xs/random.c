/* The platform's source of random bytes, for random.ts. */
#include "xsmc.h"
#include "xsHost.h"

#if ESP32
#include "mc.defines.h"
#include "esp_random.h"
#if MODDEF_KEIKI_RANDOM_WITHOUTRADIO
#include "bootloader_random.h"
#endif
#else
#include <sys/random.h>
#endif

/*
 * On the ESP32 the numbers are true random ones while a radio runs, or the bootloader's source, the SAR ADC's noise, is switched on; without, they are
 * pseudo-random (ESP-IDF, "Random Number Generation"). That source must not be on while a radio or an ADC is in use. So a board without both has
 * `"defines": { "keiki": { "random": { "withoutRadio": 1 } } }` in its manifest.
 */
void xs_keiki_random_fill(xsMachine *the)
{
	uint8_t *bytes;
	xsUnsignedValue length;

	xsmcGetBufferWritable(xsArg(0), (void **)&bytes, &length);
#if ESP32
#if MODDEF_KEIKI_RANDOM_WITHOUTRADIO
	bootloader_random_enable();
	esp_fill_random(bytes, length);
	bootloader_random_disable();
#else
	esp_fill_random(bytes, length);
#endif
#else
	while (length > 0) {
		ssize_t got = getrandom(bytes, length, 0);
		if (got < 0)
			xsUnknownError("getrandom failed");
		bytes += got;
		length -= got;
	}
#endif
}
