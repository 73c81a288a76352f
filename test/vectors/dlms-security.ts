/**
 * Vectors of what comes beside security suite 0: the keys of Annex C of the Green Book (edition 8), what is made of them, and what was made with Python's
 * hashlib and cryptography and verified by node:crypto. Hexadecimal; blanks are for the reader.
 */

/** Titles of client and server, and the authentication key, of all that follows unless told. */
export const CLIENT = '4d4d4d0000bc614e';
export const SERVER = '4d4d4d0000000001';
export const AUTHENTICATION_KEY = 'd0d1d2d3d4d5d6d7d8d9dadbdcdddedf';
export const TRANSACTION = '0102030405060708';

/** Private scalars of P-256: signature (ds), key agreement (ka), and ephemeral ones. */
export const SCALARS = {
	clientSigning: '418073c239fa6125011de4d6cd2e645780289f761bb21bfb0835cb5585e8b373',
	serverSigning: 'ae55414ffe079f9fc95649536bd1c2b5653d200813727e07d501a8b550c69207',
	clientAgreement: 'a51c16ff5c498fcc89323d4a9267cd71bf81fd6f6a891cd240da7f3d6f283e65',
	serverAgreement: 'aad3fd0732e991cf52a74c66c1f2827ddc53522a2e0a169d7c4ffcc0fb5d6a4d',
	clientEphemeral: '47dab03842e5b6e74828ef4f449b378d7dd1a5dae1ffca5ae0b0be0ad18ec57e',
	/** Of the agreement of two ephemeral keys. */
	serverEphemeral: '34a8c23a34dbb519d09b245754c85a6cfe05d14a063efa5aa41545aa8241efae',
};

export const POINTS = {
	/** Of the agreement of two ephemeral keys: its scalar was not printed. */
	clientInBoth: '2914d60e10ab705f62ed6cc349d7cb99b9ab3f3978e59278c7af595b3af98794 1372dab6d5af1fa867e134167e6f23de664a6693e05f43414611058d1b48f894',
	clientEphemeral:
		'c323c2bd45711de4688637d919f92e9db8fb2dfc213a88d21c9dc8dcba917d81 70511de1badb360d50058f794b0960ae11fa28d392cff907a62d13e3357b1dc0',
	/** Of the one-pass agreement, in the server's answers, as printed. */
	serverEphemeral:
		'6439724714b47cd9cb988897d8424ab946dcd083d37a954637616011b9c23787 73295f0f850d8dafd1bbe9fe666e53e4f097cd10b38b69622152724a90987444',
};

/** What client and server have in common by the x coordinate: of which private and which public key, and the key that is derived from it. */
export const AGREEMENTS = [
	{
		name: 'two ephemeral keys, C(2e, 0s)',
		privateKey: SCALARS.serverEphemeral,
		publicKey: POINTS.clientInBoth,
		shared: 'c1cf8fe7891aef3617d7190795e61fe6c24efc3cca2e08469bad1a225ce6ea08',
		originator: CLIENT,
		recipient: SERVER,
		key: 'c5f4512846ede51cfb8ccf59f08a694e',
	},
	{
		name: 'one pass, C(1e, 1s), from the server',
		privateKey: SCALARS.clientAgreement,
		publicKey: POINTS.serverEphemeral,
		shared: '2b4302dc49790e2e78d990cfb52ed6e2f273dece441a2d95e4301b93812a9fac',
		originator: SERVER,
		recipient: CLIENT,
		key: 'f0184bda9466bfa4601a64a7ef46504a',
	},
	{
		name: 'one pass, C(1e, 1s), from the client',
		privateKey: SCALARS.serverAgreement,
		publicKey: POINTS.clientEphemeral,
		shared: '0d4385ba0dd756cbcab9887eb538396ee8f090a14c1079b4359f115b977f4615',
		originator: CLIENT,
		recipient: SERVER,
		key: '59a71fd81c929a86a99438da17a66c05',
	},
];
/** Two static keys: the originator is title, 08, transaction id. */
export const STATIC = {
	shared: 'b1455b2ad5f68bcffe6ad5412ba89548aca7e0cbf4b1560d6a57496f15e931ad',
	originator: `${CLIENT} 08 ${TRANSACTION}`,
	key: '56c46b57df675515c31025455822514a',
};
/** P-384: private scalars of 48 bytes 11 and 22. */
export const AGREEMENT_384 = {
	shared: '2ac3da23c114b5b1f3aa200cf3c57bebd1b3b880a0e68066ab5d00dda50dcfe6cd03410292346187a84b1f12d53569c0',
	key: '77ce62bdae15b3836d479b72679c8a163ea53f1ae111994877644ebf8a7389fc',
};

/** Signatures by the client over its ephemeral public key: behind the key id in class 64 (Green Book C.1), by itself in general-ciphering. */
export const SIGNATURES = {
	keyIdAndEphemeral:
		'06f0607702aa0e2435a183e2f6b1ecd19629712e389a213610c03f77b2590860 ea840af5c3fa1f2bcdf055d4744e9a01ce9a0e55026bcaa4eebeb764ced64bb3',
	ephemeral: 'b51be089d0b682863b2217201e73a1a9031968a9b4121dcbc3281a69739af874 29f5b3ac5471e7b6a04a2c0f2f8a25fd772a317df97fc5463feac248eb8ab8be',
	ownEphemeral: '731360ddaa817b452745685ce6a5c5478f74a579375d998884827b216a213f63 faa6fa4a1ef011ffa1f8f6c2b46505a6f80e4ce22ea6e2f36bea8ac53c27541a',
};

/** Proofs of HLS with this secret, from client and server; of HLS 7 with challenges of 32 bytes from 20 and from 40 on. */
export const HLS = {
	secret: '3132333435363738',
	clientTitle: '4d4d4d0000000001',
	serverTitle: '4d4d4d0000bc614e',
	clientChallenge: '4b35366956616759',
	serverChallenge: '50367752 4a323146',
	md5: { client: '53d4537e37dab4ff089629e25557af9f', server: '870f56d7f2ba75482ca41be31a21630b' },
	sha1: { client: '6dbd949d1b1efdd6fe5f9ea627877e986e8708cb', server: '900162368ee99cd4765ece8e9075d3de84c44a95' },
	sha256: {
		client: '67342baa6815da654eefbb879b6a23da0d2bb0404abbb1a738631241a6b96516',
		server: '5da97807e1b30b5d95a5b48bda34c4232130f761e57c316ccdef70322605a90d',
	},
	ecdsa: {
		client: 'fb29efc080531cec8ec321a3659d6902de636c9f02a869ab76ade0a98700ed1f 50e51b41295020939819dfe8264032d7c647ea19937f21bd795d0569826af441',
		server: '030f39dfaed461db0cc359ecf620b8118f3e78232f2efd03ab68c72c4cb7d40b 6f42679deeaf0d98ed02bae12b98a53c4169559a77e71316c39b7f53d0f2e868',
	},
};

/** glo-get-request of suites 1 and 2 with counter 01234567 under the keys 00 01 …, of `c0010000080000010000ff0200`; GMAC of "P6wRJ21F"; key wrap. */
export const SUITES = {
	plain: 'c0010000080000010000ff0200',
	suite1: '411312ff935a47566827c467bc e8691c99484b00b2449055b5',
	suite2: 'e82b2ad3ee8c12a6fb27038f08 442193498c6a53de55eeb9d2',
	gmac2: 'b045a1b83c66322ae009b220',
	wrapped256: 'bd2a276ae8c7464c7e8b396674ac6e0e9558c84c6009b3fa413cf06a67a200823e4d720df2419fa9',
};

const HEADER = `08 ${TRANSACTION} 08 ${CLIENT} 08 ${SERVER} 00 00`;

/** general-ciphering and general-signing of one request, each from the client to the server, with counter 1. */
export const GENERAL = {
	plain: 'c001c100080000010000ff0200',
	header: HEADER,
	onePass: `dd ${HEADER} 01 02 01 01 8180 ${POINTS.clientEphemeral} ${SIGNATURES.ownEphemeral} 1e 31 00000001 7d2152f4f10a381328da6a780a ccfc2971817716ee18e2a9cb`,
	static: `dd ${HEADER} 01 02 01 02 00 1e 31 00000001 bb2861d7b3284f40afe8e110ec 36fdde9b31e5c215d87068a6`,
	identified: `dd ${HEADER} 01 00 00 1e 30 00000001 1160c10a0ab37e5071842b0989 3e1ca50dacbbd83366afe67f`,
	wrapped: `dd ${HEADER} 01 01 00 18 07ec7484ad8b7dadf608ae9fa4a0797a13e78b1aa1db59fb 1e 30 00000001 53505c070a45a143545960223e cba53c81bc00a870b7f89b69`,
	signedPlain: `df ${HEADER} 0d c001c100080000010000ff0200 40 1ae4611c355ce9fb0329196908d6ee96df98c04c4a01adcef34dfa21f92122d0 8aa9b3cff293b53e90212cf92d25b2815f30ba834d5da9e4729503f32f7c26d0`,
	signedCiphered: `df ${HEADER} 20 c8 1e 31 00000001 1160c10a0ab37e5071842b0989 aac310b2711fe6cc1781cca1 40 6079d1bf03f0ca1a310f519915c9442aa7e4477bf93ad867ea2649a280afbf4e 20a1b36d189faf5ef3631c2245388f1bd9debb3fa8ece34abfba8a2ca227dedb`,
};
