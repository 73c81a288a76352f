/* The standard output, for log.ts. */
#include "xsmc.h"
#include "xsHost.h"

#include <stdio.h>

/* (text): one line */
void xs_keiki_print(xsMachine *the)
{
	puts(xsmcToString(xsArg(0)));
	fflush(stdout);
}
