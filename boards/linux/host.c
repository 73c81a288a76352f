/*
 * The program around the machine: what mcconfig's command-line platform leaves to its project. Runs the main module's function with the
 * words of the command line, then GLib's event loop, which the SDK's timers and serial lines live in.
 */
#include "xsAll.h"
#include "mc.xs.h"

#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

extern void *xsPreparationAndCreation(xsCreation **creation);

void fxAbort(xsMachine *the, int status)
{
	(void)the;
	fprintf(stderr, "keiki: XS stopped: %s\n", fxAbortString(status));
	exit(status);
}

static int start(xsMachine *the, const char *mainModule, int count, char **words)
{
	int started = 0;
	xsBeginHost(the);
	{
		xsVars(2);
		xsTry {
			xsVar(0) = xsNewArray(0);
			for (int i = 1; i < count; i++)
				xsCall1(xsVar(0), xsID("push"), xsString(words[i]));
			xsVar(1) = xsAwaitImport(mainModule, XS_IMPORT_DEFAULT);
			xsCallFunction1(xsVar(1), xsUndefined, xsVar(0));
			started = 1;
		}
		xsCatch {
			fprintf(stderr, "keiki: %s\n", xsToString(xsException));
		}
	}
	xsEndHost(the);
	return started;
}

int main(int count, char **words)
{
	xsCreation *creation;

	/* Whoever closes a connection that is written to. */
	signal(SIGPIPE, SIG_IGN);
	void *preparation = xsPreparationAndCreation(&creation);
	xsMachine *the = fxPrepareMachine(creation, preparation, "keiki", NULL, NULL);
	if (!the || !start(the, ((txPreparation *)preparation)->main, count, words))
		return 1;
	g_main_loop_run(g_main_loop_new(NULL, FALSE));
	return 0;
}
