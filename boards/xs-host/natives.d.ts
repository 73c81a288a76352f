/** What the device model offers to the programs it runs (natives.c). */

/** Writes one line to stdout. */
declare function print(text: string): void;
/** Writes one line to stdout: the text, and behind it the bytes as hexadecimal digits. */
declare function printBytes(text: string, bytes: Uint8Array): void;
/** The next line of stdin without its end; undefined when there is none left. Waits for it: time stands still meanwhile. */
declare function readLine(): string | undefined;
/** The next line of stdin, which consists of hexadecimal digits, as bytes; undefined when there is none left. */
declare function readBytes(): ArrayBuffer | undefined;
/** Real time, ms with fractions, from an arbitrary start. */
declare function now(): number;
/** How many sectors of 4,096 bytes the flash for the program's own data has; it is no part of the RAM. */
declare function flashSectors(): number;
/** These three throw RangeError outside the flash. A write only clears bits. */
declare function flashRead(offset: number, into: Uint8Array): void;
declare function flashWrite(offset: number, bytes: Uint8Array): void;
declare function flashErase(sector: number): void;
/** Small values by name, which are no part of the RAM either; undefined: there is none. */
declare function storeRead(name: string): ArrayBuffer | undefined;
/** Throws RangeError for a name of more than 15 characters or a value of more than 60 bytes. */
declare function storeWrite(name: string, bytes: Uint8Array): void;
declare function storeErase(name: string): void;
/** Compiled AES-128 and SHA-256. Contexts are for objects with a property `context`, whose methods the other four are, as `crypt` of the SDK has them. */
declare function aesContext(key: ArrayBuffer): ArrayBuffer;
declare function encrypt(this: { readonly context: ArrayBuffer }, data: ArrayBuffer, result: ArrayBuffer): ArrayBuffer;
declare function sha256Context(): ArrayBuffer;
declare function sha256Reset(this: { readonly context: ArrayBuffer }): void;
declare function sha256Write(this: { readonly context: ArrayBuffer }, message: ArrayBuffer): void;
declare function sha256Close(this: { readonly context: ArrayBuffer }): ArrayBuffer;
/** Marks for a profiler: between them is one turn of the program, from a task or a callback until that returns. */
declare function turnBegins(): void;
declare function turnEnds(): void;
/** Collects garbage at once. */
declare function collect(): void;
/** Slots and chunk bytes that are alive after a collection, and the most stack slots that were ever used. */
declare function memory(): { slots: number; chunks: number; stack: number };
