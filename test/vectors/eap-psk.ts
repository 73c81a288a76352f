/** A whole run of EAP-PSK, hexadecimal but for the ids. */
export interface EapPskRun {
	readonly name: string;
	readonly firstId: number;
	readonly serverId: string;
	readonly peerId: string;
	readonly psk: string;
	readonly randS: string;
	readonly randP: string;
	readonly ak: string;
	readonly kdk: string;
	readonly tek: string;
	readonly msk: string;
	readonly emsk: string;
	readonly macP: string;
	readonly macS: string;
	readonly message1: string;
	readonly message2: string;
	readonly message3: string;
	readonly message4: string;
	readonly success: string;
}

/**
 * RFC 4764 has no vectors. The first run was held between hostapd and eapol_test 2.10; the second was computed by hostap's code and by another.
 */
export const EAP_PSK_RUNS: readonly EapPskRun[] = [
	{
		name: 'hostapd and eapol_test',
		firstId: 0xa4,
		serverId: 'SM0023456789ABCDEF0011223344556677',
		peerId: 'HEMS0023456789ABCDEF0011223344556677',
		psk: '000102030405060708090a0b0c0d0e0f',
		randS: '64dfc1aec190e919cd6d78e04bf642b2',
		randP: '595b173e83e5ede9643588b224e61f1d',
		ak: '18b62d2c84c5e4571afc41a29db71f4d',
		kdk: '97b704350085028363924612565b9b0d',
		tek: 'd5247f44d7269d8ca18e00bd872950cc',
		msk: 'd086b4e53efce6898bdd52726d69bcaeee11f9a18fbc8af15af58c633cf5ceda38d386e724c7b0d7dcbf1ea01ba1c6beb7b5a14c26e3d94609810a41e39c84d9',
		emsk: 'd231b187cb89f0e65bca6311d7f62303f5e22571d5ede8cb24dcecd504e392af5006223cb3d7880d9d4cf9a75463fc939fcec1384e606106abd7cbb18b88ea45',
		macP: 'f4432a57fb9b8ffb1682135a593ea275',
		macS: '3306877de16a22793bbda030316fa756',
		message1: '01a400382f0064dfc1aec190e919cd6d78e04bf642b2534d3030323334353637383941424344454630303131323233333434353536363737',
		message2:
			'02a4005a2f4064dfc1aec190e919cd6d78e04bf642b2595b173e83e5ede9643588b224e61f1df4432a57fb9b8ffb1682135a593ea27548454d533030323334353637383941424344454630303131323233333434353536363737',
		message3: '01a5003b2f8064dfc1aec190e919cd6d78e04bf642b23306877de16a22793bbda030316fa756000000003ef4c204f435f4b9bf295931e0373bd0de',
		message4: '02a5002b2fc064dfc1aec190e919cd6d78e04bf642b20000000139790cf6d700eb061a5b25f0ad3752b189',
		success: '03a50004',
	},
	{
		name: 'two independent implementations',
		firstId: 0x1,
		serverId: 'SM00112233445566778899AABBCCDDEEFF',
		peerId: 'HEMS00112233445566778899AABBCCDDEEFF',
		psk: '000102030405060708090a0b0c0d0e0f',
		randS: 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf',
		randP: 'c0c1c2c3c4c5c6c7c8c9cacbcccdcecf',
		ak: '18b62d2c84c5e4571afc41a29db71f4d',
		kdk: '97b704350085028363924612565b9b0d',
		tek: '0092f1bf778679aa36f2c68637607057',
		msk: '67076bd2ac2f643dbf98a1478fe8b097744afd4cc681d440c350ba1739c765c1b4cc80b3f1940c9c5123472889681cc5e89d548177701093393511650211b9dd',
		emsk: 'dffceac2b7876417c07677c839694522692955debc9592c4f6703c606af857211d556e8ba7bbf96220586c58c9ed900472438f954dda35148f342cae3e078b00',
		macP: 'ac789aa5ad2e7a0d1805cdcb4bdc3f01',
		macS: 'aab29a920d5582f7d54c9ad424d3fded',
		message1: '010100382f00a0a1a2a3a4a5a6a7a8a9aaabacadaeaf534d3030313132323333343435353636373738383939414142424343444445454646',
		message2:
			'0201005a2f40a0a1a2a3a4a5a6a7a8a9aaabacadaeafc0c1c2c3c4c5c6c7c8c9cacbcccdcecfac789aa5ad2e7a0d1805cdcb4bdc3f0148454d533030313132323333343435353636373738383939414142424343444445454646',
		message3: '0102003b2f80a0a1a2a3a4a5a6a7a8a9aaabacadaeafaab29a920d5582f7d54c9ad424d3fded00000000c70229377ea7f6dfc700ef8e44a5ddfebc',
		message4: '0202002b2fc0a0a1a2a3a4a5a6a7a8a9aaabacadaeaf00000001a818eaf78ae746c009646bd44f2247e72d',
		success: '03020004',
	},
];
