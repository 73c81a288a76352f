/** The function in C of this name: since XS 17. */
declare function native(name: string): (...values: unknown[]) => unknown;
