#include "esp32-ieee802154.h"

#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The SDK hands compilers the folder `components` of ESP-IDF, but not this component's own. */
#include "ieee802154/include/esp_ieee802154.h"
#include "esp_mac.h"
#include "freertos/FreeRTOS.h"
#include "freertos/timers.h"
#include "mc.xs.h"
#include "xsHost.h"

#define LONGEST_PSDU 127
#define FCS_LENGTH 2
#define EUI64_LENGTH 8
#define NO_SHORT_ADDRESS 0xFFFE
#define FIRST_CHANNEL 11
#define LAST_CHANNEL 26
#define SYMBOLS_PER_MILLISECOND 62.5
/* Divides 256: the ring's two positions are counters of one byte that run on. */
#define RING_LENGTH 8
/* How long an event waits for room in the queue of messages, at most. */
#define RETRY_MILLISECONDS 50

struct Frame {
	int8_t rssi;
	uint8_t length;
	uint8_t psdu[LONGEST_PSDU];
};

enum Progress { NOTHING, UNDER_WAY, SUCCEEDED, FAILED };

/*
 * Ring and results have one writer each way: the interrupt moves `written` and ends what is UNDER_WAY, XS's task does the rest. Atomics are loaded
 * and stored only, as the SDK compiles for a RISC-V without instructions for more.
 */
static struct {
	/* NULL while it is closed. */
	xsMachine *machine;
	xsSlot listener;
	struct Frame ring[RING_LENGTH];
	_Atomic uint8_t written;
	_Atomic uint8_t read;
	_Atomic uint32_t overruns;
	/* A message is on its way to `deliver`. */
	_Atomic bool posted;
	/* One could not be sent, for the queue was full. */
	_Atomic bool unsent;
	TimerHandle_t timer;
	/* A frame that the driver put off may go out even after it was given up: each has its buffer in turn. */
	uint8_t outgoing[2][1 + LONGEST_PSDU];
	const uint8_t *_Atomic sending;
	_Atomic uint8_t transmission;
	_Atomic uint8_t detection;
	_Atomic int8_t level;
} radio;

static void deliver(void *machine, void *refcon, uint8_t *message, uint16_t length);

/* From an interrupt or from a task, hence the call that never waits. Where the queue of messages is full, the next event tries again, or the timer. */
static void announce(void)
{
	if (radio.posted)
		return;
	radio.posted = true;
	if (modMessagePostToMachineFromISR(radio.machine, deliver, NULL) == 0)
		return;
	radio.unsent = true;
	radio.posted = false;
}

/* In the timers' task. An interrupt may announce the same in between; `deliver` then finds nothing the second time. */
static void retry(TimerHandle_t timer)
{
	(void)timer;
	if (!radio.unsent)
		return;
	radio.unsent = false;
	announce();
}

static void conclude(const uint8_t *frame, enum Progress result)
{
	if (radio.transmission != UNDER_WAY || radio.sending != frame)
		return;
	radio.transmission = (uint8_t)result;
	announce();
}

static void concludeDetection(int8_t level)
{
	if (radio.detection != UNDER_WAY)
		return;
	radio.level = level;
	radio.detection = SUCCEEDED;
	announce();
}

/* In interrupts: the driver's callbacks */

static void keep(const uint8_t *frame, int8_t rssi)
{
	const uint8_t written = radio.written;
	const uint8_t length = frame[0];
	struct Frame *place = &radio.ring[written % RING_LENGTH];
	if (length <= FCS_LENGTH || length > LONGEST_PSDU)
		return;
	if ((uint8_t)(written - radio.read) == RING_LENGTH) {
		radio.overruns = radio.overruns + 1;
		return;
	}
	place->rssi = rssi;
	place->length = length;
	memcpy(place->psdu, frame + 1, (size_t)(length - FCS_LENGTH));
	radio.written = (uint8_t)(written + 1);
	announce();
}

void esp_ieee802154_receive_done(uint8_t *frame, esp_ieee802154_frame_info_t *info)
{
	keep(frame, info->rssi);
	esp_ieee802154_receive_handle_done(frame);
}

void esp_ieee802154_transmit_done(const uint8_t *frame, const uint8_t *ack, esp_ieee802154_frame_info_t *ackInfo)
{
	if (ack != NULL) {
		keep(ack, ackInfo->rssi);
		esp_ieee802154_receive_handle_done(ack);
	}
	conclude(frame, SUCCEEDED);
}

/* Without its acknowledgement it still was on the air, and whether to send it again is for the MAC to say. */
void esp_ieee802154_transmit_failed(const uint8_t *frame, esp_ieee802154_tx_error_t error)
{
	const bool wasOnAir = error == ESP_IEEE802154_TX_ERR_NO_ACK || error == ESP_IEEE802154_TX_ERR_INVALID_ACK;
	conclude(frame, wasOnAir ? SUCCEEDED : FAILED);
}

void esp_ieee802154_energy_detect_done(int8_t power)
{
	concludeDetection(power);
}

/* The driver's own would have it send whatever its buffer holds. After a refusal it just hands the frame over. */
esp_err_t esp_ieee802154_enh_ack_generator(uint8_t *frame, esp_ieee802154_frame_info_t *info, uint8_t *ack)
{
	(void)frame;
	(void)info;
	(void)ack;
	return ESP_FAIL;
}

/* In XS's task */

/* CRC-16/KERMIT, half a byte at a time: that of all bytes but the last two, which become it, least significant first (IEEE 802.15.4-2015 §7.2.10). */
static void writeFcs(struct Frame *frame)
{
	static const uint16_t table[16] = {0x0000, 0x1081, 0x2102, 0x3183, 0x4204, 0x5285, 0x6306, 0x7387,
					   0x8408, 0x9489, 0xA50A, 0xB58B, 0xC60C, 0xD68D, 0xE70E, 0xF78F};
	const unsigned end = frame->length - (unsigned)FCS_LENGTH;
	unsigned crc = 0;
	for (unsigned i = 0; i < end; i++) {
		crc ^= frame->psdu[i];
		crc = crc >> 4 ^ table[crc & 15];
		crc = crc >> 4 ^ table[crc & 15];
	}
	frame->psdu[end] = (uint8_t)crc;
	frame->psdu[end + 1] = (uint8_t)(crc >> 8);
}

/*
 * The results are looked at before the frames and told after them: so the acknowledgement, which was written first, is heard first.
 * Frames that come meanwhile have a message of their own; else a flood of them would let nothing else run.
 */
static void deliver(void *machine, void *refcon, uint8_t *message, uint16_t length)
{
	(void)refcon;
	(void)message;
	(void)length;
	if (radio.machine == NULL || machine != radio.machine)
		return;
	radio.posted = false;
	const enum Progress transmission = radio.transmission;
	const enum Progress detection = radio.detection;
	const uint8_t end = radio.written;

	xsBeginHost(radio.machine);
	xsmcVars(3);
	for (uint8_t read = radio.read; radio.machine != NULL && read != end; read++) {
		struct Frame *frame = &radio.ring[read % RING_LENGTH];
		writeFcs(frame);
		xsmcSetArrayBuffer(xsVar(0), frame->psdu, frame->length);
		xsmcSetInteger(xsVar(1), frame->rssi);
		radio.read = (uint8_t)(read + 1);
		xsmcCall(xsVar(2), radio.listener, xsID_onFrame, &xsVar(0), &xsVar(1), NULL);
	}
	if (radio.machine != NULL && transmission >= SUCCEEDED) {
		radio.transmission = NOTHING;
		xsmcSetBoolean(xsVar(0), transmission == SUCCEEDED);
		xsmcCall(xsVar(2), radio.listener, xsID_onTransmitted, &xsVar(0), NULL);
	}
	if (radio.machine != NULL && detection >= SUCCEEDED) {
		radio.detection = NOTHING;
		xsmcSetInteger(xsVar(0), radio.level);
		xsmcCall(xsVar(2), radio.listener, xsID_onEnergy, &xsVar(0), NULL);
	}
	xsEndHost(radio.machine);
}

static void expectOpen(xsMachine *the)
{
	if (radio.machine == NULL)
		xsUnknownError("ieee802154: expected it open");
}

/* What the driver stopped without a word, or put off and then forgot, has failed. */
static void giveUp(void)
{
	conclude(radio.sending, FAILED);
	concludeDetection(INT8_MIN);
}

void xs_keiki_radio_open(xsMachine *the)
{
	if (radio.machine != NULL)
		xsUnknownError("ieee802154: expected it closed");
	if (radio.timer == NULL)
		radio.timer = xTimerCreate("ieee802154", pdMS_TO_TICKS(RETRY_MILLISECONDS), pdTRUE, NULL, retry);
	if (radio.timer == NULL)
		xsUnknownError("ieee802154: no memory for a timer");
	if (esp_ieee802154_enable() != ESP_OK)
		xsUnknownError("ieee802154: the driver refuses");
	radio.written = 0;
	radio.read = 0;
	radio.overruns = 0;
	radio.posted = false;
	radio.unsent = false;
	radio.transmission = NOTHING;
	radio.detection = NOTHING;
	radio.listener = xsArg(0);
	xsRemember(radio.listener);
	radio.machine = the;
	xTimerStart(radio.timer, portMAX_DELAY);
	esp_ieee802154_set_rx_when_idle(true);
	esp_ieee802154_set_short_address(NO_SHORT_ADDRESS);
	esp_ieee802154_set_promiscuous(true);
	esp_ieee802154_sleep();
}

void xs_keiki_radio_close(xsMachine *the)
{
	if (radio.machine == NULL)
		return;
	esp_ieee802154_sleep();
	esp_ieee802154_disable();
	xTimerStop(radio.timer, portMAX_DELAY);
	radio.unsent = false;
	radio.machine = NULL;
	xsForget(radio.listener);
}

void xs_keiki_radio_answerFor(xsMachine *the)
{
	uint8_t reversed[EUI64_LENGTH];
	void *eui64;
	xsUnsignedValue length;
	expectOpen(the);
	xsmcGetBufferReadable(xsArg(1), &eui64, &length);
	if (length != EUI64_LENGTH)
		xsRangeError("ieee802154: expected an EUI-64 of 8 bytes");
	for (unsigned i = 0; i < EUI64_LENGTH; i++)
		reversed[i] = ((const uint8_t *)eui64)[EUI64_LENGTH - 1 - i];
	esp_ieee802154_set_panid((uint16_t)xsmcToInteger(xsArg(0)));
	esp_ieee802154_set_extended_address(reversed);
	esp_ieee802154_set_coordinator(xsmcToBoolean(xsArg(2)) != 0);
	esp_ieee802154_set_promiscuous(false);
}

void xs_keiki_radio_answerNobody(xsMachine *the)
{
	expectOpen(the);
	esp_ieee802154_set_promiscuous(true);
}

void xs_keiki_radio_listen(xsMachine *the)
{
	const xsIntegerValue channel = xsmcToInteger(xsArg(0));
	expectOpen(the);
	if (channel < FIRST_CHANNEL || channel > LAST_CHANNEL)
		xsRangeError("ieee802154: expected a channel from 11 to 26");
	esp_ieee802154_set_channel((uint8_t)channel);
	if (esp_ieee802154_receive() != ESP_OK)
		xsUnknownError("ieee802154: the driver refuses");
	giveUp();
}

void xs_keiki_radio_sleep(xsMachine *the)
{
	expectOpen(the);
	esp_ieee802154_sleep();
	giveUp();
}

void xs_keiki_radio_transmit(xsMachine *the)
{
	void *psdu;
	xsUnsignedValue length;
	uint8_t *frame = radio.outgoing[radio.sending == radio.outgoing[0]];
	expectOpen(the);
	xsmcGetBufferReadable(xsArg(0), &psdu, &length);
	if (length <= FCS_LENGTH || length > LONGEST_PSDU)
		xsRangeError("ieee802154: expected a PSDU of 3 to 127 bytes");
	if (radio.transmission != NOTHING)
		xsUnknownError("ieee802154: expected one transmission at a time");
	frame[0] = (uint8_t)length;
	memcpy(frame + 1, psdu, length);
	concludeDetection(INT8_MIN);
	radio.sending = frame;
	radio.transmission = UNDER_WAY;
	if (esp_ieee802154_transmit(frame, xsmcToBoolean(xsArg(1)) != 0) != ESP_OK)
		conclude(frame, FAILED);
}

void xs_keiki_radio_detectEnergy(xsMachine *the)
{
	const double duration = xsmcToNumber(xsArg(0));
	expectOpen(the);
	if (!(duration > 0 && duration <= 1000))
		xsRangeError("ieee802154: expected a duration of up to 1000 ms");
	if (radio.transmission != NOTHING || radio.detection != NOTHING)
		xsUnknownError("ieee802154: expected one thing at a time");
	radio.detection = UNDER_WAY;
	if (esp_ieee802154_energy_detect((uint32_t)(duration * SYMBOLS_PER_MILLISECOND)) != ESP_OK)
		concludeDetection(INT8_MIN);
}

void xs_keiki_radio_readAddress(xsMachine *the)
{
	void *eui64;
	xsUnsignedValue length;
	xsmcGetBufferWritable(xsArg(0), &eui64, &length);
	if (length != EUI64_LENGTH)
		xsRangeError("ieee802154: expected room for 8 bytes");
	if (esp_read_mac(eui64, ESP_MAC_IEEE802154) != ESP_OK)
		xsUnknownError("ieee802154: the chip has no EUI-64");
}

void xs_keiki_radio_overruns(xsMachine *the)
{
	xsmcSetInteger(xsResult, (xsIntegerValue)radio.overruns);
}
