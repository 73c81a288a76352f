/** Certificates on their flash: what is kept of them over restarts, and what it costs before there is one. */
import { RamFlash } from '../../../../hal/virtual/flash.js';
import {
	CERTIFICATE_SECTORS,
	CertificateMemory,
	LONGEST_CERTIFICATE,
	MARK,
	MOST_CERTIFICATES,
} from '../../../../src/route-a/certificates/certificate-memory.js';
import { bytesEqual, equal, toHex } from '../../../assert.js';

const certificate = (length: number) => Uint8Array.from({ length }, (_, i) => i * 3 + length);

describe('the memory of certificates', () => {
	it('is blank until there is one, whoever looks, and writes nothing till then', () => {
		const flash = new RamFlash(CERTIFICATE_SECTORS);
		let written = 0;
		flash.onOperation = () => {
			written++;
		};
		const memory = new CertificateMemory(flash);
		equal(memory.isBlank, true);
		for (let number = 0; number < MOST_CERTIFICATES; number++) equal(memory.get(number), undefined);
		equal([memory.isBlank, written].join(), 'true,0');
		memory.put(0, certificate(5));
		equal([memory.isBlank, written > 0].join(), 'false,true');
		memory.put(0, new Uint8Array(0));
		equal(memory.isBlank, false, 'there was one');
		const again = new CertificateMemory(flash);
		equal(again.isBlank, false);
		equal(again.get(0), undefined);
	});

	it('has room for 12 of up to 1,024 bytes, each with its mark, over a restart', () => {
		const flash = new RamFlash(CERTIFICATE_SECTORS);
		const lengths = [1024, 1023, 768, 512, 257, 256, 255, 128, 64, 16, 2, 1];
		equal([MOST_CERTIFICATES, LONGEST_CERTIFICATE].join(), '12,1024');
		const marks = [MARK.imported, MARK.told, MARK.own];
		const memory = new CertificateMemory(flash);
		for (const [number, length] of lengths.entries()) memory.put(number, certificate(length), marks[number % 3]);
		for (const each of [memory, new CertificateMemory(flash)])
			for (const [number, length] of lengths.entries()) {
				bytesEqual(each.get(number)!, toHex(certificate(length)));
				equal(each.markOf(number), marks[number % 3]);
			}
	});

	it('keeps a shorter one in the place of a longer one, imported unless told', () => {
		const flash = new RamFlash(CERTIFICATE_SECTORS);
		const memory = new CertificateMemory(flash);
		memory.put(3, certificate(1024), MARK.told);
		memory.put(3, certificate(7));
		for (const each of [memory, new CertificateMemory(flash)]) {
			bytesEqual(each.get(3)!, toHex(certificate(7)));
			equal(each.markOf(3), MARK.imported);
			equal(each.get(2), undefined);
		}
	});
});
