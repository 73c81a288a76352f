/**
 * `keiki/route-a`: the meter's side of Route A: COSEM objects, clients with their keys, and what carries APDUs to them.
 *
 * Public are Route A as a service of a communication unit (`keiki/meter`) over a link that is handed in, the meter as a COSEM server by itself, for readings of
 * any origin, its profile, and its transports. The objects one by one are not: `keiki/modules/cosem/…` has their classes.
 */
export { type InstalledUnit, type LocalPort, type NetworkFacts, UNIT_KIND } from '../route-a/facts.js';
export type { ClientKeys, RouteAKeys } from '../route-a/keys.js';
export { TRANSPORT_LIMITS, type TransportLimits } from '../route-a/limits.js';
export { LocalPort as LocalPortServer } from '../route-a/local-port.js';
export type { PushCarrier } from '../route-a/push-carrier.js';
export { RouteA, type RouteAOptions, type RouteAPlace } from '../route-a/route-a.js';
export { IDIS_PROFILE, type RouteAProfile } from '../route-a/route-a-profile.js';
export { NO_LINK, type RouteALink, RouteAService, type RouteAServiceOptions } from '../route-a/route-a-service.js';
export { eventLogSectors, type FlashRange } from '../route-a/standard-log.js';
export { RouteATcp, type RouteATcpOptions } from '../route-a/tcp.js';
export { RouteAUdp, type RouteAUdpOptions } from '../route-a/udp.js';
