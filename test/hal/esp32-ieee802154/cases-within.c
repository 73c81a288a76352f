/*
 * The driver of ESP-IDF 6.0 calls back not from interrupts alone: what a call of it stops, or refuses, it concludes within that call, in the task that called and
 * under its spinlock (driver/esp_ieee802154_dev.c: ieee802154_transmit, stop_current_operation). Nothing may wait there, and JavaScript is not entered.
 */
#include "harness.h"

#include <stdio.h>
#include <string.h>

static void busy(void)
{
	esp_ieee802154_transmit_failed(onAir, ESP_IEEE802154_TX_ERR_CCA_BUSY);
}

void hearsItIsBusyWithinTheCall(void)
{
	openRadio();
	listenOn(15);
	duringCall = busy;
	story[0] = '\0';
	transmit("abc", 3, true);
	expect("in the call", "transmit 1 03616263; ");
	deliverMessage();
	expect("once", "transmitted 0; ");
	deliverMessage();
	expect("and no more", "");
	duringCall = NULL;
	transmit("abc", 3, true);
	story[0] = '\0';
	esp_ieee802154_transmit_done(onAir, NULL, NULL);
	deliverMessage();
	expect("the next one", "transmitted 1; ");
}

static void abortIt(void)
{
	esp_ieee802154_transmit_failed(onAir, ESP_IEEE802154_TX_ERR_ABORT);
}

void hearsWhatListeningStops(void)
{
	openRadio();
	transmit("abc", 3, true);
	duringCall = abortIt;
	listenOn(15);
	story[0] = '\0';
	deliverMessage();
	expect("one result", "transmitted 0; ");
	deliverMessage();
	expect("and no more", "");
}

static void foundItDone(void)
{
	esp_ieee802154_transmit_done(onAir, NULL, NULL);
}

void hearsWhatWasDoneAsItWasStopped(void)
{
	openRadio();
	transmit("abc", 3, true);
	duringCall = foundItDone;
	call(xs_keiki_radio_sleep);
	story[0] = '\0';
	deliverMessage();
	expect("it was on the air", "transmitted 1; ");
}

/* A frame whose acknowledgement was being sent is handed over by what stops that; then the driver answers for the new frame. */
static void receivedAndBusy(void)
{
	arrive("a", 1, -1);
	busy();
}

void hearsAFrameWithinTheCall(void)
{
	openRadio();
	listenOn(15);
	duringCall = receivedAndBusy;
	transmit("abc", 3, true);
	story[0] = '\0';
	expectNumber("buffers given back to the driver", 1, handedBack);
	deliverMessage();
	expect("in one message", "frame 618f72 -1; transmitted 0; ");
}

void keepsWhatAFullQueueDidNotTakeWithinTheCall(void)
{
	openRadio();
	listenOn(15);
	duringCall = receivedAndBusy;
	queueRoom = 0;
	transmit("abc", 3, true);
	duringCall = NULL;
	story[0] = '\0';
	for (int i = 0; i < 3; i++)
		tick();
	deliverMessage();
	expect("no message", "");
	queueRoom = 1;
	tick();
	deliverMessage();
	expect("both", "frame 618f72 -1; transmitted 0; ");
	tick();
	deliverMessage();
	expect("nothing twice", "");
}

/* The queue stays full while as many frames come as the ring holds, and more. */
void keepsARingFullOfFramesOverAFullQueue(void)
{
	char expected[LONGEST_STORY] = "";
	openRadio();
	listenOn(15);
	queueRoom = 0;
	for (int i = 0; i < RING_LENGTH + 3; i++) {
		arrive("a", 1, (int8_t)i);
		tick();
	}
	story[0] = '\0';
	deliverMessage();
	expect("no message", "");
	queueRoom = 1;
	tick();
	for (int i = 0; i < RING_LENGTH; i++)
		snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "frame 618f72 %d; ", i);
	deliverMessage();
	expect("the oldest frames", expected);
	call(xs_keiki_radio_overruns);
	expectNumber("lost, and counted", 3, (unsigned)machine.result.number);
}
