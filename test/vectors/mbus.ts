/** M-Bus as its standards write it down. */
export const MBUS = Object.freeze({
	/** EN 13757-3 (and "The M-Bus: A Documentation", §6.3.3): a water meter of 12,565 l, a greatest flow of 113 l/h and an energy of 218.37 kWh. */
	worked: '68 1F 1F 68 08 02 72 78563412 2440 01 07 55 00 0000 03 13 153100 DA02 3B 1301 8B60 04 371802 18 16',
	/** OMS Specification volume 2, annex N: a gas meter's telegram without the wireless link layer, encrypted by mode 5. */
	oms: Object.freeze({
		key: '0102030405060708090A0B0C0D0E0F11',
		header: '78563412 9315 33 03 2A 00 2025',
		sealed: '5923C95AAA26D1B2E7493B013EC4A6F6 D3529B520EDFF0EA6DEFC99D6D69EBF3',
		/** 28,504.27 m³, 2008-05-31T23:50, no errors. */
		plain: '0C14 27048502 046D 32371F15 02FD17 0000',
	}),
});
