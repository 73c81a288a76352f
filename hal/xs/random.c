/* The platform's source of random bytes, for random.ts. */
#include "xsmc.h"
#include "xsHost.h"

#if ESP32
#include "esp_random.h"
#else
#include <sys/random.h>
#endif

/*
 * On the ESP32 the numbers are true random ones while a radio or the SAR ADC's noise feeds the generator; without, they are what its
 * oscillators' jitter makes of the generator's last state (Espressif, "Random Number Generation").
 */
void xs_keiki_random_fill(xsMachine *the)
{
	uint8_t *bytes;
	xsUnsignedValue length;

	xsmcGetBufferWritable(xsArg(0), (void **)&bytes, &length);
#if ESP32
	esp_fill_random(bytes, length);
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
