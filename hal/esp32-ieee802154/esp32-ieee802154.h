/*
 * The IEEE 802.15.4 radio of the ESP32-C6 and the ESP32-H2 (2.4 GHz, O-QPSK, 250 kbit/s) for XS, on the esp_ieee802154 driver of ESP-IDF 6.0.
 *
 *   interrupt                                      XS's task
 *   ─────────                                      ─────────
 *   receive_done ──▶ ring of frames ──┐
 *   transmit_done, _failed ──▶ result ├─ message ─▶ deliver ──▶ listener.onFrame, .onTransmitted, .onEnergy
 *   energy_detect_done ──▶ level ─────┘
 *
 * JavaScript runs in `deliver` only, never in an interrupt and never from inside one of the functions below. One message is under way at a time,
 * however many events it stands for; where the queue of messages is full, it is sent some 50 ms later.
 *
 * A board's sdkconfig.defaults needs CONFIG_ESP_COEX_SW_COEXIST_ENABLE=n: with Wi-Fi's coexistence, which is the default, esp_ieee802154.h includes
 * esp_coex_i154.h, which is in none of the SDK's include paths. No Wi-Fi runs beside this radio, so there is nothing to coexist with.
 *
 * The driver's frame is one byte of length and the PSDU. The hardware checks and writes the FCS; of a received one it leaves RSSI and LQI in its
 * place, so it is computed again. Frames of version 0 and 1 that ask for it are acknowledged by the hardware; one of version 2 is not, neither by
 * the hardware nor here: its enhanced acknowledgement is JavaScript's, and late.
 */
#pragma once

#include "xsmc.h"

/* open(listener): switches the radio on, asleep. Throws Error if it is open, or where the driver refuses. */
void xs_keiki_radio_open(xsMachine *the);
/* close(): switches it off. The listener hears no more. */
void xs_keiki_radio_close(xsMachine *the);
/* readAddress(into): the chip's own EUI-64, 8 bytes, most significant first. */
void xs_keiki_radio_readAddress(xsMachine *the);
/* answerFor(panId, eui64, coordinator): from the next `listen` on only frames for this device of this PAN come in (IEEE 802.15.4-2015 §6.7.2), and are acknowledged. */
void xs_keiki_radio_answerFor(xsMachine *the);
/* answerNobody(): from the next `listen` on all frames come in, and none is acknowledged. */
void xs_keiki_radio_answerNobody(xsMachine *the);
/* listen(channel): 11 to 26. */
void xs_keiki_radio_listen(xsMachine *the);
/* sleep() */
void xs_keiki_radio_sleep(xsMachine *the);
/* transmit(psdu, cca): a copy is sent; then listener.onTransmitted(isSent). Throws Error while another one is on its way, RangeError for its length. */
void xs_keiki_radio_transmit(xsMachine *the);
/* detectEnergy(duration): ms; then listener.onEnergy(level), dBm, -128 where something else came between. */
void xs_keiki_radio_detectEnergy(xsMachine *the);
/* overruns(): frames lost since `open` because the ring was full. */
void xs_keiki_radio_overruns(xsMachine *the);
