/** What XS asks of the system it runs on: the engine includes this file as XSPLATFORM. */
#ifndef KEIKI_XS_HOST_PLATFORM_H
#define KEIKI_XS_HOST_PLATFORM_H

#if defined(__APPLE__)
#undef mxMacOSX
#define mxMacOSX 1
#else
#undef mxLinux
#define mxLinux 1
#endif

#include <arpa/inet.h>
#include <ctype.h>
#include <float.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define mxUseGCCAtomics 1
#define mxUsePOSIXThreads 1

#define mxMachinePlatform \
	int hasPromiseJobs; \
	void* waiterCondition; \
	void* waiterData; \
	void* waiterLink;

#define mxUseDefaultBuildKeys 1
#define mxUseDefaultDebug 1
#define mxUseDefaultFindModule 1
#define mxUseDefaultLoadModule 1
#define mxUseDefaultParseScript 1
#define mxUseDefaultSharedChunks 1

#endif
