/*
 * The radio module of the ESP32-C6 with a driver and an XS machine that are played here: `harness CASE` runs one case and ends with 0, or says on
 * stderr what it expected; `harness` alone lists the cases. An interrupt is a call of the driver's callbacks.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "esp32-ieee802154.h"
#include "ieee802154/include/esp_ieee802154.h"

/* The module's. */
#define RING_LENGTH 8
#define LONGEST_STORY 4096

/* What happened (harness.c) */

/* What the driver was told and what JavaScript heard, one after the other. */
extern char story[LONGEST_STORY];
_Noreturn void fail(const char *what, const char *expected, const char *actual);
void tell(const char *format, ...);
void tellBytes(const uint8_t *bytes, unsigned length);
/* Compares what happened since the last time. */
void expect(const char *what, const char *expected);
void expectNumber(const char *what, unsigned expected, unsigned actual);

/* XS (played-xs.c) */

extern xsMachine machine;
/* Messages that the queue still takes; with the module as it is, it never holds more than one. */
extern _Atomic int queueRoom;
/* What JavaScript does when it hears of a frame. */
extern void (*duringFrame)(void);
/* Takes the frames in place of the story. */
extern void (*onFrame)(const uint8_t *psdu, unsigned length);
/* Calls a function of the module as JavaScript does. */
void call(void (*function)(xsMachine *));
/* What the last call threw. */
void expectThrow(const char *what, const char *kind);
void openRadio(void);
void listenOn(int channel);
void transmit(const void *psdu, unsigned length, bool cca);
void detect(double duration);
void deliverMessage(void);

/* FreeRTOS (played-timer.c) */

/* A period of the running timer passes; nothing if it is stopped. */
void tick(void);

/* The driver (played-driver.c) */

/* What it answers to each call. */
extern esp_err_t answer;
extern const uint8_t *onAir;
/* What it calls back within a call of `transmit`, `receive` or `sleep`: in the caller's task, under its spinlock. */
extern void (*duringCall)(void);
/* The spinlock is held. */
extern bool inCritical;
/* Buffers that the module gave back to it. */
extern unsigned handedBack;
/* A frame comes in, as the driver has it: its FCS is two bytes that mean nothing to the stack. */
void arrive(const char *content, unsigned length, int8_t rssi);

/* The cases (cases-receive.c, cases-transmit.c, cases-within.c, case-race.c) */

void switchesOn(void);
void refusesWhileClosed(void);
void answersForItsPan(void);
void readsItsAddress(void);
void knowsItsChannels(void);
void handsFramesOver(void);
void sendsOneMessageForManyFrames(void);
void triesAgainAfterAFullQueue(void);
void triesAgainByItself(void);
void leavesLaterFramesToTheNextMessage(void);
void countsOverruns(void);
void refusesImpossibleLengths(void);
void sendsACopy(void);
void tellsTheAcknowledgementFirst(void);
void tellsWhetherItWasOnAir(void);
void endsWhatSleepInterrupts(void);
void ignoresResultsOfFramesGivenUp(void);
void detectsEnergy(void);
void refusesEnhancedAcknowledgements(void);
void isSilentOnceClosed(void);
void hearsItIsBusyWithinTheCall(void);
void hearsWhatListeningStops(void);
void hearsWhatWasDoneAsItWasStopped(void);
void hearsAFrameWithinTheCall(void);
void keepsWhatAFullQueueDidNotTakeWithinTheCall(void);
void keepsARingFullOfFramesOverAFullQueue(void);
void losesOnlyWhatItCounts(void);
