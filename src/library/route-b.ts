/**
 * `keiki/route-b`: the meter's side of Route B, and the names by which a HEMS asks for it.
 *
 * Public are EPCs and the object's code, kinds of meters and changes to them, credentials, notification rules, Route B as a service of a communication unit
 * (`keiki/meter`) over a link that is handed in, and the meter as an ECHONET Lite node by itself, over any `Datagrams` of `keiki/modules/datagram/datagram`.
 * How each property is computed is not.
 */
export { type Credentials, parseCredentials } from '../route-b/credentials.js';
export { EPC } from '../route-b/epc.js';
export type { LocationStore } from '../route-b/location.js';
export { GEN1, GEN2, type MeterProfile } from '../route-b/meter-profile.js';
export type { NotificationRules } from '../route-b/notifications.js';
export { RouteB, type RouteBOptions } from '../route-b/route-b.js';
export { type RouteBLink, RouteBService, type RouteBServiceOptions } from '../route-b/route-b-service.js';
export { SMART_METER } from '../route-b/smart-meter.js';
export { StandingLink } from '../route-b/standing-link.js';
