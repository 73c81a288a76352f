/** Frames that real chips said, as people wrote them down. */
export const HLW8032 = {
	/** The comments of Tasmota's driver (tasmota/tasmota_xnrg_energy/xnrg_02_cse7766.ino). */
	noLoad: 'F25A 02F760 000361 004010 057240 51A658 63101B E1 7F4D 4E',
	small: '555A 02F760 00035A 004010 048B9F 51A658 187275 61 ACA1 30',
	sound: '555A 02F760 0003AB 004010 02605D 51A658 03E9EF 71 0B7A 36',
	carried: '555A 02F1E8 00079D 003F3E 0035F8 50DB38 00B2A2 F1 D697 3E',
	otherChip: '555A 02DB40 000325 003D18 038ECD 4F0A60 2A5685 61 0102 1A',
	/** A module without mains (ElectroDragon, HLW8032 SDK: an HLW8032-ISO). */
	withoutMains: 'FA5A 02EEC8 FEFF01 003F66 000000 512188 FADB29 01 0000 54',
};
