/**
 * Objects of Route B's credentials, in a unit that takes them sealed. Class and names are Keiki's own, and unconfirmed.
 *
 * | object            | value of attribute 2                                                                              |
 * |-------------------|---------------------------------------------------------------------------------------------------|
 * | routeBCredentials | structure: double-long-unsigned version, octet-string sealed (modules/cosem/sealed-credentials.ts); set and never told |
 * | routeBStatus      | structure: enums startup, authentication, connection (0 clear, 1 failure), unit (0 normal, 1 abnormality) and verdict (`VERDICT`), octet-string date-time since when it is that |
 * | unitSecuritySetup | class 64: unit-pair.ts |
 * | credentialVersion | structure: double-long-unsigned version in force, 0 where none came; octet-string date-time when it came |
 *
 * What is set is looked at for its form and its version, and answered; then it is opened. Until that is done the version is not told, but temporary-failure.
 */
import { frozen } from '../../modules/bytes/frozen.js';
import { DATA } from '../../modules/cosem/data-class.js';
import { itemsOf } from '../../modules/cosem/value-parts.js';
import { ACCESS_RESULT } from '../../modules/dlms/apdu/apdu.js';
import type { Data } from '../../modules/dlms/axdr/data.js';
import { DataTag, type DataWriter } from '../../modules/dlms/axdr/data-writer.js';
import { dateTimeOf, UNSPECIFIED_TIME } from '../../modules/dlms/axdr/date-time.js';
import type { LogicalName } from '../../modules/dlms/axdr/obis.js';
import type { Caller, CosemObject } from '../../modules/dlms/server/logical-device.js';
import type { CredentialFlaw, CredentialRefusal, RouteStatus } from '../meter/communication/service.js';
import { type MeterState, meterOf } from './meter-state.js';
import { UnitPair } from './unit-pair.js';

/** Table 2's, in its order. */
const VERDICT: Readonly<Record<RouteStatus['verdict'], number>> = Object.freeze({
	undetermined: 0,
	active: 1,
	'HEMS is failure': 2,
	'HEMS is unconnected': 3,
	abnormality: 4,
});

/** Data-Access-Results. */
const RESULTS: Readonly<Record<CredentialRefusal, number>> = frozen({
	oldVersion: ACCESS_RESULT.scopeOfAccessViolated,
	notOurs: ACCESS_RESULT.otherReason,
	busy: ACCESS_RESULT.temporaryFailure,
});

/** For the log. */
const REFUSALS: Readonly<Record<CredentialFlaw, string>> = Object.freeze({
	oldVersion: 'there is one as high',
	notOurs: 'they are not sealed for this unit and version, or were altered',
});

export class CredentialsObject implements CosemObject {
	readonly type = DATA;
	readonly name: LogicalName;

	constructor(name: LogicalName) {
		this.name = name;
	}

	read(): number {
		return ACCESS_RESULT.readWriteDenied;
	}

	write(_attribute: number, value: Data, { client, device }: Caller): number {
		const [version, sealed] = itemsOf(value, 2);
		if (version?.tag !== DataTag.doubleLongUnsigned || sealed?.tag !== DataTag.octetString) return ACCESS_RESULT.typeUnmatched;
		const meter = meterOf(device);
		const refusal = meter.credentials!.take(version.value, sealed.bytes, (why) => onTaken(meter, client, version.value, why));
		return refusal === undefined ? ACCESS_RESULT.success : RESULTS[refusal];
	}
}

/** Behind the request: nobody is left to be answered. */
function onTaken({ control }: MeterState, client: number, version: number, flaw: CredentialFlaw | undefined): void {
	if (flaw === undefined) control.incidents.credentialsChanged(client);
	else control.tell(`Route B: sealed credentials, version ${version}, of client ${client} refused: ${REFUSALS[flaw]}`);
}

/** Of the unit that is there when it is asked. */
export function unitPairOf(meter: MeterState): UnitPair {
	return new UnitPair({ title: meter.systemTitle, pair: () => meter.credentials?.pair, onDrawn: () => meter.control.incidents.pairDrawn() });
}

export function routeBStatus(w: DataWriter, { credentials, routeAProfile: { deviation } }: MeterState): DataWriter {
	const { items, verdict, since } = credentials!.status();
	w.structure(6);
	for (const item of [items.startup, items.authentication, items.connection]) w.enum(item === 'failure' ? 1 : 0);
	return w
		.enum(items.unit === 'abnormality' ? 1 : 0)
		.enum(VERDICT[verdict])
		.octetString(dateTimeOf(since, deviation, 0));
}

export function credentialVersion(w: DataWriter, { credentials, routeAProfile: { deviation } }: MeterState): DataWriter | number {
	const { version, since, isOpening } = credentials!;
	if (isOpening) return ACCESS_RESULT.temporaryFailure;
	return w
		.structure(2)
		.doubleLongUnsigned(version)
		.octetString(version === 0 ? UNSPECIFIED_TIME : dateTimeOf(since, deviation, 0));
}
