import type { PeerEvent } from '../../../modules/datagram/datagram.js';
import type { CoordinatorState } from '../../../modules/wi-sun-module/skstack/host/coordinator.js';
import type { BaseEvent } from '../../meter/backplane/base-log.js';
import type { CredentialFlaw } from '../../meter/communication/service.js';
import type { VoltageEvent } from '../../meter/voltage/voltage-event.js';
import type { AccountChange, EnteredToken } from '../../route-a/payment/payment.js';
import type { Asked, Exchange } from '../watch/exchange-tap.js';
import type { RouteBLinkName } from './link.js';

/** What a meter makes known of itself. */
export type MeterEvent =
	| { readonly kind: 'peer'; readonly node: string; readonly event: PeerEvent; readonly peer: Uint8Array; readonly evidence: string }
	| { readonly kind: 'exchange'; readonly node: string; readonly exchange: Exchange; readonly medium: RouteBLinkName }
	| { readonly kind: 'asked'; readonly node: string; readonly asked: Asked; readonly medium: RouteBLinkName }
	| { readonly kind: 'limit'; readonly node: string; readonly limited: boolean }
	/** What the base writes into its log. */
	| { readonly kind: 'base'; readonly node: string; readonly event: BaseEvent }
	| { readonly kind: 'voltage'; readonly node: string; readonly event: VoltageEvent }
	/** Voltage gets through to the house, or does not any more. */
	| { readonly kind: 'supply'; readonly node: string; readonly on: boolean }
	/** What hangs on the load relay is on, or off. */
	| { readonly kind: 'relay'; readonly node: string; readonly on: boolean }
	/** Something became of the account. `credit`: JPY; `token`: of one that was entered. */
	| {
			readonly kind: 'account';
			readonly node: string;
			readonly change: AccountChange;
			readonly credit: number;
			readonly token: EnteredToken | undefined;
	  }
	/** Route B credentials came sealed over Route A. */
	| { readonly kind: 'credentials'; readonly node: string; readonly version: number; readonly refusal: CredentialFlaw | undefined }
	/** A client of Route A is associated, or is no more. */
	| { readonly kind: 'association'; readonly node: string; readonly client: number; readonly authenticated: boolean; readonly on: boolean }
	/** Of a meter whose radio is a real module. */
	| { readonly kind: 'radio'; readonly node: string; readonly state: CoordinatorState; readonly detail: string };
