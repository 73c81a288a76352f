#include "harness.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define FRAMES 200000

static _Atomic bool airIsOver;
static unsigned received;
static unsigned lastNumber;

static void *beTheAir(void *unused)
{
	(void)unused;
	for (uint32_t number = 1; number <= FRAMES; number++) {
		char content[100];
		for (unsigned i = 0; i + sizeof number <= sizeof content; i += sizeof number)
			memcpy(content + i, &number, sizeof number);
		arrive(content, sizeof content, 0);
		for (volatile int wait = 0; wait < 50; wait = wait + 1)
			;
	}
	airIsOver = true;
	return NULL;
}

static void checkNumber(const uint8_t *psdu, unsigned length)
{
	uint32_t number;
	memcpy(&number, psdu, sizeof number);
	expectNumber("length", 102, length);
	for (unsigned i = 0; i < 100; i += sizeof number)
		expectNumber("every byte of one frame", 0, (unsigned)memcmp(psdu + i, &number, sizeof number));
	if (number <= lastNumber)
		fail("frames", "in order", "an older one");
	lastNumber = number;
	received++;
}

void losesOnlyWhatItCounts(void)
{
	pthread_t air;
	bool isOver;
	openRadio();
	onFrame = checkNumber;
	pthread_create(&air, NULL, beTheAir, NULL);
	do {
		isOver = airIsOver;
		deliverMessage();
	} while (!isOver);
	pthread_join(air, NULL);
	call(xs_keiki_radio_overruns);
	expectNumber("received and lost", FRAMES, received + (unsigned)machine.result.number);
	if (received < RING_LENGTH)
		fail("received", "some", "next to none");
}
