/* The standard input, for console.ts. */
#include "xsmc.h"
#include "xsHost.h"

#include <poll.h>
#include <unistd.h>

/*
 * (into): how many bytes came, 0 for none yet, -1 for the end. A process in the background of a terminal is left alone: it would be stopped for reading.
 */
void xs_keiki_console_read(xsMachine *the)
{
	void *bytes;
	xsUnsignedValue room;
	struct pollfd input = {STDIN_FILENO, POLLIN, 0};
	ssize_t length = 0;

	xsmcGetBufferWritable(xsArg(0), &bytes, &room);
	if (!(isatty(STDIN_FILENO) && tcgetpgrp(STDIN_FILENO) != getpgrp()) && poll(&input, 1, 0) > 0) {
		length = read(STDIN_FILENO, bytes, room);
		if (length <= 0)
			length = -1;
	}
	xsmcSetInteger(xsResult, (xsIntegerValue)length);
}
