/* Even parity on a serial line that is open, for parity.ts: the SDK's `embedded:io/serial` opens all of them as 8N1. */
#include "xsmc.h"
#include "xsHost.h"

#if ESP32
#include "driver/uart.h"
#else
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

/* Pseudo-terminals, by Linux's list of devices: 136 to 143. They have no parity, and the C library says so; what is written at their other side is read as it is. */
static int isPseudoTerminal(int line)
{
	struct stat found;
	return fstat(line, &found) == 0 && S_ISCHR(found.st_mode) && major(found.st_rdev) >= 136 && major(found.st_rdev) <= 143;
}
#endif

/* (number of the UART), on Linux (device): the settings belong to the line, whoever has it open */
void xs_keiki_even_parity(xsMachine *the)
{
#if ESP32
	if (uart_set_parity(xsmcToInteger(xsArg(0)), UART_PARITY_EVEN) != ESP_OK)
		xsUnknownError("uart_set_parity failed");
#else
	struct termios settings;
	int line = open(xsmcToString(xsArg(0)), O_RDWR | O_NOCTTY | O_NONBLOCK);
	int done = line >= 0 && tcgetattr(line, &settings) == 0;
	if (done) {
		settings.c_cflag |= PARENB;
		settings.c_cflag &= ~(tcflag_t)PARODD;
		done = tcsetattr(line, TCSANOW, &settings) == 0 || isPseudoTerminal(line);
	}
	if (line >= 0)
		close(line);
	if (!done)
		xsUnknownError("no even parity on this line");
#endif
}
