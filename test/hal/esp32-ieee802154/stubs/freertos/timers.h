#pragma once

#include "freertos/FreeRTOS.h"

typedef struct tmrTimerControl *TimerHandle_t;
typedef void (*TimerCallbackFunction_t)(TimerHandle_t timer);

TimerHandle_t xTimerCreate(const char *name, TickType_t period, BaseType_t isPeriodic, void *id, TimerCallbackFunction_t callback);
BaseType_t xTimerStart(TimerHandle_t timer, TickType_t patience);
BaseType_t xTimerStop(TimerHandle_t timer, TickType_t patience);
