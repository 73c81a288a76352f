/** One byte a character. A character beyond ASCII becomes `?`: what may hold one is checked where it comes from a person. */
export function asciiBytes(text: string): Uint8Array {
	const bytes = new Uint8Array(text.length);
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		bytes[i] = code < 0x80 ? code : 0x3f;
	}
	return bytes;
}

/** One character a byte; bytes from 0x80 on become `?`. */
export function asciiText(bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bytes.length; i++) text += bytes[i]! < 0x80 ? String.fromCharCode(bytes[i]!) : '?';
	return text;
}

/** One character a byte, of ISO 8859-1: nothing is lost. */
export function latin1Text(bytes: Uint8Array): string {
	let text = '';
	for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]!);
	return text;
}
