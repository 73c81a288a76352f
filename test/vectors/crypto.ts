// Published vectors of the primitives. Hexadecimal; blanks are for the reader.

export interface BlockVector {
	readonly name: string;
	readonly key: string;
	readonly plain: string;
	readonly cipher: string;
}

// FIPS 197, Appendix B and C.1.
export const AES: readonly BlockVector[] = [
	{
		name: 'Appendix B',
		key: '2b7e151628aed2a6abf7158809cf4f3c',
		plain: '3243f6a8885a308d313198a2e0370734',
		cipher: '3925841d02dc09fbdc118597196a0b32',
	},
	{ name: 'C.1', key: '000102030405060708090a0b0c0d0e0f', plain: '00112233445566778899aabbccddeeff', cipher: '69c4e0d86a7b0430d8cdb78070b4c55a' },
];

// RFC 4493 §4. All under one key.
export const CMAC_KEY = '2b7e151628aed2a6abf7158809cf4f3c';
const CMAC_MESSAGE =
	'6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51 30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710';
export const CMAC: readonly { readonly name: string; readonly message: string; readonly mac: string }[] = [
	{ name: 'example 1, 0 bytes', message: '', mac: 'bb1d6929e95937287fa37d129b756746' },
	{ name: 'example 2, 16 bytes', message: CMAC_MESSAGE.slice(0, 32), mac: '070a16b46b4d4144f79bdd9dd04a287c' },
	{ name: 'example 3, 40 bytes', message: CMAC_MESSAGE.slice(0, 82), mac: 'dfa66747de9ae63030ca32611497c827' },
	{ name: 'example 4, 64 bytes', message: CMAC_MESSAGE, mac: '51f0bebf7e3b9d92fc49741779363cfe' },
];

export interface AeadVector {
	readonly name: string;
	readonly key: string;
	readonly nonce: string;
	readonly header: string;
	readonly plain: string;
	readonly sealed: string;
	readonly tagLength: number;
}

const RFC3610_KEY_A = 'c0c1c2c3c4c5c6c7c8c9cacbcccdcecf';
const RFC3610_KEY_B = 'd7828d13b2b0bdc325a76236df93cc6b';

/** RFC 3610 §8, the packet vectors with a tag of 8 bytes (those with 10 have no use in IEEE 802.15.4), and IEEE 802.15.4 Annex C. */
export const CCM: readonly AeadVector[] = [
	{
		name: 'RFC 3610 #1',
		key: RFC3610_KEY_A,
		nonce: '00000003020100a0a1a2a3a4a5',
		header: '0001020304050607',
		plain: '08090a0b0c0d0e0f101112131415161718191a1b1c1d1e',
		sealed: '588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0',
		tagLength: 8,
	},
	{
		name: 'RFC 3610 #2',
		key: RFC3610_KEY_A,
		nonce: '00000004030201a0a1a2a3a4a5',
		header: '0001020304050607',
		plain: '08090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
		sealed: '72c91a36e135f8cf291ca894085c87e3cc15c439c9e43a3ba091d56e10400916',
		tagLength: 8,
	},
	{
		name: 'RFC 3610 #3',
		key: RFC3610_KEY_A,
		nonce: '00000005040302a0a1a2a3a4a5',
		header: '0001020304050607',
		plain: '08090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20',
		sealed: '51b1e5f44a197d1da46b0f8e2d282ae871e838bb64da8596574adaa76fbd9fb0c5',
		tagLength: 8,
	},
	{
		name: 'RFC 3610 #4',
		key: RFC3610_KEY_A,
		nonce: '00000006050403a0a1a2a3a4a5',
		header: '000102030405060708090a0b',
		plain: '0c0d0e0f101112131415161718191a1b1c1d1e',
		sealed: 'a28c6865939a9a79faaa5c4c2a9d4a91cdac8c96c861b9c9e61ef1',
		tagLength: 8,
	},
	{
		name: 'RFC 3610 #5',
		key: RFC3610_KEY_A,
		nonce: '00000007060504a0a1a2a3a4a5',
		header: '000102030405060708090a0b',
		plain: '0c0d0e0f101112131415161718191a1b1c1d1e1f',
		sealed: 'dcf1fb7b5d9e23fb9d4e131253658ad86ebdca3e51e83f077d9c2d93',
		tagLength: 8,
	},
	{
		name: 'RFC 3610 #6',
		key: RFC3610_KEY_A,
		nonce: '00000008070605a0a1a2a3a4a5',
		header: '000102030405060708090a0b',
		plain: '0c0d0e0f101112131415161718191a1b1c1d1e1f20',
		sealed: '6fc1b011f006568b5171a42d953d469b2570a4bd87405a0443ac91cb94',
		tagLength: 8,
	},
	{
		name: 'RFC 3610 #13',
		key: RFC3610_KEY_B,
		nonce: '00412b4ea9cdbe3c9696766cfa',
		header: '0be1a88bace018b1',
		plain: '08e8cf97d820ea258460e96ad9cf5289054d895ceac47c',
		sealed: '4cb97f86a2a4689a877947ab8091ef5386a6ffbdd080f8e78cf7cb0cddd7b3',
		tagLength: 8,
	},
	{
		name: 'RFC 3610 #14',
		key: RFC3610_KEY_B,
		nonce: '0033568ef7b2633c9696766cfa',
		header: '63018f76dc8a1bcb',
		plain: '9020ea6f91bdd85afa0039ba4baff9bfb79c7028949cd0ec',
		sealed: '4ccb1e7ca981befaa0726c55d378061298c85c92814abc33c52ee81d7d77c08a',
		tagLength: 8,
	},
	{
		name: 'RFC 3610 #15',
		key: RFC3610_KEY_B,
		nonce: '00103fe41336713c9696766cfa',
		header: 'aa6cfa36cae86b40',
		plain: 'b916e0eacc1c00d7dcec68ec0b3bbb1a02de8a2d1aa346132e',
		sealed: 'b1d23a2220ddc0ac900d9aa03c61fcf4a559a4417767089708a776796edb723506',
		tagLength: 8,
	},
	{
		name: 'RFC 3610 #16',
		key: RFC3610_KEY_B,
		nonce: '00764c63b8058e3c9696766cfa',
		header: 'd0d0735c531e1becf049c244',
		plain: '12daac5630efa5396f770ce1a66b21f7b2101c',
		sealed: '14d253c3967b70609b7cbb7c499160283245269a6f49975bcadeaf',
		tagLength: 8,
	},
	{
		name: 'RFC 3610 #17',
		key: RFC3610_KEY_B,
		nonce: '00f8b678094e3b3c9696766cfa',
		header: '77b60f011c03e1525899bcae',
		plain: 'e88b6a46c78d63e52eb8c546efb5de6f75e9cc0d',
		sealed: '5545ff1a085ee2efbf52b2e04bee1e2336c73e3f762c0c7744fe7e3c',
		tagLength: 8,
	},
	{
		name: 'RFC 3610 #18',
		key: RFC3610_KEY_B,
		nonce: '00d560912d3f703c9696766cfa',
		header: 'cd9044d2b71fdb8120ea60c0',
		plain: '6435acbafb11a82e2f071d7ca4a5ebd93a803ba87f',
		sealed: '009769ecabdf48625594c59251e6035722675e04c847099e5ae0704551',
		tagLength: 8,
	},
	{
		name: 'IEEE 802.15.4-2006 C.2.3, command frame, ENC-MIC-64',
		key: RFC3610_KEY_A,
		nonce: 'acde480000000001 00000005 06',
		header: '2bdc842143020000000048deacffff010000000048deac060500000001',
		plain: 'ce',
		sealed: 'd8 4fde529061f9c6f1',
		tagLength: 8,
	},
	{
		name: 'IEEE 802.15.4-2020 C.3.6, data frame with information elements, ENC-MIC-64',
		key: RFC3610_KEY_A,
		nonce: 'acde480000000001 00000008 06',
		header: '69ee85020000000048deac010000000048deac0e0800000001841434ff3f5c003f',
		plain: '0788051f01e8030000 00f8546869732069732064617461',
		sealed: '9d1ec5a2a0523abe640aa4db7c4779311556b925520bd1 58a4153bb31dc4d3',
		tagLength: 8,
	},
];

/** The paper's appendix G, with tags of 16 bytes. */
export const EAX: readonly AeadVector[] = [
	{
		name: 'EAX paper #1',
		key: '233952dee4d5ed5f9b9c6d6ff80ff478',
		nonce: '62ec67f9c3a4a407fcb2a8c49031a8b3',
		header: '6bfb914fd07eae6b',
		plain: '',
		sealed: 'e037830e8389f27b025a2d6527e79d01',
		tagLength: 16,
	},
	{
		name: 'EAX paper #2',
		key: '91945d3f4dcbee0bf45ef52255f095a4',
		nonce: 'becaf043b0a23d843194ba972c66debd',
		header: 'fa3bfd4806eb53fa',
		plain: 'f7fb',
		sealed: '19dd5c4c9331049d0bdab0277408f67967e5',
		tagLength: 16,
	},
	{
		name: 'EAX paper #3',
		key: '01f74ad64077f2e704c0f60ada3dd523',
		nonce: '70c3db4f0d26368400a10ed05d2bff5e',
		header: '234a3463c1264ac6',
		plain: '1a47cb4933',
		sealed: 'd851d5bae03a59f238a23e39199dc9266626c40f80',
		tagLength: 16,
	},
	{
		name: 'EAX paper #4',
		key: 'd07cf6cbb7f313bdde66b727afd3c5e8',
		nonce: '8408dfff3c1a2b1292dc199e46b7d617',
		header: '33cce2eabff5a79d',
		plain: '481c9e39b1',
		sealed: '632a9d131ad4c168a4225d8e1ff755939974a7bede',
		tagLength: 16,
	},
	{
		name: 'EAX paper #5',
		key: '35b6d0580005bbc12b0587124557d2c2',
		nonce: 'fdb6b06676eedc5c61d74276e1f8e816',
		header: 'aeb96eaebe2970e9',
		plain: '40d0c07da5e4',
		sealed: '071dfe16c675cb0677e536f73afe6a14b74ee49844dd',
		tagLength: 16,
	},
	{
		name: 'EAX paper #6',
		key: 'bd8e6e11475e60b268784c38c62feb22',
		nonce: '6eac5c93072d8e8513f750935e46da1b',
		header: 'd4482d1ca78dce0f',
		plain: '4de3b35c3fc039245bd1fb7d',
		sealed: '835bb4f15d743e350e728414abb8644fd6ccb86947c5e10590210a4f',
		tagLength: 16,
	},
	{
		name: 'EAX paper #7',
		key: '7c77d6e813bed5ac98baa417477a2e7d',
		nonce: '1a8c98dcd73d38393b2bf1569deefc19',
		header: '65d2017990d62528',
		plain: '8b0a79306c9ce7ed99dae4f87f8dd61636',
		sealed: '02083e3979da014812f59f11d52630da30137327d10649b0aa6e1c181db617d7f2',
		tagLength: 16,
	},
	{
		name: 'EAX paper #8',
		key: '5fff20cafab119ca2fc73549e20f5b0d',
		nonce: 'dde59b97d722156d4d9aff2bc7559826',
		header: '54b9f04e6a09189a',
		plain: '1bda122bce8a8dbaf1877d962b8592dd2d56',
		sealed: '2ec47b2c4954a489afc7ba4897edcdae8cc33b60450599bd02c96382902aef7f832a',
		tagLength: 16,
	},
	{
		name: 'EAX paper #9',
		key: 'a4a4782bcffd3ec5e7ef6d8c34a56123',
		nonce: 'b781fcf2f75fa5a8de97a9ca48e522ec',
		header: '899a175897561d7e',
		plain: '6cf36720872b8513f6eab1a8a44438d5ef11',
		sealed: '0de18fd0fdd91e7af19f1d8ee8733938b1e8e7f6d2231618102fdb7fe55ff1991700',
		tagLength: 16,
	},
	{
		name: 'EAX paper #10',
		key: '8395fcf1e95bebd697bd010bc766aac3',
		nonce: '22e7add93cfc6393c57ec0b3c17d6b44',
		header: '126735fcc320d25a',
		plain: 'ca40d7446e545ffaed3bd12a740a659ffbbb3ceab7',
		sealed: 'cb8920f87a6c75cff39627b56e3ed197c552d295a7cfc46afc253b4652b1af3795b124ab6e',
		tagLength: 16,
	},
];

// McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 1 to 4, and the Green Book's example for COSEM.
const GCM_KEY = 'feffe9928665731c6d6a8f9467308308';
const GCM_IV = 'cafebabefacedbaddecaf888';
const GCM_PLAIN = 'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255';
export const GCM: readonly AeadVector[] = [
	{
		name: 'case 1',
		key: '00000000000000000000000000000000',
		nonce: '000000000000000000000000',
		header: '',
		plain: '',
		sealed: '58e2fccefa7e3061367f1d57a4e7455a',
		tagLength: 16,
	},
	{
		name: 'case 2',
		key: '00000000000000000000000000000000',
		nonce: '000000000000000000000000',
		header: '',
		plain: '00000000000000000000000000000000',
		sealed: '0388dace60b6a392f328c2b971b2fe78 ab6e47d42cec13bdf53a67b21257bddf',
		tagLength: 16,
	},
	{
		name: 'case 3',
		key: GCM_KEY,
		nonce: GCM_IV,
		header: '',
		plain: GCM_PLAIN,
		sealed:
			'42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985' +
			' 4d5c2af327cd64a62cf35abd2ba6fab4',
		tagLength: 16,
	},
	{
		name: 'case 4',
		key: GCM_KEY,
		nonce: GCM_IV,
		header: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
		plain: GCM_PLAIN.slice(0, 120),
		sealed:
			'42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091' +
			' 5bc94fbc3221a5db94fae95ae7121a47',
		tagLength: 16,
	},
	{
		name: 'a GET of COSEM',
		key: '000102030405060708090a0b0c0d0e0f',
		nonce: '4d4d4d0000bc614e01234567',
		header: '30d0d1d2d3d4d5d6d7d8d9dadbdcdddedf',
		plain: 'c0010000080000010000ff0200',
		sealed: '411312ff935a47566827c467bc 7d825c3be4a77c3fcc056b6b',
		tagLength: 12,
	},
];

// RFC 3394 §4.1.
export const KEY_WRAP: readonly { readonly name: string; readonly key: string; readonly plain: string; readonly wrapped: string }[] = [
	{
		name: '§4.1',
		key: '000102030405060708090a0b0c0d0e0f',
		plain: '00112233445566778899aabbccddeeff',
		wrapped: '1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5',
	},
];

// FIPS 180-2 Appendix B, and the empty message (NIST CAVP).
export const SHA256: readonly { readonly name: string; readonly message: string; readonly digest: string }[] = [
	{ name: 'the empty message', message: '', digest: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
	{ name: 'B.1, "abc"', message: '616263', digest: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
	{
		name: 'B.2, 56 bytes',
		message: '6162636462636465636465666465666765666768666768696768696a68696a6b696a6b6c6a6b6c6d6b6c6d6e6c6d6e6f6d6e6f706e6f7071',
		digest: '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
	},
];
// B.3: a million times "a".
export const SHA256_MILLION = 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0';

// RFC 4231 §4.
export const HMAC_SHA256: readonly { readonly name: string; readonly key: string; readonly message: string; readonly mac: string }[] = [
	{ name: 'case 1', key: '0b'.repeat(20), message: '4869205468657265', mac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7' },
	{
		name: 'case 2',
		key: '4a656665',
		message: '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
		mac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
	},
	{ name: 'case 3', key: 'aa'.repeat(20), message: 'dd'.repeat(50), mac: '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe' },
	{
		name: 'case 4',
		key: '0102030405060708090a0b0c0d0e0f10111213141516171819',
		message: 'cd'.repeat(50),
		mac: '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
	},
	{
		name: 'case 5, of which the RFC prints 16 bytes',
		key: '0c'.repeat(20),
		message: '546573742057697468205472756e636174696f6e',
		mac: 'a3b6167473100ee06e0c796c2955552b',
	},
	{
		name: 'case 6',
		key: 'aa'.repeat(131),
		message: '54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374',
		mac: '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
	},
	{
		name: 'case 7',
		key: 'aa'.repeat(131),
		message:
			'5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e6720757365642062792074686520484d414320616c676f726974686d2e',
		mac: '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
	},
];
