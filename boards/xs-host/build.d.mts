/** With which compiler the device model is built, how wide, and where it is once it was. */
export function planXsHost(): { compiler: string; version: string; own: readonly string[]; bits: 32 | 64; folder: string };
export function buildXsHost(options?: { log?: (line: string) => void }): Promise<{ path: string; bits: 32 | 64 }>;
