/**
 * `keiki/head-end`: a head-end's work with meters of DLMS/COSEM, Keiki's and others.
 *
 * Public are sessions with all that they are told, the ways to a meter (wrapper over TCP and UDP, HDLC over a serial line), what is read and set in one call,
 * failures as data, and values as people read them. An association alone, without retries and without counters from the meter, is
 * `keiki/modules/dlms/client/client`.
 */
export type { ByteStream, Carrier, Connection, DatagramPort } from '../head-end/connection.js';
export { generalJson, generalText } from '../head-end/data-text.js';
export type { Reading } from '../head-end/decoding.js';
export { HdlcCarrier, type HdlcCarrierOptions, type SerialLine } from '../head-end/hdlc-carrier.js';
export { type FailureKind, HeadEndError, type HeadEndFailure } from '../head-end/head-end-error.js';
export { type ArrayListener, MeterSession, type MeterSessionOptions, PUBLIC_CLIENT } from '../head-end/meter-session.js';
export { attributeModeText, type ListedObject, methodModeText, type ObjectList } from '../head-end/object-list.js';
export { type ProfileLayout, ProfileReader, type ProfileReaderOptions, type ProfileRow, readLayout, type Span } from '../head-end/profile-reading.js';
export { type AttributeReading, readAttributes, readObjectList, readOverview, readWanted, type Wanted } from '../head-end/reading.js';
export type { SessionSecurity } from '../head-end/session-security.js';
export { type CounterReserve, TransmitSupply } from '../head-end/transmit-supply.js';
export { type ShownValue, shown } from '../head-end/values.js';
export { TcpCarrier, UdpCarrier } from '../head-end/wrapper-carrier.js';
