/** As the SDK declares it itself, which `@moddable/typings` 5.6 lacks: so no file of the firmware refers to this one. */
declare module 'crypt' {
	export class Digest {
		constructor(type: 'SHA256');
		write(message: ArrayBuffer): void;
		/** 32 bytes. */
		close(): ArrayBuffer;
		reset(): void;
	}
}
