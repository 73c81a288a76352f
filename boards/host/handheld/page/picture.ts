/** A camera's picture, made small enough to send: grey values of a bar code are worth more than colours and size. */

/** The longer side that is tried, pixels. */
const SIDES: readonly number[] = Object.freeze([1800, 1400, 1100, 800]);
const QUALITY = 0.8;
/** Bytes: what the server takes, less what base 64 adds. */
const MOST = 180_000;

/** A JPEG in base 64. Rejects where the browser cannot open the picture. */
export async function sendable(file: Blob): Promise<string> {
	const image = await createImageBitmap(file);
	let blob: Blob | undefined;
	for (const side of SIDES) {
		blob = await jpegOf(image, Math.min(1, side / Math.max(image.width, image.height)));
		if (blob.size <= MOST) break;
	}
	image.close();
	return base64Of(new Uint8Array(await blob!.arrayBuffer()));
}

function jpegOf(image: ImageBitmap, scale: number): Promise<Blob> {
	const canvas = document.createElement('canvas');
	canvas.width = Math.max(1, Math.round(image.width * scale));
	canvas.height = Math.max(1, Math.round(image.height * scale));
	const context = canvas.getContext('2d')!;
	// What is transparent in a file would be black.
	context.fillStyle = '#fff';
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.filter = 'grayscale(1)';
	context.drawImage(image, 0, 0, canvas.width, canvas.height);
	return new Promise((resolve, reject) => {
		canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/jpeg', QUALITY);
	});
}

function base64Of(bytes: Uint8Array): string {
	let text = '';
	for (const byte of bytes) text += String.fromCharCode(byte);
	return btoa(text);
}
