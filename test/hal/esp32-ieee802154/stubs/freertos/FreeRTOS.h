/* What the radio module uses of FreeRTOS, by its names and types. */
#pragma once

#include <stdint.h>

typedef int BaseType_t;
typedef uint32_t TickType_t;

#define pdTRUE ((BaseType_t)1)
#define portMAX_DELAY ((TickType_t)0xffffffff)
/* At 1,000 ticks a second. */
#define pdMS_TO_TICKS(_MS) ((TickType_t)(_MS))
