/** AES-128 (FIPS 197): bytes of a key, and of a block. */
export const KEY_LENGTH = 16;
export const BLOCK = 16;
