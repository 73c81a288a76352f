/** What a module is set to, as long as nobody has told it otherwise. */
import type { NetworkSettings, SettingName } from '../../../modules/wi-sun-module/network.js';

export type DongleSettings = { -readonly [Name in SettingName]: NetworkSettings[Name] };

export const UNSET_PAN = 0xffff;

export const INITIAL_SETTINGS: NetworkSettings = Object.freeze({
	channel: 33,
	panId: UNSET_PAN,
	pairingId: '',
	beacons: false,
	lifetime: 900,
	automatic: true,
	securesBroadcasts: true,
	answersEcho: true,
	transceiver: true,
	solicits: true,
});
