/* Of the SDK's xsmc.h, beside the stand-in of the radio module. */
#pragma once

#include "xsmc.h"

char *fxToString(xsMachine *the, xsSlot *slot);

#define xsmcToString(_SLOT) fxToString(the, &_SLOT)
