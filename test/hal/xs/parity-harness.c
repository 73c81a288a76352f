/* parity.c with an XS machine, and for the ESP32 a driver, that are played: `harness` runs its cases and ends with 0, or says on stderr what it expected. */
#include "xsmc-text.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#if ESP32
#include "driver/uart.h"
#else
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>
#endif

void xs_keiki_even_parity(xsMachine *the);

static xsMachine machine;
static jmp_buf catcher;

xsIntegerValue fxToInteger(xsMachine *the, xsSlot *slot)
{
	return (xsIntegerValue)slot->number;
}

char *fxToString(xsMachine *the, xsSlot *slot)
{
	union {
		const void *readable;
		char *text;
	} text = {slot->data};
	return text.text;
}

_Noreturn void fxThrow(xsMachine *the, const char *kind, const char *message)
{
	longjmp(catcher, 1);
}

/* Whether it threw. */
static int throws(void)
{
	if (setjmp(catcher))
		return 1;
	xs_keiki_even_parity(&machine);
	return 0;
}

static void expect(int holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "expected %s\n", what);
	exit(1);
}

#if ESP32
static uart_port_t port = -1;
static uart_parity_t parity;

esp_err_t uart_set_parity(uart_port_t uart_num, uart_parity_t parity_mode)
{
	port = uart_num;
	parity = parity_mode;
	return uart_num < 3 ? ESP_OK : -1;
}

int main(void)
{
	machine.arguments[0].number = 1;
	expect(!throws() && port == 1 && parity == UART_PARITY_EVEN, "even parity on UART 1");
	machine.arguments[0].number = 7;
	expect(throws(), "an error for a UART that there is not");
	return 0;
}
#else
static struct termios told;

static enum { TAKES, REFUSES, IS_ITSELF } behaviour;

#undef tcsetattr
#undef fstat

/* In place of tcsetattr: a line that takes parity, one that does not, or the pseudo-terminal that it is, which takes none. */
int hear(int line, int when, const struct termios *settings)
{
	told = *settings;
	if (behaviour == IS_ITSELF)
		return tcsetattr(line, when, settings);
	return behaviour == TAKES && isatty(line) ? 0 : -1;
}

/* In place of fstat: a serial line of a PC (ttyS0), or what it is. */
int look(int line, struct stat *found)
{
	int result = fstat(line, found);
	if (behaviour != IS_ITSELF)
		found->st_rdev = makedev(4, 64);
	return result;
}

int main(void)
{
	struct termios settings;
	int line = posix_openpt(O_RDWR | O_NOCTTY);
	expect(line >= 0 && grantpt(line) == 0 && unlockpt(line) == 0 && tcgetattr(line, &settings) == 0, "a pseudo-terminal");
	machine.arguments[0].data = ptsname(line);
	expect(!throws(), "no error");
	expect((told.c_cflag & PARENB) != 0 && (told.c_cflag & PARODD) == 0, "even parity");
	settings.c_cflag |= PARENB;
	expect(told.c_cflag == settings.c_cflag && told.c_iflag == settings.c_iflag, "nothing else to change");
	behaviour = REFUSES;
	expect(throws(), "an error for a line that takes no parity");
	behaviour = IS_ITSELF;
	expect(!throws(), "no error for a pseudo-terminal, which has none");
	machine.arguments[0].data = "/nowhere";
	expect(throws(), "an error for a line that there is not");
	machine.arguments[0].data = "/dev/null";
	expect(throws(), "an error for what is no line");
	return 0;
}
#endif
