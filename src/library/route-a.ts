/**
 * `keiki/route-a`: the meter's side of Route A, for readings of any origin: COSEM objects, clients with their keys, and what carries APDUs to them.
 *
 * Public are the meter as a COSEM server with all that it is told, its profile, and its transports. The objects one by one are not: `keiki/modules/cosem/…`
 * has their classes.
 */
export { type InstalledUnit, type LocalPort, type NetworkFacts, UNIT_KIND } from '../route-a/facts.js';
export type { ClientKeys, RouteAKeys } from '../route-a/keys.js';
export { TRANSPORT_LIMITS, type TransportLimits } from '../route-a/limits.js';
export { LocalPort as LocalPortServer } from '../route-a/local-port.js';
export { RouteA, type RouteAOptions } from '../route-a/route-a.js';
export { IDIS_PROFILE, type RouteAProfile } from '../route-a/route-a-profile.js';
export { RouteATcp, type RouteATcpOptions } from '../route-a/tcp.js';
export { RouteAUdp, type RouteAUdpOptions } from '../route-a/udp.js';
