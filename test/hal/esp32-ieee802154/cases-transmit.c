#include "harness.h"

void sendsACopy(void)
{
	uint8_t psdu[] = {0x61, 0x1c, 0x09};
	openRadio();
	transmit(psdu, 3, true);
	expect("the driver", "transmit 1 03611c09; ");
	psdu[0] = 0;
	expectNumber("its first byte, still", 0x61, onAir[1]);
	transmit(psdu, 3, true);
	expectThrow("a second one", "Error");
	esp_ieee802154_transmit_done(onAir, NULL, NULL);
	expect("in the interrupt", "");
	deliverMessage();
	expect("the result", "transmitted 1; ");
	transmit(psdu, 3, false);
	expect("without carrier sense", "transmit 0 03001c09; ");
}

void tellsTheAcknowledgementFirst(void)
{
	uint8_t ack[] = {5, 0x02, 0x00, 0x07, 0xA5, 0xA5};
	esp_ieee802154_frame_info_t info = {.rssi = -70};
	openRadio();
	transmit("abc", 3, true);
	story[0] = '\0';
	esp_ieee802154_transmit_done(onAir, ack, &info);
	deliverMessage();
	expect("acknowledged", "frame 02000707c1 -70; transmitted 1; ");
	expectNumber("buffers given back to the driver", 1, handedBack);
}

void tellsWhetherItWasOnAir(void)
{
	static const struct {
		esp_ieee802154_tx_error_t error;
		const char *told;
	} results[] = {
		{ESP_IEEE802154_TX_ERR_CCA_BUSY, "transmitted 0; "}, {ESP_IEEE802154_TX_ERR_ABORT, "transmitted 0; "},
		{ESP_IEEE802154_TX_ERR_NO_ACK, "transmitted 1; "},   {ESP_IEEE802154_TX_ERR_INVALID_ACK, "transmitted 1; "},
		{ESP_IEEE802154_TX_ERR_COEXIST, "transmitted 0; "},  {ESP_IEEE802154_TX_ERR_SECURITY, "transmitted 0; "},
	};
	openRadio();
	for (unsigned i = 0; i < sizeof results / sizeof results[0]; i++) {
		transmit("abc", 3, true);
		story[0] = '\0';
		esp_ieee802154_transmit_failed(onAir, results[i].error);
		deliverMessage();
		expect("a failure", results[i].told);
	}
	answer = ESP_FAIL;
	transmit("abc", 3, true);
	story[0] = '\0';
	deliverMessage();
	expect("refused by the driver", "transmitted 0; ");
}

void endsWhatSleepInterrupts(void)
{
	openRadio();
	transmit("abc", 3, true);
	call(xs_keiki_radio_sleep);
	story[0] = '\0';
	deliverMessage();
	expect("the transmission", "transmitted 0; ");
	detect(2);
	listenOn(15);
	story[0] = '\0';
	deliverMessage();
	expect("the detection", "energy -128; ");
}

void ignoresResultsOfFramesGivenUp(void)
{
	const uint8_t *givenUp;
	openRadio();
	transmit("abc", 3, true);
	givenUp = onAir;
	call(xs_keiki_radio_sleep);
	deliverMessage();
	transmit("def", 3, true);
	expectNumber("its bytes, still", 'a', givenUp[1]);
	story[0] = '\0';
	esp_ieee802154_transmit_done(givenUp, NULL, NULL);
	deliverMessage();
	expect("the frame given up", "");
	esp_ieee802154_transmit_done(onAir, NULL, NULL);
	deliverMessage();
	expect("the frame on its way", "transmitted 1; ");
	esp_ieee802154_transmit_done(onAir, NULL, NULL);
	deliverMessage();
	expect("told twice", "");
}

void detectsEnergy(void)
{
	openRadio();
	detect(2);
	expect("2 ms", "detect 125; ");
	detect(2);
	expectThrow("a second one", "Error");
	esp_ieee802154_energy_detect_done(-77);
	deliverMessage();
	expect("the level", "energy -77; ");
	esp_ieee802154_energy_detect_done(-77);
	deliverMessage();
	expect("not asked for", "");
	detect(0);
	expectThrow("0 ms", "RangeError");
	detect(1001);
	expectThrow("1001 ms", "RangeError");
	detect(2);
	transmit("abc", 3, true);
	story[0] = '\0';
	esp_ieee802154_transmit_done(onAir, NULL, NULL);
	deliverMessage();
	expect("interrupted by a frame", "transmitted 1; energy -128; ");
	answer = ESP_FAIL;
	detect(2);
	story[0] = '\0';
	deliverMessage();
	expect("refused by the driver", "energy -128; ");
}

void refusesEnhancedAcknowledgements(void)
{
	uint8_t frame[128] = {0};
	uint8_t ack[128] = {0};
	esp_ieee802154_frame_info_t info = {.rssi = 0};
	expectNumber("the answer", 1, esp_ieee802154_enh_ack_generator(frame, &info, ack) != ESP_OK);
}

static void closeMeanwhile(void)
{
	call(xs_keiki_radio_close);
}

void isSilentOnceClosed(void)
{
	openRadio();
	arrive("a", 1, -1);
	arrive("b", 1, -2);
	transmit("abc", 3, true);
	esp_ieee802154_transmit_done(onAir, NULL, NULL);
	duringFrame = closeMeanwhile;
	story[0] = '\0';
	deliverMessage();
	expect("closed by the listener", "frame 618f72 -1; sleep; disable; forget 4711; ");
	openRadio();
	arrive("a", 1, -1);
	call(xs_keiki_radio_close);
	story[0] = '\0';
	deliverMessage();
	expect("a message that is late", "");
}
