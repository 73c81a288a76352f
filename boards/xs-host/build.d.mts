export function buildXsHost(options?: { log?: (line: string) => void }): Promise<{ path: string; bits: 32 | 64 }>;
