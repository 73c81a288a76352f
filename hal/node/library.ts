/**
 * `keiki/hal/node`: the ports of `keiki/hal/ports/…` on Node.
 *
 * Public are the adapters. The pseudo-terminal stands by itself, in `keiki/hal/node/pty`: it loads native code, which not every platform has.
 */
export { NodeCipher } from './cipher.js';
export { EnduringTty } from './enduring-tty.js';
export { blankFlash, FileFlash } from './flash.js';
export { Pacer, type PacerOptions } from './pacer.js';
export { SYSTEM_RANDOM } from './random.js';
export { RealTime } from './real-time.js';
export { type Rfc2217Options, Rfc2217Serial } from './rfc2217-serial.js';
export { NodeUdp, type NodeUdpOptions } from './sockets.js';
export { TcpClient } from './tcp-client.js';
export { TcpListener, type TcpListenerOptions } from './tcp-listener.js';
export { TcpSerial } from './tcp-serial.js';
export { TtySerial } from './tty-serial.js';
