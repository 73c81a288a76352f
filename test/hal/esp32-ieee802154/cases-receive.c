#include "harness.h"

#include <stdio.h>
#include <string.h>

void switchesOn(void)
{
	machine.arguments[0].number = 4711;
	call(xs_keiki_radio_open);
	expect("open", "enable; remember 4711; rx when idle 1; short fffe; promiscuous 1; sleep; ");
	call(xs_keiki_radio_open);
	expectThrow("a second open", "Error");
	call(xs_keiki_radio_close);
	expect("close", "sleep; disable; forget 4711; ");
	call(xs_keiki_radio_close);
	expect("a second close", "");
}

void refusesWhileClosed(void)
{
	void (*const functions[])(xsMachine *) = {xs_keiki_radio_answerFor, xs_keiki_radio_answerNobody, xs_keiki_radio_listen,
						  xs_keiki_radio_sleep,     xs_keiki_radio_transmit,     xs_keiki_radio_detectEnergy};
	for (unsigned i = 0; i < sizeof functions / sizeof functions[0]; i++) {
		call(functions[i]);
		expectThrow("while closed", "Error");
	}
	expect("the driver", "");
	answer = ESP_FAIL;
	call(xs_keiki_radio_open);
	expectThrow("a driver that refuses", "Error");
	expect("the driver", "enable; ");
}

void answersForItsPan(void)
{
	static const uint8_t eui64[] = {0x00, 0x1c, 0x64, 0x00, 0x4b, 0x45, 0x00, 0x01};
	openRadio();
	machine.arguments[0].number = 0x8888;
	machine.arguments[1].data = eui64;
	machine.arguments[1].length = 8;
	machine.arguments[2].number = 1;
	call(xs_keiki_radio_answerFor);
	listenOn(15);
	expect("answerFor", "pan 8888; address 0100454b00641c00; coordinator 1; promiscuous 0; channel 15; receive; ");
	call(xs_keiki_radio_answerNobody);
	expect("answerNobody", "promiscuous 1; ");
	machine.arguments[1].length = 7;
	call(xs_keiki_radio_answerFor);
	expectThrow("an address of 7 bytes", "RangeError");
}

void readsItsAddress(void)
{
	uint8_t eui64[8];
	machine.arguments[0].data = eui64;
	machine.arguments[0].length = 8;
	call(xs_keiki_radio_readAddress);
	tellBytes(eui64, 8);
	expect("the address", "60554cfffe000001");
	machine.arguments[0].length = 6;
	call(xs_keiki_radio_readAddress);
	expectThrow("room for 6 bytes", "RangeError");
	machine.arguments[0].length = 8;
	answer = ESP_FAIL;
	call(xs_keiki_radio_readAddress);
	expectThrow("no address", "Error");
}

void knowsItsChannels(void)
{
	openRadio();
	listenOn(11);
	listenOn(26);
	expect("the ends of the band", "channel 11; receive; channel 26; receive; ");
	listenOn(10);
	expectThrow("channel 10", "RangeError");
	listenOn(27);
	expectThrow("channel 27", "RangeError");
	expect("outside the band", "");
}

void handsFramesOver(void)
{
	openRadio();
	listenOn(15);
	story[0] = '\0';
	/* CRC-16/KERMIT of "123456789" is 0x2189. */
	arrive("123456789", 9, -60);
	expect("in the interrupt", "");
	expectNumber("buffers given back to the driver", 1, handedBack);
	deliverMessage();
	expect("from the message", "frame 3132333435363738398921 -60; ");
}

void sendsOneMessageForManyFrames(void)
{
	openRadio();
	queueRoom = 1;
	arrive("a", 1, -1);
	arrive("b", 1, -2);
	deliverMessage();
	expect("one message", "frame 618f72 -1; frame 621440 -2; ");
	arrive("c", 1, -3);
	deliverMessage();
	expect("the next message", "frame 639d51 -3; ");
}

void triesAgainAfterAFullQueue(void)
{
	openRadio();
	queueRoom = 0;
	arrive("a", 1, -1);
	queueRoom = 1;
	deliverMessage();
	expect("no message", "");
	arrive("b", 1, -2);
	deliverMessage();
	expect("both frames", "frame 618f72 -1; frame 621440 -2; ");
}

void triesAgainByItself(void)
{
	openRadio();
	listenOn(15);
	transmit("abc", 3, true);
	story[0] = '\0';
	queueRoom = 0;
	esp_ieee802154_transmit_done(onAir, NULL, NULL);
	tick();
	deliverMessage();
	expect("no message", "");
	queueRoom = 1;
	tick();
	tick();
	deliverMessage();
	expect("the result", "transmitted 1; ");
	tick();
	deliverMessage();
	expect("nothing twice", "");
}

static void arriveMeanwhile(void)
{
	duringFrame = NULL;
	arrive("b", 1, -2);
}

void leavesLaterFramesToTheNextMessage(void)
{
	openRadio();
	duringFrame = arriveMeanwhile;
	arrive("a", 1, -1);
	deliverMessage();
	expect("the first message", "frame 618f72 -1; ");
	deliverMessage();
	expect("the second message", "frame 621440 -2; ");
}

void countsOverruns(void)
{
	char expected[LONGEST_STORY] = "";
	openRadio();
	for (int i = 0; i < RING_LENGTH + 3; i++)
		arrive("a", 1, (int8_t)i);
	for (int i = 0; i < RING_LENGTH; i++)
		snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "frame 618f72 %d; ", i);
	deliverMessage();
	expect("the oldest frames", expected);
	call(xs_keiki_radio_overruns);
	expectNumber("overruns", 3, (unsigned)machine.result.number);
	expectNumber("buffers given back to the driver", RING_LENGTH + 3, handedBack);
	arrive("b", 1, -2);
	deliverMessage();
	expect("room again", "frame 621440 -2; ");
}

void refusesImpossibleLengths(void)
{
	openRadio();
	for (unsigned length = 0; length <= 255; length++) {
		uint8_t frame[256] = {(uint8_t)length};
		esp_ieee802154_frame_info_t info = {.rssi = -1};
		if (length > 2 && length <= 127)
			continue;
		esp_ieee802154_receive_done(frame, &info);
		deliverMessage();
		expect("received", "");
		transmit(frame, length, true);
		expectThrow("sent", "RangeError");
		expect("sent", "");
	}
	arrive("a", 1, -1);
	deliverMessage();
	expect("the shortest", "frame 618f72 -1; ");
}
