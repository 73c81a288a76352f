/** @throws Error for what would not be unpacked as it was */
export function packRecording(csv: string): Buffer;
