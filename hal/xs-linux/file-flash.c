/* Files for file-flash.ts. */
#include "xsmc.h"
#include "xsHost.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void throwUnless(xsMachine *the, int holds)
{
	if (!holds)
		xsUnknownError("%s", strerror(errno));
}

/* (path) → file descriptor */
void xs_keiki_file_open(xsMachine *the)
{
	int file = open(xsmcToString(xsArg(0)), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	throwUnless(the, file >= 0);
	xsmcSetInteger(xsResult, file);
}

/* (file descriptor) → bytes */
void xs_keiki_file_size(xsMachine *the)
{
	struct stat status;
	throwUnless(the, fstat(xsmcToInteger(xsArg(0)), &status) == 0);
	xsmcSetInteger(xsResult, (xsIntegerValue)status.st_size);
}

/* (file descriptor, offset, buffer) */
void xs_keiki_file_read(xsMachine *the)
{
	void *bytes;
	xsUnsignedValue length;
	xsmcGetBufferWritable(xsArg(2), &bytes, &length);
	throwUnless(the, pread(xsmcToInteger(xsArg(0)), bytes, length, xsmcToInteger(xsArg(1))) == (ssize_t)length);
}

/* (file descriptor, offset, buffer) */
void xs_keiki_file_write(xsMachine *the)
{
	void *bytes;
	xsUnsignedValue length;
	xsmcGetBufferReadable(xsArg(2), &bytes, &length);
	throwUnless(the, pwrite(xsmcToInteger(xsArg(0)), bytes, length, xsmcToInteger(xsArg(1))) == (ssize_t)length);
}
