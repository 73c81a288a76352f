import type { Clock } from '../hal/ports/clock.js';
import { XsSerial } from '../hal/xs/serial.js';
import { type DeviceMetrologyOptions, deviceMetrology } from './device-metrology.js';
import { type DeviceUnitsOptions, deviceUnits } from './device-units.js';
import type { Firmware, FirmwareOptions } from './firmware.js';
import type { UnitHands } from './unit-hands.js';

export interface DeviceTerminalsOptions extends Omit<DeviceMetrologyOptions, 'start' | 'open'>, Pick<DeviceUnitsOptions, 'store' | 'flash' | 'pins'> {
	readonly clock: Clock;
}

export interface DeviceTerminals {
	readonly forFirmware: Pick<FirmwareOptions, 'metrology' | 'metering' | 'units'>;
	/** Whether what it measures is made up. */
	readonly simulated: boolean;
	/** Before the firmware starts; undefined: nothing plugs in. */
	guard(firmware: Firmware): UnitHands | undefined;
}

/** What a device with XS measures by (device-metrology.ts), and the units that plug in there (device-units.ts). Throws as both do. */
export function deviceTerminals({ clock, ...options }: DeviceTerminalsOptions): DeviceTerminals {
	const measured = deviceMetrology({ ...options, start: clock.now() - options.scheduler.now(), open: (line) => new XsSerial(line) });
	const device = deviceUnits({ ...options, ...measured });
	return {
		forFirmware: { metrology: device?.metrology ?? measured.metrology, metering: measured.metering, units: device?.units },
		simulated: measured.simulated,
		guard: (firmware) => device?.guard(firmware),
	};
}
