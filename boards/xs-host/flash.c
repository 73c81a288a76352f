/*
 * A machine that is shared stands for flash. On the device, XS's linker writes such a machine as constant data and marks all of it as external; here the
 * same marks are set on a living machine, after which its memory is protected: what would be a write to flash ends the process.
 */
#include "device.h"

#include <signal.h>
#include <sys/mman.h>

#include <xsAll.h>
#include <xsScript.h>

enum { MAXIMUM_REGIONS = 64 };

typedef struct {
	char* start;
	size_t size;
} Region;

static struct {
	Region regions[MAXIMUM_REGIONS];
	int count;
	bool sealed;
	size_t codeBytes;
	Machine* ram;
} flash;

void* flashAllocate(size_t bytes)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t size = (bytes + page - 1) / page * page;
	char* start;
	if (flash.count == MAXIMUM_REGIONS) return NULL;
	start = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0);
	if (start == MAP_FAILED) return NULL;
	flash.regions[flash.count++] = (Region){ start, size };
	return start;
}

bool flashIsOpen(void)
{
	return !flash.sealed;
}

size_t flashBytes(Machine* machine)
{
	const txMachine* root = machine;
	return flash.codeBytes + (size_t)root->currentChunksSize + (size_t)root->currentHeapCount * sizeof(txSlot);
}

static txScript* parse(txMachine* the, const char* path)
{
	txParser parser;
	txParserJump jump;
	txScript* volatile script = NULL;
	txString map = NULL;
	const char* slash = strrchr(path, '/');
	FILE* file = fopen(path, "r");
	if (!file) return NULL;
	fxInitializeParser(&parser, the, the->parserBufferSize, the->parserTableModulo);
	parser.firstJump = &jump;
	if (setjmp(jump.jmp_buf) == 0) {
		parser.path = fxNewParserSymbol(&parser, (txString)(slash ? slash + 1 : path));
		fxParserTree(&parser, file, (txGetter)fgetc, mxProgramFlag | mxStrictFlag | mxDebugFlag, &map);
		fxParserHoist(&parser);
		fxParserBind(&parser);
		script = fxParserCode(&parser);
	}
	fxTerminateParser(&parser);
	fclose(file);
	return script;
}

static txU1 archived(txU1 code)
{
	switch (code) {
	case XS_CODE_CODE_1:
		return XS_CODE_CODE_ARCHIVE_1;
	case XS_CODE_CODE_2:
		return XS_CODE_CODE_ARCHIVE_2;
	case XS_CODE_CODE_4:
		return XS_CODE_CODE_ARCHIVE_4;
	case XS_CODE_STRING_1:
		return XS_CODE_STRING_ARCHIVE_1;
	case XS_CODE_STRING_2:
		return XS_CODE_STRING_ARCHIVE_2;
	case XS_CODE_STRING_4:
		return XS_CODE_STRING_ARCHIVE_4;
	default:
		return code;
	}
}

/*
 * Settles the identifiers of fresh byte code, and marks functions and strings in it as archived: XS then runs and reads them where they are, where it would
 * otherwise copy each into the heap at each evaluation.
 */
static void settleCode(txByte* code, txSize size, const txID* ids)
{
	txByte* end = code + size;
	while (code < end) {
		txU1 operation = (txU1)*code;
		txS1 length = gxCodeSizes[operation];
		*code = (txByte)archived(operation);
		if (length > 0) {
			code += length;
			continue;
		}
		code++;
		if (length == 0) {
			txID id;
			memcpy(&id, code, sizeof id);
			id = ids[id];
			memcpy(code, &id, sizeof id);
			code += sizeof id;
		}
		else if (length == -1)
			code += 1 + *(txU1*)code;
		else if (length == -2) {
			txU2 count;
			memcpy(&count, code, sizeof count);
			code += sizeof count + count;
		}
		else {
			txS4 count;
			memcpy(&count, code, sizeof count);
			code += sizeof count + (size_t)count;
		}
	}
}

static txID* settleNames(txMachine* the, const txScript* script)
{
	txByte* names = script->symbolsBuffer;
	txID count;
	mxDecodeID(names, count);
	txID* ids = malloc(count * sizeof(txID));
	if (!ids) fxAbort(the, XS_NOT_ENOUGH_MEMORY_EXIT);
	ids[0] = XS_NO_ID;
	for (txID i = 1; i < count; i++) {
		ids[i] = fxNewNameC(the, (txString)names);
		names += strlen((char*)names) + 1;
	}
	return ids;
}

bool flashLoad(Machine* machine, const char* path)
{
	txMachine* the = machine;
	txSlot* realm = mxProgram.value.reference->next->value.module.realm;
	txScript* parsed = parse(the, path);
	if (!parsed) return false;
	txScript script = { .codeBuffer = flashAllocate((size_t)parsed->codeSize), .codeSize = parsed->codeSize };
	if (!script.codeBuffer) fxAbort(the, XS_NOT_ENOUGH_MEMORY_EXIT);
	txID* ids = settleNames(the, parsed);
	memcpy(script.codeBuffer, parsed->codeBuffer, (size_t)parsed->codeSize);
	settleCode(script.codeBuffer, script.codeSize, ids);
	flash.codeBytes += (size_t)script.codeSize;
	free(ids);
	fxDeleteScript(parsed);
	fxRunScript(the, &script, mxRealmGlobal(realm), NULL, mxRealmClosures(realm)->value.reference, NULL, mxProgram.value.reference);
	mxPop();
	return true;
}

static txSize itemCount(const txSlot* array)
{
	const txChunk* chunk = (const txChunk*)((const char*)array->value.array.address - sizeof(txChunk));
	return array->value.array.address ? chunk->size / (txSize)sizeof(txSlot) : 0;
}

/* A collector takes a value of an internal kind for one of its own chunks, which it marks and moves: in flash there must be external kinds only. */
static void externalise(txSlot* slot)
{
	switch (slot->kind) {
	case XS_STRING_KIND:
		slot->kind = XS_STRING_X_KIND;
		break;
	case XS_BIGINT_KIND:
		slot->kind = XS_BIGINT_X_KIND;
		break;
	case XS_KEY_KIND:
		slot->kind = XS_KEY_X_KIND;
		break;
	case XS_CODE_KIND:
		slot->kind = XS_CODE_X_KIND;
		break;
	case XS_REGEXP_KIND:
		slot->value.regexp.data = NULL; /* Scratch of a match: without it, each match brings its own. */
		break;
	case XS_ARRAY_KIND:
	case XS_ARGUMENTS_SLOPPY_KIND:
	case XS_ARGUMENTS_STRICT_KIND:
		for (txSize i = 0, count = itemCount(slot); i < count; i++) externalise(slot->value.array.address + i);
		break;
	default:
		break;
	}
}

typedef bool (*Visitor)(txSlot* slot, void* context);

/* Visits the slots of a machine's heap until `visit` answers true. */
static txSlot* findSlot(txMachine* the, Visitor visit, void* context)
{
	for (txSlot* heap = the->firstHeap; heap; heap = heap->next)
		for (txSlot* slot = heap + 1; slot < heap->value.reference; slot++)
			if (visit(slot, context)) return slot;
	return NULL;
}

static bool externaliseEach(txSlot* slot, void* context)
{
	(void)context;
	externalise(slot);
	return false;
}

/* The global object caches where its built-in properties are, at first use: those of flash must be known before. */
static void cacheGlobals(txMachine* the)
{
	for (txID id = XS_SYMBOL_ID_COUNT; id < XS_INTRINSICS_COUNT; id++) mxBehaviorGetProperty(the, mxGlobal.value.reference, id, 0, XS_ANY);
}

void flashSeal(Machine* machine)
{
	txMachine* root = machine;
	cacheGlobals(root);
	fxShareMachine(root);
	findSlot(root, externaliseEach, NULL);
	for (txSlot* slot = root->stack; slot < root->stackTop; slot++) externalise(slot);
	flash.sealed = true;
	for (int i = 0; i < flash.count; i++) mprotect(flash.regions[i].start, flash.regions[i].size, PROT_READ);
}

static void onFault(int number, siginfo_t* info, void* context)
{
	const char* address = info->si_addr;
	(void)context;
	for (int i = 0; i < flash.count; i++) {
		const Region* region = &flash.regions[i];
		if (address < region->start || address >= region->start + region->size) continue;
		fflush(stdout);
		fprintf(stderr, "write to flash: the program changes something that was preloaded\n");
		printCalls(flash.ram);
		_exit(EXIT_FLASH_WRITE);
	}
	signal(number, SIG_DFL);
}

void flashGuard(Machine* ram)
{
	struct sigaction action = { .sa_sigaction = onFault, .sa_flags = SA_SIGINFO };
	flash.ram = ram;
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
}

static bool hasAlias(txSlot* slot, void* context)
{
	txID alias = *(txID*)context;
	if (slot->kind == XS_INSTANCE_KIND) return slot->ID == alias;
	return slot->kind == XS_CLOSURE_KIND && slot->value.closure && slot->value.closure->ID == alias;
}

static bool isVariableOf(txSlot* slot, void* instance)
{
	if (slot->kind != XS_CLOSURE_KIND || !slot->value.closure) return false;
	return slot->value.closure->kind == XS_REFERENCE_KIND && slot->value.closure->value.reference == instance;
}

static bool isPropertyOf(txSlot* slot, void* instance)
{
	return slot->kind == XS_REFERENCE_KIND && slot->value.reference == instance && slot->ID != XS_NO_ID && !(slot->flag & XS_INTERNAL_FLAG);
}

int flashReportCopies(Machine* changed, Machine* preloaded)
{
	txMachine* ram = changed;
	txMachine* root = preloaded;
	int copies = 0;
	for (txID alias = 1; alias < ram->aliasCount; alias++) {
		if (!ram->aliasArray[alias]) continue;
		txSlot* slot = findSlot(root, hasAlias, &alias);
		bool isObject = slot && slot->kind == XS_INSTANCE_KIND;
		txSlot* holder = isObject ? findSlot(root, isVariableOf, slot) : slot;
		if (!holder) holder = findSlot(root, isPropertyOf, slot);
		const char* name = holder ? fxGetKeyName(ram, holder->ID) : NULL;
		fprintf(stderr, "state in flash: the program changes the preloaded %s %s\n", isObject ? "object" : "variable", name ? name : "(without a name)");
		copies++;
	}
	return copies;
}

/*
 * Objects and arrays that are not frozen: a machine that is shared gives each of them an alias, under which a clone keeps its copy. Not functions, and not what
 * Object.freeze does not reach into, typed arrays, Maps and Sets: of these the protection of flash takes care.
 */
static bool isChangeable(const txSlot* instance)
{
	const txSlot* first = instance->next;
	if (instance->ID == XS_NO_ID || (instance->flag & XS_CAN_CALL_FLAG)) return false;
	return !first || !(first->flag & XS_INTERNAL_FLAG) || first->kind == XS_ARRAY_KIND;
}

typedef struct {
	txMachine* root;
	int unfrozen;
} Search;

static bool reportUnfrozen(txSlot* slot, void* context)
{
	Search* search = context;
	const txSlot* variable = slot->kind == XS_CLOSURE_KIND ? slot->value.closure : NULL;
	if (!variable || variable->kind != XS_REFERENCE_KIND || !isChangeable(variable->value.reference)) return false;
	/* Each function that uses a variable has a slot for it: it is told of once. */
	if (findSlot(search->root, isVariableOf, variable->value.reference) != slot) return false;
	fprintf(stderr, "state in flash: the preloaded table %s is not frozen\n", fxGetKeyName(search->root, slot->ID));
	search->unfrozen++;
	return false;
}

int flashReportUnfrozen(Machine* preloaded)
{
	Search search = { .root = preloaded };
	findSlot(search.root, reportUnfrozen, &search);
	return search.unfrozen;
}
