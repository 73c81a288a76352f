/* What the radio module uses of the SDK's xsHost.h. */
#pragma once

#include <stdint.h>

#include "xsmc.h"

typedef void (*modMessageDeliver)(void *the, void *refcon, uint8_t *message, uint16_t messageLength);

int modMessagePostToMachineFromISR(xsMachine *the, modMessageDeliver callback, void *refcon);
