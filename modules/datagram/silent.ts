import type { DatagramListener } from './datagram.js';

/** The listener of a link that nobody listens to. */
export const SILENT: DatagramListener = Object.freeze({ onDatagram() {}, onPeer() {} });
