/** UDP ports of Route B, for every stack that carries it. */

/** ECHONET Lite (Specification, Part 2), of requests and of answers. */
export const ECHONET_LITE_PORT = 3610;

/** PANA, of both sides (RFC 5191 §6.1). */
export const PANA_PORT = 716;
