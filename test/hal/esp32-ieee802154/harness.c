#include "harness.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char story[LONGEST_STORY];

_Noreturn void fail(const char *what, const char *expected, const char *actual)
{
	fprintf(stderr, "%s: expected\n  %s\ngot\n  %s\n", what, expected, actual);
	exit(1);
}

void tell(const char *format, ...)
{
	const size_t used = strlen(story);
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(story + used, sizeof story - used, format, arguments);
	va_end(arguments);
}

void tellBytes(const uint8_t *bytes, unsigned length)
{
	for (unsigned i = 0; i < length; i++)
		tell("%02x", bytes[i]);
}

void expect(const char *what, const char *expected)
{
	if (strcmp(story, expected) != 0)
		fail(what, expected, story);
	story[0] = '\0';
}

void expectNumber(const char *what, unsigned expected, unsigned actual)
{
	char texts[2][16];
	snprintf(texts[0], sizeof texts[0], "%u", expected);
	snprintf(texts[1], sizeof texts[1], "%u", actual);
	if (expected != actual)
		fail(what, texts[0], texts[1]);
}

static const struct {
	const char *name;
	void (*run)(void);
} CASES[] = {
	{"switches the radio on and off, once", switchesOn},
	{"refuses everything while it is closed", refusesWhileClosed},
	{"tells the hardware whose frames to acknowledge, least significant byte first", answersForItsPan},
	{"reads the chip's own address", readsItsAddress},
	{"knows the channels 11 to 26", knowsItsChannels},
	{"hands a frame over by message, its FCS computed anew", handsFramesOver},
	{"sends one message for many frames", sendsOneMessageForManyFrames},
	{"tries again after a full queue of messages", triesAgainAfterAFullQueue},
	{"tries again by itself after a full queue, where nothing else happens", triesAgainByItself},
	{"leaves frames that come meanwhile to the next message", leavesLaterFramesToTheNextMessage},
	{"keeps the oldest frames when the ring is full, and counts the others", countsOverruns},
	{"refuses frames of impossible lengths", refusesImpossibleLengths},
	{"sends a copy, one at a time, and tells the result by message", sendsACopy},
	{"tells an acknowledgement ahead of the result", tellsTheAcknowledgementFirst},
	{"tells whether a frame was on the air", tellsWhetherItWasOnAir},
	{"ends what sleep or another channel interrupts", endsWhatSleepInterrupts},
	{"ignores results of frames given up, and leaves their bytes alone", ignoresResultsOfFramesGivenUp},
	{"detects energy", detectsEnergy},
	{"has no enhanced acknowledgement sent", refusesEnhancedAcknowledgements},
	{"is silent once closed", isSilentOnceClosed},
	{"hears within the call that the receiver is busy, by message and once", hearsItIsBusyWithinTheCall},
	{"hears within the call what listening stops, and gives it up no second time", hearsWhatListeningStops},
	{"hears that a frame was out already as it was stopped", hearsWhatWasDoneAsItWasStopped},
	{"takes a frame within the call of another", hearsAFrameWithinTheCall},
	{"keeps what a full queue did not take within the call", keepsWhatAFullQueueDidNotTakeWithinTheCall},
	{"keeps a ring full of frames over a full queue", keepsARingFullOfFramesOverAFullQueue},
	{"loses only what it counts, whatever runs beside it", losesOnlyWhatItCounts},
};

int main(int count, char **words)
{
	for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
		if (count < 2)
			puts(CASES[i].name);
		else if (strcmp(words[1], CASES[i].name) == 0) {
			CASES[i].run();
			return 0;
		}
	}
	if (count >= 2)
		fprintf(stderr, "no such case: %s\n", words[1]);
	return count < 2 ? 0 : 2;
}
